"""What a browser sends back of the forms that units fill in."""

from django.urls import reverse

from tests.submissions.test_story import TOKEN

PHONE, ACCOUNT = "13912340000", "999900001111"


def new(kind="person", **query):
    return reverse("submission-new", args=[kind], query=query)


def typed(page):
    """What the browser would send back of a form's first row."""
    form = page.context["forms"].forms[0]
    return {form.add_prefix(heading): form[heading].value() or "" for heading in form.fields}


def resent(browser, draft, **changes):
    """The draft as its form shows it, sent back with these changes."""
    forms = browser.get(reverse("submission-edit", args=[draft.pk])).context["forms"]
    data = {form.add_prefix(heading): form[heading].value() or "" for form in forms for heading in form.fields}
    data |= {"rows": len(forms), "version": draft.version, **changes}
    answer = browser.post(reverse("submission-edit", args=[draft.pk]), data)
    draft.refresh_from_db()
    return answer


def boxes(browser, person):
    """The boxes of the correction form as the page fills them."""
    page = browser.get(reverse("submission-correct", args=[person.pk]))
    values = [value for block in page.context["blocks"] for value in block.values]
    typed = page.context["typed"]
    shown = {value.name: typed.get(value.name, "" if value.sealed else value.old) for value in values}
    return shown | {f"{value.name}-seen": value.seen for value in values}


def corrected(browser, person, **values):
    """What is sent of the correction form, with these values of the person's row."""
    data = boxes(browser, person) | {f"person-{person.pk}-{field}": value for field, value in values.items()}
    return browser.post(reverse("submission-correct", args=[person.pk]), {**data, "token": TOKEN}, follow=True)


def grid(page):
    """What the browser would send back of the grid."""
    rows = page.context["rows"]
    cells = {f"c{r}-{c}": cell for r, one in enumerate(rows) for c, (_, cell, _) in enumerate(one["cells"])}
    return {**cells, "rows": len(rows)}

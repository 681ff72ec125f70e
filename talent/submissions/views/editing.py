"""Filling in: a person, a post, a training by form."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import number
from positions.access import ScopedRequest, roles
from positions.models import Post, Unit
from positions.vocabulary import Role
from talent.models import Person
from talent.recorded import post_row
from talent.sight import still_keeps
from talent.submissions import drafts
from talent.submissions.actions import Refused
from talent.submissions.flow import OPEN
from talent.submissions.forms import MOST_ROWS, RowForms
from talent.submissions.models import SHEETS, Kind, Submission
from talent.submissions.statement import Row, Statement, layout_of
from talent.submissions.views.confirming import roster_url
from talent.submissions.views.keeping import UNSAVED, keep, made_by, own_units, unit_of, version_of
from talent.submissions.views.pages import find

TOO_MANY = "人数太多，请用工作簿修改"
TITLES = {Kind.PERSON: "报送人员", Kind.POST: "岗位设置备案", Kind.TRAINING: "报送培训记录"}


def _unit(request: ScopedRequest) -> Unit:
    """The unit asked for among one's own; the only one, or the first, when none is asked for."""
    units, asked = own_units(request), request.GET.get("unit") or request.POST.get("unit", "")
    found = [unit for unit in units if str(unit.pk) == asked] if asked else units[:1]
    if not found:
        raise Http404
    return found[0]


@roles(Role.UNIT)
def submission_new(request: ScopedRequest, kind: str) -> HttpResponse:
    """An empty form, or one filled in with what is on record of ?person= or ?post=."""
    if kind not in SHEETS:
        raise Http404
    chosen = Kind(kind)
    named = _named(request, chosen)
    asked = request.GET.get("unit") or request.POST.get("unit")
    unit = unit_of(request, named) if named and not asked else _unit(request)
    if request.method == "POST":
        return _save(request, unit, chosen, None)
    person = _of_unit(named, unit)
    rows = _known(request, unit, chosen, person)
    live = _already(unit, chosen, rows)
    if live is not None:
        return redirect("submission-edit" if live.state in OPEN else "submission", live.pk)
    return _page(request, unit, chosen, _forms(unit, chosen, rows, person), token=uuid.uuid4())


def _named(request: ScopedRequest, kind: Kind) -> Person | None:
    """Whom on record ?person= or the form names: somebody the account may look at."""
    asked = request.GET.get("person") or request.POST.get("person")
    if not asked or kind is not Kind.PERSON:
        return None
    return get_object_or_404(Person.objects.within(request.scope), pk=number(asked, default=0))


def _of_unit(person: Person | None, unit: Unit) -> Person | None:
    """The person if it is one of the unit's: only then may the ID number on record stand for an empty box."""
    if person is None:
        return None
    return Person.objects.within(drafts.unit_scope(unit)).filter(pk=person.pk).first()


def _recorded(submission: Submission) -> Person | None:
    """Whom of its unit's people a draft is about."""
    kind, rows = Kind(submission.kind), submission.rows
    if kind is not Kind.PERSON or not rows:
        return None
    asked = Statement.of(kind, rows[:1], today()).lines[0].get("身份证号")
    people = Person.objects.within(drafts.unit_scope(submission.unit))
    return people.by_id_number(asked).first() if asked else None


def _forms(unit: Unit, kind: Kind, rows: list[Row], person: Person | None, *, judged: bool = False) -> RowForms:
    """The rows as forms, without the ID number of whom the portal knows; judged: their errors are to be shown too."""
    shown = [{h: cell for h, cell in row.items() if h != "身份证号"} for row in rows] if person else rows
    forms = RowForms(kind, unit, layout_of(kind, today()), shown, _as_data(shown) if judged else None)
    return _told(forms, person)


def _told(forms: RowForms, person: Person | None) -> RowForms:
    keeps = person is not None and still_keeps(person, drafts.unit_scope(forms.unit), today())
    forms.about(person, keeps)
    return forms


def _known(request: ScopedRequest, unit: Unit, kind: Kind, person: Person | None) -> list[Row]:
    post = request.GET.get("post")
    if person is not None:
        return drafts.known(person, unit, today())
    if kind is Kind.POST and post:
        found = get_object_or_404(Post.objects.within(request.scope), pk=number(post, default=0), unit=unit)
        return [drafts.typed(post_row(found))]
    return []


def _already(unit: Unit, kind: Kind, rows: list[Row]) -> Submission | None:
    """The submission under way about the same subject, which is gone on with instead of a second one."""
    index = drafts.subject_of(kind, rows, today()).index if rows else None
    return drafts.live_about(unit, kind, index) if index else None


@roles(Role.UNIT)
def submission_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    if found.unit_id not in request.scope.units:
        raise PermissionDenied
    locked = f"“{found}”现在是“{found.get_state_display()}”，不能修改。" if found.state not in OPEN else ""
    if locked and not (request.method == "POST" and found.kind in SHEETS):
        messages.warning(request, locked)
        return redirect("submission", pk)
    if found.kind == Kind.CORRECTION:
        return redirect("submission-correct", found.rows[0]["person"])
    if found.kind == Kind.CONFIRMATION:
        return redirect(roster_url(found.unit_id, found.rows[0]["年度"]))
    if locked:
        messages.error(request, f"{locked}{UNSAVED}")
        typed = _sent(request, found.unit, Kind(found.kind), request.POST)
        return _page(request, found.unit, Kind(found.kind), typed, submission=found)
    if len(found.rows) > MOST_ROWS:
        messages.warning(request, f"{TOO_MANY}（表单最多 {MOST_ROWS} 行）。")
        return redirect("submission", pk)
    if request.method == "POST":
        return _save(request, found.unit, Kind(found.kind), found)
    return _page(request, found.unit, Kind(found.kind), _edited(request, found), submission=found)


def _edited(request: ScopedRequest, found: Submission) -> RowForms:
    """What the draft says, once it has been looked through with what is wrong with it."""
    kind, person = Kind(found.kind), _recorded(found)
    if "errors" not in request.GET and not found.reasons:
        return _forms(found.unit, kind, found.rows, person)
    forms = _forms(found.unit, kind, found.rows, person, judged=True)
    forms.show(drafts.checked(found.unit, kind, found.rows, today()))
    forms.recall(found.reasons)
    return forms


def _as_data(rows: list[Row]) -> QueryDict:
    """The rows as if they had just been typed, so that their errors can be shown at the fields."""
    data = QueryDict(mutable=True)
    data["rows"] = str(len(rows) or 1)
    for place, row in enumerate(rows):
        for heading, value in row.items():
            name = f"r{place}-{heading}"
            if heading == "职责任务":
                data[f"{name}_1"] = value
            data[name] = value
    return data


def _save(request: ScopedRequest, unit: Unit, kind: Kind, found: Submission | None) -> HttpResponse:
    """Keep what was typed, whatever it is; then on to the page it was for."""
    step = request.POST.get("step", "check")
    forms = _sent(request, unit, kind, request.POST)
    if step == "row":
        return _page(request, unit, kind, _one_more(request, unit, kind, len(forms)), submission=found)
    emptied = _emptied(forms, found)
    if emptied:
        return _page(request, unit, kind, _refilled(request, unit, kind, emptied), submission=found)
    try:
        kept = keep(request, unit, kind, found, forms.rows())
    except Refused as refused:
        messages.error(request, refused.message)
        return _page(request, unit, kind, forms, submission=found)
    if step == "save":
        messages.success(request, "已存为草稿，还没有提交。")
        return redirect("submission", kept.pk)
    if any(problem.code != drafts.UNSENT for problem in drafts.problems(kept, today())):
        return redirect(f"{_edit_url(kept)}?errors=1")
    return redirect("submission", kept.pk)


def _sent(request: ScopedRequest, unit: Unit, kind: Kind, data: QueryDict) -> RowForms:
    if not number(data.get("rows", "1"), MOST_ROWS):
        raise Http404
    forms = RowForms(kind, unit, layout_of(kind, today()), [], data)
    return _told(forms, _of_unit(_named(request, kind), unit))


def _emptied(forms: RowForms, found: Submission | None) -> dict[str, str]:
    """What is on record in boxes that were emptied, by name, where the form is about a person or a post on record."""
    recorded = _on_record(forms)
    return forms.emptied(found.rows if found else recorded, recorded) if recorded else {}


def _on_record(forms: RowForms) -> list[Row]:
    if forms.person is not None:
        return drafts.known(forms.person, forms.unit, today())
    if forms.kind is not Kind.POST:
        return []
    named = [row["岗位名称"] for row in forms.rows() if row.get("岗位名称")]
    return [drafts.typed(post_row(post)) for post in Post.objects.filter(unit=forms.unit, name__in=named)]


def _refilled(request: ScopedRequest, unit: Unit, kind: Kind, emptied: Mapping[str, str]) -> RowForms:
    """What was typed, with what is on record back in the emptied boxes and said there; nothing is saved yet."""
    messages.warning(request, "有清空的格子：登记的内容在这里清空不了，已经填回。请看过再按一次；这一次还没有保存。")
    data = request.POST.copy()
    for name, value in emptied.items():
        data[name] = value
    forms = _sent(request, unit, kind, data)
    forms.explain(emptied)
    return forms


def _one_more(request: ScopedRequest, unit: Unit, kind: Kind, count: int) -> RowForms:
    if count >= MOST_ROWS:
        messages.warning(request, f"{TOO_MANY}（表单最多 {MOST_ROWS} 行）。")
    more = request.POST.copy()
    more["rows"] = str(min(count + 1, MOST_ROWS))
    return _sent(request, unit, kind, more)


def _edit_url(submission: Submission) -> str:
    return reverse("submission-edit", args=[submission.pk])


def _page(
    request: ScopedRequest,
    unit: Unit,
    kind: Kind,
    forms: RowForms,
    submission: Submission | None = None,
    token: uuid.UUID | None = None,
) -> HttpResponse:
    now = submission or made_by(request)
    return render(
        request,
        "submissions/form.html",
        {
            **version_of(request, now),
            "now": now,
            "title": f"修改：{submission}" if submission else TITLES[kind],
            "unit": unit,
            "units": own_units(request) if submission is None else [unit],
            "kind": kind,
            "forms": forms,
            "submission": submission,
            "token": token or request.POST.get("token", ""),
            "person": forms.person,
            "reasons": submission.reasons if submission else [],
        },
    )

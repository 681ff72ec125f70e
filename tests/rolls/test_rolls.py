"""What holds for every roll: its sheet reads back what it writes, its form says the same, and a unit keeps to its own rows."""

import io

import openpyxl
import pytest
from django.urls import reverse

from dingnan_sw.audit.models import Entry as AuditEntry
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.exchange import LARGEST_INTEGER
from positions.access import Scope
from positions.models import Mandate, Unit
from positions.vocabulary import Role, UnitKind
from talent.exports import write_rows
from talent.imports import import_workbook
from talent.rolls.declared import NAME, ROLLS
from talent.rolls.entries import LARGEST, Kind
from talent.rolls.models import Checked
from tests import county
from tests.rolls.samples import sample

pytestmark = pytest.mark.django_db
EVERY = [pytest.param(roll, id=roll.name) for roll in ROLLS]
UNITS = [pytest.param(roll, id=roll.name) for roll in ROLLS if Role.UNIT in roll.keepers]


class World:
    """A unit with a person; and what a roll needs beyond the examples of its columns."""

    own: dict[str, dict[str, object]] = {
        "registrations": {"总成绩": None},  # the papers are told apart
        "exam-targets": {"镇": None},  # given to a unit
        "certificate-registrations": {"办理情况": "办理中"},  # once granted, the number cannot be taken away
    }

    def __init__(self, unit, tmp_path):
        self.unit, self.tmp_path = unit, tmp_path
        self.person = county.person(1, "李雷")
        county.serve(self.person, unit)

    def key_of(self, roll):
        """The key of a row of that roll, written down first."""
        cells = sample(roll, self)
        self.take(roll, cells)
        (entry,) = (entry for entry in roll.entries if entry.attribute == roll.key[0])
        return cells[entry.heading]

    def take(self, roll, *rows):
        """The rows imported by the bureau."""
        path = self.tmp_path / f"{roll.name}.xlsx"
        with path.open("wb") as file:
            write_rows(file, {roll.title: rows}, today())
        found = import_workbook(path, today())
        assert found.accepted, [problem.message for problem in found.errors]
        return found


@pytest.fixture
def world(unit, tmp_path):
    return World(unit, tmp_path)


def stored(roll):
    return roll.model.objects.latest("pk")


@pytest.mark.parametrize("roll", EVERY)
def test_what_a_sheet_writes_it_reads_back_without_a_difference(roll, world, signed_in, clerk):
    world.take(roll, sample(roll, world))
    row = roll.rows(_everything()).latest("pk")
    again = world.take(roll, roll.cells(row))
    assert again.sheets[0].counts()["unchanged"] == 1


def _everything():
    from positions.access import EVERYTHING

    return EVERYTHING


@pytest.mark.parametrize("roll", EVERY)
def test_every_column_comes_back_as_it_was_typed(roll, world):
    cells = sample(roll, world)
    world.take(roll, cells)
    told = roll.cells(stored(roll))
    typed = {heading: str(value) for heading, value in cells.items() if heading in told}
    assert {heading: str(told[heading]) for heading in typed} == typed


@pytest.mark.parametrize("roll", EVERY)
def test_without_a_required_cell_the_sheet_is_refused(roll, world):
    cells = sample(roll, world)
    for entry in roll.entries:
        if entry.required:
            path = world.tmp_path / "short.xlsx"
            with path.open("wb") as file:
                write_rows(file, {roll.title: [{**cells, entry.heading: None}]}, today())
            found = import_workbook(path, today())
            assert [problem.column for problem in found.errors] == [entry.heading]


def typed(roll, cells):
    """The cells as the form's fields."""
    fields = {f"c{place}": str(cells.get(entry.heading) or "") for place, entry in enumerate(roll.entries)}
    return {**fields, "name": cells.get(NAME, "")}


def keeper(roll, signed_in, request):
    account = {Role.CLERK: "clerk", Role.FINANCE: "finance", Role.APPROVER: "approver"}
    return signed_in(request.getfixturevalue(next(account[role] for role in roll.keepers if role in account)))


@pytest.mark.parametrize("roll", EVERY)
def test_a_form_writes_what_the_sheet_does_and_empties_what_is_left_empty(roll, world, signed_in, request):
    browser, cells = keeper(roll, signed_in, request), sample(roll, world)
    before = roll.model.objects.count()
    answer = browser.post(reverse("roll-new", args=[roll.name]), typed(roll, cells))
    assert (answer.status_code, roll.model.objects.count()) == (302, before + 1), (
        answer.context and answer.context["form"].errors
    )
    row = stored(roll)
    assert {h: str(v) for h, v in roll.cells(row).items() if v is not None} == {
        h: str(v) for h, v in cells.items() if h in roll.cells(row)
    }
    for place, entry in enumerate(roll.entries):
        if not entry.required and entry.attribute not in roll.key and entry.kind in (Kind.TEXT, Kind.LONG):
            page = reverse("roll-row", args=[roll.name, row.pk])
            answer = browser.post(page, typed(roll, {**cells, entry.heading: ""}))
            assert emptied_or_told_why(roll, entry, answer, f"c{place}")
            browser.post(page, typed(roll, cells))


def emptied_or_told_why(roll, entry, answer, field):
    """A cell that goes together with others that stay filled is refused beside it."""
    if answer.status_code == 302:
        return roll.cells(stored(roll))[entry.heading] is None
    return field in answer.context["form"].errors


@pytest.mark.parametrize("roll", EVERY)
def test_the_same_row_is_not_written_down_twice(roll, world, signed_in, request):
    browser, cells = keeper(roll, signed_in, request), sample(roll, world)
    browser.post(reverse("roll-new", args=[roll.name]), typed(roll, cells))
    before = roll.model.objects.count()
    answer = browser.post(reverse("roll-new", args=[roll.name]), typed(roll, cells))
    assert "已经登记过" in answer.content.decode()
    assert roll.model.objects.count() == before


@pytest.mark.parametrize("roll", EVERY)
def test_a_row_is_shown_listed_exported_and_taken_away(roll, world, signed_in, request):
    browser = keeper(roll, signed_in, request)
    world.take(roll, sample(roll, world))
    row = stored(roll)
    for name, arguments in (("roll", []), ("roll-row", [row.pk]), ("roll-template", []), ("roll-new", [])):
        assert browser.get(reverse(name, args=[roll.name, *arguments])).status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(browser.get(reverse("roll-export", args=[roll.name])).content))
    assert book.sheetnames == [roll.title]
    assert browser.get(reverse("roll", args=[roll.name]) + "?format=xlsx").status_code == 200
    browser.post(reverse("roll-delete", args=[roll.name, row.pk]))
    assert not roll.model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("roll", EVERY)
def test_one_cell_of_the_list_leads_to_the_row(roll, world, signed_in, request):
    browser = keeper(roll, signed_in, request)
    world.take(roll, sample(roll, world))
    page = browser.get(reverse("roll", args=[roll.name])).content.decode()
    assert page.count(f'href="{roll.url(stored(roll))}"') == 1


REFERRING = [
    pytest.param(roll, place, entry, id=f"{roll.name}-{entry.attribute}")
    for roll in ROLLS
    for place, entry in enumerate(roll.entries)
    if entry.kind is Kind.ROW
]


@pytest.mark.parametrize(("roll", "place", "entry"), REFERRING)
def test_a_box_that_names_a_row_of_another_roll_offers_those_on_record(roll, place, entry, world, signed_in, request):
    browser, key = keeper(roll, signed_in, request), world.key_of(ROLLS.get(entry.of))
    page = browser.get(reverse("roll-new", args=[roll.name])).content.decode()
    assert f'list="c{place}-known"' in page
    assert f'<option value="{key}"></option>' in page


@pytest.mark.parametrize("roll", UNITS)
def test_the_form_of_a_unit_begins_with_its_own_name(roll, world, signed_in, hr):
    county.unit("别的单位", UnitKind.SCHOOL)
    answer = signed_in(hr).get(reverse("roll-new", args=[roll.name]))
    place = next(place for place, entry in enumerate(roll.entries) if entry.kind is Kind.UNIT)
    assert answer.context["form"][f"c{place}"].value() == world.unit.name
    assert "别的单位" not in answer.content.decode()


@pytest.mark.parametrize("roll", EVERY)
def test_a_filter_that_no_row_can_meet_finds_nothing(roll, world, signed_in, request):
    browser = keeper(roll, signed_in, request)
    world.take(roll, sample(roll, world))
    for entry in (entry for entry in roll.entries if entry.faceted):
        answer = browser.get(reverse("roll", args=[roll.name]), {entry.attribute: "没有这个值"})
        assert (answer.status_code, answer.context["page"].paginator.count) == (200, 0)


@pytest.mark.parametrize("roll", EVERY)
def test_the_audit_names_the_columns_that_were_changed_and_no_other(roll, world, signed_in, request):
    browser = keeper(roll, signed_in, request)
    world.take(roll, sample(roll, world))
    cells = roll.cells(stored(roll))
    if roll.person:
        cells[roll.person.heading] = None  # a number on record is not typed again
    bound = (*roll.key, "link", "audience", "code")  # refused, or refusing, when it says just anything
    free = [entry for entry in roll.entries if entry.kind is Kind.TEXT and entry.attribute not in bound]
    changed = [entry.heading for entry in free[:1]]
    cells |= dict.fromkeys(changed, "改过的内容")
    browser.post(reverse("roll-row", args=[roll.name, stored(roll).pk]), typed(roll, cells))
    (told,) = AuditEntry.objects.filter(action=f"修改{roll.title}").values_list("details", flat=True)
    assert told["changed"] == changed
    assert "改过的内容" not in told["before"].values()
    assert bool(changed) <= bool(told["after"])


# What the database holds -----------------------------------------------------------------------------

COUNTED = (Kind.YEAR, Kind.COUNT, Kind.NUMBER, Kind.MONEY)
BOUNDED = [
    pytest.param(roll, entry, id=f"{roll.name}-{entry.attribute}")
    for roll in ROLLS
    for entry in roll.entries
    if entry.kind in COUNTED
]


def read(world, roll, **cells):
    """The sheet read and stored, or refused in words."""
    path = world.tmp_path / "bounds.xlsx"
    with path.open("wb") as file:
        write_rows(file, {roll.title: [{**sample(roll, world), **cells}]}, today())
    return import_workbook(path, today())


@pytest.mark.parametrize(("roll", "entry"), BOUNDED)
def test_a_number_within_its_bounds_fits_its_column_and_one_beyond_is_refused_in_words(roll, entry, world):
    least, most = max(entry.least, 1900 if entry.kind is Kind.YEAR else 0), entry.most
    most = most or {Kind.YEAR: 2999, Kind.COUNT: LARGEST_INTEGER}.get(entry.kind, LARGEST)
    for bound in (least, most):
        found = read(world, roll, **{entry.heading: str(bound)})
        assert entry.heading not in [problem.column for problem in found.errors if problem.code == "number"]
    for beyond in (least - 1, most + 1):
        found = read(world, roll, **{entry.heading: str(beyond)})
        assert (entry.heading, "number") in [(problem.column, problem.code) for problem in found.errors]


# A unit and its own rows --------------------------------------------------------------------------


@pytest.mark.parametrize("roll", UNITS)
def test_what_two_units_write_of_one_person_is_kept_or_refused_in_words(roll, world, signed_in, hr, outsider):
    other = Unit.objects.get(pk=outsider.mandates.get().unit_id)
    county.serve(world.person, other)
    entry, cells = next(entry for entry in roll.entries if entry.kind is Kind.UNIT), sample(roll, world)
    signed_in(hr).post(reverse("roll-new", args=[roll.name]), typed(roll, cells))
    answer = signed_in(outsider).post(
        reverse("roll-new", args=[roll.name]), typed(roll, {**cells, entry.heading: other.name})
    )
    told = answer.status_code == 200 and "已经由别处登记" in answer.content.decode()
    assert told != roll.model.objects.filter(unit=other).exists()


@pytest.mark.parametrize("roll", UNITS)
def test_what_a_unit_writes_waits_for_the_bureau_and_comes_back_with_a_reason(roll, world, signed_in, hr, clerk):
    browser, bureau = signed_in(hr), signed_in(clerk)
    browser.post(reverse("roll-new", args=[roll.name]), typed(roll, sample(roll, world)))
    row = stored(roll)
    assert row.state == Checked.REPORTED
    bureau.post(reverse("roll-return", args=[roll.name, row.pk]), {"row": row.seen, "remark": "日期不对"})
    assert (stored(roll).state, stored(roll).remark) == (Checked.RETURNED, "日期不对")
    assert "日期不对" in browser.get(reverse("roll-row", args=[roll.name, row.pk])).content.decode()
    roll.model.objects.update(state=Checked.REPORTED)
    bureau.post(reverse("roll-check", args=[roll.name]), {"row": [stored(roll).seen, "x"]})
    assert stored(roll).state == Checked.CHECKED


def test_what_was_written_after_the_clerk_looked_is_not_looked_over(world, signed_in, hr, clerk):
    roll, bureau = ROLLS.by_name["career-systems"], signed_in(clerk)
    signed_in(hr).post(reverse("roll-new", args=[roll.name]), typed(roll, sample(roll, world)))
    page = bureau.get(reverse("roll", args=[roll.name])).content.decode()
    seen = stored(roll).seen
    assert f'value="{seen}"' in page
    roll.model.objects.update(note="后来改的")
    answer = bureau.post(reverse("roll-check", args=[roll.name]), {"row": [seen]}, follow=True)
    assert "1 条在您看过以后有变动" in answer.content.decode()
    assert stored(roll).state == Checked.REPORTED


def shown(browser, row):
    """What the browser would send back of the row's form."""
    context = browser.get(reverse("roll-row", args=["career-systems", row.pk])).context
    form = context["form"]
    return {**{name: form[name].value() or "" for name in form.fields}, "seen": context["seen"]}


@pytest.fixture
def reported(world, signed_in, hr):
    """A row that a unit has written and that waits for the bureau."""
    roll = ROLLS.by_name["career-systems"]
    signed_in(hr).post(reverse("roll-new", args=[roll.name]), typed(roll, sample(roll, world)))
    return stored(roll)


@pytest.mark.parametrize(("account", "state", "remark"), [("hr", "reported", ""), ("clerk", "returned", "请核实")])
def test_what_was_sent_back_waits_again_once_its_unit_saves_it_unchanged(
    account, state, remark, reported, signed_in, request
):
    type(reported).objects.update(state=Checked.RETURNED, remark="请核实")
    browser = signed_in(request.getfixturevalue(account))
    answer = browser.post(reverse("roll-row", args=["career-systems", reported.pk]), shown(browser, reported))
    reported.refresh_from_db()
    assert (answer.status_code, reported.state, reported.remark) == (302, state, remark)


@pytest.mark.parametrize(
    ("since", "words"),
    [({"note": "后来改的"}, "在您看过以后有变动，没有退回"), ({"state": Checked.CHECKED}, "现在是“已核对”，没有退回")],
)
def test_what_is_no_longer_as_it_was_seen_is_not_sent_back_and_the_reason_is_kept(
    since, words, reported, signed_in, clerk
):
    seen, bureau = reported.seen, signed_in(clerk)
    address = reverse("roll-return", args=["career-systems", reported.pk])
    assert (
        f'name="row" value="{seen}"'
        in bureau.get(reverse("roll-row", args=["career-systems", reported.pk])).content.decode()
    )
    type(reported).objects.update(**since)
    page = bureau.post(address, {"row": seen, "remark": "起始日期与聘书不符"}).content.decode()
    reported.refresh_from_db()
    assert (words in page, "起始日期与聘书不符" in page, reported.remark) == (True, True, "")


def test_the_reason_for_a_row_that_is_gone_is_told(reported, signed_in, clerk):
    seen, address = reported.seen, reverse("roll-return", args=["career-systems", reported.pk])
    reported.delete()
    page = signed_in(clerk).post(address, {"row": seen, "remark": "日期不对"}, follow=True).content.decode()
    assert "已经删除，没有退回。刚才写的原因：日期不对" in page


def test_of_two_windows_the_second_overwrites_nothing_and_keeps_what_was_typed(reported, signed_in, hr):
    roll, address = ROLLS.by_name["career-systems"], reverse("roll-row", args=["career-systems", reported.pk])
    note = next(f"c{place}" for place, entry in enumerate(roll.entries) if entry.attribute == "note")
    browser = signed_in(hr)
    first = second = shown(browser, reported)
    browser.post(address, {**first, note: "同事补的说明"})
    answer = browser.post(address, {**second, note: "我写的"})
    again = browser.post(address, {**second, note: "我写的", "seen": answer.context["seen"]})
    reported.refresh_from_db()
    assert reported.note == "同事补的说明"
    assert all(
        "有变动，没有保存" in page.content.decode() and "我写的" in page.content.decode() for page in (answer, again)
    )


def test_the_same_form_pressed_twice_is_saved_once_and_is_no_error(reported, signed_in, hr):
    roll, address = ROLLS.by_name["career-systems"], reverse("roll-row", args=["career-systems", reported.pk])
    note = next(f"c{place}" for place, entry in enumerate(roll.entries) if entry.attribute == "note")
    browser = signed_in(hr)
    said = {**shown(browser, reported), note: "我写的"}
    assert [browser.post(address, said).status_code for _ in range(2)] == [302, 302]


def test_a_choice_of_which_nothing_is_left_stays_chosen_in_words(reported, signed_in, clerk):
    page = signed_in(clerk).get(reverse("roll", args=["career-systems"]), {"state": "returned"})
    options = {facet.name: found for facet, found in page.context["filters"].selects}["state"]
    assert [(one.label, one.count, one.selected) for one in options] == [("待核对", 1, False), ("退回", 0, True)]
    assert ("核对", "退回") in page.context["conditions"]


@pytest.mark.parametrize(
    ("typed", "found"), [("李雷", 1), ("ll", 1), (county.id_number(1), 1), ("张三", 0), (county.id_number(2), 0)]
)
def test_a_person_is_found_by_what_the_box_says(typed, found, world, signed_in, clerk):
    roll = ROLLS.by_name["public-roles"]
    world.take(roll, sample(roll, world))
    page = signed_in(clerk).get(reverse("roll", args=["public-roles"]), {"q": typed}, follow=True)
    assert page.context["page"].paginator.count == found
    assert "姓名、拼音首字母、身份证号" in page.content.decode()


@pytest.mark.parametrize("roll", UNITS)
def test_another_units_row_does_not_exist(roll, world, signed_in, outsider):
    world.take(roll, sample(roll, world))
    row, browser = stored(roll), signed_in(outsider)
    assert browser.get(reverse("roll-row", args=[roll.name, row.pk])).status_code == 404
    assert browser.post(reverse("roll-delete", args=[roll.name, row.pk])).status_code == 404
    assert world.unit.name not in browser.get(reverse("roll", args=[roll.name])).content.decode()


@pytest.mark.parametrize("roll", UNITS)
def test_a_unit_writes_no_row_of_another(roll, world, signed_in, hr):
    county.unit("别的单位", UnitKind.SCHOOL)
    entry = next(entry for entry in roll.entries if entry.kind is Kind.UNIT)
    cells = {**sample(roll, world), entry.heading: "别的单位"}
    answer = signed_in(hr).post(reverse("roll-new", args=[roll.name]), typed(roll, cells))
    assert "不是您填报的单位" in answer.content.decode()
    assert not roll.model.objects.exists()


@pytest.fixture(params=[Role.FINANCE, Role.APPROVER, Role.AUDITOR])
def both(request, hr):
    """Someone who files for a unit and holds a role of the county besides."""
    Mandate.objects.create(user=hr, role=request.param, since=county.SINCE)
    return hr


@pytest.mark.parametrize("roll", UNITS)
def test_a_county_role_besides_opens_no_other_units_rows_for_writing(roll, world, signed_in, both):
    other, browser = county.unit("别的单位", UnitKind.SCHOOL), signed_in(both)
    county.serve(world.person, other)
    entry = next(entry for entry in roll.entries if entry.kind is Kind.UNIT)
    cells = {**sample(roll, world), entry.heading: other.name}
    answer = browser.post(reverse("roll-new", args=[roll.name]), typed(roll, cells))
    assert "不是您填报的单位" in answer.content.decode()
    world.take(roll, cells)
    assert browser.post(reverse("roll-delete", args=[roll.name, stored(roll).pk])).status_code in (403, 404)
    assert roll.model.objects.count() == 1


def test_what_a_unit_writes_waits_for_the_bureau_whatever_else_its_writer_may(world, signed_in, both, unit):
    roll = ROLLS.by_name["career-systems"]
    signed_in(both).post(reverse("roll-new", args=[roll.name]), typed(roll, sample(roll, world)))
    assert stored(roll).state == Checked.REPORTED
    with (world.tmp_path / "again.xlsx").open("wb") as file:
        write_rows(file, {roll.title: [{**roll.cells(stored(roll)), "说明": "改"}]}, today())
    found = import_workbook(world.tmp_path / "again.xlsx", today(), Scope.of(both, today()))
    assert found.accepted
    assert (stored(roll).note, stored(roll).state) == ("改", Checked.REPORTED)


@pytest.mark.parametrize("roll", EVERY)
def test_who_does_not_keep_it_writes_nothing(roll, world, signed_in, auditor, approver):
    world.take(roll, sample(roll, world))
    reader = auditor if Role.AUDITOR in roll.readers else approver
    row, browser = stored(roll), signed_in(reader)
    assert browser.get(reverse("roll-row", args=[roll.name, row.pk])).status_code == 200
    for name, arguments in (("roll-new", []), ("roll-row", [row.pk]), ("roll-delete", [row.pk])):
        assert browser.post(reverse(name, args=[roll.name, *arguments]), {}).status_code == 403

"""出差待遇: owed to everyone who sat, paid by the unit, within dated standards, and never by the county."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.dates import today
from dingnan_sw.notices.models import Notice
from incentives.paying.models import Batch
from positions.access import EVERYTHING, Scope
from talent.exams.models import ExamRegistration
from talent.reimbursements import figures
from talent.reimbursements.duties import remind, waiting
from talent.reimbursements.models import Reimbursement, TravelStandard
from talent.reimbursements.owed import by_unit, owed
from talent.reimbursements.papers import claim_grid
from talent.reimbursements.rolls import REIMBURSEMENTS
from talent.reimbursements.sheets import reimbursement_sheet
from talent.reimbursements.standards import standards
from talent.reimbursements.vocabulary import Standard
from talent.vocabulary import Level
from tests import county
from tests.exams.halls import held, register, typed

pytestmark = pytest.mark.django_db
ENDED = datetime.date(2022, 6, 19)
ON = datetime.date(2022, 9, 1)


@pytest.fixture
def lei(hr, signed_in):
    return signed_in(hr)


def words(answer):
    return answer.content.decode()


def standard(item, value, since=datetime.date(2021, 1, 1)):
    return TravelStandard.objects.create(item=item, since=since, value=value, document="测财字〔2020〕1号")


def paid(registration, on=ON, **amounts):
    return Reimbursement.objects.create(
        exam_year=registration.exam_year, level=registration.level, unit=registration.unit, name=registration.name,
        person=registration.person, paid_on=on, **(amounts or {"fee": Decimal("122.00")}),
    )  # fmt: skip


# Who is owed -------------------------------------------------------------------------------------


def test_who_sat_is_owed_whether_passed_or_not_and_who_was_absent_is_not(unit):
    for number, marks in enumerate(("P-P", "F-F", "A-A")):
        register(unit, f"某{number}", marks)
    assert [one.registration.name for one in owed(EVERYTHING, 2022, ON)] == ["某0", "某1"]


@pytest.mark.parametrize(("on", "count"), [(ENDED, 0), (ENDED + datetime.timedelta(days=1), 1)])
def test_it_is_owed_from_the_day_after_the_exam(unit, on, count):
    held(ended=ENDED)
    register(unit, "李雷", "R-R")
    assert len(owed(EVERYTHING, 2022, on)) == count


def test_a_reimbursement_is_that_of_the_name_until_the_register_knows_the_person(unit):
    row = register(unit, "李雷", "P-P")
    paid(row)
    ExamRegistration.objects.update(person=county.person(1, "李雷"))
    assert [one.is_paid for one in owed(EVERYTHING, 2022, ON)] == [True]


def test_of_two_people_of_one_name_each_has_their_own(unit):
    first, second = (register(unit, "李雷", "P-P", person=county.person(number, "李雷")) for number in (1, 2))
    paid(first)
    assert {one.registration: one.is_paid for one in owed(EVERYTHING, 2022, ON)} == {first: True, second: False}


def test_a_unit_is_counted_with_the_days_of_whoever_waits_longest(unit):
    held(ended=ENDED)
    standard(Standard.PATIENCE, 60)
    paid(register(unit, "李雷", "P-P"))
    register(unit, "韩梅", "F-P")
    (one,) = by_unit(owed(EVERYTHING, 2022, ON), ON)
    assert (len(one.examinees), one.paid, one.amount, one.days) == (2, 1, Decimal("122.00"), 74)


# Standards ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lodging", "nights", "said"),
    [("360.00", 2, []), ("360.01", 2, ["住宿费"]), ("180.01", 1, ["住宿费"]), ("1.00", None, ["住宿费"])],
)
def test_an_amount_above_the_standard_times_its_days_is_doubted(lodging, nights, said):
    standard(Standard.LODGING, 180)
    merged = {"exam_year": 2022, "level": 1, "lodging": Decimal(lodging), "nights": nights}
    assert [heading for heading, _ in standards().faults(merged)] == said


@pytest.mark.parametrize(("exam_to", "said"), [("2022-06-30", 1), ("2022-07-02", 0)])
def test_the_standard_of_the_exams_first_day_holds(exam_to, said):
    standard(Standard.LODGING, 180)
    standard(Standard.LODGING, 300, datetime.date(2022, 7, 1))
    held(ended=datetime.date.fromisoformat(exam_to))
    merged = {"exam_year": 2022, "level": 1, "lodging": Decimal(250), "nights": 1}
    assert len(list(standards().faults(merged))) == said


def test_without_a_standard_nothing_is_doubted():
    assert not list(standards().faults({"exam_year": 2022, "level": 1, "meals": Decimal(999), "meal_days": 1}))


# Pages ------------------------------------------------------------------------------------------------


def test_a_unit_goes_from_its_unpaid_to_a_filled_in_row_without_typing_who(lei, unit):
    standard(Standard.LODGING, 180)
    one = county.person(1, "李雷")
    row = register(unit, "李雷", "F-P", person=one)
    page = words(lei.get(reverse("reimbursements"), {"year": 2022}))
    begin = reverse("reimbursement-begin", args=[row.pk])
    assert begin in page
    answer = lei.post(begin)
    made = Reimbursement.objects.get()
    assert (made.person, made.unit, made.name, made.exam_year) == (one, unit, "李雷", 2022)
    said = typed(REIMBURSEMENTS, lodging="500", nights="2", fee="122", paid_on="2022-07-01")
    page = words(lei.post(answer.url, said, follow=True))
    assert "超过标准 180.00 元 × 2 天 = 360.00 元" in page
    made.refresh_from_db()
    assert (made.total, made.paid_on) == (Decimal("622.00"), datetime.date(2022, 7, 1))


def test_a_reimbursement_begun_twice_is_one(lei, unit):
    row = register(unit, "李雷", "P-P")
    for _ in range(2):
        lei.post(reverse("reimbursement-begin", args=[row.pk]))
    assert Reimbursement.objects.count() == 1


def test_an_attempt_that_another_unit_reimburses_is_told_in_words(lei, unit, other_unit):
    one = county.person(1, "李雷")
    row = register(unit, "李雷", "P-P", person=one)
    Reimbursement.objects.create(exam_year=row.exam_year, level=row.level, unit=other_unit, name="李雷", person=one)
    page = words(lei.post(reverse("reimbursement-begin", args=[row.pk]), follow=True))
    assert "已由另一个单位登记" in page
    assert other_unit.name not in page
    assert Reimbursement.objects.count() == 1


def test_an_amount_without_its_days_is_refused(lei, unit):
    row = register(unit, "李雷", "P-P")
    url = lei.post(reverse("reimbursement-begin", args=[row.pk])).url
    assert "填了“住宿费”就要填“住宿天数”" in words(lei.post(url, typed(REIMBURSEMENTS, lodging="100")))


def test_another_units_examinees_are_not_seen(lei, other_unit):
    register(other_unit, "韩梅", "P-P")
    assert "韩梅" not in words(lei.get(reverse("reimbursements"), {"year": 2022}))


def test_the_bureau_sees_each_unit_and_who_is_late(clerk, signed_in, unit, other_unit):
    held(ended=ENDED)
    standard(Standard.PATIENCE, 30)
    register(unit, "李雷", "P-P")
    paid(register(other_unit, "韩梅", "F-F"))
    page = words(signed_in(clerk).get(reverse("reimbursements"), {"year": 2022}))
    assert f"{(today() - ENDED).days}，已超期" in page
    assert words(signed_in(clerk).get(reverse("reimbursements"), {"year": 2022, "state": "unpaid"})).count("韩梅") == 0


def test_no_batch_knows_of_reimbursements(unit):
    paid(register(unit, "李雷", "P-P"))
    related = {field.related_model for field in Batch._meta.get_fields() if field.is_relation}
    assert Reimbursement not in related
    assert not Batch.objects.exists()


# Reminders, sheets, figures --------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "told"), [(30, 0), (31, 1)])
def test_a_unit_is_reminded_once_after_the_days_of_the_standard(hr, unit, days, told):
    held(ended=ENDED)
    standard(Standard.PATIENCE, 30)
    register(unit, "李雷", "P-P")
    on = ENDED + datetime.timedelta(days=days)
    assert remind(on) == told
    assert remind(on) == 0
    assert Notice.objects.filter(user=hr).count() == told


def test_without_a_standard_nobody_is_reminded(hr, unit):
    held(ended=ENDED)
    register(unit, "李雷", "P-P")
    assert remind(ON) == 0


def test_a_unit_has_its_unpaid_among_its_duties(hr, unit, other_unit):
    register(unit, "李雷", "P-P")
    register(other_unit, "韩梅", "P-P")
    assert [(count, url) for _, count, url in waiting(Scope.of(hr, ON), ON)] == [
        (1, f"{reverse('reimbursements')}?year=2022&state=unpaid")
    ]
    assert not list(waiting(EVERYTHING, ON))


def test_the_form_of_one_examinee_adds_up_and_leaves_open_what_is_not_known(unit):
    row = paid(register(unit, "李雷", "P-P"), fee=Decimal("122.00"), lodging=Decimal("180.00"), nights=1)
    boxes = {label: value for boxes in claim_grid(row, ON).rows for label, value in boxes}
    assert (boxes["合计（元）"], boxes["大写"]) == ("302.00", "人民币叁佰零贰元整")
    assert (boxes["报名费（元）"], boxes["住宿天数"], boxes["交通费（元）"]) == ("122.00", 1, "")


def test_nothing_spent_is_an_empty_form_not_a_form_over_nothing(unit):
    row = paid(register(unit, "李雷", "P-P"), None, fee=None)
    boxes = {label: value for boxes in claim_grid(row, ON).rows for label, value in boxes}
    assert (boxes["合计（元）"], boxes["大写"], boxes["报销日期"]) == ("", "", None)


def test_the_row_of_a_reimbursement_offers_its_form(lei, unit):
    row = paid(register(unit, "李雷", "P-P"))
    page = words(lei.get(REIMBURSEMENTS.url(row)))
    assert "报销单（PDF）" in page
    address = reverse("reimbursement-sheet", args=[row.pk, "pdf"])
    assert address in page
    assert lei.post(address).content.startswith(b"%PDF")
    assert Entry.objects.latest("pk").details == {"sheet": "报名费差旅费报销单", "kind": "pdf"}


def test_a_row_that_is_begun_has_no_form_yet(lei, unit):
    assert "报销单" not in words(lei.get(reverse("roll-new", args=["reimbursements"])))


def test_the_sheet_sums_what_was_paid_and_counts_who_waits(unit):
    paid(register(unit, "李雷", "P-P"), fee=Decimal("122.00"), transport=Decimal("80.50"))
    register(unit, "韩梅", "F-P")
    sheet = reimbursement_sheet(EVERYTHING, ON, 2022)
    assert sheet.amount == Decimal("202.50")
    assert "参加考试 2 人次，未报销 1 人次。" in sheet.notes


def test_the_figures_of_the_last_exam(unit, other_unit):
    paid(register(unit, "李雷", "P-P"))
    register(other_unit, "韩梅", "--F", level=Level.SENIOR)
    assert (figures.reimbursed(ON).done, figures.reimbursed(ON).due) == (1, 2)

"""The exam's pages: how a year stands for whom, and from a pass to a certificate to a bonus without typing twice."""

import datetime

import pytest
from django.http import QueryDict
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.dates import today
from positions.access import EVERYTHING, Scope
from positions.vocabulary import UnitKind
from talent.exams import duties, figures, standing
from talent.exams.listings import exams_listing
from talent.exams.models import ExamRegistration, ExamTarget
from talent.exams.sheets import registration_sheet
from talent.models import Certificate
from talent.submissions.flow import State
from talent.submissions.models import Submission
from talent.vocabulary import Level
from tests import county
from tests.exams.halls import held, register

pytestmark = pytest.mark.django_db
PASSES = reverse("exam-passes") + "?year=2022"
ON = datetime.date(2022, 9, 1)


@pytest.fixture
def wang(clerk, signed_in):
    return signed_in(clerk)


def words(answer):
    return answer.content.decode()


def target(people, **place):
    return ExamTarget.objects.create(exam_year=2022, people=people, **place)


# A year ----------------------------------------------------------------------------------------


def test_a_unit_is_counted_from_its_target_to_its_passes(unit):
    target(5, unit=unit)
    for number, marks in enumerate(("P-P", "F-P", "A-A", "R-R")):
        register(unit, f"某{number}", marks)
    (one,) = standing.by_unit(EVERYTHING, 2022, datetime.date(2022, 6, 1))
    assert (one.target, one.registered, one.short, one.sat, one.passed, one.percent) == (5, 4, 1, 2, 1, 50)


@pytest.mark.parametrize(("on", "sat"), [(datetime.date(2022, 6, 19), 0), (datetime.date(2022, 6, 20), 1)])
def test_without_a_result_they_sat_from_the_day_after_the_exam(unit, on, sat):
    held()
    register(unit, "李雷", "R-R")
    assert standing.by_unit(EVERYTHING, 2022, on)[0].sat == sat


def test_a_towns_own_target_goes_before_the_sum_of_its_units(unit, other_unit):
    for employer in (unit, other_unit):
        target(2, unit=employer)
    (one,) = standing.by_town(EVERYTHING, 2022, ON)
    assert (one.name, one.target) == ("历市镇", 4)
    target(10, town=unit.town)
    assert standing.by_town(EVERYTHING, 2022, ON)[0].target == 10


def test_a_unit_sees_its_own_row_alone(unit, other_unit, hr, signed_in):
    for employer in (unit, other_unit):
        target(2, unit=employer)
        register(employer, "李雷")
    answer = signed_in(hr).get(reverse("exams"), {"year": 2022})
    assert [one.name for one in answer.context["table"].rows] == [unit.name]
    assert other_unit.name not in words(answer)


def test_the_page_of_a_year_shows_its_dates_and_who_waits_for_a_certificate(unit, wang):
    held(results_on=datetime.date(2022, 8, 20))
    register(unit, "李雷", "P-P")
    page = words(wang.get(reverse("exams"), {"year": 2022}))
    assert "2022-08-20" in page
    assert "1 人考试合格，证书还没有登记" in page


@pytest.mark.parametrize(
    ("role", "ways"), [("clerk", (True, True)), ("hr", (True, False)), ("auditor", (False, False))]
)
def test_the_page_leads_on_to_registering_and_to_the_calendar_whoever_keeps_them(role, ways, request, signed_in):
    held()
    page = words(signed_in(request.getfixturevalue(role)).get(reverse("exams"), {"year": 2022}))
    new, dates = (reverse("roll-new", args=["registrations"]), reverse("roll", args=["exam-calendar"]))
    assert (f"{new}?exam_year=2022" in page, f"{dates}?exam_year=2022" in page) == ways


def test_a_registration_begins_with_the_year_and_the_only_unit_of_the_account(unit, hr, clerk, signed_in):
    new = reverse("roll-new", args=["registrations"])
    begun = [signed_in(user).get(new, {"exam_year": 2022}).context["form"] for user in (hr, clerk)]
    assert [(form["c0"].value(), form["c2"].value()) for form in begun] == [("2022", unit.name), ("2022", "")]


def test_a_year_without_anything_says_so_and_shows_this_one(wang):
    answer = wang.get(reverse("exams"), {"year": "1999"})
    assert answer.context["year"] == today().year
    assert "没有这个考试年度的登记" in words(answer)


# From a pass to a certificate --------------------------------------------------------------------


def typed(row, number="DEMO20220001", approved="2022-06-19", issued="", person=""):
    values = {"number": number, "approved": approved, "issued": issued, "person": person}
    return {f"{name}-{row.pk}": str(value) for name, value in values.items()}


@pytest.fixture
def passed(unit):
    one = county.person(1, "李雷")
    county.serve(one, unit)
    return register(unit, "李雷", "P-P", person=one)


def test_a_pass_becomes_a_certificate_and_a_bonus_line(wang, passed):
    page = words(wang.post(PASSES, typed(passed, issued="2022-09-15")))
    certificate = Certificate.objects.get()
    assert (certificate.person, certificate.level, certificate.exam_year) == (passed.person, Level.ASSISTANT, 2022)
    assert (certificate.number, certificate.issued_on) == ("DEMO20220001", datetime.date(2022, 9, 15))
    assert "已登记 1 本证书" in page
    assert "没有等着登记证书的人" in page
    assert Entry.objects.get(action="登记考试合格的证书").details["after"]["管理号"] == "DEMO20220001"
    assert "1,000.00" in words(wang.get(reverse("bonuses"), {"year": 2022}))


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"number": ""}, "请填管理号"),
        ({"number": "2.02E+19"}, "只有数字和字母"),
        ({"approved": ""}, "请填批准日期"),
        ({"approved": "六月"}, "六月"),
        ({"approved": "2021-12-31"}, "早于 2022 考试年度"),
        ({"approved": "2999-01-01"}, "还没有到"),
        ({"issued": "2022-06-18"}, "早于批准日期"),
        ({"number": "DEMO9"}, "已登记在“张三”名下"),
    ],
)
def test_a_bad_row_is_refused_and_stays_as_it_was_typed(wang, passed, cells, message):
    county.certify(county.person(2), "DEMO9")
    page = words(wang.post(PASSES, typed(passed, **cells)))
    assert message in page
    assert all(f'value="{value}"' in page for value in cells.values() if value)
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize(("on", "proofs"), [(datetime.date(2025, 8, 9), 1), (datetime.date(2025, 8, 10), 0)])
def test_a_senior_pass_is_a_proof_for_three_years_and_no_missing_certificate(on, proofs, unit):
    held(2022, Level.SENIOR, results_on=datetime.date(2022, 8, 10))
    register(unit, "李雷", "--P", level=Level.SENIOR)
    told = exams_listing(EVERYTHING, on, QueryDict("year=2022")).context
    assert (told["awaiting"], told["proofs"]) == (0, proofs)


def test_a_proof_that_no_longer_holds_is_marked_on_the_page(wang, unit):
    held(2022, Level.SENIOR, results_on=datetime.date(2022, 8, 10))
    register(unit, "李雷", "--P", level=Level.SENIOR)
    assert '2025-08-09 <span class="tag bad">已过期</span>' in words(wang.get(PASSES))


def test_a_bad_row_does_not_hold_up_a_good_one(wang, passed, unit):
    other = county.person(2, "韩梅")
    bad = register(unit, "韩梅", "P-P", person=other)
    answer = wang.post(PASSES, {**typed(passed), **typed(bad, number="DEMO7", approved="明年")})
    assert Certificate.objects.get().person == passed.person
    assert [one.registration for one in answer.context["rows"]] == [bad]


def test_one_number_for_two_people_is_refused_for_both(wang, passed, unit):
    other = register(unit, "韩梅", "P-P", person=county.person(2, "韩梅"))
    assert words(wang.post(PASSES, {**typed(passed), **typed(other)})).count("在本页填了不止一次") == 2
    assert not Certificate.objects.exists()


def test_an_empty_row_is_passed_over(wang, passed):
    assert "没有登记，填的内容" not in words(wang.post(PASSES, typed(passed, "", "")))
    assert not Certificate.objects.exists()


def test_a_stranger_is_joined_to_the_person_that_the_clerk_chooses(wang, unit):
    row = register(unit, "李雷", "P-P")
    assert "请单位报送人员" in words(wang.get(PASSES))
    one = county.person(1, "李雷")
    county.serve(one, unit)
    assert "请选是登记里的哪一位" in words(wang.post(PASSES, typed(row)))
    wang.post(PASSES, typed(row, person=one.pk))
    assert (Certificate.objects.get().person, ExamRegistration.objects.get().person) == (one, one)


def test_nobody_elses_person_can_be_chosen(wang, unit):
    row, other = register(unit, "李雷", "P-P"), county.person(2, "韩梅")
    wang.post(PASSES, typed(row, person=other.pk))
    assert not Certificate.objects.exists()


# A unit reports the certificate -------------------------------------------------------------------


def report(browser, row, **data):
    return browser.post(reverse("exam-pass-report", args=[row.pk]), data, follow=True)


def boxes(answer):
    """What the form of the draft says already, row by row."""
    return [{name: cell for name in form.fields if (cell := form[name].value())} for form in answer.context["forms"]]


def test_a_unit_reports_a_stranger_with_what_the_registration_says(unit, hr, signed_in):
    row = register(unit, "李雷", "P-P")
    ExamRegistration.objects.update(phone="13900000000")
    browser = signed_in(hr)
    assert "报送人员和证书" in words(browser.get(PASSES))
    stated = {"姓名": "李雷", "联系电话": "13900000000", "证书级别": "助理社会工作师", "考试年度": "2022"}
    assert boxes(report(browser, row)) == [stated]


def test_a_unit_reports_the_certificate_of_somebody_on_record_beside_their_service(unit, hr, signed_in, passed):
    (stated,) = boxes(report(signed_in(hr), passed, person=passed.person_id))
    assert {"姓名": "李雷", "人员类别": "社区工作者", "证书级别": "助理社会工作师"}.items() <= stated.items()
    assert "管理号" not in stated


def test_a_second_certificate_has_a_row_of_its_own(unit, hr, signed_in, passed):
    county.certify(passed.person, "DEMO5", approved_on=datetime.date(2020, 6, 19))
    higher = register(unit, "李雷", "PPP", person=passed.person, level=Level.SOCIAL_WORKER)
    first, second = boxes(report(signed_in(hr), higher, person=passed.person_id))
    assert (first["管理号"], first["证书级别"]) == ("DEMO5", "助理社会工作师")
    assert (second["证书级别"], "管理号" in second) == ("社会工作师", False)


def test_reporting_again_goes_on_with_what_is_under_way(unit, hr, clerk, signed_in, passed):
    browser = signed_in(hr)
    for _ in range(2):
        report(browser, passed, person=passed.person_id)
    draft = Submission.objects.get()
    assert reverse("submission", args=[draft.pk]) in words(browser.get(PASSES))
    assert reverse("submission", args=[draft.pk]) not in words(signed_in(clerk).get(PASSES))
    Submission.objects.update(state=State.BUREAU)
    assert report(browser, passed).request["PATH_INFO"] == reverse("submission", args=[draft.pk])
    assert "待民政审核" in words(signed_in(clerk).get(PASSES))


def test_a_pass_whose_certificate_is_on_record_is_not_reported_again(hr, signed_in, passed):
    county.certify(passed.person, "DEMO5", approved_on=datetime.date(2022, 6, 19))
    assert "不用再报送" in words(report(signed_in(hr), passed))
    assert not Submission.objects.exists()


def test_a_unit_reports_nobody_of_another_unit(outsider, clerk, signed_in, passed):
    assert report(signed_in(outsider), passed).status_code == 404
    assert report(signed_in(clerk), passed).status_code == 403
    assert "报送证书" not in words(signed_in(clerk).get(PASSES))


def test_a_certificate_imported_by_the_roster_takes_the_pass_off_the_page(wang, passed):
    county.certify(passed.person, "DEMO5", approved_on=datetime.date(2022, 6, 19))
    assert "没有等着登记证书的人" in words(wang.get(PASSES))


def test_a_senior_pass_is_a_proof_with_its_last_day_and_no_certificate(wang, unit):
    held(level=Level.SENIOR, results_on=datetime.date(2022, 8, 20))
    register(unit, "李雷", "--P", level=Level.SENIOR)
    answer = wang.get(PASSES)
    assert not answer.context["rows"]
    assert "2025-08-19" in words(answer)


# What waits ---------------------------------------------------------------------------------------


def waiting(user, on):
    return {words: count for words, count, _ in duties.waiting(Scope.of(user, on), on) if count}


WAITS = {"2022 年考试合格、还没有登记证书的人": 1}


@pytest.mark.parametrize(
    ("on", "found"), [("2022-10-14", {}), ("2022-10-15", WAITS), ("2023-12-31", WAITS), ("2024-01-01", {})]
)
def test_a_pass_waits_from_the_day_on_which_certificates_are_issued_until_the_end_of_the_next_year(
    on, found, passed, clerk, hr, outsider
):
    held(certificates_on=datetime.date(2022, 10, 15))
    day = datetime.date.fromisoformat(on)
    assert [waiting(user, day) for user in (clerk, hr, outsider)] == [found, found, {}]


def test_a_pass_waits_for_the_unit_until_it_is_handed_in_and_for_the_bureau_until_it_is_on_record(
    passed, clerk, hr, signed_in
):
    report(signed_in(hr), passed, person=passed.person_id)
    assert (waiting(clerk, ON), waiting(hr, ON)) == (WAITS, WAITS)
    Submission.objects.update(state=State.BUREAU)
    assert (waiting(clerk, ON), waiting(hr, ON)) == (WAITS, {})
    county.certify(passed.person, "DEMO5", approved_on=datetime.date(2022, 6, 19))
    assert waiting(clerk, ON) == {}


def test_a_senior_pass_waits_for_its_review_and_for_nobody_here(unit, clerk, auditor):
    register(unit, "李雷", "--P", level=Level.SENIOR)
    register(unit, "韩梅", "P-P")
    assert (waiting(clerk, ON), waiting(auditor, ON)) == (WAITS, {})


# Sheets and figures --------------------------------------------------------------------------------


def test_the_sheet_names_papers_in_full_and_what_is_still_short(unit):
    target(3, unit=unit)
    register(unit, "李雷", "PR-", level=Level.SOCIAL_WORKER)
    sheet = registration_sheet(EVERYTHING, ON, 2022)
    cells = [column.value(sheet.rows[0]) for column in sheet.columns]
    assert cells[5] == "社会工作综合能力（中级）、社会工作法规与政策"
    assert "动员任务 3 人，已报 1 人，还差 2 人。" in sheet.notes


def test_the_figures_of_a_year(unit):
    target(1, unit=unit)
    other = county.unit("丁小学", UnitKind.SCHOOL)
    target(2, unit=other)
    register(unit, "李雷", "P-P")
    register(other, "韩梅", "F-P")
    assert figures.registered(ON).words == "2022 年报考 2 人，来自 2 个单位"
    assert (figures.targets_reached(ON).done, figures.targets_reached(ON).due) == (1, 2)

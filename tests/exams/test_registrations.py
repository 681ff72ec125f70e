"""Registrations as a roll: results that follow, people whom the register comes to know, and no attempt counted twice."""

import io

import openpyxl
import pytest
from django.urls import reverse

from dingnan_sw.lib.dates import today
from talent.exams.models import ExamRegistration
from talent.exams.rolls import REGISTRATIONS
from talent.exams.settling import settle
from talent.exams.vocabulary import Mark, Result
from talent.exports import write_rows
from talent.imports import import_workbook
from talent.vocabulary import Level
from tests import county
from tests.exams.halls import register, typed

pytestmark = pytest.mark.django_db
NEW = reverse("roll-new", args=["registrations"])


@pytest.fixture
def wang(clerk, signed_in):
    return signed_in(clerk)


def words(answer):
    return answer.content.decode()


def said(employer, name="李雷", **more):
    stated = {"exam_year": 2022, "level": "社会工作师", "unit": employer.name, "name": name}
    return typed(REGISTRATIONS, **stated | more)


def imported(tmp_path, *rows, scope=None):
    path = tmp_path / "rows.xlsx"
    with path.open("wb") as file:
        write_rows(file, {REGISTRATIONS.title: rows}, today())
    return import_workbook(path, today(), *([scope] if scope else []))


def test_the_second_year_passes_with_what_the_first_left_open(unit):
    first = register(unit, "李雷", "PP-", year=2021, level=Level.SOCIAL_WORKER)
    second = register(unit, "李雷", "--P", year=2022, level=Level.SOCIAL_WORKER)
    assert (first.result, second.result) == (Result.FAILED, Result.PASSED)


def test_a_result_of_the_first_year_that_is_put_right_settles_the_second(unit, wang):
    first = register(unit, "李雷", "PP-", year=2021, level=Level.SOCIAL_WORKER)
    second = register(unit, "李雷", "--P", year=2022, level=Level.SOCIAL_WORKER)
    wang.post(reverse("roll-row", args=["registrations", first.pk]), typed(REGISTRATIONS, ability="合格", law="不合格"))
    second.refresh_from_db()
    assert second.result == Result.FAILED


def test_taking_the_first_year_away_settles_the_second(unit, wang):
    first = register(unit, "李雷", "PP-", year=2021, level=Level.SOCIAL_WORKER)
    second = register(unit, "李雷", "--P", year=2022, level=Level.SOCIAL_WORKER)
    wang.post(reverse("roll-delete", args=["registrations", first.pk]))
    second.refresh_from_db()
    assert second.result == Result.FAILED


def test_what_was_passed_under_the_name_alone_counts_once_the_register_knows_the_person(unit):
    register(unit, "李雷", "PP-", year=2021, level=Level.SOCIAL_WORKER)
    known = register(unit, "李雷", "--P", person=county.person(1, "李雷"), year=2022, level=Level.SOCIAL_WORKER)
    assert known.result == Result.PASSED


def test_what_a_known_person_passed_counts_in_a_year_whose_row_lacks_the_number(unit):
    first = register(unit, "李雷", "PP-", person=county.person(1, "李雷"), year=2021, level=Level.SOCIAL_WORKER)
    second = register(unit, "李雷", "--P", year=2022, level=Level.SOCIAL_WORKER)
    assert second.result == Result.PASSED
    first.law = Mark.FAILED
    first.save()
    settle([first])
    second.refresh_from_db()
    assert second.result == Result.FAILED


def test_what_a_namesake_passed_counts_for_nobody_else(unit):
    for number in (1, 2):
        register(unit, "李雷", "PP-", person=county.person(number, "李雷"), year=2021, level=Level.SOCIAL_WORKER)
    assert register(unit, "李雷", "--P", year=2022, level=Level.SOCIAL_WORKER).result == Result.FAILED
    other = county.person(3, "李雷")
    assert register(unit, "李雷", "--P", person=other, year=2022, level=Level.SOCIAL_WORKER).result == Result.FAILED


def test_the_list_shows_last_years_papers_and_what_is_still_open(unit, wang):
    register(unit, "李雷", "P--", year=2021, level=Level.SOCIAL_WORKER)
    register(unit, "李雷", "-RR", year=2022, level=Level.SOCIAL_WORKER)
    page = words(wang.get(reverse("roll", args=["registrations"])))
    assert "法规与政策、实务（2022 年还可考）" in page
    assert "法规与政策、实务（2022 年要全部通过）" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"level": "助理社会工作师", "law": "合格"}, "不考“社会工作法规与政策”"),
        ({"level": "高级社会工作师", "ability": "合格"}, "不考“社会工作综合能力”"),
        ({"ability": "合格", "stated": "合格"}, "分科成绩和总成绩只填一种"),
        ({"unit": "没有的单位"}, "没有的单位"),
        ({"person": county.id_number(9)}, "不在人员登记中"),
    ],
)
def test_a_registration_that_cannot_be_is_refused_with_what_to_do(unit, wang, changes, message):
    assert message in words(wang.post(NEW, said(unit, **changes)))
    assert not ExamRegistration.objects.exists()


def test_under_another_name_than_the_registers_it_is_refused(unit, wang):
    one = county.person(1, "李雷")
    assert "登记的姓名是“李雷”" in words(wang.post(NEW, said(unit, name="韩梅", person=one.id_number)))


def test_an_id_number_that_comes_later_finds_the_row_of_the_name(unit, wang, tmp_path):
    wang.post(NEW, said(unit))
    one = county.person(1, "李雷")
    row = {"考试年度": 2022, "报考级别": "中级", "单位名称": unit.name, "姓名": "李雷", "身份证号": one.id_number}
    assert imported(tmp_path, row).accepted
    assert ExamRegistration.objects.get().person == one
    assert imported(tmp_path, {**row, "身份证号": None, "备注": "结果"}).accepted
    assert ExamRegistration.objects.get().note == "结果"


def test_a_missing_id_number_can_be_filled_in_by_the_form(unit, wang):
    row, one = register(unit, "李雷"), county.person(1, "李雷")
    wang.post(reverse("roll-row", args=["registrations", row.pk]), typed(REGISTRATIONS, person=one.id_number))
    row.refresh_from_db()
    assert row.person == one


def test_a_name_that_two_people_have_is_not_guessed(unit, tmp_path):
    for number in (1, 2):
        register(unit, "李雷", person=county.person(number, "李雷"))
    row = {"考试年度": 2022, "报考级别": "初级", "单位名称": unit.name, "姓名": "李雷"}
    (problem,) = imported(tmp_path, row).errors
    assert "有 2 个同名的人" in problem.message


def test_nobody_is_registered_for_the_same_exam_by_two_units(unit, other_unit, hr, outsider, signed_in):
    one = county.person(1, "李雷")
    for employer in (unit, other_unit):
        county.serve(one, employer)
    signed_in(outsider).post(NEW, said(other_unit, person=one.id_number))
    answer = signed_in(hr).post(NEW, said(unit, person=one.id_number))
    assert "已经由别处登记" in words(answer)
    assert ExamRegistration.objects.get().unit == other_unit


def test_results_come_in_by_the_sheet_that_went_out(unit, wang, tmp_path):
    register(unit, "李雷", "R-R")
    sheet = openpyxl.load_workbook(io.BytesIO(wang.get(reverse("roll-export", args=["registrations"])).content)).active
    headings = [cell.value.rstrip("*") for cell in sheet[1]]
    row = {heading: cell.value for heading, cell in zip(headings, sheet[2], strict=True)}
    imported(tmp_path, {**row, "社会工作综合能力": "合格", "社会工作实务": "合格"})
    assert ExamRegistration.objects.get().result == Result.PASSED


def test_a_phone_is_masked_for_whoever_only_reads(unit, wang, auditor, signed_in):
    wang.post(NEW, said(unit, phone="13812345678"))
    row = ExamRegistration.objects.get()
    page = words(signed_in(auditor).get(reverse("roll-row", args=["registrations", row.pk])))
    assert "13812345678" not in page
    assert "138" in page

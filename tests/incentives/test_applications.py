"""考试奖励申请表 and 职业津贴申请审批表: filled from the registers, one A4 page a person, for whom they concern alone."""

import datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from dingnan_sw.audit.models import Entry
from dingnan_sw.jobs.models import Job
from dingnan_sw.lib.paper import write_paper
from dingnan_sw.lib.paper.grid import write_grid
from incentives import facts
from incentives.applications import Filing, allowance_form, allowance_forms, bonus_forms, claims
from incentives.facts import Sight
from incentives.filing import FILED
from incentives.rules.rulebook import standard_book
from positions.access import EVERYTHING, Scope
from positions.models import Office
from talent.appointments.models import Appraisal
from talent.appointments.vocabulary import Outcome
from talent.models import Person
from talent.rolls.models import Checked
from tests import county
from tests.learning.holding import register

pytestmark = pytest.mark.django_db
BOOK = standard_book()
ON = datetime.date(2021, 12, 31)
DAY = datetime.date


@pytest.fixture
def lei(unit):
    """李雷, community worker since 2020, 初级 from 2021-06-20: 1000 yuan, and 100 a month from July 2021."""
    person = county.person(1, "李雷", bank_name="农商行", bank_account="6222000011112222333", phone="13900000000")
    county.serve(person, unit)
    county.certify(person, "036202100001")
    return person


def boxes(grid):
    return {label: value for row in grid.rows for label, value in row}


def bonus(scope=EVERYTHING, year="2021"):
    (grid,) = bonus_forms(scope, BOOK, ON, year).grids
    return grid


def allowance(year="2021", scope=EVERYTHING, on=ON):
    (grid,) = allowance_forms(scope, BOOK, on, year).grids
    return grid


# 考试奖励申请表 ------------------------------------------------------------------------------------


def test_the_bonus_form_says_what_is_on_record(lei, unit):
    register(lei, unit)
    found = boxes(bonus())
    assert (found["身份证号"], found["银行账号"], found["联系电话"]) == (
        lei.id_number, "6222000011112222333", "13900000000",
    )  # fmt: skip
    assert (found["证书级别"], found["管理号"], found["取得日期"]) == (
        "助理社会工作师",
        "036202100001",
        DAY(2021, 6, 20),
    )
    assert (found["申请金额（元）"], found["大写"]) == ("1,000.00", "人民币壹仟元整")
    assert (found["工作单位及职务"], found["人员类别"]) == (unit.name, "社区工作者")
    assert (found["登记证书编号"], found["此前取得的证书"]) == ("DJ2022-03-01", "首次")


def test_what_was_obtained_before_is_told(lei):
    county.certify(lei, "DEMO2", level=2, approved_on=DAY(2022, 6, 20))
    assert boxes(bonus(year="2022"))["此前取得的证书"] == "2021年初级"


def test_what_is_refused_has_no_form_and_what_waits_says_so(lei, other_unit):
    county.certify(
        lei, "DEMO3", level=3, approved_on=DAY(2020, 6, 20)
    )  # 高级 first: no bonus for a lower level after it
    han = county.person(2, "韩梅")
    county.serve(han, other_unit, "公务员（参公）")
    county.certify(han, "DEMO2", level=2)
    grid = bonus()
    assert (grid.of, boxes(grid)["申请金额（元）"]) == ("韩梅", "2,000.00")
    assert "待认定" in grid.notes[1]


def test_the_forms_of_a_year_stand_unit_by_unit(lei, other_unit):
    han = county.person(2, "阿梅")
    county.serve(han, other_unit, "事业单位在编")
    county.certify(han, "DEMO2")
    assert [grid.unit for grid in bonus_forms(EVERYTHING, BOOK, ON, "2021").grids] == ["乙小学", "甲社区居民委员会"]


def test_the_body_that_leads_signs_in_the_end(lei):
    name = Office.objects.on(ON).name
    assert [who for who, _ in bonus().opinions] == [
        "本人签名", "所在单位意见", "镇/主管部门意见", f"{name}\n审核意见",
    ]  # fmt: skip


# 职业津贴申请审批表 ---------------------------------------------------------------------------------


def test_the_allowance_form_counts_the_months_of_its_year(lei):
    found = boxes(allowance())
    assert (found["起止年月"], found["月数"], found["申请金额（元）"]) == ("2021年7月至12月", "6", "600.00")
    assert found["测算"] == "助理社会工作师 100.00 元 × 6 个月 ＝ 600.00 元"
    assert (found["享受依据"], found["岗位"]) == ("社区工作者持证", "社区工作者")


def test_a_higher_level_in_the_year_is_reckoned_apart(lei):
    county.certify(lei, "DEMO2", level=2, approved_on=DAY(2022, 3, 10))
    found = boxes(allowance("2022", on=DAY(2022, 12, 31)))
    assert found["测算"] == "助理社会工作师 100.00 元 × 3 个月 ＋ 社会工作师 150.00 元 × 9 个月 ＝ 1,650.00 元"
    assert (found["证书级别"], found["管理号"], found["起止年月"]) == ("社会工作师", "DEMO2", "2022年1月至12月")


def test_the_allowance_form_carries_the_appraisal_of_its_year_unless_it_was_sent_back(lei, unit):
    assert boxes(allowance())["年度考核结果"] == ""
    row = Appraisal.objects.create(person=lei, unit=unit, year=2021, outcome=Outcome.GOOD)
    Appraisal.objects.create(person=lei, unit=unit, year=2020, outcome=Outcome.EXCELLENT)
    assert boxes(allowance())["年度考核结果"] == "合格"
    row.state = Checked.RETURNED
    row.save()
    assert boxes(allowance())["年度考核结果"] == ""


def test_months_without_the_allowance_are_left_out(lei, unit):
    service = lei.services.get()
    service.until = DAY(2021, 8, 15)
    service.save()
    county.serve(lei, unit, since=DAY(2021, 10, 20))
    found = boxes(allowance())
    assert (found["起止年月"], found["月数"]) == ("2021年7月至8月、2021年11月至12月", "4")


@pytest.mark.parametrize(("on", "told"), [(DAY(2021, 11, 30), True), (DAY(2021, 12, 1), False)])
def test_months_still_to_come_are_said_to_be_foreseen(lei, on, told):
    assert any("推算" in note for note in allowance(on=on).notes) is told


@pytest.mark.parametrize(("on", "last"), [(DAY(2021, 11, 30), 2021), (DAY(2021, 12, 1), 2022)])
def test_the_year_to_come_is_claimed_from_the_month_before_it(lei, on, last):
    person = facts.with_facts(Person.objects.all()).get()
    assert max(claims(person, BOOK, Sight(), on)) == last


def test_a_filed_post_stands_in_the_form(lei, unit):
    lei.services.get().postings.create(post=county.post(unit, "社区社工岗"), since=county.SINCE)
    assert boxes(allowance())["岗位"] == "社区社工岗"


def test_a_post_left_before_the_last_month_does_not(lei, unit):
    lei.services.get().postings.create(post=county.post(unit, "社区社工岗"), since=county.SINCE, until=DAY(2021, 12, 1))
    assert boxes(allowance())["岗位"] == "社区工作者"


def test_months_booked_to_a_unit_out_of_sight_are_not_claimed(lei, other_unit):
    service = lei.services.get()
    service.until = DAY(2021, 10, 1)
    service.save()
    county.serve(lei, other_unit, "事业单位在编", since=DAY(2021, 10, 1)).postings.create(
        post=county.post(other_unit), since=DAY(2021, 10, 1)
    )
    person = facts.with_facts(Person.objects.all()).get()
    sight = Sight({other_unit.pk: other_unit.name})
    grid = allowance_form(person, claims(person, BOOK, sight, ON)[2021], Filing.of(EVERYTHING, ON))
    assert (boxes(grid)["起止年月"], grid.unit) == ("2021年10月至12月", other_unit.name)


# On paper -----------------------------------------------------------------------------------------


MADE = {"bonus": bonus, "allowance": allowance}


@pytest.mark.parametrize("name", MADE)
def test_a_form_is_one_upright_page(name, lei):
    grid = MADE[name]()
    (page,) = PdfReader(BytesIO(write_grid(grid, "pdf"))).pages
    assert round(page.mediabox.width) == 595
    text = page.extract_text().replace("\n", "").replace(" ", "")
    for words in (grid.title, lei.id_number, "本人承诺", "银行卡复印件", "所在单位意见", "（盖章）"):
        assert words in text
    assert write_grid(grid, "pdf") == write_grid(grid, "pdf")


@pytest.mark.parametrize("name", MADE)
def test_the_longest_names_still_leave_one_page(name, lei, unit):
    unit.name = unit.match_name = "演示" * 30
    unit.save()
    lei.services.update(title="副主任" * 20)
    assert len(PdfReader(BytesIO(write_grid(MADE[name](), "pdf"))).pages) == 1


@pytest.mark.parametrize("name", MADE)
def test_the_workbook_prints_on_one_page_and_keeps_every_digit(name, lei):
    sheet = openpyxl.load_workbook(BytesIO(write_grid(MADE[name](), "xlsx"))).active
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("portrait", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    for number in (lei.id_number, "6222000011112222333"):
        assert (cells[number].data_type, cells[number].number_format) == ("s", "@")


def test_many_forms_are_a_page_or_a_leaf_each(lei, unit, monkeypatch):
    county.many(4, unit)
    monkeypatch.setattr("dingnan_sw.lib.paper.grid.PORTION", 2)
    made, told = bonus_forms(EVERYTHING, BOOK, ON, "2021"), []
    pages = PdfReader(BytesIO(write_paper(made, "pdf", lambda done, total: told.append((done, total))))).pages
    texts = [page.extract_text() for page in pages]
    assert [grid.of in text for grid, text in zip(made.grids, texts, strict=True)] == [True] * len(made.grids)
    assert told[-1] == (len(pages), len(pages))
    assert len(openpyxl.load_workbook(BytesIO(write_paper(made, "xlsx"))).worksheets) == len(pages)


@pytest.mark.parametrize("name", ["bonus-forms", "allowance-forms"])
def test_more_people_ask_the_database_no_more_often(name, unit):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            FILED[name].make(EVERYTHING, BOOK, ON, "2021")
        return len(queries)

    county.many(2, unit)
    few = asked()
    for number in range(5):
        person = county.person(number, f"某某{number}")
        county.serve(person, unit)
        county.certify(person, f"X{number}")
    assert asked() == few


# Who gets them ------------------------------------------------------------------------------------


def test_a_unit_gets_no_account_and_phone_of_who_has_left(lei, unit, hr):
    lei.services.update(until=DAY(2021, 12, 1))
    for grid in (bonus(Scope.of(hr, ON)), allowance(scope=Scope.of(hr, ON))):
        found = boxes(grid)
        assert (found["银行账号"], found["联系电话"], found["开户行全称"]) == ("", "", "")
        assert found["身份证号"] == lei.id_number
    assert boxes(bonus())["银行账号"] == "6222000011112222333"


def test_a_unit_gets_the_forms_of_its_own_people_alone(lei, outsider):
    assert not bonus_forms(Scope.of(outsider, ON), BOOK, ON, "2021").grids
    assert not allowance_forms(Scope.of(outsider, ON), BOOK, ON, "2021").grids


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_each_form_handed_over_is_in_the_audit(kind, lei, hr, signed_in):
    browser = signed_in(hr)
    for name, args, title in (
        ("bonus-sheet", [lei.certificates.get().pk], "社会工作者职业水平考试奖励申请表"),
        ("allowance-sheet", [2021, lei.pk], "社会工作专业人才职业津贴申请审批表"),
    ):
        answer = browser.post(reverse(name, args=[*args, kind]))
        assert answer.content.startswith({"pdf": b"%PDF", "xlsx": b"PK"}[kind])
        entry = Entry.objects.latest("pk")
        assert (entry.action, entry.object_id, entry.details) == (
            "出具表单", str(lei.pk), {"sheet": title, "kind": kind},
        )  # fmt: skip


def test_another_kind_of_file_another_year_and_a_refused_bonus_have_no_form(lei, hr, signed_in):
    browser, certificate = signed_in(hr), lei.certificates.get()
    assert browser.post(reverse("bonus-sheet", args=[certificate.pk, "docx"])).status_code == 404
    assert browser.post(reverse("allowance-sheet", args=[2020, lei.pk, "pdf"])).status_code == 404
    county.certify(lei, "DEMO3", level=3, approved_on=DAY(2020, 6, 20))
    assert browser.post(reverse("bonus-sheet", args=[certificate.pk, "pdf"])).status_code == 404


def test_the_pages_of_a_person_offer_the_forms(lei, hr, signed_in):
    browser, certificate = signed_in(hr), lei.certificates.get()
    form, year = (
        reverse("bonus-sheet", args=[certificate.pk, "pdf"]),
        reverse("allowance-sheet", args=[2021, lei.pk, "pdf"]),
    )
    page = browser.get(reverse("person", args=[lei.pk])).content.decode()
    assert (form in page, year in page) == (True, True)
    assert form in browser.get(reverse("bonus", args=[certificate.pk])).content.decode()
    assert year in browser.get(reverse("allowance", args=["2021-08", lei.pk])).content.decode()


def test_a_month_that_is_not_owed_offers_no_form(lei, hr, signed_in):
    page = signed_in(hr).get(reverse("allowance", args=["2021-05", lei.pk])).content.decode()
    assert "申请审批表" not in page


def test_finance_sees_the_reason_and_no_form(lei, finance, signed_in):
    page = signed_in(finance).get(reverse("bonus", args=[lei.certificates.get().pk])).content.decode()
    assert "申请表" not in page


def test_where_nobody_claims_the_job_says_so(clerk, signed_in, jobs_at_once):
    signed_in(clerk).post(reverse("paper", args=["bonus-forms", "pdf"]), {"period": "2021"})
    job = Job.objects.get()
    assert (job.result_name, "没有要申请的人" in job.message) == ("", True)


def test_the_amounts_of_the_forms_are_those_of_the_sheet(lei, unit):
    county.many(5, unit)
    forms = bonus_forms(EVERYTHING, BOOK, ON, "2021").grids
    claimed = sum(Decimal(boxes(grid)["申请金额（元）"].replace(",", "")) for grid in forms)
    assert claimed == FILED["bonuses"].make(EVERYTHING, BOOK, ON, "2021").amount

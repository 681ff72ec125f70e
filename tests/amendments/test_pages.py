"""The pages of amendments as each role meets them: proposing, signing, withdrawing, asking what if."""

from datetime import UTC, date, datetime
from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.dates import today
from incentives import document
from incentives.amendments import pages
from incentives.amendments.book import current_book
from incentives.amendments.models import Amendment, State
from incentives.rules.vocabulary import Level
from positions.models import User
from positions.vocabulary import Role
from tests import county
from tests.amendments.proposals import RAISE, Office, account, rate, text

pytestmark = pytest.mark.django_db
NEW = {
    "document": "测民字〔2022〕8号",
    "clause": "第二条",
    "phrase": "初级每月120元",
    "monthly_allowance-from": "2022.7.1",
    "monthly_allowance-assistant": "120",
}


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def clerk(office, signed_in):
    return signed_in(office.clerk)


@pytest.fixture
def approver(office, signed_in):
    return signed_in(office.approver)


def ticks(book=None):
    """The lists as the form shows them: everything in force ticked."""
    entries = [(name, rows[-1]) for name, rows in (book or current_book()).scales.items()]
    lists = ("kinds", "categories", "confirm_categories", "women_at_55")
    return {f"{name}-{key}": list(e.values[key]) for name, e in entries for key in lists if key in e.values}


def sent(step, **changes):
    return {**ticks(), **NEW, "step": step, **changes}


def words(response):
    return response.content.decode()


def one_assistant():
    """Owed 100.00 from 2021-07 on."""
    one = county.person(name="李雷")
    county.serve(one, county.committee())
    county.certify(one)
    return one


def test_a_clerk_sees_the_effects_first_and_then_proposes(clerk):
    one = one_assistant()
    page = words(clerk.post(reverse("amendment-new"), sent("preview")))
    assert all(said in page for said in ("助理社会工作师 120.00 元", "李雷", "提出修订（1 项）", "出自另一份文件"))
    assert reverse("person", args=[one.pk]) in page
    assert not Amendment.objects.exists()
    answer = clerk.post(reverse("amendment-new"), sent("propose"))
    made = Amendment.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("amendment", args=[1]))
    assert (made.state, made.first_day, made.phrase) == (State.PROPOSED, date(2022, 7, 1), "初级每月120元")


def test_the_approver_sees_who_gains_and_signs(office, approver):
    one_assistant()
    office.propose()
    page = approver.get(reverse("amendment", args=[1]))
    assert all(said in words(page) for said in ("批准这 1 项修改", "李雷", "社区居委会", "历市镇", "初级"))
    approver.post(reverse("amendment-sign", args=[1]), {"seen": page.context["seen"]})
    assert current_book().scale("monthly_allowance", on=date(2022, 7, 1)).amount(Level.ASSISTANT) == 120


def two_assistants():
    """One is owed 100.00 a month from 2021-07 on, the other leaves at the end of 2021."""
    employer = county.committee()
    for number, (name, until) in enumerate((("李雷", None), ("韩梅", date(2022, 1, 1))), 1):
        one = county.person(number, name)
        county.serve(one, employer, until=until)
        county.certify(one, f"DEMO{number}")


def everyone(browser, **chosen):
    return browser.get(reverse("amendment-people"), {"amendment": "1", **chosen})


def told(page):
    rows = page.context["table"].rows
    return [(row.one.name, row.period.key, row.sums.old, row.sums.new, row.sums.difference) for row in rows]


def test_the_page_says_how_many_it_shows_and_leads_to_everyone(office, approver, monkeypatch):
    monkeypatch.setattr(pages, "MOST_SHOWN", 1)
    two_assistants()
    office.propose(rate("120.00", "2021-07-01"))
    page = words(approver.get(reverse("amendment", args=[1])))
    assert "共 2 人，下面是变动最大的 1 人" in page
    assert f'href="{reverse("amendment-people")}?amendment=1"' in page
    assert {name for name, *_ in told(everyone(approver))} == {"李雷", "韩梅"}


def test_everyone_stands_with_what_they_had_and_will_have(office, approver):
    two_assistants()
    office.propose(rate("120.00", "2021-07-01"))
    next_year = today().year + 1
    page = everyone(approver, period=f"{next_year}年")
    assert told(page) == [("李雷", next_year, 1200, 1440, 240)]
    total = page.context["table"].total
    assert (total["unit"], total["old"], total["new"], total["difference"]) == ("1 人", 1200, 1440, 240)
    assert "difference" not in everyone(approver).context["table"].total  # periods overlap
    assert [row[0] for row in told(everyone(approver, q="韩梅"))] == ["韩梅"]


def test_who_loses_is_told_from_who_gains(office, approver):
    two_assistants()
    office.propose(text('[[allowance_start]]\nfrom = 2020-01-01\nmonth = "2022-01"\n'))
    assert told(everyone(approver, way="增加")) == []
    assert {(name, float(difference)) for name, *_, difference in told(everyone(approver, way="减少"))} == {
        ("李雷", -600.0), ("韩梅", -600.0)
    }  # fmt: skip
    page = words(approver.get(reverse("amendment", args=[1])))
    assert f"period={quote(f'截至{today().year}年{today().month}月')}&amp;way={quote('减少')}" in page


def test_the_download_of_everyone_is_audited_and_complete(office, approver):
    two_assistants()
    office.propose(rate("120.00", "2021-07-01"))
    book = openpyxl.load_workbook(BytesIO(everyone(approver, format="xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert {"李雷", "韩梅"} <= {row[0] for row in rows}
    assert {"姓名", "单位", "证书级别", "原来（元）", "修改后（元）", "差额（元）"} <= {
        cell for row in rows for cell in row
    }
    assert Entry.objects.filter(action="导出列表", actor=office.approver.pk).exists()


def test_an_amendment_that_is_not_there_or_no_longer_fits_has_no_list(office, approver):
    assert everyone(approver).status_code == 404
    office.propose(rate("120.00", "2023-01-01"))
    raised = '[[monthly_allowance{}]]\nfrom = 2022-07-01\nassistant = "130.00"\n'
    office.amend(text(raised.format("_floor") + raised.format("")))
    assert everyone(approver).status_code == 404


def test_a_signature_without_having_seen_the_page_is_refused_in_words(office, approver):
    office.propose()
    page = approver.post(reverse("amendment-sign", args=[1]), follow=True)
    assert "请看过再审批" in words(page)
    assert Amendment.objects.get().state == State.PROPOSED


def test_whoever_proposed_is_shown_no_button_to_sign(office, signed_in):
    both = account("两职", Role.CLERK, Role.APPROVER)
    office.propose(by=both)
    browser = signed_in(both)
    page = browser.get(reverse("amendment", args=[1]))
    assert "批准这" not in words(page)
    answer = browser.post(reverse("amendment-sign", args=[1]), {"seen": page.context["seen"]}, follow=True)
    assert "请由另一个人审批" in words(answer)


def test_a_proposal_is_withdrawn_with_its_reason(office, clerk):
    office.propose()
    assert "要写明理由" in words(clerk.post(reverse("amendment-withdraw", args=[1]), {"reason": " "}, follow=True))
    page = words(clerk.post(reverse("amendment-withdraw", args=[1]), {"reason": "文号有误"}, follow=True))
    assert all(said in page for said in ("已撤回", "文号有误"))


def test_an_amendment_in_force_is_shown_against_the_book_before_it(office, clerk):
    office.amend()
    office.amend(rate("130.00"))
    pages = [words(clerk.get(reverse("amendment", args=[number]))) for number in (1, 2)]
    assert "<ins>助理社会工作师 120.00 元" in pages[0]
    assert "<del>助理社会工作师 120.00 元" in pages[1]


def test_a_proposal_that_no_longer_fits_says_why(office, approver):
    office.propose(rate("120.00", "2023-01-01"))
    raised = '[[monthly_allowance{}]]\nfrom = 2022-07-01\nassistant = "130.00"\n'
    office.amend(text(raised.format("_floor") + raised.format("")))
    page = words(approver.get(reverse("amendment", args=[1])))
    assert "不能生效" in page
    assert "批准这" not in page


FAULTY = [
    ("nothing changed", {"monthly_allowance-from": "", "monthly_allowance-assistant": ""}, "还没有填任何修改"),
    ("no first day", {"monthly_allowance-from": ""}, "要填从哪一天起"),
    ("ticks without a first day", {"exam_bonus_units-kinds": ["学校"]}, "考试奖励范围改了内容"),
    ("no ticks at all", {"exam_bonus_units-from": "2022-07-01", "exam_bonus_units-kinds": []}, "不空"),
    ("below the floor", {"monthly_allowance-assistant": "99.99"}, "低于文件下限"),
    ("three decimals", {"monthly_allowance-assistant": "120.001"}, "小数"),
    ("not a number", {"monthly_allowance-assistant": "一百"}, "数字"),
    ("no day", {"monthly_allowance-from": "2022-02-30"}, "日期应写成"),
    ("before the policy", {"monthly_allowance-from": "2019-12-31"}, "不能早于"),
    ("no month", {"allowance_start-month": "2021"}, "月份应写成"),
    ("no document", {"document": " "}, "文件字号"),
]


@pytest.mark.parametrize(("changes", "said"), [row[1:] for row in FAULTY], ids=[row[0] for row in FAULTY])
def test_a_faulty_form_comes_back_with_its_fault(clerk, changes, said):
    for step in ("preview", "propose"):
        page = words(clerk.post(reverse("amendment-new"), sent(step, **changes)))
        assert said in page
        assert 'role="alert"' in page
    assert not Amendment.objects.exists()


CHANGES = [
    ("exam_bonus", {"from": "2024-01-01", "senior": "3000.00"}),
    ("exam_bonus_upgrade", {"from": "2024-01-01", "mode": "difference"}),
    ("exam_bonus_units", {"from": "2024-01-01", "kinds": ["学校"]}),
    ("registration_gate", {"from": "2024-01-01", "mode": "block"}),
    ("allowance_start", {"month": "2020-10"}),
    ("allowance_community", {"from": "2024-01-01", "categories": ["社区工作者"]}),
    ("training_target", {"from": "2024-01-01", "percent": "90", "hours": "2"}),
    ("purchase_preference", {"from": "2024-01-01", "holders": "4"}),
]


@pytest.mark.parametrize(("scale", "values"), CHANGES, ids=[row[0] for row in CHANGES])
def test_every_kind_of_change_can_be_proposed(office, clerk, scale, values):
    named = {f"{scale}-{name}": value for name, value in values.items()}
    clerk.post(reverse("amendment-new"), sent("propose", **named))
    office.sign(Amendment.objects.get())
    entry = current_book().scales[scale][-1]
    told = {name: list(value) if isinstance(value, tuple) else str(value) for name, value in entry.values.items()}
    wanted = {name: value for name, value in values.items() if name != "from"}
    assert {name: told[name] for name in wanted} == wanted


def test_a_first_day_alone_confirms_what_is_in_force(office, clerk):
    changes = {"monthly_allowance-assistant": "", "monthly_allowance-from": "2020-01-01"}
    assert "只作确认" in words(clerk.post(reverse("amendment-new"), sent("preview", **changes)))
    clerk.post(reverse("amendment-new"), sent("propose", **changes))
    office.sign(Amendment.objects.get())
    (entry,) = current_book().scales["monthly_allowance"]
    assert (entry.assumed, entry.document, str(entry.amount(Level.SENIOR))) == ("", "测民字〔2022〕8号", "260.00")


# The county is eight hours ahead of what is stored.
@pytest.mark.parametrize(("at", "told"), [((30, 15, 59), "甲 2022-06-30"), ((30, 16, 0), "甲 2022-07-01")])
@pytest.mark.parametrize("act", ["proposed", "approved", "withdrawn"])
def test_what_is_done_after_midnight_is_of_the_new_day(act, at, told):
    moment, by = datetime(2022, 6, *at, tzinfo=UTC), User(username="甲", display_name="甲")
    signed = {"proposed_by": by, "proposed_at": moment} | {f"{act}_by": by, f"{act}_at": moment}
    (cells,) = pages.amendments_table([Amendment(number=1, **signed)]).body()
    assert cells[5 if act == "proposed" else 6].text == told


def test_a_what_if_keeps_nothing(clerk):
    one_assistant()
    page = words(clerk.post(reverse("what-if"), {**ticks(), **NEW}))
    assert all(said in page for said in ("李雷", "240.00"))
    assert not Amendment.objects.exists()


def test_a_what_if_without_a_change_costs_nothing(clerk):
    one_assistant()
    found = clerk.post(reverse("what-if"), ticks()).context["effects"]
    assert {str(found.difference(period.key)) for period in found.periods} == {"0.00"}


def test_a_what_if_is_handed_over_to_be_proposed(clerk):
    page = clerk.post(reverse("amendment-new"), {**ticks(), **NEW, "document": "", "step": "edit"})
    form = page.context["form"]
    assert (form["monthly_allowance-from"].value(), form["monthly_allowance-assistant"].value()) == ("2022.7.1", "120")
    assert 'role="alert"' not in words(page)


def test_finance_may_ask_what_if_but_not_propose(finance, signed_in):
    page = words(signed_in(finance).get(reverse("what-if")))
    assert "照此提出修订" not in page


def test_the_policy_page_names_the_document_in_force_and_leads_to_it(office, clerk, signed_in, finance):
    office.amend()
    page = words(clerk.get(reverse("policy")))
    assert f'<a href="{reverse("amendment", args=[1])}">测民字〔2022〕8号 第二条</a>' in page
    other = words(signed_in(finance).get(reverse("policy")))
    assert "测民字〔2022〕8号 第二条" in other
    assert reverse("amendment", args=[1]) not in other


def test_the_policy_page_tells_what_is_to_come(office, clerk):
    office.amend(rate("120.00", "2099-01-01"))
    page = words(clerk.get(reverse("policy")))
    assert "职业津贴现行标准（将施行）" in page
    assert "自 2099-01-01" in page


def test_the_reason_of_an_amount_names_the_document_it_rests_on(office, clerk):
    one = one_assistant()
    office.amend()
    pages = [words(clerk.get(reverse("allowance", args=[month, one.pk]))) for month in ("2022-06", "2022-07")]
    assert ["测民字〔2022〕8号 第二条：<q>初级每月120元</q>" in page for page in pages] == [False, True]
    assert "应发 120.00 元" in pages[1]


def test_a_phrase_of_the_policy_itself_is_looked_up_in_the_loaded_text(office, clerk):
    book = current_book()
    phrases = [phrase for rows in book.scales.values() for entry in rows for phrase in entry.phrases]
    document.load("。".join(phrases) + "别的。" * 200, book)
    for said, tone in ((phrases[0], "已与载入的正文核对"), ("从没写过的话", "载入的正文中没有")):
        changes = {"document": book.document, "clause": "三（二）", "phrase": said}
        assert tone in words(clerk.post(reverse("amendment-new"), sent("preview", **changes)))


def test_an_amendment_of_another_document_leaves_the_loaded_text_whole(office):
    before = document.missing_phrases("", current_book())
    office.amend(RAISE)
    assert document.missing_phrases("", current_book()) == before


def test_levels_are_told_from_the_lowest_to_the_highest(clerk):
    employer = county.committee()
    for number, level in enumerate((Level.SOCIAL_WORKER, Level.ASSISTANT), 1):
        one = county.person(number)
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}", level)
    page = clerk.post(reverse("amendment-new"), sent("preview", **{"monthly_allowance-social_worker": "180"}))
    by_level = page.context["groups"][0]
    assert [word for word, _ in by_level.rows] == ["初级", "中级"]

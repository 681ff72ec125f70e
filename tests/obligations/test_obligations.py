"""依据与落实: every demand of the document has its obligation, its screen and a figure that is right."""

import datetime
from collections import Counter
from pathlib import Path

import pytest
from django.urls import reverse

from dingnan_sw.lib.figures import Figure
from incentives import document
from incentives.amendments.book import current_book
from incentives.budget.models import Appropriation
from incentives.budget.vocabulary import Item
from incentives.obligations import table
from incentives.obligations.declared import KINDS, Obligation, Standing, State
from incentives.obligations.memory import once, together
from incentives.obligations.table import OBLIGATIONS
from incentives.obligations.views import standings
from positions.vocabulary import PROFESSIONAL_POST, UnitKind
from talent.appointments.models import Appointment, Appraisal, CareerSystem
from talent.appointments.vocabulary import Outcome
from talent.departments.models import Renaming, Task
from talent.departments.vocabulary import Body, Progress
from talent.honours.models import PublicRole
from talent.honours.vocabulary import Body as RoleBody
from talent.models import Posting, Training
from talent.rolls.models import Checked
from talent.vocabulary import Level, StaffCategory
from tests import county
from tests.budget.counties import fund, funds, register
from tests.paying.office import Office

TODAY = datetime.date(2021, 12, 31)
pytestmark = pytest.mark.django_db
EACH = [pytest.param(one, id=f"{one.clause}-{one.key}") for one in OBLIGATIONS]

# The demands of the document, clause by clause, by keys of our own.
DOCUMENT = {
    "文首": "document cited addressees authority effective basis",
    "一（一）": "aim ratio each-community training-rate",
    "一（二）": "families mobilise targets setup-modes grade-and-pay mechanisms",
    "二（一）": "thirteen-tasks task-groups duties",
    "二（二）": "twelve-fields professional platforms take-in",
    "二（三）": "posts career-system appointment",
    "三（一）": "training-system encouraged reimbursement bonus-assistant bonus-social-worker no-senior-bonus bonus-budget"
    " bonus-report",
    "三（二）": "grassroots-staff pay-factors pay-floor insurance post-each-community holder-each-post allowance"
    " allowance-budget allowance-floor",
    "三（三）": "fields brands catalogue trend equal-terms conditions recommended",
    "三（四）": "party deputies preferred elected publicity",
    "四（一）": "ledger progress political-and-legal lead finance personnel field-bodies",
    "四（二）": "budget performance purchase-rules purchase-evaluation lottery lottery-public social-money",
    "四（三）": "awards internal-awards",
}


@pytest.mark.parametrize("clause", DOCUMENT)
def test_every_demand_of_the_document_has_its_obligation(clause):
    found = Counter(one.key for one in OBLIGATIONS if one.clause == clause)
    assert found == Counter(DOCUMENT[clause].split())


def test_no_obligation_stands_under_a_clause_that_the_document_has_not():
    known = {"文首", *(clause.number for clause in document.clauses())}
    assert {one.clause for one in OBLIGATIONS} == known == set(DOCUMENT)


def test_each_obligation_is_a_line_of_the_table():
    source = Path(table.__file__).read_text(encoding="utf-8")
    assert source.count("\n    O(") == len(OBLIGATIONS)


@pytest.mark.parametrize("one", EACH)
def test_an_obligation_opens_a_screen_and_has_a_figure_on_an_empty_database(one, clerk, signed_in):
    figure = one.figure(TODAY)
    assert isinstance(figure, Figure)
    assert figure.words
    assert signed_in(clerk).get(one.url).status_code == 200
    assert set(one.kinds) <= set(KINDS)


@pytest.mark.parametrize(
    ("kinds", "figure", "state"),
    [
        ("R", Figure("", 1), State.RECORDED),
        ("R", Figure("", 1, 2), State.SHORT),
        ("R", Figure("", 2, 2), State.DONE),
        ("F", Figure(""), State.GUIDANCE),
    ],
)
def test_the_state_of_an_obligation_follows_its_figure(kinds, figure, state):
    one = Obligation("一（一）", "x", "", "", kinds, "policy", lambda on: figure)
    assert one.state(figure) is state


# The figures on a small county ------------------------------------------------------------------------


@pytest.fixture
def small(db):
    """Two communities and a village: the first with post and holder, the second with a holder, the village with a post."""
    first = county.committee()
    second = county.committee("乙社区居民委员会", "360728100002")
    village = county.committee("丙村民委员会", "360728100201")
    county.county_year(2021, 2001)
    holder, other = county.person(1, "甲"), county.person(2, "乙")
    service = county.serve(holder, first)
    county.serve(other, second)
    county.certify(holder, "DEMO1")
    county.certify(other, "DEMO2", Level.SOCIAL_WORKER)
    post = county.post(first)
    county.post(village)
    Posting.objects.create(service=service, post=post, since=county.SINCE)
    return {"holder": holder, "post": post, "first": first}


def told(key):
    (one,) = (one for one in OBLIGATIONS if one.key == key)
    figure = one.figure(TODAY)
    return figure.done, figure.due


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ratio", (2, 3)),  # 2001 inhabitants need three
        ("each-community", (2, 2)),
        ("training-rate", (0, 1)),
        ("post-each-community", (2, 3)),
        ("holder-each-post", (1, 3)),
        ("families", (3, None)),
        ("setup-modes", (2, None)),
        ("grade-and-pay", (0, 2)),
        ("duties", (0, 2)),
        ("thirteen-tasks", (0, 2)),
        ("career-system", (0, 3)),
        ("posts", (2, 3)),
        ("budget", (0, 1)),
        ("lottery-public", (0, 1)),
        ("targets", (0, None)),
        ("professional", (0, None)),
        ("bonus-assistant", (0, 1)),
        ("bonus-social-worker", (0, 1)),
        ("allowance", (0, None)),  # the first month is due by the end of March
        ("allowance-floor", (3, 3)),
        ("allowance-budget", (0, 1)),
        ("lottery", (0, 1)),
        ("preferred", (0, None)),
        ("mobilise", (0, None)),
        ("reimbursement", (0, None)),
        ("document", (0, 1)),
    ],
)
def test_a_figure_is_right_on_a_small_county(key, expected, small):
    assert told(key) == expected


def test_training_counts_who_is_in_a_post(small):
    Training.objects.create(person=small["holder"], name="实务", ended_on=datetime.date(2021, 5, 1), hours=8)
    assert (told("training-rate"), told("training-system")) == ((1, 1), (0, None))


def test_a_post_is_in_order_when_its_duties_and_conditions_are_written(small):
    type(small["post"]).objects.filter(pk=small["post"].pk).update(
        duties="资源链接、专业督导", requirements="持证", grade="专业技术十一级", service_field="老年人"
    )
    counted = {key: told(key) for key in ("duties", "thirteen-tasks", "task-groups", "grade-and-pay", "twelve-fields")}
    assert counted == {
        "duties": (1, 2),
        "thirteen-tasks": (1, 2),
        "task-groups": (1, None),
        "grade-and-pay": (1, 2),
        "twelve-fields": (1, None),
    }


@pytest.mark.parametrize(("category", "done"), [("", 0), ("管理岗位", 0), (PROFESSIONAL_POST, 1)])
def test_a_schools_post_is_a_professional_one(category, done, small):
    post = county.post(county.unit("某中学", UnitKind.SCHOOL))
    type(post).objects.filter(pk=post.pk).update(category=category, grade="专业技术十一级")
    assert told("professional") == (done, 1)


def test_a_career_system_counts_when_it_is_set_up(small):
    row = CareerSystem.objects.create(unit=small["first"], is_set_up=False)
    assert told("career-system") == (0, 3)
    CareerSystem.objects.filter(pk=row.pk).update(is_set_up=True)
    assert told("career-system") == (1, 3)


@pytest.mark.parametrize(("until", "done"), [(None, 1), (datetime.date(2022, 1, 1), 1), (TODAY, 0)])
def test_an_appointment_counts_while_it_runs(until, done, small):
    hospital = county.unit("某医院", UnitKind.PUBLIC_HOSPITAL)
    county.serve(small["holder"], hospital, StaffCategory.EMPLOYED)
    since = datetime.date(2021, 1, 1)
    Appointment.objects.create(person=small["holder"], unit=hospital, title=1, grade=12, since=since, until=until)
    assert told("appointment") == (done, None)


def test_money_counts_from_the_day_on_which_it_was_given(small):
    funds()
    for item, name, on in (
        (Item.ALLOWANCE, "县级一般公共预算", TODAY),
        (Item.OTHER, "福彩公益金", TODAY),
        (Item.BONUS, "县级一般公共预算", datetime.date(2022, 1, 1)),
    ):
        Appropriation.objects.create(year=2021, item=item, fund=fund(name), amount=100, on=on, document="演示")
    keys = ("allowance-budget", "lottery", "bonus-budget", "catalogue")
    assert {key: told(key) for key in keys} == {
        "allowance-budget": (1, 1),
        "lottery": (1, 1),
        "bonus-budget": (0, 1),
        "catalogue": (0, 3),
    }


def test_the_allowance_is_looked_at_up_to_the_month_that_was_paid_and_the_year_before_at_the_latest(small):
    (one,) = (one for one in OBLIGATIONS if one.key == "allowance")
    assert one.figure(datetime.date(2022, 3, 31)).words == "2020年12月没有应发的人"
    assert "2021年12月应发 2 人" in one.figure(datetime.date(2022, 4, 1)).words
    office = Office(datetime.date(2021, 10, 8))
    office.send(office.allowances("2021-09"))
    assert one.figure(TODAY).words == "2021年9月应发 2 人，已送财政 2 人"


def test_registrations_of_the_year_are_counted(small):
    register(small["first"], "甲", exam_year=2021)
    register(small["first"], "乙", exam_year=2022)
    assert (told("mobilise"), told("encouraged")) == ((1, None), (1, None))


@pytest.mark.parametrize(("duties", "done"), [("", 0), ("其他", 0), ("资源链接", 1), ("专业督导", 1)])
def test_a_post_that_names_a_task_of_either_kind_names_its_tasks(duties, done, small):
    type(small["post"]).objects.filter(pk=small["post"].pk).update(duties=duties)
    assert told("thirteen-tasks") == (done, 2)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (RoleBody.CADRES, "party"),
        (RoleBody.TOWN_LEADERSHIP, "party"),
        (RoleBody.CONGRESS, "deputies"),
        (RoleBody.CONFERENCE, "deputies"),
        (RoleBody.VILLAGE_PARTY, "elected"),
        (RoleBody.SELF_GOVERNMENT, "elected"),
    ],
)
def test_a_role_counts_for_the_obligation_that_speaks_of_its_body(body, key, small):
    PublicRole.objects.create(
        person=small["holder"], unit=small["first"], body_kind=body, body="演示", role="委员", tier="县", since=TODAY
    )
    counted = {one: told(one)[0] for one in ("party", "deputies", "elected")}
    assert counted == {"party": 0, "deputies": 0, "elected": 0} | {key: 1}


@pytest.mark.parametrize(
    ("outcome", "state", "done"),
    [
        (Outcome.GOOD, Checked.REPORTED, 1),
        (Outcome.UNGRADED, Checked.CHECKED, 0),
        (Outcome.GOOD, Checked.RETURNED, 0),
    ],
)
def test_an_appraisal_of_the_last_full_year_counts_for_the_mechanisms(outcome, state, done, small):
    for year in (2020, 2021):
        Appraisal.objects.create(person=small["holder"], unit=small["first"], year=year, outcome=outcome, state=state)
    assert told("mechanisms") == (done, None)


def test_a_renamed_body_is_shown_by_its_name_of_the_day_with_the_tasks_under_both(small):
    Renaming.objects.create(body=Body.POLITICAL_AND_LEGAL, name="县委社会工作部", since=datetime.date(2021, 7, 1))
    for code, name in (("1", "县委政法委"), ("2", "县委社会工作部")):
        Task.objects.create(code=code, department=name, clause="四（一）", title="设岗", due=TODAY, state=Progress.DONE)
    assert told("political-and-legal") == (2, 2)
    for day, shown in ((datetime.date(2021, 6, 30), "县委政法委"), (datetime.date(2021, 7, 1), "县委社会工作部")):
        (one,) = (one for one in standings(day) if one.obligation.key == "political-and-legal")
        assert one.who == shown


def test_three_holders_make_an_organisation_recommended(small):
    place = county.unit("某社工中心", UnitKind.COMMUNITY_ORGANISATION)
    for number in range(10, 13):
        person = county.person(number, f"某{number}")
        county.serve(person, place, StaffCategory.ORGANISATION_FULL_TIME)
        county.certify(person, f"DEMO{number}")
    assert told("recommended") == (1, None)


@pytest.mark.parametrize(("kind", "done"), [(UnitKind.COMMUNITY_ORGANISATION, 1), (UnitKind.OTHER_ORGANISATION, 0)])
def test_a_holder_of_a_community_organisation_with_a_title_is_managed_as_a_professional(kind, done, small):
    place = county.unit("某社工中心", kind)
    county.serve(small["holder"], place, StaffCategory.ORGANISATION_FULL_TIME)
    assert told("grassroots-staff") == (0, None)
    Appointment.objects.create(person=small["holder"], unit=place, title=1, grade=12, since=county.SINCE)
    assert told("grassroots-staff") == (done, None)


def test_what_several_figures_rest_on_is_reckoned_once_for_a_page():
    asked = []

    @once
    def number(on):
        asked.append(on)
        return len(asked)

    with together():
        assert (number(TODAY), number(TODAY)) == (1, 1)
    assert number(TODAY) == 2


# The page -------------------------------------------------------------------------------------------


def page(browser, **asked):
    return browser.get(reverse("obligations"), asked)


def test_the_map_shows_every_obligation_with_its_way(clerk, signed_in, small):
    text = page(signed_in(clerk)).content.decode()
    assert [one.key for one in OBLIGATIONS if one.summary not in text] == []
    assert "还差 1 人" in text
    assert f'href="{reverse("coverage")}"' in text


def test_the_map_is_narrowed_by_state_and_by_who(clerk, signed_in, small):
    browser = signed_in(clerk)
    shown = page(browser, state=State.SHORT.value, who="镇、城市社区").context["clauses"]
    assert [one.obligation.key for clause in shown for one, _ in clause["rows"]] == [
        "post-each-community",
        "holder-each-post",
    ]
    assert "没有符合条件的要求" in page(browser, state="x").content.decode()


def test_a_clauses_text_stands_beside_it_once_it_is_loaded(clerk, signed_in, monkeypatch):
    browser = signed_in(clerk)
    assert "载入正文后" in page(browser).content.decode()
    phrases = [p for some in current_book().scales.values() for entry in some for p in entry.phrases]
    body = "演示正文。" * 120
    document.load(f"一、演示\n（一）演示条。{body}\n{'；'.join(phrases)}", current_book(), clerk)
    text = page(browser).content.decode()
    assert "（一）演示条" in text
    assert "标准引用的短语" in text


def test_the_policy_page_leads_to_the_map_for_those_who_may_read_it(clerk, hr, signed_in):
    link = f'href="{reverse("obligations")}"'
    assert link in signed_in(clerk).get(reverse("policy")).content.decode()
    assert link not in signed_in(hr).get(reverse("policy")).content.decode()


def test_a_clause_of_the_policy_leads_to_the_screens_of_its_obligations(clerk, hr, signed_in):
    def led(account):
        rows = signed_in(account).get(reverse("policy")).context["clauses"]
        return {row["clause"].number: [screen.address for screen in row["screens"]] for row in rows}

    assert led(clerk)["三（一）"] == [
        "roll/training-plan", "exams", "reimbursements", "bonuses", "budget-execution", "batches"
    ]  # fmt: skip
    assert led(hr)["三（一）"] == ["roll/training-plan", "exams", "reimbursements", "bonuses"]
    assert led(clerk)["三（四）"] == ["honours"]


def test_finance_is_not_led_where_it_may_not_go(finance, signed_in):
    browser = signed_in(finance)
    for clause in page(browser).context["clauses"]:
        for one, url in clause["rows"]:
            assert (url is None) == (browser.get(one.obligation.url).status_code == 403)


def test_what_stands_short_is_told_in_its_tone():
    one = OBLIGATIONS[7]
    assert Standing(one, Figure("", 1, 2), "").tone == "bad"

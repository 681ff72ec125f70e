"""三（四）, 四（三）: publicity with consent, political data for few, counts for all."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from positions.models import Mandate
from positions.vocabulary import Role, UnitKind
from talent.honours import figures
from talent.honours.models import Award, Publicity, PublicRole, Recruitment
from talent.rolls.declared import ROLLS
from talent.rolls.models import Checked
from tests import county

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 2, 1)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)
PERSON = object()


# Consent ------------------------------------------------------------------------------------------

ITEM = {"published_on": DAY, "link": "", "person": PERSON, "consented_on": DAY, "consented_to": "先进事迹宣传"}
CASES = [
    ({}, None),
    ({"consented_on": BEFORE}, None),
    ({"consented_on": AFTER}, "本人同意日期"),
    ({"consented_on": None}, "本人同意日期"),
    ({"consented_to": ""}, "同意用途"),
    ({"consent_until": AFTER}, None),
    ({"consent_until": DAY}, "同意截止日期"),
    ({"person": None, "consented_on": None}, None),
    ({"person": None}, "身份证号"),
]


@pytest.mark.parametrize(("changes", "heading"), CASES)
def test_an_item_about_a_person_needs_consent_in_force_that_day(changes, heading):
    found = [where for where, _ in ROLLS.by_name["publicity"].check(ITEM | changes)]
    assert found == ([heading] if heading else [])


@pytest.mark.parametrize(("changes", "heading"), CASES)
def test_the_database_says_the_same(unit, changes, heading):
    values = {
        **ITEM,
        "person": county.person(1),
        "unit": unit,
        "title": "某社工",
        "outlet": "县融媒体",
        "medium": "报刊",
    }
    values |= changes
    if heading is None:
        assert Publicity.objects.create(**values).pk
        return
    with pytest.raises(IntegrityError, match="publicity_"), transaction.atomic():
        Publicity.objects.create(**values)


@pytest.mark.parametrize(
    ("link", "refused"), [("", False), ("https://example.org/1", False), ("javascript:alert(1)", True), ("县报", True)]
)
def test_a_link_leads_to_a_page(link, refused):
    found = [where for where, _ in ROLLS.by_name["publicity"].check({**ITEM, "link": link})]
    assert found == (["链接"] if refused else [])


@pytest.mark.parametrize(
    ("level", "document", "refused"),
    [("单位内部", "", False), ("县级", "定府字〔2022〕1号", False), ("县级", "", True), ("镇级", "", True)],
)
def test_an_organs_award_names_its_document(unit, level, document, refused):
    found = [where for where, _ in ROLLS.by_name["awards"].check({"level": level, "document": document})]
    assert found == (["文号"] if refused else [])


# Who sees what ------------------------------------------------------------------------------------


@pytest.fixture
def roles(unit, other_unit):
    """One elected in each of two units."""
    for number, (name, employer) in enumerate((("李雷", unit), ("韩梅", other_unit)), 1):
        one = county.person(number, name)
        county.serve(one, employer)
        PublicRole.objects.create(
            person=one, unit=employer, body_kind="人民代表大会", body="县人大", role="代表", tier="县", since=DAY,
            state=Checked.CHECKED,
        )  # fmt: skip


def rows(browser):
    answer = browser.get(reverse("roll", args=["public-roles"]))
    return answer.status_code, {name for name in ("李雷", "韩梅") if name in answer.content.decode()}


def test_political_rows_open_to_clerk_approver_and_the_unit_alone(
    roles, signed_in, clerk, approver, hr, auditor, finance
):
    told = [rows(signed_in(account)) for account in (clerk, approver, hr, auditor, finance)]
    everyone = {"李雷", "韩梅"}
    assert told == [(200, everyone), (200, everyone), (200, {"李雷"}), (403, set()), (403, set())]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FINANCE])
def test_a_second_mandate_opens_no_political_row_to_a_unit(roles, signed_in, hr, role, other_unit):
    Mandate.objects.create(user=hr, role=role, since=county.SINCE)
    browser = signed_in(hr)
    assert rows(browser) == (200, {"李雷"})
    far = PublicRole.objects.get(unit=other_unit)
    assert browser.get(reverse("roll-row", args=["public-roles", far.pk])).status_code == 404
    assert (
        "韩梅"
        not in browser.get(reverse("roll", args=["public-roles"]), {"q": "韩"}).content.decode().split("<table")[-1]
    )


def test_a_town_reviewer_with_a_unit_sees_the_unit_alone(roles, signed_in, hr, town):
    Mandate.objects.create(user=hr, role=Role.REVIEWER, town=town, since=county.SINCE)
    assert rows(signed_in(hr)) == (200, {"李雷"})


def test_others_see_counts_and_no_name(roles, signed_in, auditor, finance, clerk):
    for account, leads in ((auditor, False), (finance, False), (clerk, True)):
        page = signed_in(account).get(reverse("honours")).content.decode()
        assert "任职 2 人" in page
        assert ("李雷" in page, "韩梅" in page) == (False, False)
        assert (reverse("roll", args=["public-roles"]) in page) is leads


def test_a_unit_counts_its_own(roles, signed_in, hr):
    assert "任职 1 人" in signed_in(hr).get(reverse("honours")).content.decode()


# Counts -------------------------------------------------------------------------------------------


def test_a_role_counts_until_the_day_before_it_ends(roles, unit):
    PublicRole.objects.filter(unit=unit).update(until=AFTER)
    assert [figures.deputies(day).done for day in (BEFORE, DAY, AFTER)] == [0, 2, 1]


def test_figures_count_what_is_recorded_and_demand_nothing(unit):
    one = county.person(1)
    for preferred in (True, False):
        Recruitment.objects.create(
            unit=unit, year=2022, event="招聘", post=str(preferred), preferred=preferred, hired=2
        )
    Publicity.objects.create(unit=unit, title="某经验", published_on=DAY, medium="网站", outlet="县府网")
    for level, state in (("县级", Checked.CHECKED), ("单位内部", Checked.CHECKED), ("市级", Checked.RETURNED)):
        Award.objects.create(
            person=one, unit=unit, name=level, level=level, organ="某机关", awarded_on=DAY, document="1号", state=state
        )
    made = (figures.recruitments, figures.publicity, figures.awards, figures.internal_awards)
    assert [(make(DAY).done, make(DAY).due) for make in made] == [(1, None)] * 4
    assert "录（聘）用 2 人" in figures.recruitments(DAY).words


def test_the_table_counts_by_year_and_kind(roles, signed_in, clerk):
    table = signed_in(clerk).get(reverse("honours")).context["table"]
    found = {(tally.kind): tally.by_year for tally in table.rows if tally.total}
    assert found == {"人民代表大会": {2022: 2}}


def test_ended_consent_asks_to_take_the_item_down(unit, signed_in, clerk):
    school = county.unit("丙校", UnitKind.SCHOOL)
    Publicity.objects.create(
        unit=school, title="某社工", published_on=DAY, medium="网站", outlet="县府网", person=county.person(1),
        consented_on=DAY, consented_to="先进事迹宣传", consent_until=AFTER,
    )  # fmt: skip
    assert "有 1 条宣传的本人同意已经到期或撤回" in signed_in(clerk).get(reverse("honours")).content.decode()

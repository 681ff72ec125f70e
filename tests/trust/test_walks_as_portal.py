"""Paying, deciding and budgeting as the role that owns nothing: no step needs more than was granted."""

import datetime
import json
from contextlib import closing
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from dingnan_sw.embedded import PORTAL
from incentives.amendments.book import in_force
from incentives.paying import objections
from incentives.paying.bank_file import order_number
from incentives.paying.flow import State
from incentives.paying.models import Payment, Receivable
from incentives.paying.vocabulary import Result
from tests import county
from tests.amendments import proposals
from tests.budget.counties import funds
from tests.paying.office import Office, told
from tests.paying.test_commands import results_file

day = datetime.date
LATER = day(2022, 3, 9)
pytestmark = pytest.mark.skipif("DATA_DIR" not in settings.DATABASES["default"], reason="an external database")


@pytest.fixture(autouse=True)
def as_portal(transactional_db):
    """The connection is the portal's, as in service, until the tables are emptied after the test."""
    connection.close()
    with mock.patch.dict(connection.settings_dict), closing(connection):
        del connection.settings_dict["OWNER"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_user")
            assert cursor.fetchone() == (PORTAL,)
        yield


@pytest.fixture
def office(as_portal):
    funds()
    return Office()


@pytest.fixture
def person(as_portal):
    one = county.person(bank_name="演示银行", bank_account="9999000000000000001")
    county.serve(one, county.committee())
    county.certify(one, approved_on=day(2020, 12, 10))
    return one


def answered(office, batch, folder, *answer):
    """The bank's file for the running round of one payment is read, and the round closed."""
    due = batch.payments.due().select_related("person", "batch").get()
    row = (due.person.id_number, str(due.amount), *answer, order_number(due))
    file = results_file(folder / "answers.xlsx", [row])
    call_command("import_payment_results", str(batch.number), file, "--by", "payer")
    return office.step(batch, "paid", "payer")


def bounced(office, batch, folder):
    office.send(batch)
    office.on = LATER
    office.step(batch, "paying", "payer", note="已核实")
    return answered(office, batch, folder, "失败", "账号不符")


def test_a_draft_is_drawn_anew_and_taken_to_the_archive(office, person):
    office.allowances("2021-03")
    person.services.update(until=day(2021, 2, 1))
    batch = office.allowances("2021-03", by="preparer")
    assert told(batch) == [("张三", "2021-01", "normal", "100.00")]
    office.pay(batch)
    assert office.step(batch, "archived", "preparer").state == State.ARCHIVED


def test_an_objection_is_written_down_and_answered(office, person):
    batch = office.allowances("2021-03")
    for to in ("reviewed", "published"):
        office.step(batch, to, "checker")
    raised = objections.object_to(office.actor("checker", LATER), batch.number, "李某", "没有在岗")
    objections.answer(office.actor("preparer", LATER), raised.pk, "已核实，在岗")
    assert office.step(batch, "approved", "head", LATER).state == State.APPROVED


def test_what_came_back_is_paid_again(office, person, tmp_path):
    batch = office.allowances("2021-03")
    assert bounced(office, batch, tmp_path).state == State.RETURNED
    batch = office.step(batch, "paying", "payer")
    assert answered(office, batch, tmp_path, "成功", "").state == State.PAID
    assert list(batch.payments.values_list("round", "result")) == [(1, Result.FAILED), (2, Result.SUCCEEDED)]


def test_what_is_held_is_decided_and_paid(office, signed_in):
    one = county.person()
    county.serve(one, county.unit("演示企业", "企业"))
    line = reverse("held-line", args=[county.certify(one).pk])
    head = signed_in(office.actor("head").user)
    assert "张三" in head.get(reverse("held")).content.decode()
    seen = str(head.get(line).context["doubt"])
    assert head.post(line, {"granted": "yes", "reason": "派驻社区", "evidence": "纪要1号", "seen": seen}).url == line
    assert office.pay(office.bonuses(2021)).total == 1000


@pytest.fixture
def owing(office, person, tmp_path):
    """300 owed back, 100 of it money that came back from the bank."""
    bounced(office, office.allowances("2021-01"), tmp_path)
    office.pay(office.allowances("2021-03"))
    person.services.update(until=day(2021, 1, 1))
    office.pay(office.allowances("2021-03"))
    return Receivable.objects.get()


def test_what_is_owed_back_is_repaid_and_set_off(office, owing, signed_in):
    payer = signed_in(office.actor("payer").user)
    page = reverse("receivable", args=[owing.pk])
    assert page in payer.get(reverse("receivables")).content.decode()
    payer.post(page, {"amount": "150.00", "on": office.on, "note": "收据1"})
    payer.post(reverse("receivable-bounced", args=[owing.pk, Payment.objects.get(result=Result.FAILED).pk]))
    office.pay(office.bonuses(2020))
    shown = payer.get(page)
    assert [str(one) for one in shown.context["settlements"]] == ["退回 150.00", "退票冲抵 100.00", "冲抵 50.00"]
    assert shown.context["receivable"].balance == 0


def test_amendments_are_proposed_signed_and_withdrawn():
    desk = proposals.Office()
    signed = desk.amend()
    desk.withdraw(desk.propose(proposals.rate("130.00")))
    assert in_force() == [signed.pk]


def test_a_budget_is_computed(office, person, capsys):
    call_command("compute_budget", "--year", "2027", "--on", "2026-11-25", "--format", "json")
    assert json.loads(capsys.readouterr().out)["allowances"]["expected"] == "1200.00"

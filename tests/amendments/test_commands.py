"""amend_policy and approve_amendment: the verbs, with the effects of what they did."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incentives.amendments.models import Amendment, State
from positions.vocabulary import Role
from tests import county
from tests.amendments.proposals import RAISE, Office, account, rate, text

pytestmark = pytest.mark.django_db
TODAY = date(2022, 8, 15)


@pytest.fixture
def office(monkeypatch):
    for command in ("amend_policy", "approve_amendment"):
        monkeypatch.setattr(f"incentives.amendments.management.commands.{command}.today", lambda: TODAY)
    return Office()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "修订.toml"
    path.write_text(RAISE, encoding="utf-8")
    return path


def run(*args):
    out = StringIO()
    try:
        call_command(*map(str, args), "--format", "json", stdout=out)
    except SystemExit as end:
        return end.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def one_assistant():
    """Owed 100.00 from 2021-07 on."""
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one)


def test_an_amendment_is_proposed_by_one_and_signed_by_another(office, file):
    one_assistant()
    code, told = run("amend_policy", file, "--by", office.clerk.username)
    assert (code, told) == (
        0,
        {
            "amendment": 1,
            "state": "proposed",
            "document": "测民字〔2022〕8号",
            "clause": "第二条",
            "first_day": "2022-07-01",
            "changes": [{"scale": "monthly_allowance", "from": "2022-07-01", "values": {"assistant": "120.00"}}],
            "effects": {
                "to_date": "40.00",
                "years": {"2022": "120.00", "2023": "240.00", "2024": "240.00", "2025": "240.00"},
            },
        },
    )
    assert run("approve_amendment", 1, "--by", office.approver.username) == (0, {**told, "state": "in_force"})
    assert Amendment.objects.get().state == State.IN_FORCE


def test_with_nobody_on_record_all_effects_are_nothing(office, file):
    _, told = run("amend_policy", file, "--by", office.clerk.username)
    assert {told["effects"]["to_date"], *told["effects"]["years"].values()} == {"0.00"}


def test_refusals_are_told_with_their_code(office, file):
    both = account("两职", Role.CLERK, Role.APPROVER)
    run("amend_policy", file, "--by", both.username)
    asked = [
        ("approve_amendment", 1, "--by", both.username),
        ("approve_amendment", 7, "--by", office.approver.username),
        ("approve_amendment", 1, "--by", "nobody"),
        ("amend_policy", file, "--by", office.approver.username),
    ]
    answers = [run(*args) for args in asked]
    assert [(code, told["error"]) for code, told in answers] == [
        (1, "same_person"),
        (1, "unknown_amendment"),
        (1, "unknown_user"),
        (1, "not_permitted"),
    ]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (rate("99.99").encode(), "rate_below_floor"),
        ("初级".encode("gb18030"), "invalid_amendment"),
        (RAISE.encode("utf-16"), "invalid_amendment"),
        (RAISE.encode() + b"#" * 100_000, "invalid_amendment"),
        (text(f"[[exam_bonus]]\nassistant = {'[' * 3000}\n").encode(), "invalid_amendment"),
        (text('"\\u0000" = 1\n').encode(), "invalid_amendment"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_by_the_proposal_and_the_what_if_alike(office, file, body, error):
    file.write_bytes(body)
    code, told = run("amend_policy", file, "--by", office.clerk.username)
    assert (code, told["error"]) == (1, error)
    assert run("compute_budget", "--year", 2023, "--what-if", file) == (1, told)


def test_the_mark_that_windows_puts_before_a_file_is_no_part_of_it(office, file):
    _, told = run("amend_policy", file, "--by", office.clerk.username)
    file.write_text(RAISE, encoding="utf-8-sig")
    assert run("amend_policy", file, "--by", office.clerk.username) == (0, told)
    assert "difference" in run("compute_budget", "--year", 2023, "--what-if", file)[1]


def test_a_file_that_is_not_there_is_a_mistake_of_the_caller(office, tmp_path):
    with pytest.raises(CommandError, match="读不了") as end:
        call_command("amend_policy", str(tmp_path / "none.toml"), "--by", office.clerk.username)
    assert end.value.returncode == 2


def test_the_table_names_document_changes_and_sums(office, file):
    out = StringIO()
    call_command("amend_policy", str(file), "--by", office.clerk.username, stdout=out)
    assert all(words in out.getvalue() for words in ("第 1 号修订", "测民字〔2022〕8号", "120.00", "到本月"))

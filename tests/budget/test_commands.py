"""compute_budget: its JSON (docs/commands.md), and that an empty change costs nothing."""

import json

import pytest
from django.core.management import call_command

from incentives.budget.models import PassRate
from tests import county
from tests.budget.counties import funds, register, worker

pytestmark = pytest.mark.django_db
HEAD = 'document = "定民字〔2027〕1号"\nclause = "第一条"\nphrase = "初级每月120元"\n'
MORE = HEAD + '\n[[monthly_allowance]]\nfrom = 2027-07-01\nassistant = "120.00"\n'


@pytest.fixture(autouse=True)
def small_county():
    funds()
    employer = county.committee()
    people = [worker(number, employer) for number in (1, 2)]
    PassRate.objects.create(year=2026, level=1, percent="20.00")
    register(employer, "新来的")
    return people


def run(capsys, *arguments):
    call_command("compute_budget", "--year", "2027", "--on", "2026-11-25", "--format", "json", *arguments)
    return json.loads(capsys.readouterr().out)


def test_rows_sums_and_funds_are_those_computed_by_hand(capsys):
    result = run(capsys)
    (row,) = result["rows"]
    assert (row["people"], row["person_months"], row["rate"], row["amount"]) == (2, 24, "100.00", "2400.00")
    # 200 for the months of November and December, 1000 once: a fifth of each
    assert result["allowances"] == {"low": "2440.00", "expected": "2440.00", "high": "2440.00"}
    assert result["bonuses"] == {"low": "200.00", "expected": "200.00", "high": "200.00"}
    assert result["totals"] == {"low": "2640.00", "expected": "2640.00", "high": "2640.00"}
    assert [(one["economic"][:5], one["expected"]) for one in result["funds"]] == [
        ("30309", "200.00"),
        ("30305", "2440.00"),
    ]
    assert "difference" not in result


def test_a_change_of_nothing_costs_nothing(capsys, tmp_path):
    file = tmp_path / "nothing.toml"
    file.write_text(HEAD, encoding="utf-8")
    result = run(capsys, "--what-if", str(file))
    nothing = {"low": "0.00", "expected": "0.00", "high": "0.00"}
    assert result["difference"] == {"allowances": nothing, "bonuses": nothing, "totals": nothing}
    assert {**run(capsys), "difference": result["difference"]} == result


def test_a_file_that_is_not_there_is_a_wrong_use(capsys, tmp_path):
    with pytest.raises(Exception, match="读不了"):
        run(capsys, "--what-if", str(tmp_path / "none.toml"))


def test_the_table_shows_the_same_sums(capsys):
    call_command("compute_budget", "--year", "2027", "--on", "2026-11-25")
    shown = capsys.readouterr().out
    assert "2440.00" in shown
    assert "2640.00" in shown


def test_a_higher_rate_from_july_costs_its_difference_for_six_months(capsys, tmp_path):
    file = tmp_path / "more.toml"
    file.write_text(MORE, encoding="utf-8")
    result = run(capsys, "--what-if", str(file))
    # two people for six months, and a fifth of an examinee for two
    assert result["difference"]["totals"]["expected"] == "248.00"
    assert [(row["first"], row["last"], row["rate"]) for row in result["rows"]] == [
        ("2027-01", "2027-06", "100.00"),
        ("2027-07", "2027-12", "120.00"),
    ]


@pytest.mark.parametrize("head", ["", 'document = ""\n'], ids=["nothing said", "left blank"])
def test_a_what_if_need_not_say_where_it_rests(capsys, tmp_path, head):
    file = tmp_path / "more.toml"
    file.write_text(head + MORE.removeprefix(HEAD), encoding="utf-8")
    assert run(capsys, "--what-if", str(file))["difference"]["totals"]["expected"] == "248.00"


def test_what_a_what_if_says_is_checked_all_the_same(capsys, tmp_path):
    file = tmp_path / "odd.toml"
    file.write_text("[[monthly_rate]]\nfrom = 2027-07-01\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        run(capsys, "--what-if", str(file))
    assert json.loads(capsys.readouterr().out)["error"] == "invalid_amendment"


def test_a_rate_below_the_floor_is_refused_as_a_result(capsys, tmp_path):
    file = tmp_path / "less.toml"
    file.write_text(MORE.replace("120.00", "43.18"), encoding="utf-8")
    with pytest.raises(SystemExit):
        run(capsys, "--what-if", str(file))
    assert json.loads(capsys.readouterr().out)["error"] == "rate_below_floor"

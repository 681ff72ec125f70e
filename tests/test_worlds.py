"""Random counties, sent as workbooks, get the same answers from the portal and from a naive second reading of docs/decisions.md.

WORLDS=500 tries as many; a county is made again from its seed alone.
"""

import datetime
import io
import json
import os
import random

import pytest
from django.core.management import call_command

from dingnan_sw.lib.dates import today
from tests.naive import answers
from tests.naive.books import halves, write_book
from tests.naive.days import moment
from tests.naive.faults import FAULTS, spoil
from tests.naive.worlds import make_world

SEEDS = range(int(os.environ.get("WORLDS", "25")))
YEARS = (2019, 2020, 2021, 2022)
MONTHS = [
    f"{2020 + number // 12}-{number % 12 + 1:02}" for number in (10, 11, 12, 13, 14, 15, 16, 17, 18, 23, 24, 29, 35)
]

pytestmark = pytest.mark.django_db


def ask(command, *words):
    """What a command answers, and its exit status."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command(command, *words, "--format", "json", stdout=out, stderr=err)
    except SystemExit as stop:
        status = stop.code or 0
    assert out.getvalue(), err.getvalue()
    return json.loads(out.getvalue()), status


def send(world, path, seed, *words):
    """Imports a workbook and expects every row of it to be taken."""
    result, status = ask("import_workbook", str(write_book(world, path, seed)), *words)
    assert (result["errors"], status) == ([], 0)
    assert {sheet: counts["rows"] for sheet, counts in result["sheets"].items()} == {
        sheet: len(rows) for sheet, rows in world.items()
    }
    for counts in result["sheets"].values():
        assert counts["created"] + counts["updated"] + counts["unchanged"] == counts["rows"]
    return result


def changes(result):
    return sum(counts["created"] + counts["updated"] for counts in result["sheets"].values())


def ask_for_lines(command, *words):
    """The answer without its explanations, which only have to be there."""
    answer, _status = ask(command, *words)
    for line in answer["lines"]:
        assert line.pop("explanation").strip()
    return answer


def assert_same_answers(world, years, months, days):
    for year in years:
        assert_same(ask_for_lines("compute_bonuses", "--year", str(year)), answers.bonuses(world, year))
    for month in months:
        assert_same(ask_for_lines("compute_allowances", "--month", month), answers.allowances(world, month))
    for day in days:
        assert_same(ask("compute_coverage", "--on", day.isoformat())[0], answers.coverage(world, day, today()))
        assert_same(ask("compute_preference", "--on", day.isoformat())[0], answers.preference(world, day))


def assert_same(portal, naive):
    """Of long lists, only what the other has not is shown."""
    for part in ("lines", "gaps", "organisations"):
        ours, theirs = naive.get(part, []), portal.get(part, [])
        assert [entry for entry in theirs if entry not in ours] == [entry for entry in ours if entry not in theirs]
    assert portal == naive


def assert_nothing_stored():
    assert_same_answers({}, YEARS, ["2021-06"], [datetime.date(2021, 6, 30)])


def days_of(seed):
    dice = random.Random(seed)
    new_year = today().replace(month=1, day=1)
    turns = [new_year, new_year - datetime.timedelta(days=1), today(), datetime.date(2020, 12, 31)]
    return [dice.choice(turns), *(moment(dice) for _ in range(5))]


@pytest.mark.parametrize("seed", SEEDS)
def test_portal_and_naive_reading_agree_on_a_random_county(seed, tmp_path, figure):
    world = make_world(seed, today().year)
    parts = halves(world) if seed % 3 == 0 else (world,)
    for number, part in enumerate(parts):
        send(part, tmp_path / f"{number}.xlsx", seed)
    assert changes(send(parts[-1], tmp_path / "again.xlsx", seed + 1)) == 0
    assert_same_answers(world, YEARS, MONTHS, days_of(seed))
    figure("随机县份由两套实现核算", "逐行一致", "一致")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_dry_run_says_what_would_happen_and_stores_nothing(seed, tmp_path):
    world = make_world(seed, today().year)
    foretold = send(world, tmp_path / "dry.xlsx", seed, "--dry-run")
    assert_nothing_stored()
    assert send(world, tmp_path / "wet.xlsx", seed) == foretold


@pytest.mark.parametrize(("sheet", "column", "code"), FAULTS)
def test_one_faulty_row_keeps_the_whole_county_out(sheet, column, code, tmp_path):
    world = make_world(5, today().year)
    spoil(world, sheet, column, code)
    result, status = ask("import_workbook", str(write_book(world, tmp_path / "faulty.xlsx", 5)))
    assert status == 1
    assert (sheet, column, code) in {(error["sheet"], error["column"], error["code"]) for error in result["errors"]}
    assert_nothing_stored()


def test_the_counties_are_not_dull():
    """Together they bring every outcome about, else their agreement would say little."""
    worlds = [make_world(seed, 2026) for seed in range(25)]
    lines = [line for world in worlds for year in YEARS for line in answers.bonuses(world, year)["lines"]]
    assert {line["reason"] for line in lines} == {None, *REASONS}
    owed = [line for world in worlds for line in answers.allowances(world, "2021-06")["lines"]]
    assert {(line["basis"], line["level"]) for line in owed} == {
        (basis, level) for basis in "AB" for level in answers.RANK
    }
    listed = [answers.preference(world, datetime.date(2021, 6, 1))["organisations"] for world in worlds]
    assert {found["recommended"] for organisations in listed for found in organisations} == {True, False}


REASONS = {
    "civil_servant",
    "unit_kind",
    "two_levels_same_year",
    "before_policy",
    "no_bonus_for_level",
    "level_obtained_earlier",
    "higher_level_earlier",
    "not_in_service",
}

"""What the commands have in common: days and months written one way, extremes without a traceback, UTF-8 in any locale."""

import errno
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError

from dingnan_sw.lib.errors import SEGMENT
from tests.talent.books import COUNTY, holder, send

ROOT = Path(__file__).resolve().parents[2]
GIGABYTE = 1_000_000_000
HELD = ("--certificate", "DEMO1", "--decision", "grant", "--reason", "x", "--evidence", "x")
PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def said(command, *words):
    out = io.StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["compute_coverage", "compute_preference"])
@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2024-02-29", "9999-12-31"])
def test_every_day_of_the_calendar_has_its_result(command, day):
    assert json.loads(said(command, "--on", day, "--format", "json"))["on"] == day


@pytest.mark.parametrize("command", ["compute_coverage", "compute_preference"])
@pytest.mark.parametrize("day", ["20210228", "2021-W05-1", "2021-2-1", "2021-02-29", "2021-02-28T00:00", "２０２１-02-28", "0000-01-01", ""])  # fmt: skip
def test_a_day_is_written_one_way(command, day):
    with pytest.raises(CommandError, match="日期应写成"):
        said(command, "--on", day)


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["0001-02", "2021-07", "9999-12"])
def test_every_month_with_a_month_before_it_has_its_result(month):
    assert json.loads(said("compute_allowances", "--month", month, "--format", "json"))["month"] == month


@pytest.mark.parametrize("month", ["0001-01", "0000-12", "2021-13", "2021-7", "202107"])
def test_no_other_month_has(month):
    with pytest.raises(CommandError, match="month"):
        said("compute_allowances", "--month", month)


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["1900", "2999"])
def test_the_first_and_the_last_exam_year_have_their_result(year):
    assert json.loads(said("compute_bonuses", "--year", year, "--format", "json"))["year"] == int(year)


@pytest.mark.parametrize("year", ["1899", "3000", "0001", "9999"])
def test_the_years_beside_them_are_wrong_usage(year):
    with pytest.raises(CommandError, match="年度"):
        said("compute_bonuses", "--year", year)


def shell(*words):
    """The command as the shell runs it where the locale knows no Chinese."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words], env=os.environ | PLAIN, capture_output=True, check=False
    )


def test_results_and_messages_are_utf8_in_a_locale_without_chinese():
    assert "输出格式" in shell("compute_coverage", "--help").stdout.decode()
    wrong = shell("compute_coverage", "--on", "20210228")
    assert (wrong.returncode, "日期应写成" in wrong.stderr.decode()) == (2, True)
    lost = shell("import_workbook", "没有.xlsx")
    assert (lost.returncode, "没有这个文件：没有.xlsx" in lost.stderr.decode()) == (2, True)


@pytest.mark.django_db
@pytest.mark.parametrize("population", [200_000, None])
def test_the_table_of_coverage_shows_all_that_the_json_shows(population, tmp_path):
    village = {"统计用区划代码": "360728100201", "名称": "丁村", "所属镇": "历市镇"}
    years = {"全县年度数据": [{"年度": 2021, "常住人口": population}]} if population else {}
    send(tmp_path, [holder(1)], **years, **{"社区（村）": [*COUNTY["社区（村）"], village]})
    result = json.loads(said("compute_coverage", "--on", "2021-12-31", "--format", "json"))
    table = re.sub("[‰%]", " ", said("compute_coverage", "--on", "2021-12-31")).split()
    assert {str(figure) for figure in figures(result)} <= set(table)


def figures(part):
    """Every number and word of the result; what is not known is a dash there, and yes and no are 有 and 缺."""
    match part:
        case dict():
            return [figure for value in part.values() for figure in figures(value)]
        case list():
            return [figure for value in part for figure in figures(value)]
        case bool() | None:
            return [{True: "有", False: "缺", None: "—"}[part]]
        case _:
            return [part]


# What the machine lacks ---------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raised", "free", "error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), GIGABYTE, "no_room", "磁盘满了"),
        (OperationalError("connection refused"), SEGMENT - 1, "no_room", "磁盘满了"),
        (OperationalError("connection refused"), SEGMENT, "database_away", "连接不上"),
        (InterfaceError("connection already closed"), GIGABYTE, "database_away", "连接不上"),
    ],
    ids=["disk full", "no room for the log", "away", "closed"],
)
def test_what_the_machine_lacks_is_told_in_words_with_its_code(raised, free, error, words, monkeypatch):
    def fail(*given, **more):
        raise raised

    monkeypatch.setattr("incentives.commands.account", fail)
    monkeypatch.setattr("shutil.disk_usage", lambda place: mock.Mock(free=free))
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("decide_held", *HELD, "--by", "x", "--format", "json", stdout=out, stderr=io.StringIO())
    told = json.loads(out.getvalue())
    assert (ended.value.code, told["error"], words in told["message"]) == (1, error, True)


@pytest.mark.django_db
def test_a_defect_is_not_laid_upon_the_machine(monkeypatch):
    def fail(*given, **more):
        raise ZeroDivisionError

    monkeypatch.setattr("incentives.commands.account", fail)
    with pytest.raises(ZeroDivisionError):
        said("decide_held", *HELD, "--by", "x")

"""The commands' JSON and their refusals (docs/commands.md)."""

import datetime
import json
import re

import openpyxl
import pytest
from django.conf import settings
from django.core.management import call_command

from dingnan_sw.audit.models import Entry
from incentives.paying.models import Payment
from incentives.paying.vocabulary import Result
from tests import county
from tests.paying.office import account

pytestmark = pytest.mark.django_db
day = datetime.date


@pytest.fixture
def person():
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one, approved_on=day(2020, 12, 10))
    return one


def run(capsys, *arguments):
    """(exit status, result)."""
    status = 0
    try:
        call_command(*arguments, "--format", "json")
    except SystemExit as ended:
        status = ended.code
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "asked",
    [
        ("compute_bonuses", "--year", "2020"),
        ("compute_allowances", "--month", "2021-01"),
        ("show_batch", "1"),
        ("show_ledger",),
    ],
    ids=lambda asked: asked[0],
)
def test_what_prints_whole_numbers_is_one_entry_of_the_record(asked, capsys, office, person):
    """Also where nothing is printed yet, as of the ledger before anything is sent."""
    office.allowances("2021-01")
    before = Entry.objects.latest("pk").pk
    _, result = run(capsys, *asked)
    (told,) = Entry.objects.filter(pk__gt=before)
    assert (told.action, told.address) == ("命令行查看", "命令行")
    assert told.details == {"command": asked[0], "count": len(result["lines"])}


def through(capsys, number, *steps):
    who = {
        "reviewed": "checker",
        "published": "checker",
        "approved": "head",
        "sent": "head",
        "paying": "payer",
    }
    for to in steps:
        on = "2022-03-01" if to in ("reviewed", "published") else "2022-03-09"
        more = ("--acknowledge", "已核实") if to == "paying" else ()
        status, result = run(
            capsys, "advance_batch", str(number), "--to", to, "--on", on, "--by", who.get(to, "payer"), *more
        )
        assert status == 0, result
    return result


def prepared(capsys, *period):
    return run(capsys, "prepare_batch", *period, "--on", "2022-03-01", "--by", "preparer")


MONTHS = ("--kind", "allowance", "--through", "2021-02")


def test_at_a_terminal_a_step_is_told_in_words(capsys, office, person):
    office.allowances("2021-03")
    through(capsys, 1, "reviewed")
    call_command("advance_batch", "1", "--to", "published", "--on", "2022-03-01", "--by", "checker")
    told = "第 1 批（职业津贴）：公示中，办理日期 2022-03-01，公示 2022-03-02 至 2022-03-08"
    assert capsys.readouterr().out.strip() == told


def test_a_prepared_batch_is_shown_line_by_line(capsys, office, person):
    status, result = prepared(capsys, *MONTHS)
    assert status == 0
    line = {
        "id_number": person.id_number,
        "name": "张三",
        "level": "助理社会工作师",
        "kind": "normal",
        "amount": "100.00",
    }
    assert [{name: one[name] for name in line} for one in result["lines"]] == [line, line]
    assert [one["month"] for one in result["lines"]] == ["2021-01", "2021-02"]
    assert all(one["cause"] for one in result["lines"])
    assert {key: result[key] for key in ("batch", "kind", "state", "people", "total")} == {
        "batch": 1, "kind": "allowance", "state": "draft", "total": "200.00",
        "people": [{"id_number": person.id_number, "net": "200.00"}],
    }  # fmt: skip
    assert run(capsys, "show_batch", "1") == (0, result)


def test_a_bonus_has_no_month(capsys, office, person):
    _, result = prepared(capsys, "--kind", "bonus", "--year", "2020")
    assert [(one["month"], one["amount"]) for one in result["lines"]] == [(None, "1000.00")]


def test_the_ledger_shows_what_was_posted_and_taken_back(capsys, office, person):
    prepared(capsys, *MONTHS)
    through(capsys, 1, "reviewed", "published", "approved")
    assert run(capsys, "show_ledger") == (0, {"lines": []})
    through(capsys, 1, "sent", "paying", "paid")
    person.services.update(until=day(2021, 1, 20))
    office.on = day(2022, 4, 1)
    office.pay(office.allowances("2021-02"))
    _, result = run(capsys, "show_ledger", "--id-number", person.id_number, "--month", "2021-02")
    same = {
        "id_number": person.id_number,
        "item": "allowance",
        "level": "助理社会工作师",
        "month": "2021-02",
        "state": "paid",
    }
    assert result["lines"] == [
        same | {"kind": "pay", "amount": "100.00", "batch": 1},
        same | {"kind": "reversal", "amount": "-100.00", "batch": 2},
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("prepare_batch", *MONTHS, "--by", "nobody"), "unknown_user"),
        (("prepare_batch", *MONTHS, "--by", "payer"), "not_permitted"),
        (("prepare_batch", "--kind", "allowance", "--through", "2999-01", "--by", "preparer"), "future_month"),
        (("prepare_batch", *MONTHS, "--by", "preparer", "--on", "2999-01-01"), "future_date"),
        (("show_batch", "7"), "unknown_batch"),
        (("show_ledger", "--id-number", "999999199001010017"), "id_format"),
        (("advance_batch", "7", "--to", "reviewed", "--by", "checker"), "unknown_batch"),
        (("decide_held", "--certificate", "X", "--decision", "grant", "--reason", "a", "--evidence", "b", "--by", "head"),
         "unknown_certificate"),
    ],
)  # fmt: skip
def test_a_refusal_has_its_code_and_says_why(capsys, office, person, arguments, code):
    status, result = run(capsys, *arguments)
    assert (status, result["error"]) == (1, code)
    assert result["message"]


CODE = re.compile(r'(?:Refused\(|\.refuse\(\s*[\w.]+,\s*|\.code == )"(\w+)"')
# What a program reads of a refusal: the modules that the commands of a section of the page come through.
GIVEN = [
    (3, "commands.py", "amendments/actions.py", "amendments/book.py", "amendments/reading.py"),
    (4, "commands.py", "budget/accounts.py", "management/commands/*.py",
     *(f"paying/{name}.py" for name in ("acting", "ledger", "preparing", "results", "rulings", "steps"))),
    (5, "budget/accounts.py"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "modules"), [(row[0], row[1:]) for row in GIVEN])
def test_every_code_that_a_command_gives_is_on_the_page(section, modules):
    page = (settings.BASE_DIR / "docs" / "commands.md").read_text(encoding="utf-8")
    words = page.partition(f"\n## {section}. ")[2].partition("\n## ")[0]
    texts = [file.read_text("utf-8") for name in modules for file in (settings.BASE_DIR / "incentives").glob(name)]
    given = {code for text in texts for code in CODE.findall(text)}
    assert given
    assert {code for code in given if f"`{code}`" not in words} <= {"required"}  # as of the workbook


def test_approval_within_the_notice_is_refused(capsys, office, person):
    prepared(capsys, *MONTHS)
    through(capsys, 1, "reviewed", "published")
    status, result = run(capsys, "advance_batch", "1", "--to", "approved", "--on", "2022-03-08", "--by", "head")
    assert (status, result["error"]) == (1, "notice_running")


def test_payment_with_open_checks_is_refused_without_a_reason(capsys, office, person):
    prepared(capsys, *MONTHS)
    through(capsys, 1, "reviewed", "published", "approved", "sent")
    status, result = run(capsys, "advance_batch", "1", "--to", "paying", "--on", "2022-03-09", "--by", "payer")
    assert (status, result["error"]) == (1, "unacknowledged_checks")


def test_a_batch_is_made_void_without_a_reason_as_the_command_asks_for_none(capsys, office, person):
    prepared(capsys, *MONTHS)
    assert run(capsys, "advance_batch", "1", "--to", "voided", "--by", "head")[1]["state"] == "voided"


def test_too_long_a_reason_for_the_payment_is_refused_and_nothing_is_paid(capsys, office, person):
    prepared(capsys, *MONTHS)
    through(capsys, 1, "reviewed", "published", "approved", "sent")
    paying = ("advance_batch", "1", "--to", "paying", "--on", "2022-03-09", "--by", "payer", "--acknowledge")
    status, result = run(capsys, *paying, "核" * 1001)
    assert (status, result["error"]) == (1, "too_long")
    assert "1,001 个字" in result["message"]
    assert run(capsys, "show_batch", "1")[1]["state"] == "sent"


def test_a_draft_is_not_drawn_anew_on_an_earlier_day(capsys, office, person):
    prepared(capsys, *MONTHS)
    person.services.update(until=day(2021, 2, 1))
    status, result = run(capsys, "prepare_batch", *MONTHS, "--on", "2022-02-28", "--by", "preparer")
    assert (status, result["error"]) == (1, "date_order")
    assert run(capsys, "show_batch", "1")[1]["total"] == "200.00"


def results_file(path, rows):
    book = openpyxl.Workbook()
    for row in [("证件号码", "金额", "结果", "失败原因", "支付编号"), *rows]:
        book.active.append(row)
    book.save(path)
    return str(path)


@pytest.fixture
def paying(capsys, office, person):
    prepared(capsys, *MONTHS)
    through(capsys, 1, "reviewed", "published", "approved", "sent", "paying")


def test_results_are_read_row_by_row(capsys, paying, person, tmp_path):
    file = results_file(tmp_path / "a.xlsx", [(person.id_number, "200.00", "失败", "户名不符")])
    expected = {"batch": 1, "rows": 1, "succeeded": 0, "failed": 1, "waiting": 0}
    assert run(capsys, "import_payment_results", "1", file, "--by", "payer") == (0, expected)
    assert run(capsys, "import_payment_results", "1", file, "--by", "payer") == (0, expected)
    assert through(capsys, 1, "paid")["state"] == "returned"
    assert through(capsys, 1, "paying", "paid")["state"] == "paid"


def test_a_file_without_any_result_is_not_taken_for_an_answer(capsys, paying, tmp_path):
    file = results_file(tmp_path / "a.xlsx", [])
    status, result = run(capsys, "import_payment_results", "1", file, "--by", "payer")
    assert (status, result["error"], Payment.objects.get().result) == (1, "no_rows", Result.WAITING)


@pytest.mark.parametrize(
    ("on", "code"), [("2022-03-08", "date_order"), ("2022-03-09", None), ("2999-01-01", "future_date")]
)
def test_results_are_dated_from_the_day_of_the_payment_to_today(capsys, paying, person, tmp_path, on, code):
    file = results_file(tmp_path / "a.xlsx", [(person.id_number, "200.00", "成功", "")])
    status, result = run(capsys, "import_payment_results", "1", file, "--on", on, "--by", "payer")
    assert (status, result.get("error")) == (1 if code else 0, code)
    assert Payment.objects.get().result == (Result.WAITING if code else Result.SUCCEEDED)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("OTHER", "200.00", "成功", ""), "unknown_person"),
        (("SAME", "199.99", "成功", ""), "amount_differs"),
        (("SAME", "200.00", "失败", ""), "required"),
        (("SAME", "200.00", "也许", ""), "choice"),
    ],
)
def test_one_wrong_row_takes_no_result(capsys, paying, person, tmp_path, row, code):
    number = person.id_number if row[0] == "SAME" else county.id_number(77)
    file = results_file(tmp_path / "a.xlsx", [(number, *row[1:])])
    status, result = run(capsys, "import_payment_results", "1", file, "--by", "payer")
    assert (status, result["error"], result["errors"][0]["code"]) == (1, "refused_rows", code)


def test_a_held_bonus_waits_for_the_approver_and_then_is_paid(capsys, office):
    one = county.person()
    county.serve(one, county.unit("演示企业", "企业"))
    county.certify(one, approved_on=day(2021, 6, 20))
    decide = (
        "decide_held",
        "--certificate",
        "DEMO1",
        "--decision",
        "grant",
        "--reason",
        "派驻社区",
        "--evidence",
        "纪要1号",
    )
    assert run(capsys, *decide, "--by", "preparer")[1]["error"] == "not_permitted"
    assert prepared(capsys, "--kind", "bonus", "--year", "2021")[1]["total"] == "0.00"
    for name, words in (("--reason", "理" * 1001), ("--evidence", "纪" * 301)):
        assert run(capsys, *decide, name, words, "--by", "head")[1]["error"] == "too_long"
    status, result = run(capsys, *decide, "--by", "head")
    assert (status, result["doubt"], result["amount"]) == (0, "unit_kind", "1000.00")
    assert prepared(capsys, "--kind", "bonus", "--year", "2021")[1]["total"] == "1000.00"
    assert run(capsys, *decide, "--by", "head")[1]["error"] == "nothing_held"


def test_a_denied_bonus_is_refused_with_its_reason(capsys, office):
    one = county.person()
    county.serve(one, county.unit("演示企业", "企业"))
    county.certify(one, approved_on=day(2021, 6, 20))
    decide = (
        "decide_held",
        "--certificate",
        "DEMO1",
        "--decision",
        "deny",
        "--reason",
        "不在范围",
        "--evidence",
        "纪要1号",
    )
    run(capsys, *decide, "--by", "head")
    _, result = run(capsys, "compute_bonuses", "--year", "2021")
    assert [(line["outcome"], line["reason"], line["amount"]) for line in result["lines"]] == [
        ("refused", "denied", "0.00")
    ]


def test_an_account_without_a_county_mandate_prepares_nothing(capsys, office, person):
    account("hr", "unit", unit=person.services.get().unit)
    assert run(capsys, "prepare_batch", *MONTHS, "--by", "hr")[1]["error"] == "not_permitted"


def test_what_is_shown_without_a_format_holds_no_code(office, person, capsys):
    batch = office.allowances("2021-03")
    office.send(batch)
    for words in (
        ("show_batch", str(batch.number)),
        ("show_ledger",),
        ("compute_allowances", "--month", "2021-03"),
        ("compute_bonuses", "--year", "2020"),
    ):
        call_command(*words)
        said = capsys.readouterr().out
        assert "100.00" in said or person.name in said
        assert not re.search("[a-z]{3}", said), said

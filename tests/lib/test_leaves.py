"""The leaves: sums in words, months, sealed values, names as they are typed, tables, filters and charts."""

import datetime
import random
from decimal import Decimal

import pytest
from cryptography.exceptions import InvalidTag
from django.http import QueryDict

from dingnan_sw.lib import charts, pages
from dingnan_sw.lib.dates import Month, closing, full_years, last_day
from dingnan_sw.lib.figures import percent
from dingnan_sw.lib.money import in_words
from dingnan_sw.lib.pinyin import search_keys
from dingnan_sw.lib.secrets import blind_index, read_sealed, write_sealed
from dingnan_sw.lib.table import Column, Table, in_order
from tests.words import amount_of


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"), ("100", "壹佰元整"), ("30.50", "叁拾元伍角整"), ("1005.45", "壹仟零伍元肆角伍分"),
        ("100000", "壹拾万元整"), ("10050000", "壹仟零伍万元整"), ("0.05", "伍分"), ("1.05", "壹元零伍分"),
        ("100100", "壹拾万零壹佰元整"), ("1000000000", "壹拾亿元整"), ("20000300.70", "贰仟万零叁佰元柒角整"), ("-5", "负伍元整"),
    ],
)  # fmt: skip
def test_sums_stand_in_words_as_payment_documents_demand(amount, words):
    assert in_words(Decimal(amount)) == words


def test_words_read_back_are_the_same_sum():
    chance = random.Random(41)
    for _ in range(20_000):
        amount = Decimal(chance.randrange(10 ** chance.randint(1, 13))) / 100 * chance.choice((1, -1))
        assert amount_of(in_words(amount)) == amount, amount


@pytest.mark.parametrize("amount", ["0.005", "1000000000000"])
def test_what_cannot_be_written_is_refused(amount):
    with pytest.raises(ValueError, match="大写"):
        in_words(Decimal(amount))


def test_a_month_knows_its_eve_and_its_neighbours():
    month = Month.parse("2021-01")
    assert (month.eve, month.first, month.last) == (
        datetime.date(2020, 12, 31),
        datetime.date(2021, 1, 1),
        datetime.date(2021, 1, 31),
    )
    assert (str(month.plus(-1)), str(month.plus(12)), month.words) == ("2020-12", "2022-01", "2021年1月")


@pytest.mark.parametrize("text", ["2021-7", "2021-13", "2021-00", "202107", "２０２１-07", ""])
def test_a_month_is_written_one_way(text):
    with pytest.raises(ValueError, match="月份"):
        Month.parse(text)


@pytest.mark.parametrize("day", [datetime.date(2021, 2, 28), datetime.date.max, None])
def test_paper_and_half_open_ends_turn_into_each_other(day):
    assert last_day(closing(day)) == day


def test_a_sealed_file_is_unreadable_and_an_altered_one_is_refused(tmp_path):
    path = tmp_path / "sealed"
    write_sealed(path, b"999999199001010011")
    assert b"9999" not in path.read_bytes()
    assert read_sealed(path) == b"999999199001010011"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(InvalidTag):
        read_sealed(path)


def test_equal_values_have_equal_indexes_and_others_do_not():
    assert blind_index("999999199001010011") == blind_index("999999199001010011")
    assert blind_index("999999199001010011") != blind_index("999999199001010012")


@pytest.mark.parametrize(("name", "keys"), [("曾珊", {"zs", "cs", "zengshan", "cengshan"}), ("单雄", {"sx", "dx"})])
def test_names_are_found_by_every_reading(name, keys):
    assert keys <= set(search_keys(name).replace("·", "").split())


def test_the_surnames_own_reading_comes_first():
    assert search_keys("曾珊").split()[0] == "zengshan"
    assert search_keys("仇英").split()[0] == "qiuying"


COLUMNS = (Column("a", "甲", lambda row: row["a"], sort="value"), Column("b", "乙", lambda row: row["b"]))
ROWS = [{"a": 2, "b": 1}, {"a": None, "b": 2}, {"a": 1, "b": 3}]


@pytest.mark.parametrize(
    ("sort", "order"), [("a", [3, 1, 2]), ("-a", [1, 3, 2]), ("b", [3, 1, 2]), ("", [3, 1, 2]), ("-", [3, 1, 2])]
)
def test_computed_rows_are_ordered_empty_ones_last_and_unknown_names_ignored(sort, order):
    found = in_order(ROWS, QueryDict(f"sort={sort}"), COLUMNS, "a")
    assert [row["b"] for row in found] == order or (sort == "-" and [row["b"] for row in found] == [1, 3, 2])


def test_a_headings_link_turns_the_order_and_keeps_the_rest():
    table = Table(COLUMNS, ROWS, "表", QueryDict("sort=a&q=x&page=3"))
    first, second = table.headings()
    assert (first.url, first.aria, second.url) == ("?sort=-a&q=x", "ascending", None)


def test_an_address_changes_only_what_is_asked():
    assert pages.query(QueryDict("a=1&b=2"), b=3, a=None) == "?b=3"


@pytest.mark.parametrize(
    ("part", "whole", "places", "found"), [(1, 8, 0, "13"), (1, 160, 2, "0.63"), (2, 3, 1, "66.7"), (3, 3, 2, "100.00")]
)
def test_a_share_is_rounded_half_up(part, whole, places, found):
    assert str(percent(part, whole, places)) == found


def test_of_nothing_there_is_no_share():
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        ("2012-03-01", "2026-02-28", 13),
        ("2012-03-01", "2026-03-01", 14),
        ("2012-02-29", "2013-02-28", 0),
        ("2012-02-29", "2013-03-01", 1),
    ],
)
def test_a_year_is_full_on_its_day(since, on, years):
    assert full_years(datetime.date.fromisoformat(since), datetime.date.fromisoformat(on)) == years


def test_charts_say_their_values_and_escape_what_was_typed():
    drawn = charts.bars("持证", [charts.Bar("<b>甲", 3, 4)])
    assert "3 / 4" in drawn
    assert "<b>" not in drawn
    assert "<title>持证</title>" in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize("value", ["0.00", "0.87", "1.00", "2.00", "57.30"])
def test_the_gauge_stays_inside_its_frame(value):
    drawn = charts.gauge("千分之一", Decimal(value), Decimal(1), "‰")
    widths = [int(part.split('"')[1]) for part in drawn.split("width=")[1:] if part.startswith('"')]
    assert max(widths) <= charts.WIDTH

"""Amendments over the policy: what they inherit, what they replace, what is refused."""

import copy
import tomllib
from datetime import date

import pytest

from incentives.rules.overlay import AMENDABLE, InvalidAmendment, changes, overlaid, read, written
from incentives.rules.rulebook import ABOUT_THE_ENTRY, RateBelowFloor, build, standard_book, standard_source
from incentives.rules.vocabulary import STAFF_CATEGORIES, UNIT_KINDS, Level
from positions.vocabulary import UnitKind
from talent.vocabulary import StaffCategory

HEAD = 'document = "测民字〔2022〕8号"\nclause = "第二条"\nphrase = "初级每月120元"\n'


def amendment(text):
    return read(HEAD + text)


def amended(*texts):
    return build(overlaid(standard_source(), [amendment(text) for text in texts]))


def rates(book, on):
    return [str(book.scale("monthly_allowance", on=on).amount(level)) for level in Level]


def test_an_amount_written_without_decimals_has_two_places():
    book = amended('[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "120"\n')
    assert rates(book, date(2022, 7, 1))[0] == "120.00"


def test_without_amendments_the_book_is_the_standard_one():
    assert amended().digest == standard_book().digest


def test_an_amendment_that_changes_nothing_gives_the_same_book():
    assert amended("").digest == standard_book().digest


def test_an_entry_changes_what_it_names_and_inherits_the_rest_from_its_first_day_on():
    book = amended('[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "120.00"\n')
    assert rates(book, date(2022, 6, 30)) == ["100.00", "150.00", "260.00"]
    assert rates(book, date(2022, 7, 1)) == ["120.00", "150.00", "260.00"]


def test_an_entry_rests_on_the_amendment_and_no_longer_on_an_assumption():
    entry = amended("[[monthly_allowance]]\nfrom = 2022-07-01\n").scale("monthly_allowance", on=date(2022, 7, 1))
    assert (entry.document, entry.clause, entry.phrases, entry.assumed) == (
        "测民字〔2022〕8号",
        "第二条",
        ("初级每月120元",),
        "",
    )


def test_an_entry_of_the_policy_rests_on_the_policy():
    assert {e.document for rows in standard_book().scales.values() for e in rows} == {standard_book().document}


def test_an_entry_with_the_same_first_day_replaces():
    book = amended('[[allowance_start]]\nfrom = 2020-01-01\nmonth = "2020-10"\n')
    assert [entry.values["month"] for entry in book.scales["allowance_start"]] == ["2020-10"]


def test_an_entry_between_two_others_ends_where_the_later_one_begins():
    later = '[[monthly_allowance]]\nfrom = 2024-01-01\nassistant = "140.00"\n'
    between = '[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "120.00"\n'
    book = amended(later, between)
    assert [rates(book, date(year, 12, 31))[0] for year in (2021, 2022, 2023, 2024)] == [
        "100.00",
        "120.00",
        "120.00",
        "140.00",
    ]


def test_a_later_amendment_inherits_from_an_earlier_one():
    book = amended(
        '[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "120.00"\n',
        '[[monthly_allowance]]\nfrom = 2023-01-01\nsenior = "300.00"\n',
    )
    assert rates(book, date(2023, 1, 1)) == ["120.00", "150.00", "300.00"]


def test_what_is_amended_is_not_touched():
    source = standard_source()
    before = copy.deepcopy(source)
    overlaid(source, [amendment('[[exam_bonus]]\nfrom = 2020-01-01\nsenior = "3000.00"\n')])
    assert source == before


def test_what_is_written_is_read_again_as_it_was():
    said = amendment(
        '[[exam_bonus_units]]\nfrom = 2022-01-01\nkinds = ["学校", "事业单位"]\n'
        "[[purchase_preference]]\nfrom = 2023-01-01\nholders = 4\n"
    )
    tricky = {**said, "phrase": 'a "quoted" back\\slash'}
    assert tomllib.loads(written(tricky)) == tricky


def test_every_value_of_the_policy_can_be_amended():
    for scale, rows in ((name, rows) for name, rows in standard_source().items() if isinstance(rows, list)):
        assert {key for row in rows for key in row} - ABOUT_THE_ENTRY <= set(AMENDABLE[scale])


def test_every_value_of_the_policy_passes_its_own_check():
    for scale, rows in ((name, rows) for name, rows in standard_source().items() if isinstance(rows, list)):
        values = {key: value for key, value in rows[0].items() if key not in ABOUT_THE_ENTRY}
        assert not any(AMENDABLE[scale][key](value) for key, value in values.items())


def test_kinds_and_categories_are_those_of_the_registers():
    assert set(UnitKind.values) == UNIT_KINDS
    assert set(StaffCategory.values) == STAFF_CATEGORIES


REFUSED = [
    ("unknown scale", '[[salary]]\nfrom = 2022-01-01\n', "没有名为 salary 的标准"),
    ("unknown value", '[[exam_bonus]]\nfrom = 2022-01-01\nmaster = "1.00"\n', "没有 master 这一项"),
    ("no first day", '[[exam_bonus]]\nassistant = "1200.00"\n', "没有写明起始日期"),
    ("first day as text", '[[exam_bonus]]\nfrom = "2022-01-01"\n', "没有写明起始日期"),
    ("first day with a time", "[[exam_bonus]]\nfrom = 2022-01-01T08:00:00\n", "没有写明起始日期"),
    ("before the policy", "[[exam_bonus]]\nfrom = 2019-12-31\n", "从 2020-01-01 起才有标准"),
    ("one first day twice", "[[exam_bonus]]\nfrom = 2022-01-01\n[[exam_bonus]]\nfrom = 2022-01-01\n", "起始日期（from）相同"),
    ("an amount as a number", "[[exam_bonus]]\nfrom = 2022-01-01\nassistant = 1200\n", "写成文字"),
    ("three decimals", '[[exam_bonus]]\nfrom = 2022-01-01\nassistant = "1200.001"\n', "最多两位小数"),
    ("nothing", '[[exam_bonus]]\nfrom = 2022-01-01\nassistant = "0.00"\n', "大于 0"),
    ("a negative amount", '[[exam_bonus]]\nfrom = 2022-01-01\nassistant = "-5.00"\n', "大于 0"),
    ("not a number", '[[exam_bonus]]\nfrom = 2022-01-01\nassistant = "NaN"\n', "大于 0"),
    ("digits of another script", '[[exam_bonus]]\nfrom = 2022-01-01\nassistant = "１２"\n', "大于 0"),
    ("unknown mode", '[[exam_bonus_upgrade]]\nfrom = 2022-01-01\nmode = "half"\n', "只能是 full、difference"),
    ("unknown gate", '[[registration_gate]]\nfrom = 2022-01-01\nmode = "maybe"\n', "只能是 off、warn、block"),
    ("no month", '[[allowance_start]]\nfrom = 2020-01-01\nmonth = "2021-13"\n', "2021-07"),
    ("a month as a number", "[[allowance_start]]\nfrom = 2020-01-01\nmonth = 202107\n", "2021-07"),
    ("unknown kind", '[[exam_bonus_units]]\nfrom = 2022-01-01\nkinds = ["银行"]\n', "没有“银行”这一类"),
    ("no kind", "[[exam_bonus_units]]\nfrom = 2022-01-01\nkinds = []\n", "不空"),
    ("a kind twice", '[[exam_bonus_units]]\nfrom = 2022-01-01\nkinds = ["学校", "学校"]\n', "不重复"),
    ("unknown category", '[[allowance_community]]\nfrom = 2022-01-01\ncategories = ["店员"]\n', "没有“店员”这一类"),
    ("a count as text", '[[purchase_preference]]\nfrom = 2022-01-01\nholders = "3"\n', "整数"),
    ("a truth as a count", "[[purchase_preference]]\nfrom = 2022-01-01\nholders = true\n", "整数"),
    ("more than all", "[[training_target]]\nfrom = 2022-01-01\npercent = 101\n", "1 到 100"),
    ("not a list of entries", "exam_bonus = 3\n", "写成 [[exam_bonus]]"),
    ("a list as a kind", '[[exam_bonus_units]]\nfrom = 2022-01-01\nkinds = [["学校"]]\n', "exam_bonus_units 的 kinds 应为"),
    ("a number as a kind", "[[exam_bonus_units]]\nfrom = 2022-01-01\nkinds = [1]\n", "名称清单"),
    ("a list as first day", "[[exam_bonus]]\nfrom = []\n", "exam_bonus 没有写明起始日期"),
    ("a table as first day", "[[exam_bonus]]\nfrom = {}\n[[exam_bonus]]\nfrom = {}\n", "exam_bonus 没有写明起始日期"),
    ("lists without end", f"[[exam_bonus]]\nassistant = {'[' * 3000}{']' * 3000}\n", "第 5 行的括号套得太深"),
    ("tables without end", f"[[exam_bonus]]\nassistant = {'{a = ' * 3000}1{'}' * 3000}\n", "第 5 行的括号套得太深"),
    ("keys without end", f"exam_bonus{'.a' * 3000} = 1\n", "写成 [[exam_bonus]]"),
    ("a list of lists", f"[[exam_bonus]]\nfrom = 2022-01-01\nassistant = {'[' * 99}{']' * 99}\n", "最多两位小数"),
    ("digits without end", f"[[exam_bonus]]\nassistant = {'9' * 5000}\n", "第 5 行的数字太长"),
    ("more in sixteens", f"[[training_target]]\nfrom = 2022-01-01\npercent = 0x{'f' * 5000}\n", "现在是 一个很长的数"),
    ("a name that cannot be seen", '"a\\u0000" = 1\n', "没有名为 a� 的标准"),
    ("no TOML", "exam_bonus\n", "不是能读的 TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_laid_over_the_policy_is_refused_in_words(text, words):
    with pytest.raises(InvalidAmendment) as refused:
        amended(text)
    assert words in str(refused.value)


@pytest.mark.parametrize("missing", ["document", "clause", "phrase"])
@pytest.mark.parametrize("said", [None, "", "  ", 8])
def test_an_amendment_that_rests_on_nothing_is_refused(missing, said):
    given = {**amendment(""), missing: said}
    with pytest.raises(InvalidAmendment, match=missing):
        changes(given)


def test_a_rate_below_the_floor_is_refused():
    with pytest.raises(RateBelowFloor, match=r"初级 99\.99 元，下限 100\.00 元"):
        amended('[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "99.99"\n')


def test_a_floor_raised_above_the_rate_in_force_is_refused():
    raised = '[[monthly_allowance_floor]]\nfrom = 2022-07-01\nassistant = "120.00"\n'
    with pytest.raises(RateBelowFloor):
        amended(raised)
    amended(raised + '[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "120.00"\n')

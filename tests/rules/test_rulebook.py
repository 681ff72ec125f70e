"""The book of numbers: dated, ordered, never below the floor, in step with the registers' words."""

import tomllib
from datetime import date

import pytest

from incentives.rules.rulebook import SOURCE, build, standard_book
from incentives.rules.vocabulary import Level
from positions.vocabulary import UnitKind
from talent.vocabulary import Level as RegisterLevel
from talent.vocabulary import StaffCategory


def source():
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def later(rate, **changes):
    return {**rate, **changes}


def test_a_new_rate_is_in_force_from_its_first_day_on():
    policy = source()
    rate = policy["monthly_allowance"][0]
    policy["monthly_allowance"].append(later(rate, **{"from": date(2022, 7, 1), "assistant": "180.00"}))
    book = build(policy)
    days = (date(2022, 6, 30), date(2022, 7, 1))
    assert [str(book.scale("monthly_allowance", on=day).amount(Level.ASSISTANT)) for day in days] == [
        rate["assistant"],
        "180.00",
    ]


def test_a_rate_below_the_floor_is_refused():
    policy = source()
    policy["monthly_allowance"][0]["senior"] = "259.99"
    with pytest.raises(ValueError, match="低于文件下限"):
        build(policy)


def test_first_days_out_of_order_are_refused():
    policy = source()
    policy["exam_bonus"].append(later(policy["exam_bonus"][0]))
    with pytest.raises(ValueError, match="由早到晚"):
        build(policy)


def test_every_change_changes_the_digest():
    policy = source()
    policy["purchase_preference"][0]["holders"] = 4
    assert build(policy).digest != standard_book().digest


def test_before_the_first_day_there_is_no_scale_but_a_target_may_be_measured():
    book = standard_book()
    with pytest.raises(LookupError):
        book.scale("exam_bonus", on=date(2019, 12, 31))
    assert book.measure("holders_target", on=date(2019, 12, 31)).values["per_mille"] == 1


def test_the_policy_names_kinds_and_categories_that_the_registers_know():
    entries = [entry for scale in standard_book().scales.values() for entry in scale]
    kinds = {kind for entry in entries for kind in entry.values.get("kinds", ())}
    named = [entry.values.get(key, ()) for entry in entries for key in ("categories", "confirm_categories")]
    assert kinds <= set(UnitKind.values)
    assert {name for names in named for name in names} <= set(StaffCategory.values)


def test_levels_mean_the_same_in_rules_and_registers():
    assert {level.name: level.value for level in Level} == {level.name: level.value for level in RegisterLevel}


def test_every_entry_has_a_clause_and_a_phrase():
    assert all(entry.clause and entry.phrases for scale in standard_book().scales.values() for entry in scale)

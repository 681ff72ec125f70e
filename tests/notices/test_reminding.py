"""The daily reminders, given by every part."""

import datetime

import pytest

from dingnan_sw.notices import reminding

DAY = datetime.date(2026, 3, 2)


def test_what_the_parts_gave_is_summed(monkeypatch):
    monkeypatch.setattr(reminding, "_reminders", [lambda day: 2, lambda day: day.day])
    assert reminding.give(DAY) == 4


def test_a_part_that_fails_keeps_none_of_the_others_back(monkeypatch):
    asked = []

    def fails(day):
        raise ValueError("no such town")

    monkeypatch.setattr(reminding, "_reminders", [fails, lambda day: asked.append(day) or 1])
    with pytest.raises(ExceptionGroup) as told:
        reminding.give(DAY)
    assert (asked, [str(one) for one in told.value.exceptions]) == ([DAY], ["no such town"])

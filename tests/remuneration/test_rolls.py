"""What the rolls of pay and covers refuse, said before the database says it."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from talent.remuneration.models import Cover
from talent.rolls.declared import ROLLS
from tests import county


@pytest.mark.parametrize(
    ("roll", "merged", "heading"),
    [
        ("covers", {"year": 2021, "since": datetime.date(2021, 12, 1)}, None),
        ("covers", {"year": 2021, "since": datetime.date(2021, 12, 2)}, "起始月份"),
        ("covers", {"year": 2021, "since": datetime.date(2022, 1, 1)}, "起始月份"),
    ],
)
def test_what_does_not_go_together_is_named(roll, merged, heading):
    assert [where for where, _ in ROLLS.by_name[roll].check(merged)] == ([heading] if heading else [])


@pytest.mark.django_db
def test_the_database_takes_no_cover_from_the_middle_of_a_month(unit):
    values = dict.fromkeys(("pension", "medical", "unemployment", "injury", "maternity", "housing_fund"), True)
    with pytest.raises(IntegrityError, match="cover_begins_with_a_month"), transaction.atomic():
        Cover.objects.create(person=county.person(1), unit=unit, year=2021, since=datetime.date(2021, 3, 2), **values)

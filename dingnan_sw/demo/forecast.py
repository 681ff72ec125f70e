"""Ends that the demo county has on record: two sole holders leave their communities, and a post is withdrawn."""

import datetime
import random
from collections import Counter

from dingnan_sw.demo.county import County, Row

SOLE = 2
DAYS_APART = 30


def rows(county: County, chance: random.Random, today: datetime.date) -> dict[str, list[Row]]:
    """Rows of the demo's own sheets again, with their last day."""
    leaving = _sole_holders(county)[:SOLE]
    withdrawn = [row for row in county.filed.values() if row["单位名称"].endswith("委员会")][-1:]
    return {
        "岗位": [row | {"撤销日期": _ahead(chance, today)} for row in withdrawn],
        "花名册": [row | {"任职终止日期": _ahead(chance, today)} for row in leaving],
    }


def _ahead(chance: random.Random, today: datetime.date) -> datetime.date:
    return today + datetime.timedelta(days=DAYS_APART * chance.randint(2, 18))


def _sole_holders(county: County) -> list[Row]:
    """Who alone holds a certificate in the service of a committee."""
    holders = [one for one in county.people if one.get("证书级别") and not one.get("任职终止日期")]
    counts = Counter(one["工作单位"] for one in holders)
    return [one for one in holders if one["工作单位"].endswith("委员会") and counts[one["工作单位"]] == 1]

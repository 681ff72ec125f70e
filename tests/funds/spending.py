"""Money spent, as the tests of funds need it."""

import datetime

from dingnan_sw.lib.exchange import Record
from incentives.funds.models import Expenditure
from incentives.funds.rolls import _expenditure_faults, _limited_uses
from incentives.funds.vocabulary import Use
from tests.budget.counties import fund

DAY = datetime.date(2026, 6, 1)
TODAY = datetime.date(2026, 11, 25)
LOTTERY, BUDGET, SOCIAL = "福彩公益金", "县级一般公共预算", "社会资金"


def spend(amount, name=LOTTERY, use=Use.TRAINING, subject="培训", year=2026, **values):
    return Expenditure.objects.create(
        source=fund(name), year=year, use=use, subject=subject, amount=amount, spent_on=DAY, document="凭证1", **values
    )


def source(name=LOTTERY, pays_persons=False):
    return Record(None, None, {"name": name, "pays_persons": pays_persons})


def faults(**values):
    merged = {"year": 2026, "spent_on": DAY, **values}
    return [*_expenditure_faults(merged), *_limited_uses()(merged)]

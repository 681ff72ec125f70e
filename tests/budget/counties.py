"""What the tests of the budget share: fund sources, accounts, registrations, and people by their birth."""

import datetime

from incentives.budget.models import AccountCode, Appropriation, FundSource
from incentives.budget.vocabulary import Item
from talent.exams.models import ExamRegistration
from talent.models import Person
from talent.vocabulary import Level
from tests import county

TODAY = datetime.date(2026, 11, 25)


def funds():
    """The rows that the portal begins with, whatever a test before left."""
    FundSource.objects.get_or_create(name="县级一般公共预算", defaults={"pays_persons": True, "place": 1})
    FundSource.objects.get_or_create(name="福彩公益金", defaults={"pays_persons": False, "place": 2})
    FundSource.objects.get_or_create(name="社会资金", defaults={"pays_persons": False, "place": 9})
    for item, kind, economic in (
        (Item.BONUS, "", "30309 奖励金"),
        (Item.ALLOWANCE, "社区居委会", "30305 生活补助"),
        (Item.ALLOWANCE, "", "30399 其他"),
    ):
        AccountCode.objects.get_or_create(
            item=item, unit_kind=kind, first_year=2020,
            defaults={"function_code": "2080299 其他", "economic_code": economic},
        )  # fmt: skip


def fund(name="县级一般公共预算"):
    return FundSource.objects.get(name=name)


def worker(number, employer, *, born="19900101", sex="男", level=Level.ASSISTANT, since=county.SINCE, until=None):
    """Someone in the employer's service with a certificate of 2021; the 17th digit tells the sex."""
    order = 2 * number + (sex == "男")
    one = Person(id_number=county.id_number(order, born), name=f"某{number:03d}").derive()
    one.save(force_insert=True)
    county.serve(one, employer, since=since, until=until)
    county.certify(one, f"DEMO{number}", level)
    return one


def register(employer, name, *, person=None, exam_year=2027, level=Level.ASSISTANT, result="pending"):
    stated = "" if result == "pending" else result
    return ExamRegistration.objects.create(
        unit=employer, name=name, person=person, exam_year=exam_year, level=level, result=result, stated=stated
    )


def appropriate(amount, *, item=Item.ALLOWANCE, year=2027, stage="approved", name="县级一般公共预算"):
    return Appropriation.objects.create(
        year=year, item=item, fund=fund(name), stage=stage, amount=amount, on=datetime.date(year, 1, 5), document="定财字1号"
    )  # fmt: skip

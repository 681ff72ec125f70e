"""What the tests of batches begin with: the office, and three months paid to two people whose bank answers later."""

import datetime

import openpyxl
import pytest

from dingnan_sw.lib.dates import today
from incentives.paying.results import import_results
from tests import county
from tests.paying.office import PAID_ON, Office

day = datetime.date


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def people():
    employer = county.committee()
    found = []
    for number, name in enumerate(("张三", "李四"), 1):
        one = county.person(number, name, bank_name="演示银行", bank_account=f"999900000000000000{number}")
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}", approved_on=day(2020, 12, 10))
        found.append(one)
    return found


@pytest.fixture
def closed(office, people):
    """Three months paid to two people, every payment a success as far as is known."""
    batch = office.allowances("2021-03")
    office.pay(batch)
    return batch


@pytest.fixture
def answer(office, tmp_path):
    def import_answer(batch, *rows, on=PAID_ON, name="answer.xlsx"):
        """From a file of that name, which is written once."""
        path = tmp_path / name
        if not path.exists():
            book = openpyxl.Workbook()
            for row in [("证件号码", "金额", "结果", "失败原因", "支付编号"), *rows]:
                book.active.append(row)
            book.save(path)
        told = import_results(office.actor("payer", on), batch.number, path, today())
        batch.refresh_from_db()
        return told

    return import_answer

"""Who fills in and who decides, and the person on record that it is about."""

import pytest

from tests import county
from tests.submissions.filling import ACCOUNT, PHONE
from tests.submissions.people import actor


@pytest.fixture
def mine(signed_in, hr):
    return signed_in(hr)


@pytest.fixture
def bureau(signed_in, clerk):
    return signed_in(clerk)


@pytest.fixture
def keeper(unit):
    return actor("keeper", "unit", unit=unit)


@pytest.fixture
def worker(unit):
    one = county.person(1, "张三", phone=PHONE, bank_account=ACCOUNT, bank_name="农商银行", education="大专")
    county.serve(one, unit)
    return one


@pytest.fixture
def folder(settings, tmp_path):
    """Where files lie until they are taken; empty before every test."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "scans" / "incoming"

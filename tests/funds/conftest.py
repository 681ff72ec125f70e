"""The sources of the county, of which each test says itself what they are for."""

import pytest

from incentives.funds.models import AllowedUse
from tests.budget.counties import funds


@pytest.fixture(autouse=True)
def rows(db):
    funds()
    AllowedUse.objects.all().delete()

"""Which exam year a page is about."""

import datetime

from django.http import QueryDict

from dingnan_sw.lib.filters import Period
from dingnan_sw.lib.pages import number
from talent.exams.standing import years


def year_asked(state: QueryDict, on: datetime.date) -> Period:
    """?year=, of those that there is something to say of; this year without one."""
    known, asked = years(on), state.get("year", "")
    year = number(asked)
    error = "" if not asked or year in known else f"没有这个考试年度的登记，下面是 {on.year} 年。"
    options = [(str(one), f"{one} 年") for one in known]
    return Period("year", "考试年度", "select", str(year if year in known else on.year), options, error)

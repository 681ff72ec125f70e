"""部门任务年度报告 as a page."""

from django.http import HttpResponse
from django.shortcuts import render

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.filters import Period
from dingnan_sw.lib.pages import number
from positions.access import ScopedRequest, roles
from talent.departments import tables
from talent.departments.rolls import REPORTS, TASKS, WHO_READ
from talent.departments.yearly import departments, standings, years


@roles(*WHO_READ)
def department_report(request: ScopedRequest) -> HttpResponse:
    """How the year's tasks stand, by department and one by one."""
    scope, on = request.scope, today()
    known = years(scope, on)
    year = number(request.GET.get("year"), default=on.year)
    year = year if year in known else on.year
    found = standings(scope, year, on)
    context = {
        "period": Period("year", "年度", "select", str(year), [(str(one), f"{one}年") for one in known]),
        "year": year,
        "departments": tables.by_department(departments(found)),
        "tasks": tables.by_task(found, may_report=REPORTS.may_keep(scope)),
        "may_give_out": TASKS.may_keep(scope),
    }
    return render(request, "departments/report.html", context)

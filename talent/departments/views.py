"""部门任务年度报告 as a page and as a sheet."""

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dingnan_sw.audit.chain import record
from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.filters import Period
from dingnan_sw.lib.pages import number
from positions.access import ScopedRequest, roles
from talent.departments import tables
from talent.departments.rolls import REPORTS, TASKS, WHO_READ
from talent.departments.yearly import departments, standings, years

FORMATS = {"xlsx": "Excel", "pdf": "PDF"}


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


@require_POST
@roles(*WHO_READ)
def department_paper(request: ScopedRequest, kind: str) -> HttpResponse:
    """Have the year's report made; it comes at once or waits among the account's results."""
    year = number(request.POST.get("period"), 9999)
    if kind not in FORMATS or not year:
        raise Http404
    title = f"部门任务年度报告（{year}年度，{FORMATS[kind]}）"
    with transaction.atomic():
        record("导出报表", by=request.user, sheet="部门任务年度报告", period=str(year), kind=kind)
        job = work.start(
            "department_report", title, by=request.user, grant=request.scope.digest, format=kind, year=year
        )
    if work.wait(job, seconds=3).result_name:
        return HttpResponseRedirect(reverse("job-result", args=[job.pk]))
    return redirect("job", job.pk)

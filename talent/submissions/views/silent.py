"""催报: which units have submitted nothing this year, and one press to remind them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dingnan_sw.audit.chain import record
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import number
from positions.access import ScopedRequest, roles
from positions.vocabulary import BUREAU, Role
from talent.submissions.reminders import chase, silent_units


@roles(*BUREAU)
def silent(request: ScopedRequest) -> HttpResponse:
    units = list(silent_units(today()).select_related("town", "community__town"))
    context = {"units": units, "year": today().year, "may_chase": request.scope.may(Role.CLERK)}
    return render(request, "submissions/silent.html", context)


@require_POST
@roles(Role.CLERK)
def silent_chase(request: ScopedRequest) -> HttpResponse:
    """To every unit on the list, or to the one asked for."""
    units = silent_units(today())
    asked = request.POST.get("unit", "")
    chosen = [get_object_or_404(units, pk=number(asked, default=0))] if asked else list(units)
    told = sum(chase(unit, today()) for unit in chosen)
    record("催报", by=request.user, units=[unit.name for unit in chosen], told=told)
    messages.success(request, f"已提醒 {len(chosen)} 个单位的 {told} 个账号；今天已提醒过的不再重复。")
    return redirect("submission-silent")

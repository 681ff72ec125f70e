"""催报: which units have submitted nothing this year, and one press to remind them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dingnan_sw.audit.chain import record
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import number
from positions.access import ScopedRequest, roles
from positions.models import Unit
from positions.vocabulary import BUREAU, Role
from talent.submissions.concerned import keepers
from talent.submissions.reminders import chase, silent_units


@roles(*BUREAU)
def silent(request: ScopedRequest) -> HttpResponse:
    units = list(silent_units(today()).select_related("town", "community__town"))
    context = {"units": units, "year": today().year, "may_chase": request.scope.may(Role.CLERK)}
    return render(request, "submissions/silent.html", context)


@require_POST
@roles(Role.CLERK)
def silent_chase(request: ScopedRequest) -> HttpResponse:
    """To every unit on the list, or to the one asked for, if it is still there."""
    units, asked = silent_units(today()), request.POST.get("unit", "")
    chosen = list(units.filter(pk=number(asked, default=0))) if asked else list(units)
    if asked and not chosen:
        return _no_longer(request, get_object_or_404(Unit, pk=number(asked, default=0)))
    told = sum(chase(unit, today()) for unit in chosen)
    record("催报", by=request.user, units=[unit.name for unit in chosen], told=told)
    messages.success(request, f"已提醒 {len(chosen)} 个单位的 {told} 个账号；今天已提醒过的不再重复。")
    return redirect("submission-silent")


def _no_longer(request: ScopedRequest, unit: Unit) -> HttpResponse:
    """What has become of a unit that was on the list when the page was opened."""
    words = "刚刚已经报送" if keepers(unit) else "现在没有可以报送的账号"
    messages.info(request, f"{unit}{words}，没有提醒。")
    return redirect("submission-silent")

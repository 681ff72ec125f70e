"""Sheets on paper of the people's register: each made as a job, so that a long one waits among its owner's results."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from dingnan_sw.audit import heads
from dingnan_sw.audit.bounds import exported
from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.paper import FORMATS, Sheet, write_paper
from positions.access import Scope, ScopedRequest
from positions.models import User

Make = Callable[[Scope, datetime.date, str], Sheet]


@dataclass(frozen=True, slots=True)
class Form:
    title: str
    make: Make


_forms: dict[str, Form] = {}


def form(name: str, title: str) -> Callable[[Make], Make]:
    """Register how the sheet of that name is made, from the scope, the day and what it is about."""

    def decorate(make: Make) -> Make:
        _forms[name] = Form(title, make)
        return make

    return decorate


def hand_out(request: ScopedRequest, name: str, kind: str, about: str, words: str) -> HttpResponse:
    """Have the sheet made; a quick one comes at once. words say in the account's results what it is about."""
    if kind not in FORMATS:
        raise Http404
    title = _forms[name].title
    with transaction.atomic():
        exported("导出报表", by=request.user, sheet=title, period=words, kind=kind)
        grant = request.scope.digest
        told = f"{title}（{words}，{FORMATS[kind]}）"
        job = work.start("talent_paper", told, by=request.user, grant=grant, sheet=name, format=kind, about=about)
    if work.wait(job, seconds=3).result_name:
        return HttpResponseRedirect(reverse("job-result", args=[job.pk]))
    return redirect("job", job.pk)


@work.register("talent_paper")
def make_paper(desk: work.Desk) -> None:
    """A sheet as its owner may see it now. arguments: sheet, format, about."""
    arguments = desk.job.arguments
    scope = Scope.of(User.objects.get(pk=desk.job.owner_id), today())
    sheet = _forms[arguments["sheet"]].make(scope, today(), arguments["about"])
    kind = arguments["format"]
    desk.deliver(f"{sheet.title}（{sheet.unit}）.{kind}", write_paper(sheet, kind, desk.progress, heads.mark(today())))

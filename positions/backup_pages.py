"""备份与恢复: how the backups stand, which there are, and the button; restoring itself is done at the machine (docs/backup.md)."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dingnan_sw.audit.chain import record
from dingnan_sw.backups import keeping
from dingnan_sw.backups.models import Run
from dingnan_sw.jobs import work
from dingnan_sw.lib.table import Column, Table
from positions.access import ScopedRequest, roles
from positions.vocabulary import Role

MOST_RUNS = 20
MEGABYTE = 1_000_000


@roles(Role.ADMINISTRATOR, Role.AUDITOR)
def backups(request: ScopedRequest) -> HttpResponse:
    there = keeping.backups(keeping.folder())
    return render(
        request,
        "positions/backups.html",
        {
            "standing": keeping.standing(timezone.now()),
            "backups": Table(_columns(_drills()), there, "现有的备份"),
            "runs": Table(RUNS, Run.objects.all()[:MOST_RUNS], f"最近 {MOST_RUNS} 次备份和演练"),
            "folder": keeping.folder(),
            "at": settings.BACKUP_AT,
            "key": settings.KEYRING.folder / keeping.KEY,
            "may_act": request.scope.may(Role.ADMINISTRATOR),
        },
    )


@roles(Role.ADMINISTRATOR)
@require_POST
def backup_now(request: ScopedRequest) -> HttpResponse:
    with transaction.atomic():
        job = work.start("backup", "备份和恢复演练", by=request.user)
        record("发起备份", by=request.user, address=request.META.get("REMOTE_ADDR", ""))
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


def _drills() -> dict[str, Run]:
    """File → its last drill."""
    return {run.file: run for run in Run.objects.filter(kind=Run.Kind.DRILL).order_by("pk")}


def _columns(drills: dict[str, Run]) -> tuple[Column, ...]:
    return (
        Column("taken", "时间", lambda one: timezone.localtime(one.taken), width=18),
        Column("file", "文件", lambda one: one.path.name, "code", width=30),
        Column("size", "大小（MB）", lambda one: f"{one.size / MEGABYTE:,.1f}", "decimal"),
        Column("drill", "恢复演练", lambda one: _tag(drills.get(one.path.name)), "tag"),
    )


def _tag(run: Run | None) -> tuple[str, str]:
    if run is None:
        return "neutral", "没有做过"
    return ("good", "通过") if run.good else ("bad", "没有通过")


def _took(run: Run) -> Any:
    return round((run.ended - run.began).total_seconds())


RUNS = (
    Column("ended", "时间", lambda run: timezone.localtime(run.ended), width=18),
    Column("kind", "事项", lambda run: run.get_kind_display()),
    Column("good", "结果", lambda run: ("good", "通过") if run.good else ("bad", "没有通过"), "tag"),
    Column("words", "说明", lambda run: run.words, width=60, wrap=True),
    Column("took", "用时（秒）", _took, "integer"),
)

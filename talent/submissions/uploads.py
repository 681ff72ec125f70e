"""A unit's workbook on its way to drafts: checked in the background, shown, then kept; the faulty rows come back in the file."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

from dingnan_sw.audit.chain import record
from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import today
from positions.access import Scope
from positions.models import Unit, User
from talent.models import Upload
from talent.submissions.actions import Actor
from talent.submissions.intake import Group, Intake, keep, read_file
from talent.submissions.models import SHEETS
from talent.uploads import become, keep_marked, opened


def units_of(user: User) -> list[Unit]:
    """Those for which the account submits today."""
    return list(Unit.objects.kept_by(Scope.of(user, today())))


@work.register("check_drafts")
def check_drafts(desk: work.Desk) -> None:
    upload = Upload.objects.select_related("owner").get(pk=desk.job.arguments["upload"])
    desk.lead_to(reverse("submission-upload", args=[upload.pk]))
    if upload.state != Upload.State.CHECKING:
        return
    units = units_of(upload.owner)
    if not units:
        raise work.Refusal("您现在没有可填报的单位。")
    with opened(upload) as path:
        found = read_file(path, units, today())
        if found.errors:
            keep_marked(upload, path, found.errors)
        _show(upload, found)


def _show(upload: Upload, found: Intake) -> None:
    upload.counts = found.counts()
    upload.errors = [problem.as_json() for problem in found.errors]
    upload.warnings = [problem.as_json() for problem in found.warnings]
    upload.ignored = {sheet.layout.name: sheet.ignored for sheet in found.sheets if sheet.ignored}
    upload.lines = [_line(group) for group in found.groups]
    upload.state = Upload.State.READY if found.usable() else Upload.State.REFUSED
    upload.save()


def _line(group: Group) -> dict[str, Any]:
    return {
        "kind": group.kind.label,
        "rows": "、".join(str(line.row) for line in group.lines),
        "about": group.words,
        "unit": group.unit.name if group.unit else "",
        "fate": group.fate,
        "tone": group.fate.tone,
        "problems": [f"第 {p.row} 行 {p.column or ''}：{p.message}" for p in group.problems],
    }


def places(line: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The (sheet, row) of each row of the file of which a line of the preview tells."""
    sheet = next(sheet for kind, sheet in SHEETS.items() if kind.label == line["kind"])
    return [(sheet, int(row)) for row in line["rows"].split("、")]


@work.register("apply_drafts")
def apply_drafts(desk: work.Desk) -> None:
    """Read the file once more, as things stand now, and keep what can be kept."""
    upload = Upload.objects.select_related("owner").get(pk=desk.job.arguments["upload"])
    desk.lead_to(reverse("submission-upload", args=[upload.pk]))
    if upload.state != Upload.State.APPLYING:
        return
    actor = Actor(upload.owner, Scope.of(upload.owner, today()))
    with opened(upload) as path, transaction.atomic():
        kept = keep(read_file(path, units_of(upload.owner), today()), actor, today())
        record("工作簿存为草稿", by=upload.owner, about=upload, file=upload.name, sha256=upload.sha256, count=len(kept))
        become(upload, Upload.State.APPLIED)

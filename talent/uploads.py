"""The page's side of the exchange: a file is sent, checked in the background, shown row by row, then taken or given back."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from dingnan_sw.audit.chain import record
from dingnan_sw.jobs import work
from dingnan_sw.jobs.models import Job
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.exchange import Line
from dingnan_sw.lib.secrets import read_sealed, write_sealed
from positions.models import User
from talent.imports import Import, import_workbook, line_changes
from talent.marking import mark_refused
from talent.models import Upload


def receive(name: str, data: bytes, by: User) -> tuple[Upload, Job]:
    """Keep the file, sealed, and have it checked."""
    with transaction.atomic():
        upload = Upload.objects.create(owner=by, name=name[-200:], sha256=hashlib.sha256(data).hexdigest())
        write_sealed(upload.path, data)
        job = work.start("check_workbook", f"检查 {upload.name}", by=by, upload=str(upload.pk))
    return upload, job


def confirm(upload: Upload, by: User) -> Job | None:
    """Have the previewed workbook taken; None when it is no longer waiting for that."""
    with transaction.atomic():
        waiting = Upload.objects.select_for_update().filter(pk=upload.pk, state=Upload.State.READY).first()
        if waiting is None:
            return None
        _become(waiting, Upload.State.APPLYING)
        return work.start("apply_workbook", f"导入 {upload.name}", by=by, upload=str(upload.pk))


def stuck(upload: Upload) -> bool:
    """Whether its job has ended without an end for the file: it failed, or was given up."""
    if upload.state not in (Upload.State.CHECKING, Upload.State.APPLYING):
        return False
    job = Job.objects.filter(arguments__upload=str(upload.pk)).order_by("-created").first()
    return job is None or job.over


def discardable(upload: Upload) -> bool:
    return upload.state in (Upload.State.READY, Upload.State.REFUSED) or stuck(upload)


def discard(upload: Upload) -> None:
    if not discardable(upload):
        return
    if Upload.objects.filter(pk=upload.pk, state=upload.state).update(state=Upload.State.DISCARDED):
        upload.path.unlink(missing_ok=True)
        upload.marked_path.unlink(missing_ok=True)


@contextmanager
def opened(upload: Upload) -> Iterator[Path]:
    """The file in clear, for as long as it is read."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx", dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        file.write(read_sealed(upload.path))
        file.flush()
        yield Path(file.name)


@work.register("check_workbook")
def check_workbook(desk: work.Desk) -> None:
    upload = Upload.objects.get(pk=desk.job.arguments["upload"])
    desk.lead_to(reverse("upload", args=[upload.pk]))
    if upload.state != Upload.State.CHECKING:
        return
    with opened(upload) as path:
        found = import_workbook(path, today(), dry_run=True)
        _keep_result(upload, path, found)


def _keep_result(upload: Upload, path: Path, found: Import) -> None:
    """What the check found; the marked file first, so that a refusal always has it."""
    if not found.accepted:
        _keep_marked(upload, path, found)
    _show(upload, found)


def _keep_marked(upload: Upload, path: Path, found: Import) -> None:
    """The user's own file with its faults marked, sealed beside the file itself."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx", dir=settings.FILE_UPLOAD_TEMP_DIR) as target:
        mark_refused(path, Path(target.name), found)
        write_sealed(upload.marked_path, Path(target.name).read_bytes())


@work.register("apply_workbook")
def apply_workbook(desk: work.Desk) -> None:
    upload = Upload.objects.get(pk=desk.job.arguments["upload"])
    desk.lead_to(reverse("upload", args=[upload.pk]))
    if upload.state != Upload.State.APPLYING:
        return
    with opened(upload) as path, transaction.atomic():
        found = import_workbook(path, today(), expect=upload.plan)
        if found.stored:
            sheets = found.as_json()["sheets"]
            record("导入工作簿", by=desk.job.owner, about=upload, file=upload.name, sha256=upload.sha256, sheets=sheets)
            _become(upload, Upload.State.APPLIED)
        if not found.stored:
            _keep_result(upload, path, found)
    if not found.stored:
        raise work.Refusal("预览之后登记的数据有了变化，没有导入。请看新的预览，再确认一次。")


def _become(upload: Upload, state: Upload.State) -> None:
    upload.state = state
    upload.save(update_fields=["state"])


def _show(upload: Upload, found: Import) -> None:
    result = found.as_json()
    upload.counts, upload.ignored = result["sheets"], result["ignored_columns"]
    upload.errors, upload.warnings = result["errors"], result["warnings"]
    upload.lines = [_line(line) for line in found.lines()]
    upload.plan = found.plan() if found.accepted else ""
    upload.state = Upload.State.READY if found.accepted else Upload.State.REFUSED
    upload.save()


def _line(line: Line) -> dict[str, Any]:
    """A row of the preview: what it is about, what becomes of it, and why or how."""
    return {
        "sheet": line.sheet,
        "row": line.row,
        "status": line.status.key,
        "about": _about(line),
        "changes": line_changes(line),
        "problems": [f"{problem.column or ''}：{problem.message}" for problem in line.problems],
    }


def _about(line: Line) -> str:
    headings = ("姓名", "名称", "单位名称", "岗位名称", "工作单位", "培训名称", "年度", "证书级别")
    said = [getattr(line.get(heading), "label", line.get(heading)) for heading in headings]
    return " · ".join(str(word) for word in said if word is not None)

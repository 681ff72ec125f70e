"""The page's side of the exchange: a file is sent, checked in the background, shown row by row, then taken or given back."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from dingnan_sw.audit.chain import record
from dingnan_sw.jobs import work
from dingnan_sw.jobs.models import Job
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.exchange import Line, Problem, Status
from dingnan_sw.lib.identity import masked_within
from dingnan_sw.lib.secrets import read_sealed, write_sealed
from positions.access import Scope
from positions.models import User
from talent.imports import Import, import_workbook
from talent.marking import mark_refused
from talent.models import Upload
from talent.told import about, filled_in, line_changes, told

CHECKS = {Upload.Purpose.REGISTERS: "check_workbook", Upload.Purpose.DRAFTS: "check_drafts"}
APPLIES = {Upload.Purpose.REGISTERS: "apply_workbook", Upload.Purpose.DRAFTS: "apply_drafts"}
UNTAKEN = (Upload.State.CHECKING, Upload.State.READY, Upload.State.REFUSED, Upload.State.APPLYING)


def receive(name: str, data: bytes, by: User, purpose: str = Upload.Purpose.REGISTERS) -> tuple[Upload, Job]:
    """Keep the file, sealed, and have it checked. Numbers of persons in its name are masked: the name stands in lists and in the record."""
    upload = Upload(owner=by, purpose=purpose, name=masked_within(name)[-200:], sha256=hashlib.sha256(data).hexdigest())
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
            write_sealed(upload.path, data)
            return upload, work.start(CHECKS[purpose], f"检查 {upload.name}", by=by, upload=str(upload.pk))
    except BaseException:
        upload.path.unlink(missing_ok=True)
        raise


def confirm(upload: Upload, by: User) -> Job | None:
    """Have the previewed workbook taken; None when it is no longer waiting for that."""
    with transaction.atomic():
        waiting = Upload.objects.select_for_update().filter(pk=upload.pk, state=Upload.State.READY).first()
        if waiting is None:
            return None
        become(waiting, Upload.State.APPLYING)
        return work.start(APPLIES[upload.purpose], f"导入 {upload.name}", by=by, upload=str(upload.pk))


def stuck(upload: Upload) -> bool:
    """Whether its job has ended without an end for the file: it failed, or was given up."""
    if upload.state not in (Upload.State.CHECKING, Upload.State.APPLYING):
        return False
    job = Job.objects.filter(arguments__upload=str(upload.pk)).order_by("-created").first()
    return job is None or job.over


def effective(upload: Upload) -> int:
    """How many rows of the registers' workbook would be new or different."""
    return sum(count["created"] + count["updated"] for count in upload.counts.values())


def idle(upload: Upload) -> bool:
    """Checked, and nothing in it differs from what is on record: it waits for nobody."""
    return upload.state == Upload.State.READY and not effective(upload)


def discardable(upload: Upload) -> bool:
    return upload.state in (Upload.State.READY, Upload.State.REFUSED) or stuck(upload)


def discard(upload: Upload) -> None:
    if not discardable(upload):
        return
    if Upload.objects.filter(pk=upload.pk, state=upload.state).update(state=Upload.State.DISCARDED):
        record("放弃导入", by=upload.owner, about=upload, file=upload.name, sha256=upload.sha256)
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
        desk.progress(0, 0, "正在读取和检查各行")
        found = import_workbook(path, today(), _scope(upload), dry_run=True)
        desk.progress(0, 0, f"已读 {_rows(found)} 行，正在整理预览")
        with transaction.atomic():
            if still(upload, Upload.State.CHECKING):
                _keep_result(upload, path, found)


def _scope(upload: Upload) -> Scope:
    """What its owner may write now."""
    return Scope.of(upload.owner, today())


def _rows(found: Import) -> int:
    return sum(len(sheet.lines) for sheet in found.sheets)


def _keep_result(upload: Upload, path: Path, found: Import) -> None:
    """What the check found; the marked file first, so that a refusal always has it."""
    if not found.accepted:
        keep_marked(upload, path, found.errors)
    _show(upload, found)


def keep_marked(upload: Upload, path: Path, errors: Sequence[Problem]) -> None:
    """The user's own file with its faults marked, sealed beside the file itself.

    A file that is no workbook of ours has no cells to mark: the page alone says why.
    """
    if not all(problem.sheet for problem in errors):
        return
    with tempfile.NamedTemporaryFile(suffix=".xlsx", dir=settings.FILE_UPLOAD_TEMP_DIR) as target:
        mark_refused(path, Path(target.name), errors)
        write_sealed(upload.marked_path, Path(target.name).read_bytes())


@work.register("apply_workbook")
def apply_workbook(desk: work.Desk) -> None:
    upload = Upload.objects.get(pk=desk.job.arguments["upload"])
    desk.lead_to(reverse("upload", args=[upload.pk]))
    if upload.state != Upload.State.APPLYING:
        return
    desk.progress(0, 0, f"正在写入，共 {len(upload.lines)} 行")
    with opened(upload) as path, transaction.atomic():
        if not still(upload, Upload.State.APPLYING):
            return
        found = import_workbook(path, today(), _scope(upload), expect=upload.plan)
        if found.stored:
            done = {"sheets": found.as_json()["sheets"], "done": told(found.lines())}
            record("导入工作簿", by=desk.job.owner, about=upload, file=upload.name, sha256=upload.sha256, **done)
            become(upload, Upload.State.APPLIED)
        if not found.stored:
            _keep_result(upload, path, found)
    if not found.stored:
        raise work.Refusal("预览之后登记的数据有了变化，没有导入。请看新的预览，再确认一次。")


def still(upload: Upload, state: Upload.State) -> bool:
    """Whether it is in that state, and stays in it until the transaction ends: a job taken up again may run twice at once."""
    return Upload.objects.select_for_update().filter(pk=upload.pk, state=state).first() is not None


@work.cleaner
def clear_old_uploads() -> int:
    """Remove file and rows of every upload whose jobs are no longer kept; what was never taken has lapsed. Returns how many.

    Locked before its jobs are looked up: who confirms it meanwhile starts a new one, and who holds the lock is at work on it. The
    files go first: after a failure the rows still tell of them.
    """
    emptied = {"lines": [], "errors": [], "warnings": [], "plan": ""}
    full = Upload.objects.filter(Q(state__in=UNTAKEN) | ~Q(**emptied)).only("state")
    with transaction.atomic():
        found = list(full.select_for_update(skip_locked=True))
        kept = set(Job.objects.filter(arguments__has_key="upload").values_list("arguments__upload", flat=True))
        old = [upload for upload in found if str(upload.pk) not in kept]
        for upload in old:
            upload.path.unlink(missing_ok=True)
            upload.marked_path.unlink(missing_ok=True)
        ours = Upload.objects.filter(pk__in=[upload.pk for upload in old])
        ours.filter(state__in=UNTAKEN).update(state=Upload.State.LAPSED)
        ours.update(**emptied)
    return len(old)


def become(upload: Upload, state: Upload.State) -> None:
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
        "about": about(line),
        "stored": filled_in(line) if line.status is Status.CREATED else "",
        "exam_year": _exam_year(line),
        "changes": line_changes(line),
        "problems": [f"{problem.column or ''}：{problem.message}" for problem in line.problems],
    }


def _exam_year(line: Line) -> int | None:
    """Of the certificate that a new or changed row states."""
    approved = line.get("批准日期")  # a certificate on record need not be dated again
    if line.status not in (Status.CREATED, Status.UPDATED) or "管理号" not in line.values or approved is None:
        return None
    return line.get("考试年度") or approved.year

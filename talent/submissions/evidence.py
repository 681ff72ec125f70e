"""Scans: sent one by one or many at once, checked in the background, put to the submission that their name tells, kept sealed."""

import datetime
import hashlib
import logging
import re
import shutil
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.jobs import work
from dingnan_sw.jobs.models import Job
from dingnan_sw.jobs.models import State as JobState
from dingnan_sw.lib import scans
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.scans import ScanRefused
from dingnan_sw.lib.secrets import read_sealed, write_sealed
from dingnan_sw.lib.workbook import as_key_text, as_name
from positions.access import Scope
from positions.models import Mandate, Unit
from positions.vocabulary import Role
from talent.submissions.actions import Actor, Refused, one
from talent.submissions.flow import OPEN, Action
from talent.submissions.models import Delivery, Kind, Scan, Submission

MEGABYTE = 1024 * 1024
QUOTA = 500 * MEGABYTE
MOST_FILES = 100
MOST_SCANS = 10  # of one submission
ORPHANED = datetime.timedelta(days=1)
FULL = f"本单位的扫描件已满 {QUOTA // MEGABYTE} MB：请删去草稿里不用的，或联系民政局。"
ACCIDENT = "处理时出错，请重新上传。"

logger = logging.getLogger(__name__)

Outcome = dict[str, Any]


def receive(actor: Actor, files: Sequence[UploadedFile], submission: Submission | None = None) -> tuple[Delivery, Job]:
    """Keep the files, sealed, and have them looked at; a file that is too large is not even kept."""
    delivery = Delivery(owner=actor.user, submission=submission)
    try:
        with transaction.atomic():
            return delivery, _received(actor, delivery, files[:MOST_FILES])
    except BaseException:
        _clear(delivery, len(files))
        raise


def _received(actor: Actor, delivery: Delivery, files: Sequence[UploadedFile]) -> Job:
    delivery.save(force_insert=True)
    room = _room(actor, delivery.submission)
    for number, file in enumerate(files):
        outcome = _kept(delivery, number, file, room)
        room -= outcome.get("size", 0)
        delivery.files.append(outcome)
    delivery.save()
    return work.start("take_scans", f"处理 {len(files)} 个扫描件", by=actor.user, delivery=str(delivery.pk))


def _kept(delivery: Delivery, number: int, file: UploadedFile, room: int) -> Outcome:
    name, size = scans.safe_name(file.name or ""), file.size or 0
    if size > scans.LIMITS.file:
        words = f"文件有 {size / MEGABYTE:.1f} MB，最多 {scans.LIMITS.file // MEGABYTE} MB：请降低分辨率后再上传。"
        return {"name": name, "tone": "bad", "words": words}
    if size > room:
        return {"name": name, "tone": "bad", "words": FULL}
    write_sealed(delivery.path(number), file.read())
    return {"name": name, "tone": "waiting", "words": "等待处理", "size": size}


def _room(actor: Actor, submission: Submission | None) -> int:
    """The bytes that the unit may still send, what waits counted in; of all the account's units where none is named. Locks them."""
    units = [submission.unit_id] if submission else sorted(actor.scope.units)
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=units).order_by("pk"))
    stored = Scan.objects.filter(submission__unit__in=units).aggregate(sum=Sum("size"))["sum"] or 0
    return QUOTA * len(units) - stored - _incoming_bytes(units)


def _incoming_bytes(units: Collection[int]) -> int:
    keepers = Mandate.objects.filter(role=Role.UNIT, unit__in=units).values("user")
    of_these = Q(submission__unit__in=units) | Q(submission=None, owner__in=keepers)
    waiting = Delivery.objects.filter(of_these, done=False).values_list("files", flat=True)
    return sum(file.get("size", 0) for files in waiting for file in files if file["tone"] == "waiting")


def _clear(delivery: Delivery, count: int) -> None:
    """Remove what still lies in the incoming folder for the delivery."""
    for number in range(count):
        delivery.path(number).unlink(missing_ok=True)


@work.register("take_scans", bounded=False)  # one delivery for each newcomer, and they wait for others' imports
def take_scans(desk: work.Desk) -> None:
    """Look at each file that still waits; run again after a crash it goes on where it was."""
    delivery = Delivery.objects.select_related("owner", "submission").get(pk=desk.job.arguments["delivery"])
    desk.lead_to(reverse("scan-delivery", args=[delivery.pk]))
    actor = Actor(delivery.owner, Scope.of(delivery.owner, today()))
    for number, outcome in enumerate(delivery.files):
        if outcome["tone"] == "waiting":
            delivery.files[number] = {**outcome, **_take(delivery, number, outcome["name"], actor)}
            delivery.save(update_fields=["files"])
        delivery.path(number).unlink(missing_ok=True)
        desk.progress(number + 1, len(delivery.files))
    delivery.done = True
    delivery.save(update_fields=["done"])


def _take(delivery: Delivery, number: int, name: str, actor: Actor) -> Outcome:
    try:
        submission = delivery.submission or _named(name, actor)
        scan = scans.take(name, read_sealed(delivery.path(number)))
        attach(actor, submission.pk, scan)
    except (ScanRefused, Refused) as refused:
        return {"tone": "bad", "words": refused.message}
    except PermissionDenied:
        return {"tone": "bad", "words": "这件报送不归您填报。"}
    except Exception:
        logger.exception("file %s of delivery %s could not be taken", number, delivery.pk)
        return {"tone": "bad", "words": ACCIDENT}
    return {"tone": "good", "words": f"已附到“{submission}”", "submission": submission.pk}


# What was left behind -------------------------------------------------------------------------------


def sweep(now: datetime.datetime) -> int:
    """Close the deliveries whose job ended without finishing them, and remove the incoming files, older than a day, of no
    unfinished delivery: what a rollback, a crash or a deleted draft left. Returns how many files were removed."""
    for pk in Delivery.objects.filter(done=False).values_list("pk", flat=True):
        if not _under_way(pk):
            _close(pk)
    kept = {str(pk) for pk in Delivery.objects.filter(done=False).values_list("pk", flat=True)}
    orphans = [path for path in _incoming_before(now - ORPHANED) if path.name.rpartition("-")[0] not in kept]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _under_way(pk: uuid.UUID) -> bool:
    jobs = Job.objects.filter(kind="take_scans", arguments__delivery=str(pk))
    return jobs.filter(state__in=(JobState.WAITING, JobState.RUNNING)).exists()


def _close(pk: uuid.UUID) -> None:
    """Read only now, after the look at its job: one that has finished in between is done and stays as it is."""
    for delivery in Delivery.objects.filter(pk=pk, done=False):
        for outcome in delivery.files:
            if outcome["tone"] == "waiting":
                outcome.update(tone="bad", words=ACCIDENT)
        delivery.done = True
        delivery.save(update_fields=["files", "done"])
        _clear(delivery, len(delivery.files))


def _incoming_before(moment: datetime.datetime) -> Iterator[Path]:
    folder = Path(settings.DATA_DIR) / "scans" / "incoming"
    for path in folder.glob("*-*"):
        with suppress(FileNotFoundError):  # a job has just taken it
            if datetime.datetime.fromtimestamp(path.stat().st_mtime, tz=datetime.UTC) < moment:
                yield path


# Whose it is ----------------------------------------------------------------------------------------

LETTERS = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff·"
RUN = re.compile(f"[{LETTERS}]+|[A-Z0-9]+")
PIECE = re.compile(f"[{LETTERS}A-Z0-9]+")
# What may follow a name without a space.
KNOWN = (
    "(?:高级社会工作师|助理社会工作师|社会工作师|社会工作者|社工|职业资格|职业水平|资格|登记|证书|证件|证"
    "|扫描件|扫描|原件|复印件|照片|初级|中级|高级|的|·)*"
)
SHORTEST_PIECE = 3  # shorter ones are page numbers


def _named(name: str, actor: Actor) -> Submission:
    """The open submission whose certificate number, or else whose person's name, stands as a whole in the file's name.

    Raises:
        Refused: none, or more than one; also where the number is of one and the name of another.
    """
    stem = Stem(name)
    open_ones = list(Submission.objects.filter(unit__in=actor.scope.units, kind=Kind.PERSON, state__in=OPEN))
    numbered = _longest(open_ones, "管理号", stem.has_number)
    named = _longest(open_ones, "姓名", stem.has_name)
    agreed = [one for one in numbered if one in named]
    found = agreed or numbered + named if numbered and named else numbered or named
    if len(found) > 1:
        raise Refused(
            f"文件名对应 {len(found)} 件报送（{_candidates(found)}）：请用管理号作文件名，或到那一件报送里上传。"
        )
    if not found:
        raise Refused("文件名里没有草稿或退回件中的管理号或姓名：请改用管理号作文件名，或到那一件报送里上传。")
    return found[0]


def _longest(submissions: Sequence[Submission], heading: str, told: Callable[[str], bool]) -> list[Submission]:
    """The submissions with a value under that heading that the file's name tells; one inside a longer one does not count."""
    values = {(one, str(row[heading])) for one in submissions for row in one.rows if row.get(heading)}
    found = {(one, _plain(value)) for one, value in values if told(value)}
    longest = {one for one, value in found if not any(value != other and value in other for _, other in found)}
    return [one for one in submissions if one in longest]


def _candidates(submissions: Sequence[Submission]) -> str:
    numbers = ("/".join(str(row["管理号"]) for row in one.rows if row.get("管理号")) for one in submissions[:3])
    return "、".join(f"{one.subject} {number}".strip() for one, number in zip(submissions, numbers, strict=False))


def _plain(text: str) -> str:
    return "".join(PIECE.findall(as_key_text(as_name(text) or "").upper()))


class Stem:
    """A file's name without its extension, asked for what stands in it as a whole: 李丽 is not in 李丽华, DEMO1 not in DEMO10."""

    def __init__(self, name: str) -> None:
        words = name.rsplit(".", 1)[0].split()
        self.text = " ".join(as_key_text(as_name(word) or "").upper() for word in words)
        self.pieces = PIECE.findall(self.text)
        self.runs = {*self.pieces, *RUN.findall(self.text), *RUN.findall(self.text.replace(" ", ""))}

    def has_number(self, number: str) -> bool:
        """As typed, between other signs; or the whole stem, its separators aside."""
        wanted = as_key_text(number).upper()
        if not _plain(number):
            return False
        if re.search(f"(?<![A-Z0-9]){re.escape(wanted)}(?![A-Z0-9])", self.text):
            return True
        return min(map(len, self.pieces), default=0) >= SHORTEST_PIECE and "".join(self.pieces) == _plain(number)

    def has_name(self, name: str) -> bool:
        """Alone, or followed by nothing but words that are written on certificates and files."""
        wanted = re.compile(f"·?{re.escape(_plain(name))}{KNOWN}")
        return bool(_plain(name)) and any(wanted.fullmatch(run) for run in self.runs)


# Kept -----------------------------------------------------------------------------------------------


def attach(actor: Actor, pk: int, scan: scans.Scan) -> Scan:
    """Put a checked scan to an open submission; its content is then another one.

    Raises:
        Refused: not open, too many, over the unit's quota.
    """
    stored = Scan(pk=uuid.uuid4())
    try:
        with transaction.atomic():
            return _attached(actor, pk, scan, stored)
    except BaseException:
        shutil.rmtree(stored.folder, ignore_errors=True)
        raise


def _attached(actor: Actor, pk: int, scan: scans.Scan, stored: Scan) -> Scan:
    submission = one(actor, Action.EDIT, pk)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=submission.unit_id)
    digest = hashlib.sha256(scan.original).hexdigest()
    same = submission.scans.filter(sha256=digest).first()
    if same is not None:
        return same
    size = len(scan.original) + sum(map(len, scan.pages))
    if submission.scans.count() >= MOST_SCANS:
        raise Refused(f"一件报送最多附 {MOST_SCANS} 个扫描件：请先删去不用的。")
    if Scan.objects.stored_bytes(unit) + size > QUOTA:
        raise Refused(FULL)
    stored.submission, stored.name, stored.kind, stored.size = submission, scan.name, scan.kind, size
    stored.pages, stored.sha256, stored.uploaded_by = len(scan.pages), digest, actor.user
    for number, data in enumerate((scan.original, *scan.pages)):
        write_sealed(stored.path(number), data)
    stored.save(force_insert=True)
    _touched(submission, actor)
    record("上传扫描件", by=actor.user, about=submission, name=scan.name, sha256=digest)
    return stored


def remove(actor: Actor, scan: Scan) -> None:
    with transaction.atomic():
        submission = one(actor, Action.EDIT, scan.submission_id)
        folder = scan.folder
        scan.delete()
        _touched(submission, actor)
        record("删除扫描件", by=actor.user, about=submission, name=scan.name)
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def _touched(submission: Submission, actor: Actor) -> None:
    """Its content is another one: who sends or deletes a scan has had a hand in it."""
    submission.edited_by(actor.user)
    submission.version += 1
    submission.changed = timezone.now()
    submission.save(update_fields=["editors", "version", "changed"])

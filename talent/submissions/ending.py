"""What becomes of the evidence of submissions that came to nothing, and of the contacts that submissions state."""

import datetime
import json
import shutil
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from dingnan_sw.jobs.retention import enforces
from talent.submissions.flow import OPEN, State
from talent.submissions.models import Kind, Scan, Step, Submission

CAME_TO_NOTHING = (*OPEN, State.CLOSED)
# How a sheet heads them, and how a correction names them.
CONTACTS = {"联系电话": "phone", "开户银行": "bank_name", "银行账号": "bank_account"}


@enforces("rejected_scans")
def rejected_scans(before: datetime.datetime) -> int:
    left = Scan.objects.filter(submission__in=_left_alone(before))
    scans = list(left.select_for_update())
    Scan.objects.filter(pk__in=[scan.pk for scan in scans]).delete()
    transaction.on_commit(lambda: [shutil.rmtree(scan.folder, ignore_errors=True) for scan in scans])
    return len(scans)


@enforces("rejected_contacts")
def rejected_contacts(before: datetime.datetime) -> int:
    return clear(uncleared().filter(pk__in=_left_alone(before)))


def _left_alone(before: datetime.datetime) -> QuerySet[Submission]:
    """Those that came to nothing, and that nobody has changed, given back or withdrawn since."""
    found = Submission.objects.filter(state__in=CAME_TO_NOTHING, changed__lt=before)
    return found.exclude(Exists(Step.objects.filter(submission=OuterRef("pk"), at__gte=before)))


def uncleared() -> QuerySet[Submission]:
    """Those that may say how somebody is reached and paid."""
    return Submission.objects.filter(kind__in=(Kind.PERSON, Kind.CORRECTION), cleared__isnull=True)


def clear(found: QuerySet[Submission]) -> int:
    """Take the contacts out of what these say, said when they left the unit, and were approved as. Returns how many."""
    submissions = list(found.select_for_update(of=("self",)))
    for one in submissions:
        one.sealed_rows, one.sealed_sent = _without(one.sealed_rows), _without(one.sealed_sent)
        one.sealed_outcome = _without(one.sealed_outcome)
        one.marks = [mark for mark in one.marks if not mark.startswith(tuple(CONTACTS))]
        one.cleared = timezone.now()
        one.save(update_fields=["sealed_rows", "sealed_sent", "sealed_outcome", "marks", "cleared"])
    return len(submissions)


def _without(sealed: str) -> str:
    """Rows, or the blocks of a page, as JSON."""
    return json.dumps([_bare(one) for one in json.loads(sealed)], ensure_ascii=False) if sealed else sealed


def _bare(one: dict[str, Any]) -> dict[str, Any]:
    """A block of the page, a corrected value, or a row of a sheet."""
    if "cells" in one:
        return {**one, "cells": [cell for cell in one["cells"] if not cell[0].endswith(tuple(CONTACTS))]}
    if one.get("field") in CONTACTS.values():
        return {**one, "old": "", "new": ""}
    return {heading: cell for heading, cell in one.items() if heading not in CONTACTS}

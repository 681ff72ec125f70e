"""What becomes of the evidence of submissions that came to nothing."""

import datetime
import shutil

from django.db import transaction

from dingnan_sw.jobs.retention import enforces
from talent.submissions.flow import OPEN, State
from talent.submissions.models import Scan


@enforces("rejected_scans")
def rejected_scans(before: datetime.datetime) -> int:
    """Those of submissions that the unit has left alone since, or given up."""
    left = Scan.objects.filter(submission__state__in=(*OPEN, State.CLOSED), submission__changed__lt=before)
    scans = list(left.select_for_update())
    Scan.objects.filter(pk__in=[scan.pk for scan in scans]).delete()
    transaction.on_commit(lambda: [shutil.rmtree(scan.folder, ignore_errors=True) for scan in scans])
    return len(scans)

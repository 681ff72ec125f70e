"""What becomes of what signing in leaves behind."""

import datetime

from axes.models import AccessAttempt

from dingnan_sw.jobs.retention import enforces
from positions.signin.models import HeldForm


@enforces("held_forms")
def held_forms(before: datetime.datetime) -> int:
    return int(HeldForm.objects.filter(at__lt=before).delete()[0])


@enforces("attempts")
def attempts(before: datetime.datetime) -> int:
    return int(AccessAttempt.objects.filter(attempt_time__lt=before).delete()[0])

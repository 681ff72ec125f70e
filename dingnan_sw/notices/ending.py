"""What becomes of old messages."""

import datetime

from dingnan_sw.jobs.retention import enforces
from dingnan_sw.notices.models import Notice


@enforces("notices")
def notices(before: datetime.datetime) -> int:
    """What is told once and still waits after so long is told once more."""
    return int(Notice.objects.filter(created__lt=before).delete()[0])

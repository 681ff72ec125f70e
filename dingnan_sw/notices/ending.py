"""What becomes of old messages."""

import datetime

from dingnan_sw.jobs.retention import enforces
from dingnan_sw.notices.models import Notice


@enforces("notices")
def notices(before: datetime.datetime) -> int:
    """With them go the keys: what still waits then is told again."""
    return int(Notice.objects.filter(created__lt=before).delete()[0])

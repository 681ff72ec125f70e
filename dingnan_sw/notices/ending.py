"""What becomes of old messages."""

import datetime

from dingnan_sw.jobs.retention import enforces
from dingnan_sw.notices.models import Notice


@enforces("notices")
def notices(before: datetime.datetime) -> int:
    """One that is told once keeps its key, or it would be told again."""
    return int(Notice.objects.filter(created__lt=before, key="").delete()[0])

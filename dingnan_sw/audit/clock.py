"""A clock that went back: money waits until it is right again, and the record keeps its order by number meanwhile."""

import datetime

from django.utils import timezone

from dingnan_sw.audit.models import Entry

CONFIRMED = "确认时钟"
APART = datetime.timedelta(seconds=60)  # that two servers' clocks may differ, or a correction take off


def ahead() -> Entry | None:
    """The last entry that is dated later than now, if nobody has confirmed the clock since: it went back, or was wrong then."""
    last = Entry.objects.filter(at__gt=timezone.now() + APART).order_by("-pk").first()
    if last is None or Entry.objects.filter(pk__gt=last.pk, action=CONFIRMED).exists():
        return None
    return last


def words(last: Entry) -> str:
    now, then = (f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" for moment in (timezone.now(), last.at))
    return f"服务器的时钟倒退了：现在是 {now}，而最后一条审计记录是 {then} 的"

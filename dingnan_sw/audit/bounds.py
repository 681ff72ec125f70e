"""How much one account may ask for: what it carries off in ten minutes, and how much of its work waits at once (ASVS 2.4.1).

Whoever gets hold of a session would take every list in a minute; the office never needs that many. A form about one person or
thing is no such export, so that forms can be printed one after the other.
"""

import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.audit.denials import Denied, Handler
from dingnan_sw.audit.models import Entry
from dingnan_sw.lib import errors

EXPORTS = ("导出列表", "导出台账", "导出报表", "导出本单位登记", "下载批次文件")
WITHIN = datetime.timedelta(minutes=10)
TOO_MANY = 429


class TooMany(Denied):
    """Asked for again later, it is given."""


def exported(action: str, *, by: Any, **details: Any) -> None:
    """Enter the export that follows into the record. action: one of EXPORTS.

    Raises:
        TooMany: the account has had settings.EXPORTS of them within the last ten minutes.
    """
    lately = Entry.objects.filter(actor=by, action__in=EXPORTS, at__gt=timezone.now() - WITHIN)
    times = list(lately.order_by("-at").values_list("at", flat=True)[: settings.EXPORTS])
    if len(times) == settings.EXPORTS:
        again = timezone.localtime(times[-1] + WITHIN)
        raise TooMany(
            f"十分钟内已经导出 {settings.EXPORTS} 次，没有再导出。请在 {again:%H:%M} 以后再试；要导出很多的，请先筛好条件，一次导出。"
        )
    record(action, by=by, **details)


class answers:
    """Middleware: what is too much is answered 429, in words that say when to try again."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooMany):
            return None
        return errors.page(request, "429.html", TOO_MANY, words=str(exception))

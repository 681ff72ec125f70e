"""How much one account carries off in ten minutes (ASVS 2.4.1): each export is an entry of the record, and there is a most.

Whoever gets hold of a session would take every list in a minute; the office never needs that many. Of one batch, person or result
any number of files counts once. A form about one person is printed for one after the other: of such there may be ten times as many,
and of as many people or submissions the whole numbers, or the scans, may be looked at.
"""

import datetime
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.audit.denials import Denied, Handler
from dingnan_sw.audit.models import Entry
from dingnan_sw.lib import errors

AGAIN = "再次下载结果"
LISTS = (
    "导出列表", "导出台账", "导出报表", "导出本单位登记", "导出本人信息", "下载批次文件", "下载错误标注", AGAIN,
)  # fmt: skip
SINGLES = ("出具表单", "下载扫描件原件")
REVEALS = ("查看完整号码", "查看报送中的完整号码", "查看扫描件")
TIMES_AS_MANY = 10
MINUTES = 10
TOO_MANY = 429
ACCOUNT_LOCK = 41_2021  # with the account's key: what it has had is counted by one request at a time; taken before the lock of the chain


class TooMany(Denied):
    """Asked for again in so many seconds, it is given."""

    def __init__(self, message: str, seconds: int = 60) -> None:
        super().__init__(message)
        self.seconds = seconds


@transaction.atomic
def exported(action: str, *, by: Any, about: models.Model | None = None, **details: Any) -> None:
    """Enter what follows into the record: an export, or whole numbers shown. action: one of LISTS, SINGLES or REVEALS; about: what
    alone it shows.

    Raises:
        TooMany: the account has had the most of them within the last ten minutes.
        ValueError: the action is in none.
    """
    actions = next((alike for alike in (LISTS, SINGLES, REVEALS) if action in alike), None)
    if actions is None:
        raise ValueError(action)
    one_at_a_time(by)
    most = settings.MOST_EXPORTS if actions is LISTS else settings.MOST_EXPORTS * TIMES_AS_MANY
    had = _had(by, actions)
    if len(had) >= most and (about is None or _thing(about) not in had):
        raise _too_many("显示完整号码" if actions is REVEALS else "导出", most, sorted(had.values())[-most])
    record(action, by=by, about=about, **details)


def one_at_a_time(by: Any) -> None:
    """Another request of the account that is counted waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ACCOUNT_LOCK, by.pk])


def _had(by: Any, actions: tuple[str, ...]) -> dict[tuple[str, str], datetime.datetime]:
    """What was exported lately, each thing with the first time; a list is a thing of its own each time."""
    since = timezone.now() - datetime.timedelta(minutes=MINUTES)
    lately = Entry.objects.filter(actor=by, action__in=actions, at__gt=since).order_by("-at", "-pk")
    rows = lately.values_list("object_type", "object_id", "pk", "at")
    return {(kind, key) if key else ("", str(pk)): at for kind, key, pk, at in rows}


def _thing(about: models.Model) -> tuple[str, str]:
    return about._meta.label_lower, str(about.pk)


def _too_many(done: str, most: int, first: datetime.datetime) -> TooMany:
    again = first + datetime.timedelta(minutes=MINUTES)
    words = f"{MINUTES} 分钟内已经{done} {most} 次，没有再{done}。请在 {timezone.localtime(again):%H:%M:%S} 以后再试。"
    return TooMany(words, max(1, round((again - timezone.now()).total_seconds())))


class answers:
    """Middleware: what is too much is answered 429, in words that say when to try again."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooMany):
            return None
        page = errors.page(request, "429.html", TOO_MANY, words=str(exception))
        page.headers["Retry-After"] = str(exception.seconds)
        return page

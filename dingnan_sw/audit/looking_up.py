"""From the mark at the foot of a sheet to the entry that it names, and whether the record still holds up to there."""

import re
from dataclasses import dataclass

from django.utils import timezone

from dingnan_sw.audit import heads
from dingnan_sw.audit.models import Entry
from dingnan_sw.audit.verifying import Verdict

# The digest ends the mark; it may be copied alone, with or without its gaps.
DIGEST = re.compile(r"([0-9a-f]{4}(?: ?[0-9a-f]{4}){3,15})\s*$")


@dataclass(frozen=True, slots=True)
class Found:
    tone: str
    words: str


def look_up(text: str, verdict: Verdict) -> Found:
    """verdict: what verifying.verify() has just said."""
    match = DIGEST.search(text.strip().lower())
    if match is None:
        return Found("bad", f"没有认出摘要：请照页脚抄写最后的 {heads.SHORT} 个字符（数字和 a 到 f）。")
    short = match[1].replace(" ", "")
    entry = Entry.objects.filter(digest__startswith=short).order_by("pk").first()
    return _of(entry, verdict) if entry else _gone(short)


def _of(entry: Entry, verdict: Verdict) -> Found:
    at = timezone.localtime(entry.at)
    which = f"{at:%Y-%m-%d} 的第 {entry.pk} 条（{at:%H:%M} {entry.actor_name} {entry.action}）"
    if verdict.first_bad is None or verdict.first_bad > entry.pk:
        return Found("good", f"这是 {which}：从第一条到这一条前后相符，打印以后没有改动。")
    return Found("bad", f"这是 {which}，但第 {verdict.first_bad} 条起已不相符。")


def _gone(short: str) -> Found:
    """What the database has no longer may still have its line outside it."""
    lost = [number for number, digest in heads.kept().items() if digest.startswith(short)]
    if lost:
        return Found("bad", f"这是第 {lost[0]} 条，现在的审计记录里已经没有：被改动或删除过。")
    return Found("bad", "审计记录里没有这个摘要：抄写有误，或者不是本系统的报表，或者这一条已经不在。")

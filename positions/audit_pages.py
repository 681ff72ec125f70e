"""The audit record for auditors: who did what, and whether the record is whole."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast, TruncMonth
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from dingnan_sw.audit import looking_up, verifying
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.filters import Facet, by_field
from dingnan_sw.lib.table import Column
from positions.access import Scope, ScopedRequest, roles
from positions.lists import Listing, listing, respond
from positions.vocabulary import Role

SHORT = 80
# What the details of an entry are called on the page; one without a word here is shown under its own name.
WORDS = {
    "after": "改后",
    "ahead": "晚于时钟的记录",
    "amount": "金额",
    "asker": "谁",
    "attempts": "登录失败的计数",
    "before": "改前",
    "begun": "开始于",
    "book": "标准版本",
    "came_back": "退回",
    "changed": "改动的栏目",
    "channel": "支付方式",
    "clause": "条款",
    "columns": "栏目",
    "command": "命令",
    "contacts": "离职人员的电话和账号",
    "count": "条数",
    "counts": "数目",
    "digest": "内容摘要",
    "document": "文件字号",
    "done": "改动",
    "doubt": "待认定事项",
    "dry_run": "只检查",
    "evidence": "依据材料",
    "exam_year": "考试年度",
    "fields": "内容",
    "file": "文件",
    "filters": "条件",
    "findings": "检查",
    "first_day": "起始日期",
    "granted": "同意",
    "heads": "单位负责人",
    "held_forms": "没有取回的提交",
    "indexed": "重建的索引",
    "item": "项目",
    "kept": "仍用旧密钥的",
    "keys": "密钥",
    "kind": "格式",
    "left": "剩余恢复码",
    "lines": "明细数",
    "list": "列表",
    "mandates": "授权",
    "method": "方式",
    "missing": "正文中未找到的依据",
    "name": "名称",
    "notices": "消息",
    "number": "编号",
    "objection": "异议",
    "on": "办理日期",
    "page": "页面",
    "passed": "通过",
    "path": "位置",
    "period": "期间",
    "reason": "理由",
    "rejected_contacts": "没有通过的报送里的联系方式",
    "rejected_scans": "没有通过的扫描件",
    "role": "角色",
    "rows": "行数",
    "sealed": "重新加密的",
    "sessions": "会话",
    "sha256": "文件摘要",
    "sheet": "报表",
    "sheets": "工作表",
    "since": "起始日期",
    "state": "状态",
    "status": "答复",
    "temporary": "临时文件",
    "text": "内容",
    "to": "到",
    "told": "已提醒",
    "total": "合计",
    "town": "镇",
    "unit": "单位",
    "units": "单位",
    "until": "终止次日",
    "username": "用户名",
    "way": "方式",
    "what": "名称",
    "year": "年度",
}


def object_words(entry: Entry) -> str:
    """What the entry concerns, as 人员 #12."""
    if not entry.object_type:
        return ""
    try:
        kind = apps.get_model(entry.object_type)._meta.verbose_name
    except (LookupError, ValueError):
        kind = entry.object_type
    return f"{kind} #{entry.object_id}"


def details_words(details: Any) -> str:
    """An entry's details as a line of text."""
    match details:
        case dict():
            told = sorted(details.items(), key=lambda pair: pair[0] == "after")  # what was before stands before it
            return "；".join(f"{WORDS.get(name, name)}：{details_words(value)}" for name, value in told)
        case list():
            return "、".join(details_words(value) for value in details)
        case bool():
            return "是" if details else "否"
        case None | "":
            return "—"
        case _:
            return str(details)


def _search(entries: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    told = entries.alias(told=Cast("details", TextField()))
    return told.filter(Q(actor_name__icontains=text) | Q(told__icontains=text))


def _in_month(entries: QuerySet[Entry], value: str) -> QuerySet[Entry]:
    try:
        month = Month.parse(value)
        first, after = (_midnight(day) for day in (month.first, month.plus(1).first))
    except (ValueError, OverflowError):
        return entries.none()
    return entries.filter(at__gte=first, at__lt=after)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _months(entries: QuerySet[Entry]) -> Iterable[tuple[str, str, int]]:
    counted = entries.order_by().annotate(month=TruncMonth("at")).values_list("month").annotate(number=Count("pk"))
    found = [(Month.of(first), number) for first, number in counted.order_by("-month")]
    return [(str(month), month.words, number) for month, number in found]


@listing("audit")
def audit_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """Newest first; details are shortened on the page and whole in the download."""
    whole = state.get("format") == "xlsx"

    def told(entry: Entry) -> str:
        words = details_words(entry.details)
        return words if whole else Truncator(words).chars(SHORT)

    return Listing(
        title="审计记录",
        rows=Entry.objects.all() if scope.may(Role.AUDITOR) else Entry.objects.none(),
        columns=(
            Column("at", "时间", lambda e: timezone.localtime(e.at), sort="pk", width=18),
            Column("actor", "操作人", lambda e: e.actor_name, sort="actor_name"),
            Column("action", "事项", lambda e: e.action, sort="action", width=18),
            Column("object", "对象", object_words, width=18),
            Column("details", "内容", told, width=60, wrap=True),
            Column("address", "来源", lambda e: e.address, sort="address", width=16),
        ),
        sort="-at",
        facets=(by_field("action", "事项", "action"), Facet("month", "月份", _in_month, _months)),
        search=_search,
        hint="操作人或内容",
    )


@roles(Role.AUDITOR)
def audit(request: ScopedRequest) -> HttpResponse:
    return respond(request, "audit", "positions/audit.html")


@roles(Role.AUDITOR)
@require_POST
def verify(request: ScopedRequest) -> HttpResponse:
    """Go through the whole record and tell whether it holds; of a mark copied from paper, which entry it was."""
    verdict, mark = verifying.verify(), request.POST.get("mark", "").strip()
    record("核对审计记录", by=request.user, passed=verdict.holds, reason="" if verdict.holds else verdict.words)
    if verdict.holds:
        level = messages.WARNING if verdict.lineless else messages.SUCCESS
        messages.add_message(request, level, f"核对完毕：{verdict.words}")
    else:
        messages.error(request, f"核对发现问题：{verdict.words}")
    if mark:
        found = looking_up.look_up(mark, verdict)
        level = messages.SUCCESS if found.tone == "good" else messages.ERROR
        messages.add_message(request, level, f"页脚的摘要：{found.words}")
    return HttpResponseRedirect(reverse("audit"))

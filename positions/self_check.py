"""系统自检: whether what the portal relies on holds here and now, as a page; each check looks, none assumes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pgtrigger
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dingnan_sw.audit import keys as audit_keys
from dingnan_sw.audit import verifying
from dingnan_sw.audit.models import Entry
from dingnan_sw.audit.protect import CHANGES, holds, tables_without
from dingnan_sw.backups import keeping
from dingnan_sw.jobs.models import Job, State
from dingnan_sw.jobs.work import SILENT
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.workdays import announced
from positions.access import ScopedRequest, roles
from positions.vocabulary import Role

AT_ONCE = 20_000  # entries of the audit record that a page verifies, the newest
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """tone: good, waiting (works, but someone should know) or bad."""

    tone: str
    words: str


Check = Callable[[], Finding]
_checks: list[tuple[str, Check]] = []


def check(title: str) -> Callable[[Check], Check]:
    """Add a check to the page."""

    def decorate(look: Check) -> Check:
        _checks.append((title, look))
        return look

    return decorate


@roles(Role.ADMINISTRATOR, Role.AUDITOR)
def self_check(request: ScopedRequest) -> HttpResponse:
    return render(request, "positions/self_check.html", {"rows": [(title, look()) for title, look in _checks]})


def _rows(statement: str, *values: object) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[str, ...]] = cursor.fetchall()
    return found


@check("数据库角色")
def database_role() -> Finding:
    """Two roles: the portal's own owns nothing. With one the triggers alone hold."""
    ((user, owner),) = _rows("SELECT current_user, tableowner FROM pg_tables WHERE tablename = 'audit_entry'")
    if user == owner:
        words = (
            f"只有一个角色 {user}，它拥有全部表：账目和审计记录只由触发器保护，而拥有者自己能停用触发器。"
            "请用 DATABASE_OWNER_URL 分开两个角色。"
        )
        return Finding("waiting", words)
    embedded = connection.settings_dict.get("DATA_DIR")
    words = f"以 {user} 身份连接，表属于 {owner}。"
    if embedded:
        words += "内置数据库没有口令：能以运行本系统的操作系统用户登录服务器的人，也能以所有者身份进入数据库。"
    return Finding("good", words)


@check("只增不改的表")
def privileges() -> Finding:
    """As the database itself says, for the role of this connection."""
    wrong = list(_too_much())
    if not wrong:
        return Finding(
            "good", f"{len(tables_without('UPDATE'))} 张表没有修改权，{len(tables_without('DELETE'))} 张表没有删除权。"
        )
    return Finding(
        "waiting",
        f"当前角色有不该有的权限（触发器仍会拒绝）：{'、'.join(wrong[:5])}{' 等' if len(wrong) > 5 else ''}。",
    )


def _too_much() -> Iterator[str]:
    for privilege in CHANGES:
        for table in tables_without(privilege):
            ((held,),) = _rows("SELECT has_table_privilege(%s, %s)", table, privilege)
            if held:
                yield f"{table} {privilege}"


@check("触发器")
def triggers() -> Finding:
    """Every trigger of the models is there and switched on, and no session can switch one off."""
    if not holds():
        return Finding("bad", "触发器可以被一次会话的设置跳过：请运行 manage.py migrate。")
    on = {name for (name,) in _rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")}
    wanted = {
        trigger.get_pgid(model): f"{model._meta.verbose_name} {trigger.name}"
        for model, trigger in pgtrigger.registered()
    }
    missing = [words for name, words in wanted.items() if name not in on]
    if missing:
        return Finding("bad", f"缺少或停用了 {len(missing)} 个：{'、'.join(missing[:5])}。请运行 manage.py migrate。")
    return Finding("good", f"{len(wanted)} 个都在，都启用。")


@check("审计记录")
def audit_record() -> Finding:
    """The newest entries; a drill of the backup and the button go through all of them."""
    verdict, count = verifying.verify(AT_ONCE), Entry.objects.count()
    if not verdict.holds:
        return Finding("bad", verdict.words)
    older = f"更早的 {count - verdict.count:,} 条请审计人员在“审计记录”页核对。" if count > verdict.count else ""
    return Finding("waiting" if verdict.lineless else "good", verdict.words + older)


@check("密钥")
def keys() -> Finding:
    """A portal whose keys are not those of its data refuses to start; one that has started would not miss their files until then."""
    if wrong := audit_keys.amiss():
        return Finding("bad", f"{audit_keys.words(wrong)}在那以前不要重新启动系统，重新启动会被拒绝。")
    if words := keeping.key_amiss():
        return Finding("bad", words)
    return Finding(
        "good",
        f"与数据相符，保存在 {settings.DATA_DIR}/keys；备份里也有，由其中的备份密钥封住，备份密钥请另拷一份封存。",
    )


@check("后台任务")
def worker() -> Finding:
    late = Job.objects.filter(state=State.WAITING, created__lt=timezone.now() - SILENT).count()
    if late:
        return Finding("bad", f"{late} 个任务等了一分钟以上没有开始：后台进程可能没有运行，请重新启动系统。")
    return Finding("good", "没有等得太久的任务。")


@check("放假安排")
def holidays() -> Finding:
    """The notices count working days; from December on they reach into the next year."""
    day = today()
    years = [day.year, day.year + 1] if day.month == DECEMBER else [day.year]
    unknown = [str(year) for year in years if not announced(year)]
    if unknown:
        return Finding("waiting", f"{'、'.join(unknown)} 年的放假安排没有录入，公示期只按周末推算：请更新系统。")
    return Finding("good", f"{'、'.join(map(str, years))} 年的已经录入。")

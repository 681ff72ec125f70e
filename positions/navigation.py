"""What every page shows around its content: the work that the account's roles allow, and who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from dingnan_sw.notices.models import Notice
from positions.access import Scope
from positions.vocabulary import BUREAU, COUNTY, EVERYONE, READERS, RESULTS, Role

# group → (label, URL name, roles), in the order of the day's work.
WORK: tuple[tuple[str, tuple[tuple[str, str, tuple[Role, ...]], ...]], ...] = (
    (
        "工作",
        (
            ("首页", "home", EVERYONE),
            ("报送", "submissions", READERS),
            ("部门任务", "department-report", (*COUNTY, Role.REVIEWER, Role.VIEWER)),
            ("年度日程", "calendar", EVERYONE),
        ),
    ),
    (
        "人才",
        (
            ("人员花名册", "people", READERS),
            ("证书", "certificates", READERS),
            ("任职与上岗", "services", READERS),
            ("培训记录", "trainings", READERS),
            ("聘任与职级", "appointments", READERS),
            ("薪酬与社保", "remuneration", (*BUREAU, Role.UNIT)),
            ("任用与荣誉", "honours", RESULTS),
            ("考试", "exams", RESULTS),
            ("出差待遇报销", "reimbursements", READERS),
            ("证书登记", "registration-states", READERS),
            ("继续教育", "continuing-education", READERS),
            ("在岗培训", "training-rates", READERS),
            ("台账", "rolls", RESULTS),
        ),
    ),
    (
        "岗位",
        (
            ("单位", "units", READERS),
            ("岗位", "posts", READERS),
            ("社区（村）", "communities", BUREAU),
            ("镇与全县数据", "county", BUREAU),
        ),
    ),
    (
        "激励",
        (
            ("考试奖励", "bonuses", RESULTS),
            ("职业津贴", "allowances", RESULTS),
            ("岗位与持证配备", "coverage", COUNTY),
            ("配备预测", "forecast", COUNTY),
            ("优先推荐", "preference", COUNTY),
            ("年度统计", "statistics", COUNTY),
            ("政府购买服务", "purchases", COUNTY),
        ),
    ),
    (
        "发放",
        (
            ("发放批次", "batches", COUNTY),
            ("发放结果", "paid", (Role.UNIT, Role.REVIEWER, Role.VIEWER)),
            ("待认定", "held", BUREAU),
            ("追回款", "receivables", COUNTY),
            ("支付文件格式", "payment-layouts", (Role.FINANCE,)),
        ),
    ),
    (
        "预算",
        (
            ("预算编制", "budget", COUNTY),
            ("预算执行", "budget-execution", COUNTY),
            ("资金使用", "funds", COUNTY),
            ("资金来源与科目", "budget-settings", COUNTY),
        ),
    ),
    (
        "依据",
        (
            ("政策与标准", "policy", EVERYONE),
            ("依据与落实", "obligations", COUNTY),
            ("标准修订", "amendments", BUREAU),
            ("政策测算", "what-if", COUNTY),
        ),
    ),
    (
        "数据",
        (
            ("导入工作簿", "exchange", (Role.CLERK, Role.FINANCE, Role.UNIT)),
            ("我的任务与结果", "jobs", RESULTS),
        ),
    ),
    (
        "管理",
        (
            ("账号与基础数据", "admin:index", (Role.ADMINISTRATOR,)),
            ("审计记录", "audit", (Role.AUDITOR,)),
            ("系统自检", "self-check", (Role.ADMINISTRATOR, Role.AUDITOR)),
            ("备份与恢复", "backups", (Role.ADMINISTRATOR, Role.AUDITOR)),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    url: str
    active: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    items: list[Item]


def context(request: HttpRequest) -> dict[str, Any]:
    scope: Scope = getattr(request, "scope", Scope())
    return {
        "environment": settings.ENVIRONMENT_LABEL,
        "navigation": navigation(request.path, scope),
        "labels": scope.labels,
        "roles_held": scope.roles,
        "may_search": scope.may(*READERS),
        "unread": SimpleLazyObject(lambda: Notice.objects.filter(user=request.user.pk).unread().count()),
    }


def navigation(path: str, scope: Scope) -> list[Group]:
    """The groups of work that these roles may do, with the place that path stands in marked."""
    groups = [Group(label, _items(path, entries, scope)) for label, entries in WORK]
    return [group for group in groups if group.items]


def _items(path: str, entries: tuple[tuple[str, str, tuple[Role, ...]], ...], scope: Scope) -> list[Item]:
    allowed = [(label, reverse(name)) for label, name, roles in entries if scope.may(*roles)]
    return [Item(label, url, _here(path, url)) for label, url in allowed]


def may_see(scope: Scope, name: str) -> bool:
    """Whether the place of that URL name is among those that these roles may go to."""
    return any(scope.may(*allowed) for _, entries in WORK for _, url_name, allowed in entries if url_name == name)


def place_of(path: str) -> str:
    """The label of the place in which that address lies; empty outside all of them."""
    places = [(reverse(name), label) for _, entries in WORK for label, name, _ in entries]
    return max(((url, label) for url, label in places if _here(path, url)), default=("", ""), key=lambda p: len(p[0]))[
        1
    ]


def _here(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))

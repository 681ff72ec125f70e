"""社会工作岗位设置备案表: one unit's posts as they are filed."""

import datetime
from typing import Any

from django.db.models import Prefetch

from dingnan_sw.lib.paper import NUMBER, Sheet, column, numbered
from positions.access import Scope
from positions.models import Office, Post, Unit
from positions.vocabulary import UnitKind
from talent.models import Posting
from talent.paper_jobs import form

INSTITUTIONS = (UnitKind.PUBLIC_INSTITUTION, UnitKind.PUBLIC_HOSPITAL, UnitKind.SCHOOL)


@form("post-filing", "社会工作岗位设置备案表")
def post_filing(scope: Scope, on: datetime.date, about: str) -> Sheet:
    """二（一）, 二（二）. about is the unit's key; the posts are those filed that day."""
    unit = Unit.objects.within(scope).get(pk=about)
    holding = Posting.objects.on(on).select_related("service__person").order_by("since", "pk")
    posts = Post.objects.filed(on).filter(unit=unit).prefetch_related(Prefetch("postings", holding, to_attr="holding"))
    rows = numbered(posts.order_by("since", "name"))
    return Sheet(
        title="社会工作岗位设置备案表",
        unit=unit.name,
        period=f"单位性质：{unit.kind}　主管单位：{unit.department or '　　　　'}",
        made_on=on,
        columns=COLUMNS,
        rows=rows,
        notes=(
            f"统一社会信用代码：{unit.credit_code or '　' * 10}　编制数（核定人数）：{'　' * 6}　"
            f"联系人：{unit.contact or '　' * 4}　联系电话：",
            "依据：定办字〔2020〕41号 二（一）、二（二）。岗位为截至填报日期的备案岗位。",
        ),
        signatures=_signatures(unit, on),
        labels=("单位名称", "填报日期"),
        summary=f"{len(rows)} 种岗位",
    )


def _signatures(unit: Unit, on: datetime.date) -> tuple[str, ...]:
    """The personnel bureau has its say on public institutions alone."""
    personnel = ("人社局意见（盖章）：",) if unit.kind in INSTITUTIONS else ()
    return (
        "单位意见（盖章）：",
        "主管部门意见（盖章）：",
        *personnel,
        f"{Office.objects.on(on).name}备案意见（盖章）：",
    )


def _held_by(post: Any) -> str:
    return "、".join(dict.fromkeys(posting.service.person.name for posting in post.holding))


COLUMNS = (
    NUMBER,
    column("岗位名称", lambda post: post.name, width=18, wrap=True),
    column("岗位数", lambda post: post.headcount, "integer", 8, total=True),
    column("岗位类别", lambda post: post.category, width=14),
    column("岗位等级", lambda post: post.grade, width=16),
    column("设置方式", lambda post: post.setup_mode, width=14),
    column("服务领域", lambda post: post.service_field or post.unit.service_field, width=16, wrap=True),
    column("职责任务", lambda post: post.duties, width=40, wrap=True),
    column("任职条件", lambda post: post.requirements, width=36, wrap=True),
    column("拟聘/现聘人员", _held_by, width=24, wrap=True),
    column("设置时间", lambda post: post.since, "date"),
)

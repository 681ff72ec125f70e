"""The sheets of money: 资金使用情况表, 福彩公益金使用情况表, 项目支出绩效目标表, 项目支出绩效自评表."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, column, numbered
from incentives.funds.balances import balances
from incentives.funds.performance import Line, Performance, performance
from incentives.funds.statement import account
from incentives.rules.rulebook import RuleBook
from positions.access import Scope
from positions.lists import filed_by

BASIS = "依据：定办字〔2020〕41号 四（二）。"


def funds_sheet(scope: Scope, book: RuleBook, on: datetime.date, year: str) -> Sheet:
    return Sheet(
        title="社会工作人才资金使用情况表",
        unit=filed_by(scope, on),
        period=f"{year}年度",
        made_on=on,
        columns=(
            PaperColumn("资金来源", lambda row: row.source.name, width=24, wrap=True),
            PaperColumn("项目", lambda row: str(row.item.label), width=28, wrap=True),
            PaperColumn("上年结转（元）", lambda row: row.carried, "money", total=True),
            PaperColumn("下达（元）", lambda row: row.given, "money", total=True),
            PaperColumn("收到社会资金（元）", lambda row: row.received, "money", total=True),
            PaperColumn("已用（元）", lambda row: row.used, "money", total=True),
            PaperColumn("结余（元）", lambda row: row.left, "money", total=True),
        ),
        rows=balances(int(year)),
        notes=[
            BASIS,
            "考试奖励、职业津贴按当年送财政的发放批次，退票除外；其他按资金支出台账。社会资金没有用完的结转下年。",
        ],
    )


def lottery_sheet(scope: Scope, book: RuleBook, on: datetime.date, year: str) -> Sheet:
    """使用规模 and 执行情况 are in the notes with 实际效果; 资助项目 are the rows."""
    found = account(int(year))
    rows = numbered(found.supported)
    return Sheet(
        title=f"{year}年度福彩公益金使用情况公告",
        unit=filed_by(scope, on),
        period=f"{year}年度",
        made_on=on,
        labels=("公告单位", "公告日期"),
        columns=(
            NUMBER,
            column("资助项目", lambda row: row.title, width=36, wrap=True),
            column("用途", lambda row: row.use, width=16, wrap=True),
            column("承接单位", lambda row: row.body, width=26, wrap=True),
            column("执行情况", lambda row: row.progress, width=14),
            column("金额（元）", lambda row: row.amount, "money", total=True),
        ),
        rows=rows,
        notes=[
            f"使用规模：{found.scale_words}",
            f"执行情况：{found.execution_words}",
            f"实际效果：{found.effect or '待填写'}",
        ],
        signatures=("监督电话：", "（盖章）"),
        in_words=True,
        summary=f"{len(rows)} 项",
    )


# 绩效 ---------------------------------------------------------------------------------------------


def target_sheet(scope: Scope, book: RuleBook, on: datetime.date, year: str) -> Sheet:
    found = performance(int(year), book, on)
    return Sheet(
        title="项目支出绩效目标表",
        unit=filed_by(scope, on),
        period=f"{year}年度",
        made_on=on,
        columns=_indicator_columns(),
        rows=found.lines,
        notes=[*_head(found), "分值：预算执行 10、产出 50、效益 30、满意度 10。"],
        signatures=("主管部门意见：", "财政业务股室意见：", "绩效管理股意见：", "（盖章）"),
    )


def review_sheet(scope: Scope, book: RuleBook, on: datetime.date, year: str) -> Sheet:
    found = performance(int(year), book, on)
    return Sheet(
        title="项目支出绩效自评表",
        unit=filed_by(scope, on),
        period=f"{year}年度",
        made_on=on,
        columns=(
            *_indicator_columns(),
            PaperColumn("实际完成值", lambda line: figure(line.actual, line), "text", 14),
            PaperColumn("得分", lambda line: line.score, "decimal", 8),
            PaperColumn("偏差原因及改进措施", lambda line: line.note, width=30, wrap=True),
        ),
        rows=found.lines,
        notes=[*_head(found), f"总分：{'待填写' if found.score is None else found.score}。"],
    )


def _indicator_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn("一级指标", lambda line: line.indicator.group, width=12),
        PaperColumn("二级指标", lambda line: line.indicator.kind, width=16),
        PaperColumn("指标内容", lambda line: line.indicator.name, width=24, wrap=True),
        PaperColumn(
            "指标值", lambda line: f"≥{figure(line.target, line)}" if line.target is not None else "", width=14
        ),
        PaperColumn("分值", lambda line: line.indicator.weight, "integer", 8, total=True),
    )


def figure(value: Decimal | None, line: Line) -> str:
    """A value with its unit, without idle zeros."""
    return "" if value is None else f"{value.quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".") + line.indicator.unit


def _head(found: Performance) -> Iterable[str]:
    """What the paper form asks above its table."""
    head = found.head
    if head is None:
        return [f"{found.year}年的项目名称、负责人和目标还没有登记（“绩效目标”台账）。"]
    days = f"{head.since} 至 {head.last}"
    return [
        f"项目名称：{head.name}；属性：{head.get_nature_display()}；主管部门：{head.department}；负责人：{head.leader}"
        f"{f'；电话：{head.phone}' if head.phone else ''}；起止时间：{days}；预算：{found.given / 10000:.2f} 万元。",
        f"总目标：{head.goal}",
        f"本年度目标：{head.year_goal}",
        *([f"进度计划：{head.schedule}"] if head.schedule else []),
    ]

"""薪酬与社保公积金情况表."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dingnan_sw.lib.paper import NUMBER, Sheet, column, numbered
from positions.access import Scope
from positions.lists import filed_by
from talent.remuneration.floor import CENT
from talent.remuneration.rolls import READERS
from talent.remuneration.standing import Standing, standings
from talent.remuneration.vocabulary import COVERS


def remuneration_sheet(scope: Scope, on: datetime.date, year: int) -> Sheet:
    """三（二）."""
    rows = standings(scope, year, on)
    below = sum(row.is_below for row in rows)
    return Sheet(
        title="薪酬与社保公积金情况表",
        unit=filed_by(scope.only(*READERS), on),
        period=f"{year}年度",
        made_on=on,
        columns=COLUMNS,
        rows=numbered(rows),
        notes=(
            "依据：定办字〔2020〕41号 三（二）。平均薪酬按计薪月数折算；差额为年薪减平均薪酬，负数为低于平均。",
            f"低于同等条件平均薪酬 {below:,} 人。本表用于监测和督促，薪酬由用人单位确定。空格为没有申报。",
        ),
        summary=f"{len(rows):,} 人",
    )


def _of_pay(name: str) -> Any:
    return lambda row: getattr(row.pay, name) if row.pay else None


def _monthly(row: Standing) -> Decimal | None:
    return (row.pay.amount / row.pay.months).quantize(CENT, ROUND_HALF_UP) if row.pay else None


def _cover(name: str) -> Any:
    return lambda row: ("是" if getattr(row.cover, name) else "否") if row.cover else None


COLUMNS = (
    NUMBER,
    column("组织", lambda row: row.unit.name, width=30, wrap=True),
    column("姓名", lambda row: row.person.name),
    column("等级", lambda row: row.level_words, width=14),
    column("学历", _of_pay("education"), width=8),
    column("资历", lambda row: f"{row.pay.seniority}年" if row.pay else None, width=8),
    column("业绩", _of_pay("assessment"), width=8),
    column("岗位", _of_pay("post"), width=16, wrap=True),
    column("年薪（元）", _of_pay("amount"), "money"),
    column("月薪（元）", _monthly, "money"),
    column("同等条件平均薪酬（元）", lambda row: row.comparable, "money"),
    column("差额（元）", lambda row: row.difference, "money"),
    *(column(words, _cover(name), width=6) for name, words in COVERS.items()),
)

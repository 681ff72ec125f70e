"""Describe the sheet of every roll for docs/registers.md: columns, what is required, the accepted form, the key."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from talent.rolls.declared import NAME, ROLLS, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.listing import NUMBERS

HEAD = """# 台账的工作簿

本页由 `manage.py describe_registers` 生成，台账改了就重新生成：`manage.py describe_registers > docs/registers.md`。

每个台账在数据交换的工作簿里是一张表，规则与[数据交换](commands.md)相同：按表名和栏目名认，次序不限，`*` 为必填；同一行再次导入不产生变化，
后来的行改动它填了的非关键栏，空着的格不抹掉已登记的内容；有一行不能收，整份不写。“身份证号”须已在花名册，旁边的“姓名”只用来核对。"""


class Command(BaseCommand):
    help = "按声明写出每个台账的表：栏目、必填、写法、关键栏（docs/registers.md）"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\n\n".join([HEAD, _overview(), *map(described, ROLLS)]))


def _overview() -> str:
    rows = [f"| {roll.title} | {'、'.join(_headings(roll))} |" for roll in ROLLS]
    return "\n".join(["## 各表栏目", "", "| 表 | 栏目 |", "|---|---|", *rows])


def _headings(roll: Roll) -> Iterator[str]:
    for entry in roll.entries:
        if entry.kind is Kind.PERSON and roll.names:
            yield NAME
        yield entry.heading + ("*" if entry.required else "")


def described(roll: Roll) -> str:
    """A roll's part of the page."""
    key = "、".join(entry.heading for entry in roll.entries if entry.attribute in roll.key)
    keepers = "、".join(role.label for role in roll.keepers)
    about = f"依据 {roll.clause}。关键栏：{key}。填写：{keepers}{'，由民政经办核对' if roll.is_checked else ''}。"
    rows = [f"| {_heading(entry)} | {_form(entry)} | {entry.example} |" for entry in roll.entries]
    return "\n".join([f"## {roll.title}", "", about, "", "| 栏目 | 写法 | 示例 |", "|---|---|---|", *rows])


def _heading(entry: Entry) -> str:
    return entry.heading + ("*" if entry.required else "")


def _form(entry: Entry) -> str:
    """How a cell is written, its choices or its bounds with it."""
    return "；".join(filter(None, (entry.hint, _choices(entry), _bounds(entry), _other(entry))))


def _choices(entry: Entry) -> str:
    synonyms = f"（也收 {'、'.join(entry.synonyms)}）" if entry.synonyms else ""
    return f"{'、'.join(entry.words)}{synonyms}" if entry.kind is Kind.CHOICE else ""


def _bounds(entry: Entry) -> str:
    if entry.kind is Kind.YEAR:
        return f"{entry.least} 年起" if entry.least else ""
    if NUMBERS.get(entry.kind) not in ("integer", "decimal", "money"):
        return f"最多 {entry.limit} 字" if entry.kind is Kind.TEXT else ""
    return f"{entry.least} 至 {entry.most}" if entry.most is not None else f"不小于 {entry.least}"


def _other(entry: Entry) -> str:
    other = ROLLS.get(entry.of)
    return f"“{other.title}”里已有的{other.entries[0].heading}" if other else ""

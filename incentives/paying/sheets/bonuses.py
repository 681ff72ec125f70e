"""考试奖励汇总表: a row for each bonus of a batch."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dingnan_sw.lib.dates import covers
from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, column, numbered
from incentives.papers import ACCOUNT, CERTIFICATE, ID, PHONE
from incentives.paying.models import Batch, Line
from incentives.paying.sheets.frame import head_of, settling_notes
from incentives.paying.vocabulary import LineKind
from talent.models import Certificate, Person, Service
from talent.vocabulary import SHORT_LEVELS, Level


@dataclass(frozen=True, slots=True)
class BonusRow:
    line: Line
    certificate: Certificate | None
    earlier: list[Certificate]
    categories: str

    @property
    def person(self) -> Person:
        return self.line.person


def bonus_sheet(batch: Batch) -> Sheet:
    rows = _bonus_rows(batch)
    people = len({row.person.pk for row in rows})
    return Sheet(
        title=f"{batch.year}年度社会工作者职业水平考试奖励汇总表",
        columns=_bonus_columns(batch),
        rows=numbered(rows),
        notes=["依据：定办字〔2020〕41号 三（一）。", *settling_notes(batch)],
        in_words=True,
        summary=f"{people:,} 人，{len(rows):,} 人次",
        **head_of(batch),
    )


def _bonus_rows(batch: Batch) -> list[BonusRow]:
    lines = list(Line.objects.filter(batch=batch).select_related("batch", "person", "unit", "cause"))
    people = [line.person_id for line in lines]
    held = _by_person(Certificate.objects.filter(person__in=people).order_by("obtained_on", "number"))
    served = _by_person(Service.objects.filter(person__in=people))
    rows = [_bonus_row(line, held[line.person_id], served[line.person_id]) for line in lines]
    return sorted(rows, key=lambda row: (row.line.unit.name if row.line.unit else "", row.person.name, row.line.pk))


def _by_person(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _bonus_row(line: Line, held: Sequence[Certificate], served: Iterable[Service]) -> BonusRow:
    of_level = [one for one in held if one.level == line.level]
    own = next((one for one in of_level if one.exam_year == line.batch.year), of_level[0] if of_level else None)
    earlier = [one for one in held if own and one.obtained_on < own.obtained_on]
    serving = [one for one in served if own and covers(one.since, one.until, own.obtained_on)]
    categories = dict.fromkeys(one.category for one in serving if one.unit_id == line.unit_id)
    return BonusRow(line, own, earlier, "、".join(categories))


def _bonus_columns(batch: Batch) -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("姓名", lambda row: row.person.name),
        column("身份证号", lambda row: row.person.id_number, "code", ID),
        column("工作单位", lambda row: row.line.unit and row.line.unit.name, width=32, wrap=True),
        column("人员类别", lambda row: row.categories, width=14, wrap=True),
        column("考试年度", lambda row: str(batch.year), width=9),
        column("证书级别", lambda row: SHORT_LEVELS[Level(row.line.level)], width=8),
        column("管理号", lambda row: row.certificate and row.certificate.number, "code", CERTIFICATE),
        column("批准日期", lambda row: row.certificate and row.certificate.approved_on, "date"),
        column("奖励标准（元）", lambda row: row.line.new or row.line.old, "money"),
        column("本次奖励金额（元）", lambda row: row.line.amount, "money", total=True),
        column("已享受情况", _enjoyed, width=16, wrap=True),
        column("开户行", lambda row: row.person.bank_name, width=30, wrap=True),
        column("账号", lambda row: row.person.bank_account, "code", ACCOUNT),
        column("联系电话", lambda row: row.person.phone, "code", PHONE),
        column("备注", lambda row: "" if row.line.kind == LineKind.NORMAL else row.line.get_kind_display(), width=8),
    )


def _enjoyed(row: BonusRow) -> str:
    return "、".join(f"{one.exam_year}年{SHORT_LEVELS[Level(one.level)]}" for one in row.earlier) or "首次"

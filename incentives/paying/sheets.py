"""A batch on paper: 考试奖励汇总表, 职业津贴发放花名册, 增减变动表, 公示."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, column, numbered
from dingnan_sw.lib.paper.sheet import SIGNATURES
from incentives import facts
from incentives.amendments.book import book_of
from incentives.explain import REASON_WORDS
from incentives.papers import ACCOUNT, CERTIFICATE, ID, LEVEL, PHONE, places
from incentives.paying.comparison import Regular, Share, batch_before, compare, regular, stored_shares
from incentives.paying.models import Batch, Line
from incentives.paying.notice import PublicRow, public_rows
from incentives.paying.request import funds_of
from incentives.paying.vocabulary import Item, LineKind
from incentives.rules.rulebook import RuleBook
from incentives.rules.timeline import timeline
from incentives.rules.vocabulary import NOTHING
from positions.access import EVERYTHING
from positions.models import Office, Unit
from talent.models import Certificate, Person, Service
from talent.vocabulary import SHORT_LEVELS, Level


def _head(batch: Batch) -> dict[str, Any]:
    office = Office.objects.on(batch.prepared_on)
    return {
        "unit": office.name,
        "period": f"{batch.period_words}（第 {batch.number} 批）",
        "made_on": batch.prepared_on,
        "signatures": (*SIGNATURES[:-1], office.seal or SIGNATURES[-1]),
    }


# 考试奖励汇总表 -------------------------------------------------------------------------------------


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
        notes=["依据：定办字〔2020〕41号 三（一）。", *_settling_notes(batch)],
        in_words=True,
        summary=f"{people:,} 人，{len(rows):,} 人次",
        **_head(batch),
    )


def _bonus_rows(batch: Batch) -> list[BonusRow]:
    lines = list(Line.objects.filter(batch=batch).select_related("batch", "person", "unit", "cause"))
    held: dict[int, list[Certificate]] = {}
    for one in Certificate.objects.filter(person__in=[line.person_id for line in lines]).order_by(
        "obtained_on", "number"
    ):
        held.setdefault(one.person_id, []).append(one)
    rows = [_bonus_row(line, held.get(line.person_id, [])) for line in lines]
    return sorted(rows, key=lambda row: (row.line.unit.name if row.line.unit else "", row.person.name, row.line.pk))


def _bonus_row(line: Line, held: Sequence[Certificate]) -> BonusRow:
    of_level = [one for one in held if one.level == line.level]
    own = next((one for one in of_level if one.exam_year == line.batch.year), of_level[0] if of_level else None)
    earlier = [one for one in held if own and one.obtained_on < own.obtained_on]
    categories = ""
    if own and line.unit_id:
        serving = Service.objects.on(own.obtained_on).filter(person=line.person_id, unit=line.unit_id)
        categories = "、".join(dict.fromkeys(serving.values_list("category", flat=True)))
    return BonusRow(line, own, earlier, categories)


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


def _settling_notes(batch: Batch) -> list[str]:
    set_off = funds_of(batch).set_off
    owed = batch.receivables.aggregate(sum=Sum("amount"))["sum"]
    notes = []
    if set_off and batch.is_posted:
        notes.append(f"本批冲抵以前的追回款 {set_off:,.2f} 元，实际支付相应减少。")
    elif set_off:
        notes.append(f"送财政时先冲抵以前的追回款（现在是 {set_off:,.2f} 元），实际支付相应减少；本表没有减去。")
    if owed:
        notes.append(f"净额小于零的 {owed:,.2f} 元转为追回款，不在本批支付。")
    return notes


# 职业津贴发放花名册 ---------------------------------------------------------------------------------


@dataclass(slots=True)
class AllowanceRow:
    """A person's months of a batch, added up."""

    person: Person
    unit: str
    place: str
    level: int
    standard: Decimal
    first: Month
    last: Month
    months: int
    sums: dict[LineKind, Decimal]
    set_off: Decimal

    @property
    def net(self) -> Decimal:
        return sum(self.sums.values(), NOTHING)

    @property
    def paid(self) -> Decimal:
        """What is paid of the net: nobody is paid less than nothing, nor what was set off when the batch was sent."""
        return max(self.net - self.set_off, NOTHING)

    @property
    def note(self) -> str:
        if self.net < 0:
            return "转追回"
        return f"冲抵 {self.set_off:,.2f} 元" if self.set_off else ""


def allowance_sheet(batch: Batch) -> Sheet:
    rows = _allowance_rows(batch)
    return Sheet(
        title="社会工作专业人才职业津贴发放花名册",
        columns=_allowance_columns(),
        rows=numbered(rows),
        notes=[
            "依据：定办字〔2020〕41号 三（二）。月标准为最近一个月的标准；补发、扣回的月份和原因见明细。",
            *_settling_notes(batch),
        ],
        in_words=True,
        summary=f"{len(rows):,} 人",
        **_head(batch),
    )


def _allowance_rows(batch: Batch) -> list[AllowanceRow]:
    lines = Line.objects.filter(batch=batch).order_by("person_id", "month")
    by_person: dict[int, list[Line]] = {}
    for line in lines.iterator(2000):
        by_person.setdefault(line.person_id, []).append(line)
    people = Person.objects.in_bulk(list(by_person))
    units = dict(Unit.objects.values_list("pk", "name"))
    place = places(EVERYTHING, batch.through)
    off = dict(batch.set_off.order_by().values_list("receivable__person").annotate(sum=Sum("amount")))
    rows = [_allowance_row(people[pk], some, units, place, off.get(pk, NOTHING)) for pk, some in by_person.items()]
    return sorted(rows, key=lambda row: (row.unit, row.person.name, row.person.pk))


def _allowance_row(
    person: Person,
    lines: Sequence[Line],
    units: dict[int, str],
    place: Callable[[int, int | None, str], str],
    set_off: Decimal,
) -> AllowanceRow:
    newest = lines[-1]
    sums = dict.fromkeys(LineKind, NOTHING)
    for line in lines:
        sums[LineKind(line.kind)] += line.amount
    return AllowanceRow(
        person,
        units.get(newest.unit_id or 0, ""),
        place(person.pk, newest.unit_id, newest.basis),
        newest.level,
        newest.new or newest.old,
        Month.of(lines[0].month),
        Month.of(newest.month),
        len(lines),
        sums,
        set_off,
    )


def _allowance_columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("姓名", lambda row: row.person.name),
        column("身份证号", lambda row: row.person.id_number, "code", ID),
        column("工作单位", lambda row: row.unit, width=30, wrap=True),
        column("岗位", lambda row: row.place, width=24, wrap=True),
        column("证书级别", lambda row: SHORT_LEVELS[Level(row.level)], width=8),
        column("月标准（元）", lambda row: row.standard, "money", 9),
        column("起发年月", lambda row: str(row.first), width=9),
        column("止发年月", lambda row: str(row.last), width=9),
        column("月数", lambda row: row.months, "integer", 6),
        column("应发（元）", lambda row: row.sums[LineKind.NORMAL], "money", total=True),
        column("补发（元）", lambda row: row.sums[LineKind.ARREARS], "money", total=True),
        column("扣回（元）", lambda row: row.sums[LineKind.RECOVERY], "money", total=True),
        column("实发（元）", lambda row: row.paid, "money", total=True),
        column("开户行", lambda row: row.person.bank_name, width=26, wrap=True),
        column("账号", lambda row: row.person.bank_account, "code", ACCOUNT),
        column("签名", lambda row: "　" * 4, width=8),
        column("备注", lambda row: row.note, width=10, wrap=True),
    )


# 增减变动表 -----------------------------------------------------------------------------------------


CHANGE_NOTES = {
    Item.BONUS: "奖励一次性发放，“增”为本批首次发放；补发、扣回为本批明细。",
    Item.ALLOWANCE: "增、减、调档按本期与上一批的正常发放相比；补发、扣回为本批明细。",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """standard: by how much a month's standard changed; amount: what the batch holds of it. None where there is no such thing."""

    name: str
    unit: str
    what: str
    reason: str
    since: str
    standard: Decimal | None
    amount: Decimal | None


def change_sheet(batch: Batch) -> Sheet:
    """Against the batch of the kind before it: who came, left, changed, is paid up or taken back from, and why."""
    rows = _changes(batch)
    return Sheet(
        title=f"{batch.get_kind_display()}本期增减变动表",
        columns=(
            NUMBER,
            column("姓名", lambda row: row.name),
            column("工作单位", lambda row: row.unit, width=34, wrap=True),
            column("增减", lambda row: row.what, width=8),
            column("原因", lambda row: row.reason, width=70, wrap=True),
            column("生效月", lambda row: row.since, width=10),
            column("标准变化（元）", lambda row: row.standard, "money"),
            column("本期金额（元）", lambda row: row.amount, "money", total=True),
        ),
        rows=numbered(rows),
        notes=[CHANGE_NOTES[Item(batch.kind)]],
        summary=f"{len(rows):,} 条",
        **_head(batch),
    )


def _changes(batch: Batch) -> list[ChangeRow]:
    last = batch_before(batch.kind, batch.number)
    now, before = stored_shares(batch), stored_shares(last)
    joined, left, changed, *_ = compare(now, before, last).steps
    said = {"增": joined.people, "减": left.people, "调档": changed.people}
    people = Person.objects.in_bulk({pk for some in said.values() for pk in some})
    tell = _Reasons(batch, last, {*joined.people, *left.people})
    ours, theirs = regular(now), regular(before)
    rows = [
        ChangeRow(
            people[pk].name, tell.unit(pk), what, tell.reason(pk, what), tell.since(pk, now),
            _standard(ours.get(pk)) - _standard(theirs.get(pk)), ours[pk].sum if pk in ours else None,
        )
        for what, some in said.items()
        for pk in some
    ]  # fmt: skip
    return rows + _late_rows(batch)


def _standard(one: Regular | None) -> Decimal:
    return one.newest[2] if one else NOTHING


def _late_rows(batch: Batch) -> list[ChangeRow]:
    """补发 and 扣回, a row for each cause of a person, from its first month on."""
    lines = Line.objects.filter(batch=batch).exclude(kind=LineKind.NORMAL)
    grouped = lines.order_by().values("person_id", "kind", "cause_id").annotate(sum=Sum(F("new") - F("old")))
    found = {(row["person_id"], row["kind"], row["cause_id"]): row["sum"] for row in grouped}
    first = lines.order_by("person_id", "kind", "cause_id", "month").distinct("person_id", "kind", "cause_id")
    return [
        ChangeRow(
            line.person.name, line.unit.name if line.unit else "", line.get_kind_display(), line.cause.text,
            str(Month.of(line.month)) if line.month else f"{batch.year}年度", None,
            found[line.person_id, line.kind, line.cause_id],
        )
        for line in first.select_related("person", "unit", "cause")
    ]  # fmt: skip


class _Reasons:
    """In words why someone joined or left: what the rule said of the month before they joined, or says of the first without."""

    def __init__(self, batch: Batch, last: Batch | None, people: set[int]) -> None:
        self.batch, self.last, self.book = batch, last, book_of(batch.amendments)
        loaded = facts.with_facts(Person.objects.filter(pk__in=people)) if batch.kind == Item.ALLOWANCE else []
        self.facts = {person.pk: facts.person_facts(person) for person in loaded}
        lines = Line.objects.filter(batch__in=[one for one in (batch, last) if one])
        newest = lines.order_by("person_id", "-month", "-pk").distinct("person_id")
        self.units = dict(newest.values_list("person_id", "unit__name"))

    def unit(self, person: int) -> str:
        return self.units.get(person) or ""

    def reason(self, person: int, what: str) -> str:
        if person not in self.facts:
            return (
                "符合条件，首次发放"
                if what == "增"
                else {"调档": "证书级别或标准变化", "月数": "本期月数不同"}.get(what, "")
            )
        first = Month.of(self.batch.first)
        if what == "增" and self.last is None:
            return "首批发放"
        asked = first.plus(-1) if what == "增" else first
        reason = _refusal(self.facts[person], asked, self.book)
        return f"此前{reason}，现已具备条件" if what == "增" and reason else reason or "符合条件"

    def since(self, person: int, now: Sequence[Share]) -> str:
        months = [share.month for share in now if share.person == person and share.month]
        if months:
            return str(Month.of(min(months)))
        return str(Month.of(self.batch.first)) if self.batch.first else f"{self.batch.year}年度"


def _refusal(person: Any, month: Month, book: RuleBook) -> str:
    (span,) = timeline(person, month.first, month.first, book)
    return REASON_WORDS[span.decision.reason] if span.decision.reason else ""


# 公示 -----------------------------------------------------------------------------------------------


def notice_sheet(batch: Batch) -> Sheet:
    on, head, rows = batch.notice_first or batch.prepared_on, _head(batch), public_rows(batch)
    return Sheet(
        title=f"{batch.title}发放公示",
        columns=(
            NUMBER,
            _public("姓名", lambda row: row.name),
            _public("单位", lambda row: row.unit, 40),
            _public("证书级别", lambda row: row.level, LEVEL),
            PaperColumn("金额（元）", lambda numbered: numbered.row.amount, "money", total=True),
        ),
        rows=numbered(rows),
        notes=[_notice_words(batch, Office.objects.on(on))],
        summary=f"{len(rows):,} 人",
        **{
            **head,
            "made_on": on,
            "labels": ("公示单位", "公示日期"),
            "signatures": ("", "", "", head["signatures"][-1]),
        },
    )


def _notice_words(batch: Batch, office: Office) -> str:
    """Until when, and to whom objections go."""
    said = [
        f"公示期：{batch.notice_first} 至 {batch.notice_last}，5 个工作日。有异议的，请在公示期内向{office.name}反映"
    ]
    if office.contact or office.phone:
        said.append(f"联系人：{office.contact} {office.phone}".rstrip())
    if office.oversight_phone:
        said.append(f"监督电话：{office.oversight_phone}")
    return "；".join(said) + "。"


def _public(heading: str, value: Callable[[PublicRow], str], width: int = 12) -> PaperColumn:
    return PaperColumn(heading, lambda numbered: value(numbered.row), width=width, wrap=True)


ROSTERS = {Item.BONUS: ("考试奖励汇总表", bonus_sheet), Item.ALLOWANCE: ("职业津贴发放花名册", allowance_sheet)}


def made(batch: Batch) -> dict[str, tuple[str, Callable[[Batch], Sheet]]]:
    """The sheets of a batch by their kind: (label, maker)."""
    return {
        "roster": ROSTERS[Item(batch.kind)],
        "changes": ("增减变动表", change_sheet),
        "notice": ("公示", notice_sheet),
    }

"""The four sheets that the bureau files: 考试奖励汇总表, 职业津贴发放花名册, 岗位与持证人才配备情况表, 花名册."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import Month, covers, today
from dingnan_sw.lib.paper import PaperColumn, Sheet, write_pdf, write_xlsx
from incentives import reports
from incentives.explain import level_words
from incentives.facts import BonusLine
from incentives.reports import AllowanceRow
from incentives.rules.coverage import CommunityStanding, HolderRatio
from incentives.rules.rulebook import RuleBook, standard_book
from incentives.rules.vocabulary import Level, Outcome
from positions.access import Scope
from positions.models import Unit, User
from positions.vocabulary import Role
from talent.models import Person

BUREAU = "定南县民政局"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row with its number on the sheet."""

    number: int
    row: Any


def _numbered(rows: Sequence[Any]) -> list[Numbered]:
    return [Numbered(number, row) for number, row in enumerate(rows, 1)]


def _column(
    heading: str, value: Callable[[Any], Any], kind: Any = "text", width: int = 12, total: bool = False
) -> PaperColumn:
    return PaperColumn(heading, lambda numbered: value(numbered.row), kind, width, total)


NUMBER = PaperColumn("序号", lambda numbered: numbered.number, "integer", 6)


def filed_by(scope: Scope) -> str:
    """Who files the sheet: the bureau, or the unit whose rows it shows."""
    if scope.county:
        return BUREAU
    return "、".join(Unit.objects.filter(pk__in=scope.units).values_list("name", flat=True))


# 考试奖励汇总表 -----------------------------------------------------------------------------------


def bonus_sheet(scope: Scope, book: RuleBook, on: datetime.date, year: str) -> Sheet:
    """三（一）: what is payable for the exam year; what waits and what is refused is counted in the notes."""
    lines = reports.bonus_list(int(year), book, scope)
    payable = [line for line in lines if line.decision.outcome is Outcome.PAYABLE]
    return Sheet(
        title=f"{year}年度社会工作者职业水平考试奖励汇总表",
        unit=filed_by(scope),
        period=f"{year}考试年度",
        made_on=on,
        columns=_bonus_columns(),
        rows=_numbered(payable),
        notes=_bonus_notes(lines),
        in_words=True,
    )


def _bonus_columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        _column("姓名", lambda line: line.person.name, width=9),
        _column("身份证号", lambda line: line.person.id_number, "code", 22),
        _column("工作单位", lambda line: line.unit, width=22),
        _column("人员类别", _category, width=14),
        _column("证书级别", lambda line: level_words(Level(line.certificate.level)), width=16),
        _column("管理号", lambda line: line.certificate.number, "code", 20),
        _column("取得日期", lambda line: line.certificate.obtained_on, "date", 13),
        _column("奖励金额（元）", lambda line: line.decision.amount, "money", 11, total=True),
        _column("开户银行", lambda line: line.person.bank_name, width=16),
        _column("银行账号", lambda line: line.person.bank_account, "code", 23),
        _column("备注", lambda line: "", width=8),
    )


def _category(line: BonusLine) -> str:
    """In which categories the person served that day in the unit that the line names."""
    day = line.certificate.obtained_on
    services = [s for s in line.person.services.all() if s.unit.name == line.unit and covers(s.since, s.until, day)]
    return "、".join(dict.fromkeys(s.category for s in services))


def _bonus_notes(lines: Sequence[BonusLine]) -> list[str]:
    totals = reports.bonus_totals(lines)
    held, refused = totals[Outcome.HELD], totals[Outcome.REFUSED]
    notes = ["依据：定办字〔2020〕41号 三（一）。"]
    if held.count:
        notes.append(f"另有待认定 {held.count} 人次，涉及 {held.amount:,.2f} 元，未列入本表。")
    if refused.count:
        notes.append(f"不予发放 {refused.count} 人次，未列入本表，原因见系统。")
    return notes


# 职业津贴发放花名册 -------------------------------------------------------------------------------


def allowance_sheet(scope: Scope, book: RuleBook, on: datetime.date, month: str) -> Sheet:
    """三（二）: what is owed for one month, whatever has been paid."""
    period = Month.parse(month)
    rows = sorted(
        reports.allowance_rows(period, book, scope), key=lambda row: (row.unit.name, row.person.name, row.person.pk)
    )
    return Sheet(
        title="社会工作专业人才职业津贴发放花名册",
        unit=filed_by(scope),
        period=period.words,
        made_on=on,
        columns=_allowance_columns(),
        rows=_numbered(rows),
        notes=["依据：定办字〔2020〕41号 三（二）。本表为当月应发，不含补发和扣回。"],
        in_words=True,
    )


def _allowance_columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        _column("姓名", lambda row: row.person.name, width=9),
        _column("身份证号", lambda row: row.person.id_number, "code", 22),
        _column("工作单位", lambda row: row.unit.name, width=24),
        _column("证书级别", lambda row: level_words(row.line.level), width=16),
        _column("依据", _basis_words, width=14),
        _column("发放月份", lambda row: row.month, "month", 12),
        _column("应发金额（元）", lambda row: row.line.decision.amount, "money", 11, total=True),
        _column("开户银行", lambda row: row.person.bank_name, width=16),
        _column("银行账号", lambda row: row.person.bank_account, "code", 23),
        _column("签名", lambda row: "", width=10),
    )


def _basis_words(row: AllowanceRow) -> str:
    return {"A": "社区工作者", "B": "事业单位岗位"}[str(row.line.decision.basis)]


# 岗位与持证人才配备情况表 -------------------------------------------------------------------------


def coverage_sheet(scope: Scope, book: RuleBook, on: datetime.date, day: str) -> Sheet:
    """三（二）、一（一）: each community with its posts and holders."""
    found = reports.coverage_on(datetime.date.fromisoformat(day), on, book, scope)
    totals, ratio = found.totals, found.ratio
    notes = [
        f"城乡社区 {totals.count} 个：已设岗 {totals.posted} 个，有持证人员 {totals.staffed} 个，两项都有 {totals.both} 个（三（二））。",
        f"其中社区 {totals.urban} 个，有持证人员 {totals.urban_staffed} 个（一（一））。",
        f"全县在职持证 {ratio.holders} 人，{_ratio_words(ratio)}（一（一））。",
    ]
    return Sheet(
        title="社会工作岗位与持证人才配备情况表",
        unit=filed_by(scope),
        period=f"截至{day}",
        made_on=on,
        columns=_coverage_columns(),
        rows=_numbered(found.communities),
        notes=notes,
    )


def _ratio_words(ratio: HolderRatio) -> str:
    if ratio.per_mille is None:
        return "常住人口未登记，不算千分比"
    return f"常住人口 {ratio.population:,} 人，每千人 {ratio.per_mille} 人，距目标尚缺 {ratio.needed} 人"


def _coverage_columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        _column("所属镇", lambda standing: standing.facts.town, width=12),
        _column("社区（村）", lambda standing: standing.facts.name, width=28),
        _column("统计用区划代码", lambda standing: standing.facts.code, "code", 16),
        _column("类别", lambda standing: "村" if standing.facts.village else "社区", width=8),
        _column("备案岗位数", lambda standing: standing.facts.posts, "integer", 10, total=True),
        _column("持证人数", lambda standing: standing.facts.holders, "integer", 10, total=True),
        _column("设岗", lambda standing: "是" if standing.posted else "否", width=8),
        _column("配备持证人员", lambda standing: "是" if standing.staffed else "否", width=10),
        _column("缺项", _gap, width=14),
    )


def _gap(standing: CommunityStanding) -> str:
    gaps = [words for words, reached in (("岗位", standing.posted), ("持证人员", standing.staffed)) if not reached]
    return "、".join(gaps)


# 花名册 -------------------------------------------------------------------------------------------


def roster_sheet(scope: Scope, book: RuleBook, on: datetime.date, day: str) -> Sheet:
    """持证社会工作者花名册: everyone in service that day who holds a certificate, at the highest level."""
    date = datetime.date.fromisoformat(day)
    people = Person.objects.within(scope).with_standing(date, scope).filter(level__isnull=False, unit_id__isnull=False)
    rows = people.order_by("unit_name", "name", "pk").prefetch_related("certificates")
    return Sheet(
        title="持证社会工作者花名册",
        unit=filed_by(scope),
        period=f"截至{day}",
        made_on=on,
        columns=_roster_columns(date),
        rows=_numbered(list(rows)),
        signatures=("填表人：", "审核人：", "单位负责人：", "（盖章）"),
    )


def _roster_columns(on: datetime.date) -> tuple[PaperColumn, ...]:
    def best(person: Any) -> Any:
        held = [
            c for c in person.certificates.all() if c.obtained_on <= on and (c.revoked_on is None or c.revoked_on > on)
        ]
        return max(held, key=lambda c: (c.level, c.obtained_on))

    return (
        NUMBER,
        _column("姓名", lambda person: person.name, width=9),
        _column("性别", lambda person: person.sex, width=5),
        _column("身份证号", lambda person: person.id_number, "code", 22),
        _column("学历", lambda person: person.education, width=8),
        _column("工作单位", lambda person: person.unit_name, width=26),
        _column("人员类别", lambda person: person.category, width=14),
        _column("证书级别", lambda person: best(person).get_level_display(), width=16),
        _column("管理号", lambda person: best(person).number, "code", 20),
        _column("取得日期", lambda person: best(person).obtained_on, "date", 13),
        _column("联系电话", lambda person: person.phone, "code", 13),
        _column("备注", lambda person: "", width=8),
    )


# Making them --------------------------------------------------------------------------------------

SHEETS: dict[str, Callable[..., Sheet]] = {
    "bonuses": bonus_sheet,
    "allowances": allowance_sheet,
    "coverage": coverage_sheet,
    "roster": roster_sheet,
}
TITLES = {
    "bonuses": "考试奖励汇总表",
    "allowances": "职业津贴发放花名册",
    "coverage": "岗位与持证人才配备情况表",
    "roster": "持证社会工作者花名册",
}
READERS: dict[str, tuple[Role, ...]] = {
    "bonuses": (Role.CLERK, Role.FINANCE, Role.UNIT),
    "allowances": (Role.CLERK, Role.FINANCE, Role.UNIT),
    "coverage": (Role.CLERK, Role.FINANCE),
    "roster": (Role.CLERK, Role.UNIT),
}
FORMATS = ("xlsx", "pdf")


def period_words(sheet: str, period: str) -> str:
    """The period of a sheet as its title says it.

    Raises:
        ValueError: period is not what the sheet covers: a year, a month or a day.
    """
    match sheet:
        case "bonuses":
            return f"{datetime.date(int(period), 1, 1).year}考试年度"
        case "allowances":
            return Month.parse(period).words
        case "coverage" | "roster":
            return f"截至{datetime.date.fromisoformat(period)}"
        case _:
            raise ValueError(sheet)


@work.register("paper")
def make_paper(desk: work.Desk) -> None:
    """A sheet as its owner may see it now. arguments: sheet, format, period."""
    arguments = desk.job.arguments
    name, kind = arguments["sheet"], arguments["format"]
    scope = Scope.of(User.objects.get(pk=desk.job.owner_id), today())
    sheet = SHEETS[name](scope, standard_book(), today(), arguments["period"])
    data = _written(sheet, kind, desk)
    desk.deliver(f"{sheet.title}（{sheet.period}）.{kind}", data)


def _written(sheet: Sheet, kind: str, desk: work.Desk) -> bytes:
    match kind:
        case "pdf":
            return write_pdf(sheet, desk.progress)
        case "xlsx":
            return as_xlsx(sheet)
        case _:
            raise ValueError(kind)


def as_xlsx(sheet: Sheet) -> bytes:
    target = BytesIO()
    write_xlsx(sheet, target)
    return target.getvalue()

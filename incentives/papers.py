"""The sheets that the bureau files: 考试奖励汇总表, 职业津贴发放花名册, 岗位与持证人才配备情况表, 花名册; those of other parts are made there."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q

from dingnan_sw.jobs.work import Refusal
from dingnan_sw.lib.dates import Month, covers
from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, column, numbered
from incentives import reports
from incentives.explain import level_words
from incentives.facts import BonusLine
from incentives.reports import AllowanceRow
from incentives.rules.coverage import CommunityStanding, HolderRatio
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import Basis, Level, Outcome
from positions.access import Scope
from positions.lists import filed_by
from positions.models import Unit, covering
from talent.learning.holders import holders
from talent.learning.standing import Standing
from talent.models import Person, Posting, Service
from talent.vocabulary import SHORT_LEVELS

LEVEL, ID, CERTIFICATE, ACCOUNT, PHONE = 14, 19, 24, 24, 14  # the widths of what never breaks

Keeps = Callable[[Person], bool]


def keeping(scope: Scope, on: datetime.date) -> Keeps:
    """Whose phone and bank account the sheet may show: of all to the bureau, of those who serve there to a unit."""
    if scope.county:
        return lambda person: True
    present = Service.objects.within(scope).filter(Q(until__isnull=True) | Q(until__gt=on))
    people = set(present.values_list("person_id", flat=True))
    return lambda person: person.pk in people


def _payment(keeps: Keeps) -> tuple[PaperColumn, ...]:
    """Where the money goes."""
    return (
        column("开户银行", lambda row: row.person.bank_name if keeps(row.person) else "", width=36, wrap=True),
        column("银行账号", lambda row: row.person.bank_account if keeps(row.person) else "", "code", ACCOUNT),
    )


def _heads(rows: Sequence[Any]) -> int:
    return len({row.person.pk for row in rows})


# 考试奖励汇总表 -----------------------------------------------------------------------------------


def bonus_sheet(scope: Scope, book: RuleBook, on: datetime.date, year: str) -> Sheet:
    """三（一）: what is payable for the exam year; what waits and what is refused is counted in the notes."""
    lines = reports.bonus_list(int(year), book, scope)
    payable = [line for line in lines if line.decision.outcome is Outcome.PAYABLE]
    return Sheet(
        title=f"{year}年度社会工作者职业水平考试奖励汇总表",
        unit=filed_by(scope, on),
        period=f"{year}考试年度",
        made_on=on,
        columns=_bonus_columns(keeping(scope, on)),
        rows=numbered(payable),
        notes=_bonus_notes(lines),
        in_words=True,
        summary=f"{_heads(payable):,} 人，{len(payable):,} 人次",
    )


def _bonus_columns(keeps: Keeps) -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("姓名", lambda line: line.person.name),
        column("身份证号", lambda line: line.person.id_number, "code", ID),
        column("工作单位", lambda line: line.unit, width=36, wrap=True),
        column("人员类别", _category, width=16, wrap=True),
        column("证书级别", lambda line: level_words(Level(line.certificate.level)), width=LEVEL),
        column("管理号", lambda line: line.certificate.number, "code", CERTIFICATE),
        column("批准日期", lambda line: line.certificate.approved_on, "date"),
        column("奖励金额（元）", lambda line: line.decision.amount, "money", total=True),
        column("已享受情况", earlier, width=18, wrap=True),
        *_payment(keeps),
        column("联系电话", lambda line: line.person.phone if keeps(line.person) else "", "code", PHONE),
        column("备注", lambda line: ""),
    )


def earlier(line: BonusLine) -> str:
    """已享受情况 as the register knows it: the levels obtained before, with their exam years."""
    certificate = line.certificate
    earlier = [c for c in line.person.certificates.all() if c.obtained_on < certificate.obtained_on]
    return "、".join(f"{c.exam_year}年{SHORT_LEVELS[Level(c.level)]}" for c in earlier) or "首次"


def _category(line: BonusLine) -> str:
    """In which categories the person served that day in the unit that the line names."""
    day = line.certificate.obtained_on
    services = [s for s in line.person.services.all() if s.unit.name == line.unit and covers(s.since, s.until, day)]
    return "、".join(dict.fromkeys(s.category for s in services))


def _bonus_notes(lines: Sequence[BonusLine]) -> list[str]:
    totals = reports.bonus_totals(lines)
    held, refused = totals[Outcome.HELD], totals[Outcome.REFUSED]
    notes = ["依据：定办字〔2020〕41号 三（一）。“已享受情况”为此前已取得的级别和考试年度，按登记的证书填写。"]
    if held.count:
        notes.append(f"另有待认定 {held.count} 人次，涉及 {held.amount:,.2f} 元，未列入本表。")
    if refused.count:
        notes.append(f"不予发放 {refused.count} 人次，未列入本表，原因见系统。")
    return notes


# 职业津贴发放花名册 -------------------------------------------------------------------------------


def allowance_sheet(scope: Scope, book: RuleBook, on: datetime.date, month: str) -> Sheet:
    """三（二）: what is owed for one month, whatever has been paid.

    Raises:
        Refusal: there was no allowance yet.
    """
    period = Month.parse(month)
    scale = book.find("monthly_allowance", on=period.first)
    if scale is None:
        raise Refusal(f"{period.words}还没有职业津贴的标准，没有表可以做。")
    rows = sorted(
        reports.allowance_rows(period, book, scope), key=lambda row: (row.unit.name, row.person.name, row.person.pk)
    )
    return Sheet(
        title="社会工作专业人才职业津贴发放花名册",
        unit=filed_by(scope, on),
        period=period.words,
        made_on=on,
        columns=_allowance_columns(keeping(scope, on), places(scope, period.first), scale.amount),
        rows=numbered(rows),
        notes=["依据：定办字〔2020〕41号 三（二）。本表为当月应发，不含补发和扣回。"],
        in_words=True,
        summary=f"{_heads(rows):,} 人",
    )


def _allowance_columns(
    keeps: Keeps, place: Callable[[int, int | None, str], str], amount: Callable[[Level], Decimal | None]
) -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("姓名", lambda row: row.person.name),
        column("身份证号", lambda row: row.person.id_number, "code", ID),
        column("工作单位", lambda row: row.unit.name, width=36, wrap=True),
        column(
            "岗位", lambda row: place(row.person.pk, row.unit.pk, str(row.line.decision.basis)), width=24, wrap=True
        ),
        column("证书级别", lambda row: level_words(row.line.level), width=LEVEL),
        column("依据", _basis_words, width=12),
        column("发放月份", lambda row: row.month, "month"),
        column("月标准（元）", lambda row: amount(row.line.level), "money"),
        column("应发金额（元）", lambda row: row.line.decision.amount, "money", total=True),
        *_payment(keeps),
        column("签名", lambda row: "　" * 5, width=10),
    )


def places(scope: Scope, day: datetime.date) -> Callable[[int, int | None, str], str]:
    """岗位, asked by person, unit and basis: the filed posts held in the unit that day; a community worker without one has
    the category."""
    filed = Posting.objects.within(scope).on(day).filter(covering(day, "post__")).order_by("since", "pk")
    posts = _words(filed.values_list("service__person_id", "service__unit_id", "post__name"))
    serving = Service.objects.within(scope).on(day).order_by("since", "pk")
    categories = _words(serving.values_list("person_id", "unit_id", "category"))

    def words(person: int, unit: int | None, basis: str) -> str:
        key = person, unit or 0
        if key in posts or basis != Basis.COMMUNITY:
            return posts.get(key, "")
        return categories.get(key, "")

    return words


def _words(rows: Iterable[tuple[int, int, str]]) -> dict[tuple[int, int], str]:
    """Each person's words in each unit, every word once."""
    found: dict[tuple[int, int], dict[str, None]] = defaultdict(dict)
    for person, unit, word in rows:
        found[person, unit][word] = None
    return {key: "、".join(words) for key, words in found.items()}


def _basis_words(row: AllowanceRow) -> str:
    return {"A": "社区工作者", "B": "事业单位岗位"}[str(row.line.decision.basis)]


# 岗位与持证人才配备情况表 -------------------------------------------------------------------------


def coverage_sheet(scope: Scope, book: RuleBook, on: datetime.date, day: str) -> Sheet:
    """三（二）、一（一）: each community with its posts and holders."""
    found = reports.coverage_on(datetime.date.fromisoformat(day), on, book, scope)
    totals, ratio = found.totals, found.ratio
    notes = [
        f"三（二）：城乡社区 {totals.count} 个，已设岗 {totals.posted} 个，有持证人员 {totals.staffed} 个，"
        f"两项都有 {totals.both} 个。",
        f"一（一）：其中社区 {totals.urban} 个，有持证人员 {totals.urban_staffed} 个；"
        f"全县在职持证 {ratio.holders} 人，{_ratio_words(ratio)}。",
    ]
    return Sheet(
        title="社会工作岗位与持证人才配备情况表",
        unit=filed_by(scope, on),
        period=f"截至{day}",
        made_on=on,
        columns=_coverage_columns(),
        rows=numbered(found.communities),
        notes=notes,
        summary=f"{totals.count} 个",
    )


def _ratio_words(ratio: HolderRatio) -> str:
    if ratio.per_mille is None:
        return "常住人口未登记，不算千分比"
    return f"常住人口 {ratio.population:,} 人，每千人 {ratio.per_mille} 人，距目标尚缺 {ratio.needed} 人"


def _coverage_columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("所属镇", lambda standing: standing.facts.town, width=20),
        column("社区（村）", lambda standing: standing.facts.name, width=44, wrap=True),
        column("统计用区划代码", lambda standing: standing.facts.code, "code", 14),
        column("类别", lambda standing: "村" if standing.facts.village else "社区", width=8),
        column("备案岗位数", lambda standing: standing.facts.posts, "integer", 10, total=True),
        column("持证人数", lambda standing: standing.facts.holders, "integer", 10, total=True),
        column("设岗", lambda standing: "是" if standing.posted else "否", width=8),
        column("配备持证人员", lambda standing: "是" if standing.staffed else "否", width=10),
        column("缺项", _gap, width=18),
    )


def _gap(standing: CommunityStanding) -> str:
    gaps = [words for words, reached in (("岗位", standing.posted), ("持证人员", standing.staffed)) if not reached]
    return "、".join(gaps)


# 花名册 -------------------------------------------------------------------------------------------


def roster_sheet(scope: Scope, book: RuleBook, on: datetime.date, day: str) -> Sheet:
    """持证社会工作者花名册: everyone in service that day who holds a certificate, at the highest level."""
    date = datetime.date.fromisoformat(day)
    people = Person.objects.within(scope).with_standing(date, scope).filter(level__isnull=False, unit_id__isnull=False)
    rows = list(people.order_by("unit_name", "name", "pk").prefetch_related("certificates"))
    registered = {holder.person.pk: holder.standing for holder in holders(people, date)}
    return Sheet(
        title="持证社会工作者花名册",
        unit=filed_by(scope, on),
        period=f"截至{day}",
        made_on=on,
        columns=_roster_columns(date, keeping(scope, on), registered, _Workplaces(scope, date)),
        rows=numbered(rows),
        summary=_by_level(rows),
    )


class _Workplaces:
    """The unit and the post in which a person of the roster serves that day."""

    def __init__(self, scope: Scope, on: datetime.date) -> None:
        units = Unit.objects.select_related("town", "community__town").defer("phone")
        self.units = units.in_bulk()
        self.place = places(scope, on)

    def unit(self, person: Any) -> Unit:
        return self.units[person.unit_id]

    def over(self, person: Any) -> str:
        """所属镇/部门."""
        unit = self.unit(person)
        town = unit.town or (unit.community.town if unit.community else None)
        return town.name if town else unit.department

    def post(self, person: Any) -> str:
        return self.place(person.pk, person.unit_id, "")


def _by_level(people: Sequence[Any]) -> str:
    counts = Counter(Level(person.level) for person in people)
    levels = [f"{level_words(level)} {counts[level]:,} 人" for level in Level]
    return "，".join([f"{len(people):,} 人", *levels])


def _roster_columns(
    on: datetime.date, keeps: Keeps, registered: Mapping[int, Standing], at: _Workplaces
) -> tuple[PaperColumn, ...]:
    def best(person: Any) -> Any:
        held = [
            c for c in person.certificates.all() if c.obtained_on <= on and (c.revoked_on is None or c.revoked_on > on)
        ]
        return max(held, key=lambda c: (c.level, c.obtained_on))

    def valid_until(person: Any) -> datetime.date | None:
        standing = registered.get(person.pk)
        return standing.last if standing and standing.period else None

    return (
        NUMBER,
        column("姓名", lambda person: person.name),
        column("性别", lambda person: person.sex),
        column("身份证号", lambda person: person.id_number, "code", ID),
        column("学历", lambda person: person.education),
        column("工作单位", lambda person: person.unit_name, width=36, wrap=True),
        column("镇或部门", at.over, width=16, wrap=True),
        column("单位类别", lambda person: at.unit(person).kind, width=16, wrap=True),
        column("岗位", at.post, width=24, wrap=True),
        column("人员类别", lambda person: person.category, width=16, wrap=True),
        column("证书级别", lambda person: best(person).get_level_display(), width=LEVEL),
        column("管理号", lambda person: best(person).number, "code", CERTIFICATE),
        column("取得日期", lambda person: best(person).obtained_on, "date"),
        column("登记有效期至", valid_until, "date"),
        column("联系电话", lambda person: person.phone if keeps(person) else "", "code", PHONE),
        column("备注", lambda person: ""),
    )

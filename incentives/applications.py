"""考试奖励申请表 (docs/sheets.md 4) and 职业津贴申请审批表 (6): what one person claims, as the portal reckons it, on one page."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dingnan_sw.lib.dates import Month, covers
from dingnan_sw.lib.money import in_words
from dingnan_sw.lib.paper.grid import BY_HAND, SEALED, Box, Grid, Grids
from incentives import facts, reports
from incentives.explain import BASIS_WORDS, REASON_WORDS, level_words
from incentives.facts import BonusLine, Sight
from incentives.papers import Keeps, earlier, keeping
from incentives.rules.rulebook import RuleBook
from incentives.rules.timeline import Span, timeline
from incentives.rules.vocabulary import NOTHING, Basis, Level, Outcome
from positions.access import Scope
from positions.models import Office
from talent.models import Certificate, Person, Service
from talent.rolls.models import Checked

BONUS, ALLOWANCE = "社会工作者职业水平考试奖励申请表", "社会工作专业人才职业津贴申请审批表"
ATTACHED = "附件"
OF_THE_PERSON = "□ 身份证复印件　□ 证书复印件　□ 银行卡复印件（本人签名）\n□ 证书登记证明　□ 社会保险参保证明"
FILLED_IN = "已登记的内容由系统填入，空着的由本人和单位填写；金额由系统按现行标准核算。"
BONUS_PLEDGE = "以上情况和所附材料属实；同一级别的证书，没有在本县或者外地领过同类奖励。如有不实，愿意退回领取的奖励。"
ALLOWANCE_PLEDGE = (
    "以上情况和所附材料属实；所列月份在岗从事社会工作，没有在别的单位重复领取职业津贴。"
    "单位、岗位、证书有变动的及时报告，多领的愿意退回。"
)


@dataclass(frozen=True, slots=True)
class Filing:
    """The day the forms are made, whose phone and account they may show, and the body that leads."""

    on: datetime.date
    keeps: Keeps
    office: str

    @classmethod
    def of(cls, scope: Scope, on: datetime.date) -> "Filing":
        return cls(on, keeping(scope, on), Office.objects.on(on).name)

    def opinions(self, last: str) -> tuple[tuple[str, str], ...]:
        sealed = ("所在单位意见", "镇/主管部门意见", f"{self.office}\n{last}")
        return (("本人签名", BY_HAND), *((who, SEALED) for who in sealed))

    def self_row(self, person: Person) -> Sequence[Box]:
        phone = person.phone if self.keeps(person) else ""
        return (("姓名", person.name), ("性别", person.sex), ("联系电话", phone))

    def account_row(self, person: Person) -> Sequence[Box]:
        keeps = self.keeps(person)
        bank, account = (person.bank_name, person.bank_account) if keeps else ("", "")
        return (("开户行全称", bank), ("银行账号", account))


def _services(person: Person, unit: str | None, day: datetime.date) -> list[Service]:
    return [s for s in person.services.all() if s.unit.name == unit and covers(s.since, s.until, day)]


def _of_all(words: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(filter(None, words)))


def _employment(unit: str | None, services: Sequence[Service]) -> str:
    return "　".join(filter(None, (unit, _of_all([one.title for one in services]))))


def _money_row(amount: Decimal) -> Sequence[Box]:
    return (("申请金额（元）", f"{amount:,.2f}"), ("大写", f"人民币{in_words(amount)}"))


def _certificate_row(certificate: Certificate) -> Sequence[Box]:
    return (("证书级别", level_words(Level(certificate.level))), ("管理号", certificate.number))


# 考试奖励申请表 -----------------------------------------------------------------------------------


def is_claimable(line: BonusLine) -> bool:
    """What is refused is not applied for; what waits is, for the bureau to decide."""
    return line.decision.outcome is not Outcome.REFUSED


def bonus_forms(scope: Scope, book: RuleBook, on: datetime.date, year: str) -> Grids:
    """三（一）: everyone's form for the exam year, unit by unit."""
    lines = sorted(filter(is_claimable, reports.bonus_list(int(year), book, scope)), key=_by_unit)
    filing = Filing.of(scope, on)
    return Grids(BONUS, f"{year}考试年度", on, [bonus_form(line, filing) for line in lines])


def _by_unit(line: BonusLine) -> tuple[str, str, int]:
    return line.unit or "", line.person.name, line.certificate.pk


def bonus_form(line: BonusLine, filing: Filing) -> Grid:
    """三（一）. The person is loaded by facts.with_facts."""
    person, certificate = line.person, line.certificate
    services = _services(person, line.unit, certificate.obtained_on)
    return Grid(
        title=BONUS,
        of=person.name,
        unit=line.unit or "",
        made_on=filing.on,
        rows=(
            filing.self_row(person),
            (("身份证号", person.id_number), ("人员类别", _of_all([one.category for one in services]))),
            (("工作单位及职务", _employment(line.unit, services)),),
            _certificate_row(certificate),
            (("取得日期", certificate.obtained_on), ("考试年度", str(certificate.exam_year))),
            (("登记证书编号", _registered(line)), ("此前取得的证书", earlier(line))),
            _money_row(line.decision.amount),
            filing.account_row(person),
        ),
        words=((ATTACHED, OF_THE_PERSON), ("本人承诺", BONUS_PLEDGE)),
        opinions=filing.opinions("审核意见"),
        notes=_bonus_notes(line),
    )


def _registered(line: BonusLine) -> str:
    registrations = line.person.certificate_registrations.all()
    own = (one for one in registrations if one.is_granted and one.level == line.certificate.level)
    return next((one.number for one in own), "")


def _bonus_notes(line: BonusLine) -> list[str]:
    notes = [f"依据：定办字〔2020〕41号 三（一）。{FILLED_IN}"]
    if line.decision.reason:
        notes.append(f"待认定：{REASON_WORDS[line.decision.reason]}。由民政局认定以后才能发放。")
    return notes


# 职业津贴申请审批表 -------------------------------------------------------------------------------


def claims(person: Person, book: RuleBook, sight: Sight, on: datetime.date) -> dict[int, list[Span]]:
    """By year the months for which the allowance is owed, those still to come in the year of next month as it stands now.

    Of what is booked to units that sight does not reach, nothing. The person is loaded by facts.with_facts.
    """
    first = Month.parse(book.measure("allowance_start", on=on).values["month"])
    last = Month(Month.of(on).plus(1).year, 12)
    spans = timeline(facts.person_facts(person), first.first, last.first, book)
    owed = [span for span in spans if span.decision.outcome is Outcome.PAYABLE and sight.sees(span.unit)]
    years = {year: [_within(year, span) for span in owed if _reaches(year, span)] for year in _years(first, last)}
    return {year: some for year, some in years.items() if some}


def _years(first: Month, last: Month) -> range:
    return range(first.year, last.year + 1)


def _reaches(year: int, span: Span) -> bool:
    return span.first.year <= year <= span.last.year


def _within(year: int, span: Span) -> Span:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 1)
    return Span(max(span.first, first), min(span.last, last), span.facts, span.decision, span.unit)


def allowance_forms(scope: Scope, book: RuleBook, on: datetime.date, year: str) -> Grids:
    """三（二）: everyone's form for the months of a year, unit by unit."""
    filing, sight = Filing.of(scope, on), Sight.of(scope)
    holders = Certificate.objects.within(scope).filter(obtained_on__year__lte=int(year)).values("person")
    people = facts.with_facts(Person.objects.within(scope).filter(pk__in=holders).order_by("name", "pk"))
    people = people.prefetch_related("appraisals")
    claimed = ((person, claims(person, book, sight, on).get(int(year))) for person in people.iterator(chunk_size=1000))
    grids = [allowance_form(person, spans, filing) for person, spans in claimed if spans]
    return Grids(ALLOWANCE, f"{year}年度", on, sorted(grids, key=lambda grid: grid.unit))


def allowance_form(person: Person, spans: Sequence[Span], filing: Filing) -> Grid:
    """三（二）. spans are a year's of claims."""
    newest = spans[-1]
    day = min(newest.last, max(newest.first, filing.on.replace(day=1)))
    services, certificate = _services(person, newest.unit, day), _counting(person, newest, day)
    return Grid(
        title=ALLOWANCE,
        of=person.name,
        unit=newest.unit or "",
        made_on=filing.on,
        rows=(
            filing.self_row(person),
            (("身份证号", person.id_number), ("人员类别", _of_all([one.category for one in services]))),
            (("工作单位及职务", _employment(newest.unit, services)),),
            (("岗位", _post(services, newest, day)), ("享受依据", _basis(newest))),
            _certificate_row(certificate),
            (
                ("取得日期", certificate.obtained_on),
                ("考试年度", str(certificate.exam_year)),
                ("年度考核结果", _appraised(person, newest.last.year)),
            ),
            (("起止年月", _months(spans)), ("月数", str(sum(span.months for span in spans)))),
            (("测算", _reckoning(spans)),),
            _money_row(_amount(spans)),
            filing.account_row(person),
        ),
        words=((ATTACHED, OF_THE_PERSON), ("本人承诺", ALLOWANCE_PLEDGE)),
        opinions=filing.opinions("审批意见"),
        notes=_allowance_notes(newest, filing.on),
    )


def _appraised(person: Person, year: int) -> str:
    """Empty where none is on record: the box is filled in by hand."""
    found = [one for one in person.appraisals.all() if one.year == year and one.state != Checked.RETURNED]
    return _of_all([one.outcome for one in found])


def _counting(person: Person, span: Span, day: datetime.date) -> Certificate:
    """The certificate that the month of that day rests on: of the level held on its eve the one obtained first."""
    eve = Month.of(day).eve
    held = [one for one in person.certificates.all() if covers(one.obtained_on, one.revoked_on, eve)]
    return next(one for one in held if one.level == span.facts.level)


def _post(services: Sequence[Service], span: Span, day: datetime.date) -> str:
    """The filed posts held that day; a community worker without one has the category."""
    postings = [posting for one in services for posting in one.postings.all()]
    held = [
        one.post.name
        for one in postings
        if covers(one.since, one.until, day) and covers(one.post.since, one.post.until, day)
    ]
    if held or span.decision.basis != Basis.COMMUNITY:
        return _of_all(held)
    return _of_all([one.category for one in services])


def _basis(span: Span) -> str:
    return BASIS_WORDS[span.decision.basis] if span.decision.basis else ""


def _amount(spans: Sequence[Span]) -> Decimal:
    return sum((span.decision.amount * span.months for span in spans), NOTHING)


def _months(spans: Sequence[Span]) -> str:
    """2024年1月至3月、2024年5月: neighbouring months as one range."""
    ranges: list[tuple[Month, Month]] = []
    for span in spans:
        first, last = Month.of(span.first), Month.of(span.last)
        follows = ranges and ranges[-1][1].plus(1) == first
        first = ranges.pop()[0] if follows else first
        ranges.append((first, last))
    return "、".join(_range(first, last) for first, last in ranges)


def _range(first: Month, last: Month) -> str:
    return first.words if first == last else f"{first.words}至{last.number}月"


def _reckoning(spans: Sequence[Span]) -> str:
    counted: Counter[tuple[Level | None, Decimal]] = Counter()
    for span in spans:
        counted[span.facts.level, span.decision.amount] += span.months
    parts = [
        f"{level_words(level)} {amount:,.2f} 元 × {months} 个月" for (level, amount), months in counted.items() if level
    ]
    return f"{' ＋ '.join(parts)} ＝ {_amount(spans):,.2f} 元"


def _allowance_notes(newest: Span, on: datetime.date) -> list[str]:
    notes = [f"依据：定办字〔2020〕41号 三（二）。{FILLED_IN}"]
    if newest.last > on:
        notes.append(f"{Month.of(on).words}以后的月份按现在的登记推算，以各月发放花名册为准。")
    return notes

"""Why: the four steps of every amount, 事实 → 条款 → 标准 → 结果, in the office's words."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from dingnan_sw.lib.dates import Month, last_day, until_words
from incentives.facts import BonusLine, Sight, service_fact
from incentives.rules.facts import PersonFacts, ServiceFact
from incentives.rules.rulebook import Entry, RuleBook
from incentives.rules.timeline import Span
from incentives.rules.vocabulary import AllowanceDecision, Basis, Decision, Level, Outcome, Reason
from talent.models import Certificate, Person
from talent.vocabulary import Level as RegisterLevel

OUTCOME_WORDS = {Outcome.PAYABLE: "应发", Outcome.HELD: "待认定", Outcome.REFUSED: "不予发放"}
OUTCOME_TONES = {Outcome.PAYABLE: "good", Outcome.HELD: "waiting", Outcome.REFUSED: "neutral"}

REASON_WORDS = {
    Reason.CIVIL_SERVANT: "取得证书时只以公务员（参公）身份任职",
    Reason.UNIT_KIND: "取得证书时所在单位不属奖励范围",
    Reason.TWO_LEVELS_SAME_YEAR: "同一考试年度有两个不同级别的证书",
    Reason.DENIED: "民政局认定不予发放",
    Reason.BEFORE_POLICY: "早于政策起始时间",
    Reason.NO_BONUS_FOR_LEVEL: "文件没有规定这一级别的奖励",
    Reason.LEVEL_OBTAINED_EARLIER: "此前已取得同一级别的证书",
    Reason.HIGHER_LEVEL_EARLIER: "此前已取得更高级别的证书",
    Reason.NOT_IN_SERVICE: "取得证书当日没有在本县任职的记录",
    Reason.NOTHING_TO_ADD: "较低级别已奖励的不少于本级别",
    Reason.NOT_REGISTERED: "证书没有登记",
    Reason.NO_CERTIFICATE: "上月末没有持有证书",
    Reason.NOT_QUALIFYING_BEFORE: "上月末不在符合条件的岗位上",
    Reason.NOT_QUALIFYING: "本月1日不在符合条件的岗位上",
}
# What would change the result, and who can bring it about.
REMEDIES = {
    Reason.CIVIL_SERVANT: "由民政局认定并记录理由后才能发放。",
    Reason.UNIT_KIND: "由民政局认定并记录理由后才能发放；单位类别登记有误的，由单位申请更正。",
    Reason.TWO_LEVELS_SAME_YEAR: "由民政局核对两个证书后认定；考试年度填错的，由单位更正。",
    Reason.DENIED: "有新的材料时，由民政局重新认定。",
    Reason.BEFORE_POLICY: "不会改变；考试年度或月份填错的，由单位更正。",
    Reason.NO_BONUS_FOR_LEVEL: "县里另发文件规定标准后，由民政局在政策标准中补上。",
    Reason.LEVEL_OBTAINED_EARLIER: "每人每级只奖一次，不会改变；取得日期填错的，由单位更正。",
    Reason.HIGHER_LEVEL_EARLIER: "不会改变；取得日期填错的，由单位更正。",
    Reason.NOT_IN_SERVICE: "任职起止日期有遗漏或填错的，由单位补报，民政局审核。",
    Reason.NOTHING_TO_ADD: "不会改变：升级只补差额；标准改变以后再算。",
    Reason.NOT_REGISTERED: "办好证书登记，在“证书登记”台账里填上编号和有效期，民政局核对后即可发放。",
    Reason.NO_CERTIFICATE: "取得证书并登记后，从取得的次月起发。",
    Reason.NOT_QUALIFYING_BEFORE: "条件齐备后从次月起发；任职、岗位备案或上岗日期有误的，由单位更正。",
    Reason.NOT_QUALIFYING: "重新符合条件后从次月起发；任职、岗位备案或上岗日期有误的，由单位更正。",
}
EVERY_UNIT = Sight()
ELSEWHERE = "在其他单位任职（不在您的范围内）"
BASIS_WORDS = {Basis.COMMUNITY: "社区工作者持证", Basis.INSTITUTION: "事业单位设岗并从事社会工作"}


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """One amount explained; `standard` and `assumed` are empty when no number was reached.

    document, clause and phrases are the policy's own; amended are the entries asked that rest on another document.
    """

    facts: list[Fact]
    document: str
    clause: str
    phrases: tuple[str, ...]
    amended: tuple[Entry, ...]
    standard: str
    assumed: str
    outcome: Outcome
    amount: Decimal
    result: str
    remedy: str

    @property
    def tone(self) -> str:
        return OUTCOME_TONES[self.outcome]


def level_words(level: Level) -> str:
    return str(RegisterLevel(level).label)


def since_until(since: datetime.date, until: datetime.date | None) -> str:
    return f"{since} {until_words(last_day(until))}"


def cited(entry: Entry, level: Level | None) -> tuple[str, ...]:
    """Of an entry's phrases what names the level's amount; all of them where the entry sets none for it."""
    amounts = {other: amount for other in Level if (amount := entry.amount(other)) is not None}
    if level not in amounts:
        return entry.phrases
    own = [phrase for phrase in entry.phrases if _names(phrase, amounts[level])]
    return tuple(_part(phrase, level, amounts) for phrase in own) or entry.phrases


def _names(phrase: str, amount: Decimal) -> bool:
    return re.search(rf"(?<!\d){amount:.0f}元", phrase) is not None


def _part(phrase: str, level: Level, amounts: Mapping[Level, Decimal]) -> str:
    """Of a phrase that names several levels' amounts, the part between commas that names the level's own."""
    if not any(_names(phrase, amount) for other, amount in amounts.items() if other is not level):
        return phrase
    return next(part for part in phrase.split("，") if _names(part, amounts[level]))


def amended(book: RuleBook, *entries: Entry | None) -> tuple[Entry, ...]:
    """Those of the entries that rest on another document than the policy."""
    return tuple(entry for entry in entries if entry and entry.document != book.document)


def own_phrases(book: RuleBook, entry: Entry | None, phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases, if the entry rests on the policy itself."""
    return tuple(phrases) if entry and entry.document == book.document else ()


# 三（一） ----------------------------------------------------------------------


def why_bonus(line: BonusLine, book: RuleBook, sight: Sight = EVERY_UNIT) -> Why:
    """Why a certificate's bonus is paid, or not; what sight does not reach is said to be elsewhere."""
    year = datetime.date(line.certificate.exam_year, 1, 1)
    scale, decision = book.find("exam_bonus", on=year), line.decision
    entry = scale or book.scales["exam_bonus"][0]
    others = (book.measure(name, on=year) for name in ("exam_bonus_upgrade", "exam_bonus_units", "registration_gate"))
    return Why(
        facts=_bonus_facts(line, sight),
        document=book.document,
        clause=decision.clause,
        phrases=own_phrases(book, entry, cited(entry, Level(line.certificate.level))),
        amended=amended(book, entry, *others),
        standard=_bonus_standard(line, scale, book),
        assumed=scale.assumed if scale else "",
        outcome=decision.outcome,
        amount=decision.amount,
        result=result_words(decision),
        remedy=REMEDIES[decision.reason] if decision.reason else "",
    )


def bonus_text(line: BonusLine, book: RuleBook) -> str:
    """The same in one sentence, for a cell or a command's output."""
    certificate = line.certificate
    held = f"{certificate.exam_year}考试年度{level_words(Level(certificate.level))}，{certificate.obtained_on}取得"
    return f"{held}；{line.unit or '当日无任职'}；{line.decision.clause}：{result_words(line.decision)}"


def result_words(decision: Decision) -> str:
    reason = REASON_WORDS[decision.reason] if decision.reason else ""
    match decision.outcome:
        case Outcome.PAYABLE:
            return f"应发 {decision.amount:,.2f} 元"
        case Outcome.HELD:
            return f"待认定，涉及 {decision.amount:,.2f} 元：{reason}"
        case Outcome.REFUSED:
            return f"不予发放：{reason}"


def _bonus_facts(line: BonusLine, sight: Sight) -> list[Fact]:
    certificate, day = line.certificate, line.certificate.obtained_on
    facts = [
        Fact("证书", f"{certificate.get_level_display()}，管理号 {certificate.number}"),
        Fact("考试年度", f"{certificate.exam_year} 年"),
        Fact("取得日期", f"{day}（{'签发日期' if certificate.issued_on else '批准日期'}）"),
    ]
    if line.unregistered:
        facts.append(Fact("证书登记", "没有登记（只作提示，不影响发放）", reverse("registration-states")))
    if sight.units is None:
        facts.extend(_other_certificates(line.person, certificate))
    services = [service for service in line.person.services.all() if service_fact(service).covers(day)]
    facts.extend(
        Fact("当日任职", f"{s.unit.name}（{s.unit.kind}），{s.category}，{since_until(s.since, s.until)}")
        if sight.sees(s.unit.name)
        else Fact("当日任职", ELSEWHERE)
        for s in services
    )
    if not services:
        facts.append(Fact("当日任职", "没有任职记录"))
    return facts


def _other_certificates(person: Person, certificate: Certificate) -> list[Fact]:
    others = [c for c in person.certificates.all() if c.pk != certificate.pk]
    return [
        Fact("其他证书", f"{c.get_level_display()}，{c.exam_year} 考试年度，{c.obtained_on} 取得，管理号 {c.number}")
        for c in others
    ]


def _bonus_standard(line: BonusLine, scale: Entry | None, book: RuleBook) -> str:
    if scale is None:
        first = book.scales["exam_bonus"][0].since.year
        return f"奖励自 {first} 考试年度起。"
    amount = scale.amount(Level(line.certificate.level))
    if amount is None:
        return f"{scale.since.year} 考试年度起的标准中没有这一级别。"
    return f"{level_words(Level(line.certificate.level))}一次性 {amount:,.2f} 元，自 {scale.since.year} 考试年度起。"


# 三（二） ----------------------------------------------------------------------


def why_allowance(person: PersonFacts, span: Span, book: RuleBook, sight: Sight = EVERY_UNIT) -> Why:
    """Why a span of months is paid, or not, as decided by its first month; what sight does not reach is elsewhere."""
    decision = span.decision
    rate = book.find("monthly_allowance", on=span.first)
    basis = _basis_entry(decision, book, span.first)
    floor = book.measure("monthly_allowance_floor", on=span.first)
    phrases = own_phrases(book, basis, basis.phrases if basis else ())
    return Why(
        facts=_allowance_facts(person, Month.of(span.first), sight),
        document=book.document,
        clause=decision.clause,
        phrases=(*phrases, *own_phrases(book, floor, cited(floor, span.facts.level))),
        amended=amended(book, rate, book.measure("allowance_start", on=span.first), basis, floor),
        standard=_allowance_standard(span, rate, book),
        assumed=basis.assumed if basis else "",
        outcome=decision.outcome,
        amount=decision.amount,
        result=_allowance_result(span),
        remedy=REMEDIES[decision.reason] if decision.reason else "",
    )


def allowance_text(unit: str, level: Level, decision: AllowanceDecision, month: Month) -> str:
    basis = BASIS_WORDS[decision.basis] if decision.basis else ""
    held = f"{month.eve}持有{level_words(level)}证书，并在{unit}任职（{basis}）"
    return f"{held}；{decision.clause}：{month.words}应发 {decision.amount:,.2f} 元"


def _basis_entry(decision: AllowanceDecision, book: RuleBook, on: datetime.date) -> Entry | None:
    match decision.basis:
        case Basis.COMMUNITY:
            return book.scale("allowance_community", on=on)
        case Basis.INSTITUTION:
            return book.scale("allowance_institution", on=on)
        case None:
            return None


def _allowance_facts(person: PersonFacts, month: Month, sight: Sight) -> list[Fact]:
    level = person.level_on(month.eve)
    facts = [Fact(f"{month.eve} 持证", level_words(level) if level else "没有证书")]
    for day in (month.eve, month.first):
        services = person.services_on(day)
        facts.extend(Fact(f"{day} 任职", _service_words(service, day, sight)) for service in services)
        if not services:
            facts.append(Fact(f"{day} 任职", "没有任职记录"))
    return facts


def _service_words(service: ServiceFact, day: datetime.date, sight: Sight) -> str:
    if not sight.sees(service.unit):
        return ELSEWHERE
    posted = "，在已备案的社会工作岗位上" if any(spell.covers(day) for spell in service.filed) else ""
    return f"{service.unit}（{service.kind}），{service.category}，{since_until(service.since, service.until)}{posted}"


def _allowance_standard(span: Span, rate: Entry | None, book: RuleBook) -> str:
    if rate is None or span.facts.level is None:
        return ""
    amount = rate.amount(span.facts.level)
    floor = book.measure("monthly_allowance_floor", on=span.first).amount(span.facts.level)
    return f"{level_words(span.facts.level)}每月 {amount:,.2f} 元，自 {rate.since} 起（文件下限 {floor:,.2f} 元）。"


def _allowance_result(span: Span) -> str:
    words = result_words(span.decision)
    return f"{words}，记在 {span.unit}" if span.unit else words

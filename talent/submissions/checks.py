"""What the portal finds of itself for a reviewer: checks that pass or fail, and whatever else on record or under way conflicts."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dingnan_sw.lib import identity
from dingnan_sw.lib.dates import covers, last_day, until_words
from dingnan_sw.lib.exchange import Line, Problem
from dingnan_sw.lib.secrets import blind_index
from positions.access import Scope
from talent.models import Certificate, Person, Posting, Service
from talent.submissions.approval import Plan
from talent.submissions.flow import WAITING
from talent.submissions.models import Kind, Submission
from talent.vocabulary import USUAL_CATEGORIES

WRITABLE = "可以写入登记（号码、日期、名称都符合要求）"
SCANNED, UNSCANNED = "有证书扫描件", "没有附扫描件"
# True of most people here and no reason to look twice: old address codes.
USUAL_WARNINGS = frozenset({"address_code"})


@dataclass(frozen=True, slots=True)
class Check:
    words: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that does not go together; url leads to the other side."""

    words: str
    url: str = ""


def checks(plan: Plan, scope: Scope) -> list[Check]:
    """Each automatic check with its outcome as far as scope sees, the failed ones first."""
    found = list(_checks(plan, scope))
    return sorted(found, key=lambda check: check.passed)


def _checks(plan: Plan, scope: Scope) -> Iterator[Check]:
    problems = "；".join(problem.message for problem in plan.problems)
    yield Check(WRITABLE, not plan.problems, problems)
    match Kind(plan.submission.kind):
        case Kind.PERSON:
            yield from _person_checks(plan)
        case Kind.POST:
            missing = [problem.message for problem in plan.problems if problem.column in ("职责任务", "任职条件")]
            yield Check("职责任务、任职条件已写明（二（一））", not missing, "；".join(missing))
        case Kind.CORRECTION:
            yield from _correction_checks(plan, scope)
        case Kind.TRAINING | Kind.CONFIRMATION:
            pass
    for warning in plan.warnings:
        yield Check(str(warning.column or "提示"), warning.code in USUAL_WARNINGS, warning.message)


def oddities(warnings: Iterable[Problem]) -> list[str]:
    """Those of the warnings that make one look twice, in words."""
    return [f"{one.column or '提示'}：{one.message}" for one in warnings if one.code not in USUAL_WARNINGS]


def _person_checks(plan: Plan) -> Iterator[Check]:
    for line in plan.lines:
        number, obtained = line.get("身份证号"), line.get("签发日期") or line.get("批准日期")
        if number:
            yield Check("身份证号的格式、出生日期和校验位", not any(p.column == "身份证号" for p in line.problems))
        if number and obtained:
            yield _of_age("取得证书", number, obtained)
        yield from _place_checks(line)
    if plan.statement is not None and plan.statement.certifies:
        scanned = bool(plan.submission.scans.all())
        yield Check(SCANNED, scanned, "" if scanned else UNSCANNED)


def _correction_checks(plan: Plan, scope: Scope) -> Iterator[Check]:
    """Ages, categories and times as they would be; with another ID number, at whatever scope sees of the person."""
    corrected = plan.correction.instances if plan.correction else []
    person = next((one for one in corrected if isinstance(one, Person)), plan.person)
    if person is None or plan.person is None:
        return
    certificates, services, postings = (
        {one.pk: one for one in corrected if isinstance(one, model)} for model in (Certificate, Service, Posting)
    )
    others = person.id_number != plan.person.id_number
    for certificate in _with(others, Certificate, certificates, person, scope):
        yield _of_age("取得证书", person.id_number, certificate.issued_on or certificate.approved_on)
    for service in _with(others, Service, services, person, scope):
        yield _of_age("任职", person.id_number, service.since)
    for service in services.values():
        yield _usual(service.unit.kind, service.category)
    for posting in postings.values():
        yield _filed(posting.post.since, posting.post.until, posting.since)
        yield _inside(posting, services.get(posting.service_id, posting.service))


def _with(others: bool, model: Any, corrected: dict[int, Any], person: Person, scope: Scope) -> Iterable[Any]:
    """The corrected rows, and if wanted the person's others."""
    seen = model.objects.within(scope).filter(person=person.pk) if others else []
    return ({one.pk: one for one in seen} | corrected).values()


def _inside(posting: Posting, service: Service) -> Check:
    ends = posting.until is None or service.until is None or posting.until <= service.until
    times = f"任职 {_span(service.since, service.until)}，上岗 {_span(posting.since, posting.until)}"
    return Check("上岗在任职期间", covers(service.since, service.until, posting.since) and ends, times)


def _span(since: datetime.date, until: datetime.date | None) -> str:
    return f"{since} {until_words(last_day(until))}"


def _filed(since: datetime.date, until: datetime.date | None, on: datetime.date) -> Check:
    return Check("上岗时岗位已备案", covers(since, until, on), f"岗位备案 {_span(since, until)}，{on} 上岗")


def _of_age(when: str, number: str, on: datetime.date) -> Check:
    age = identity.age(number, on)
    return Check(f"{when}时已满 18 岁", age >= identity.ADULT, f"{on} 时 {age} 岁")


def _usual(kind: str, category: str) -> Check:
    return Check("人员类别与单位类别相称", category in USUAL_CATEGORIES[kind], f"{kind}：{category}")


def _place_checks(line: Line) -> Iterator[Check]:
    """A post whose filing was refused has no first day to hold against."""
    service = next((record for record in line.records if "category" in record.merged), None)
    if service is not None:
        yield _usual(service.merged["unit"].merged.get("kind"), service.merged["category"])
    posting = next((record for record in line.records if "post" in record.merged), None)
    if posting is None:
        return
    post = posting.merged["post"].merged
    if "since" in post:
        yield _filed(post["since"], post.get("until"), posting.merged["since"])


# Conflicts ------------------------------------------------------------------------------------------


def conflicts(plan: Plan, scope: Scope) -> list[Conflict]:
    """As far as scope sees the other side: a town learns nothing of other towns' people."""
    if plan.submission.kind == Kind.CONFIRMATION:
        return []
    numbers = {n for line in plan.lines if (n := line.get("身份证号"))}
    own = {blind_index(number) for number in numbers} | ({bytes(plan.person.id_index)} if plan.person else set())
    if plan.submission.kind == Kind.TRAINING:
        return list(_elsewhere(own, plan, scope))
    found = [
        *_elsewhere(own, plan, scope),
        *_shared(own, plan, scope),
        *_taken_certificates(own, plan, scope),
        *_under_way(plan, scope),
    ]
    return list(dict.fromkeys(found))


def _elsewhere(own: Iterable[bytes], plan: Plan, scope: Scope) -> Iterator[Conflict]:
    """The same ID number in another unit, with the dates."""
    services = Service.objects.within(scope).filter(person__id_index__in=list(own)).exclude(unit=plan.submission.unit)
    for service in services.select_related("person", "unit"):
        overlap = "，时间重叠" if any(_overlaps(service, line) for line in plan.lines) else ""
        words = f"{service.person} 也登记在 {service.unit}（{service.since} 至 {service.ended_on or '今'}）{overlap}"
        yield Conflict(words, reverse("person", args=[service.person_id]))


def _overlaps(service: Service, line: Line) -> bool:
    since, last = line.get("任职起始日期"), line.get("任职终止日期")
    if since is None:
        return False
    return (last is None or service.since <= last) and (service.until is None or since < service.until)


def _shared(own: Iterable[bytes], plan: Plan, scope: Scope) -> Iterator[Conflict]:
    """A bank account or a phone that another person has."""
    values = {
        "account_index": ("银行账号", _stated(plan, "银行账号", "bank_account")),
        "phone_index": ("联系电话", _stated(plan, "联系电话", "phone")),
    }
    for name, (words, stated) in values.items():
        same = Person.objects.within(scope).filter(**{f"{name}__in": [blind_index(value) for value in stated]})
        for person in same.exclude(id_index__in=list(own)):
            yield Conflict(f"{words}与 {person}（{person.masked_id}）的相同", reverse("person", args=[person.pk]))


def _stated(plan: Plan, heading: str, field: str) -> set[str]:
    cells = {str(value) for line in plan.lines if (value := line.get(heading))}
    return cells | (plan.correction.values(field) if plan.correction else set())


def _taken_certificates(own: Iterable[bytes], plan: Plan, scope: Scope) -> Iterator[Conflict]:
    numbers = _stated(plan, "管理号", "number")
    others = Certificate.objects.within(scope).filter(number__in=numbers).exclude(person__id_index__in=list(own))
    for certificate in others.select_related("person"):
        words = f"管理号 {certificate.number} 登记在 {certificate.person} 名下"
        yield Conflict(words, reverse("person", args=[certificate.person_id]))


def _under_way(plan: Plan, scope: Scope) -> Iterator[Conflict]:
    """The same ID number, certificate, account or phone in another submission that waits."""
    marks = plan.submission.marks
    if not marks:
        return
    waiting = Submission.objects.within(scope).filter(state__in=WAITING, marks__has_any_keys=marks)
    for other in waiting.exclude(pk=plan.submission.pk).select_related("unit"):
        same = "、".join(dict.fromkeys(mark.partition(":")[0] for mark in sorted(set(marks) & set(other.marks))))
        yield Conflict(f"相同的{same}：{other.unit} 也在报送 {other}", reverse("submission", args=[other.pk]))

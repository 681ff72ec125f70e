"""从合格到证书: who passed and has no certificate on record, and the certificates written down for several of them at once."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from dingnan_sw.audit.chain import record
from dingnan_sw.lib import history, workbook
from dingnan_sw.lib.workbook import CellError
from positions.access import Scope
from positions.models import User
from talent.exams import rule
from talent.exams.arrived import arrived, key
from talent.exams.models import ExamDates, ExamRegistration
from talent.exams.rolls import REGISTRATIONS
from talent.exams.settling import settle
from talent.exams.vocabulary import Result
from talent.imports import certificate_day, take_turns
from talent.models import Certificate, Person, Service
from talent.submissions.models import Kind, Submission
from talent.vocabulary import Level

LETTERS_AND_DIGITS = re.compile(r"[0-9A-Za-z]+")


@dataclass(slots=True)
class Pass:
    """A registration that was passed; people are those of the register it may be, submission what the unit has under way about
    them; what was typed for it, and what is wrong with that."""

    registration: ExamRegistration
    people: list[Person]
    proof_until: datetime.date | None = None
    submission: Submission | None = None
    typed: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def filled(self) -> bool:
        return any(self.typed.get(name) for name in ("number", "approved", "issued"))

    @property
    def is_senior(self) -> bool:
        return self.registration.level == Level.SENIOR

    def is_over(self, on: datetime.date) -> bool:
        """Whether 成绩合格证明 no longer holds."""
        return self.proof_until is not None and self.proof_until < on


def awaiting(scope: Scope, year: int) -> list[Pass]:
    """Of a year, by level, unit and name."""
    passed = REGISTRATIONS.rows(scope).filter(exam_year=year, result=Result.PASSED)
    rows = list(passed.order_by("level", "unit__name", "name", "pk"))
    on_record = arrived([year]) if rows else frozenset()
    waiting = [one for one in rows if key(one) not in on_record]
    people, proofs, reported = _people(waiting), _proofs(year), _reported(waiting, scope)
    return [
        Pass(
            one,
            [one.person] if one.person else people[one.unit_id, one.name],
            proofs.get(one.level),
            reported.get((one.unit_id, one.name)),
        )
        for one in waiting
    ]


def _people(rows: Iterable[ExamRegistration]) -> dict[tuple[int, str], list[Person]]:
    """Who in the register may be meant by a name: those who served in the unit."""
    strangers = [row for row in rows if row.person is None]
    services = Service.objects.filter(
        unit__in={row.unit_id for row in strangers}, person__name__in={row.name for row in strangers}
    )
    found: dict[tuple[int, str], dict[int, Person]] = defaultdict(dict)
    for service in services.select_related("person"):
        found[service.unit_id, service.person.name][service.person_id] = service.person
    return defaultdict(list, {place: list(people.values()) for place, people in found.items()})


def _reported(rows: Iterable[ExamRegistration], scope: Scope) -> dict[tuple[int, str], Submission]:
    """By unit and name what is under way about these people."""
    live = Submission.objects.within(scope).as_seen(scope).live()
    found = live.filter(kind=Kind.PERSON, unit__in={row.unit_id for row in rows})
    return {(one.unit_id, one.seen): one for one in found.only("unit", "state").order_by("pk")}


def _proofs(year: int) -> dict[int, datetime.date]:
    """Until when 成绩合格证明 of 高级 holds, where the calendar says on which day the results came out."""
    dates = ExamDates.objects.filter(exam_year=year, level=Level.SENIOR, results_on__isnull=False)
    return {one.level: rule.proof_until(one.results_on) for one in dates if one.results_on}


# What was typed -----------------------------------------------------------------------------------


def read(rows: Sequence[Pass], data: Mapping[str, str], today: datetime.date) -> list[Pass]:
    """The rows for which something was typed, each with its values or its faults."""
    for one in rows:
        pk = one.registration.pk
        one.typed = {name: data.get(f"{name}-{pk}", "").strip() for name in ("number", "approved", "issued", "person")}
    filled = [one for one in rows if one.filled]
    for one in filled:
        _understand(one, today)
    _refuse_taken(filled)
    return filled


def _understand(one: Pass, today: datetime.date) -> None:
    parsers = {"number": workbook.as_long_number("管理号"), "approved": certificate_day, "issued": certificate_day}
    for name, parse in parsers.items():
        try:
            one.values[name] = parse(one.typed[name] or None)
        except CellError as error:
            one.faults[name] = error.message
    for name, words in (("number", "管理号"), ("approved", "批准日期")):
        if name not in one.faults and one.values[name] is None:
            one.faults[name] = f"请填{words}；不登记的，这一行都留空。"
    if one.values.get("number") and not LETTERS_AND_DIGITS.fullmatch(one.values["number"]):
        one.faults["number"] = f"管理号只有数字和字母，这里是“{one.values['number'][:40]}”，请照证书原件填写。"
    one.values["person"] = _chosen(one)
    if one.values["person"] is None:
        one.faults["person"] = "请选是登记里的哪一位。" if one.people else "这个人还不在花名册，请先登记人员。"
    _refuse_days(one, today)


def _chosen(one: Pass) -> Person | None:
    if one.registration.person:
        return one.registration.person
    return next((person for person in one.people if str(person.pk) == one.typed["person"]), None)


def _refuse_days(one: Pass, today: datetime.date) -> None:
    approved, issued = one.values.get("approved"), one.values.get("issued")
    if approved and approved.year < one.registration.exam_year:
        one.faults["approved"] = f"批准日期 {approved} 早于 {one.registration.exam_year} 考试年度，请核对证书原件。"
    if approved and approved > today:
        one.faults["approved"] = f"批准日期 {approved} 还没有到，请核对。"
    if issued and issued > today:
        one.faults["issued"] = f"签发日期 {issued} 还没有到，请核对。"
    if approved and issued and issued < approved:
        one.faults["issued"] = f"签发日期 {issued} 早于批准日期 {approved}，请核对。"


def _refuse_taken(rows: Sequence[Pass]) -> None:
    """A number of somebody else, or of two rows."""
    numbers = [one.values.get("number") for one in rows]
    holders = {c.number: c for c in Certificate.objects.filter(number__in=numbers).select_related("person")}
    twice = {number for number, count in Counter(numbers).items() if number and count > 1}
    for one in rows:
        number = one.values.get("number")
        if number in holders:
            held = holders[number]
            one.faults["number"] = f"管理号 {number} 已登记在“{held.person.name}”名下（{held}），请核对证书原件。"
        elif number in twice:
            one.faults["number"] = f"管理号 {number} 在本页填了不止一次，请核对。"


# Written down -------------------------------------------------------------------------------------


@transaction.atomic
def certify(scope: Scope, year: int, data: Mapping[str, str], by: User, today: datetime.date) -> tuple[int, list[Pass]]:
    """The certificates of all rows without a fault; the others are left as they were typed.

    Returns how many were written, and the rows that remain.
    """
    take_turns()
    rows = awaiting(scope, year)
    good = [one for one in read(rows, data, today) if not one.faults]
    for one in good:
        certificate = Certificate.objects.create(
            person=one.values["person"],
            level=one.registration.level,
            number=one.values["number"],
            stated_exam_year=year,
            approved_on=one.values["approved"],
            issued_on=one.values["issued"],
        )
        told = history.difference({}, history.stored(certificate))
        record("登记考试合格的证书", by=by, about=certificate, exam_year=year, **told)
    _join([one for one in good if one.registration.person is None])
    return len(good), [one for one in rows if one not in good]


def _join(rows: Sequence[Pass]) -> None:
    """Registrations of people who were strangers when they registered are theirs from now on."""
    mine = [one.registration for one in rows]
    taken = {
        (other.exam_year, other.level, other.person_id)
        for other in ExamRegistration.objects.filter(person__in=[one.values["person"] for one in rows])
    }
    for one in rows:
        if (one.registration.exam_year, one.registration.level, one.values["person"].pk) not in taken:
            one.registration.person = one.values["person"]
            one.registration.save(update_fields=["person"])
    settle(mine)

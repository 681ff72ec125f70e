"""The result of a registration, kept as its papers and those of the year before say."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from talent.exams import rule
from talent.exams.models import ExamRegistration
from talent.exams.vocabulary import Paper
from talent.vocabulary import Level

Passed = dict[tuple[Any, int, int], frozenset[Paper]]


def alike(rows: Sequence[ExamRegistration]) -> list[ExamRegistration]:
    """All registrations of the people of these rows and of their namesakes in the unit, those under the name alone included."""
    named = Q(unit__in={row.unit_id for row in rows}, name__in={row.name for row in rows})
    namesakes = ExamRegistration.objects.filter(named, person__isnull=False).values_list("person", flat=True)
    people = {row.person_id for row in rows if row.person_id}.union(namesakes)
    return list(ExamRegistration.objects.filter(Q(person__in=people) | Q(person__isnull=True) & named))


def passes(rows: Sequence[ExamRegistration]) -> Passed:
    """The papers passed, by who sat them, level and exam year; of a person whose name nobody else has in the unit also by the
    name."""
    known: Passed = {}
    people: dict[Any, set[int]] = defaultdict(set)
    for row in rows:
        if row.person_id:
            people[row.unit_id, row.name].add(row.person_id)
    for row in rows:
        known[row.examinee, row.level, row.exam_year] = rule.passed(row.marks)
        if len(people[row.unit_id, row.name]) == 1:
            known.setdefault(((row.unit_id, row.name), row.level, row.exam_year), rule.passed(row.marks))
    return known


def earlier(row: ExamRegistration, known: Passed) -> frozenset[Paper]:
    """What was passed of the same level in the exam year before; in one of the years the row may lack the ID number."""
    whose = {row.examinee, (row.unit_id, row.name)}
    return rule.NONE.union(*(known.get((one, row.level, row.exam_year - 1), rule.NONE) for one in whose))


def settle(rows: Sequence[ExamRegistration]) -> None:
    """After rows were written: their results, and those of the same people's other years, follow again from the papers."""
    own = alike(rows)
    known, changed = passes(own), []
    for row in own:
        result = rule.outcome(Level(row.level), row.marks, earlier(row, known), row.stated)
        if result != row.result:
            row.result = result
            changed.append(row)
    ExamRegistration.objects.bulk_update(changed, ["result"])

"""The result of a registration, kept as its papers and those of the year before say."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from talent.exams import rule
from talent.exams.models import ExamRegistration
from talent.exams.vocabulary import Paper
from talent.vocabulary import Level

Passed = dict[tuple[Any, int, int], frozenset[Paper]]


def alike(rows: Sequence[ExamRegistration]) -> list[ExamRegistration]:
    """All registrations of the people of these rows, those under their name alone included."""
    people = {row.person_id for row in rows if row.person_id}
    named = Q(unit__in={row.unit_id for row in rows}, name__in={row.name for row in rows})
    return list(ExamRegistration.objects.filter(Q(person__in=people) | Q(person__isnull=True) & named))


def passes(rows: Iterable[ExamRegistration]) -> Passed:
    """The papers passed, by who sat them, level and exam year."""
    return {(row.examinee, row.level, row.exam_year): rule.passed(row.marks) for row in rows}


def earlier(row: ExamRegistration, known: Passed) -> frozenset[Paper]:
    """What was passed of the same level in the exam year before, perhaps when the register did not know the person yet."""
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

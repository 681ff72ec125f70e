"""Which passes have become certificates on record, and who is meant by a name."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Q

from talent.exams.models import ExamRegistration
from talent.exams.vocabulary import EARLIEST_EXAM
from talent.models import Certificate, Service

Key = tuple[int, int, int | tuple[int, str]]


def key(one: ExamRegistration) -> Key:
    return one.exam_year, one.level, one.examinee


def arrived(years: Iterable[int]) -> set[Key]:
    """Certificates of these exams that are in the register: by person, and by unit and name."""
    certificates = Certificate.objects.filter(exam_year__in=years)
    by_person = list(certificates.values_list("exam_year", "level", "person_id"))
    places: dict[int, list[tuple[int, str]]] = {}
    services = Service.objects.filter(person__in=certificates.values("person"))
    for person, unit, name in services.values_list("person_id", "unit_id", "person__name"):
        places.setdefault(person, []).append((unit, name))
    return {*by_person, *_placed(by_person, places)}


def _placed(rows: list[tuple[int, int, int]], places: dict[int, list[tuple[int, str]]]) -> Iterator[Key]:
    for year, level, person in rows:
        for place in places.get(person, []):
            yield year, level, place


def namesakes(rows: Iterable[ExamRegistration]) -> Mapping[tuple[int, str], set[int]]:
    """Who in the register may be meant where the rows tell a name alone: who serves in the unit, or registered there by ID number.

    Who had left before the first of these exam years is not meant.
    """
    strangers = [row for row in rows if row.person_id is None]
    units, names = {row.unit_id for row in strangers}, {row.name for row in strangers}
    since = min((row.exam_year for row in strangers), default=EARLIEST_EXAM)
    lasting = Q(until__isnull=True) | Q(until__gt=datetime.date(since, 1, 1))
    serving = Service.objects.filter(lasting, unit__in=units, person__name__in=names)
    registered = ExamRegistration.objects.filter(
        unit__in=units, name__in=names, person__isnull=False, exam_year__gte=since
    )
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    for unit, name, person in serving.values_list("unit_id", "person__name", "person_id"):
        found[unit, name].add(person)
    for unit, name, known in registered.values_list("unit_id", "name", "person_id"):
        found[unit, name].add(known)
    return found

"""Which passes have become certificates on record."""

from collections.abc import Iterable, Iterator

from talent.exams.models import ExamRegistration
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

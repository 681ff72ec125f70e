"""What the tests of the exam share: registrations with their papers, dates, targets."""

import datetime

from talent.exams.models import ExamDates, ExamRegistration
from talent.exams.settling import settle
from talent.exams.vocabulary import Mark
from talent.vocabulary import Level

LETTERS = {"P": Mark.PASSED, "F": Mark.FAILED, "A": Mark.ABSENT, "R": Mark.REGISTERED, "-": ""}


def register(employer, name, marks="---", *, person=None, year=2022, level=Level.ASSISTANT):
    """marks: a letter each for 综合能力, 法规与政策, 实务."""
    ability, law, practice = (LETTERS[one] for one in marks)
    row = ExamRegistration.objects.create(
        unit=employer,
        name=name,
        person=person,
        exam_year=year,
        level=level,
        ability=ability,
        law=law,
        practice=practice,
    )
    settle([row])
    row.refresh_from_db()
    return row


def held(year=2022, level=Level.ASSISTANT, ended=None, **days):
    """An exam of the calendar."""
    last = ended or datetime.date(year, 6, 19)
    return ExamDates.objects.create(
        exam_year=year, level=level, exam_from=last - datetime.timedelta(days=1), exam_to=last, **days
    )


def typed(roll, **cells):
    """A form of the roll, by attribute."""
    return {f"c{place}": str(cells.get(entry.attribute, "")) for place, entry in enumerate(roll.entries)}

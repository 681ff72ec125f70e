"""The dated steps of the exam calendar as pieces of the year's work, so that nobody writes them down twice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from positions.vocabulary import Role
from talent.agenda.models import BETWEEN, AgendaItem
from talent.exams.models import ExamDates
from talent.exams.rolls import DAYS
from talent.vocabulary import SHORT_LEVELS, Level

UNIT, BOTH = (Role.UNIT,), (Role.UNIT, Role.CLERK)


@dataclass(frozen=True, slots=True)
class Step:
    """What is done on a day of the exam: by whom, on which screen; usual is the yearly entry whose place it takes."""

    who: tuple[Role, ...]
    screen: str
    note: str = ""
    usual: str = ""


STEPS = {
    "registration_from": Step(BOTH, "roll/registrations", "报了名的登记到台账。", "考试报名"),
    "registration_to": Step(BOTH, "roll/registrations", "", "考试报名"),
    "payment_by": Step(UNIT, "roll/registrations", "缴费凭证留好，由单位报销。"),
    "ticket_from": Step(UNIT, "exams"),
    "ticket_to": Step(UNIT, "exams"),
    "exam_from": Step(UNIT, "exams", "应考人员按出差对待。", "考试"),
    "exam_to": Step(UNIT, "reimbursements", "考过没考过，报名费和差旅费都由单位报销。", "考试"),
    "results_on": Step(BOTH, "roll/registrations", "登记成绩；公布后 30 日内可以复核。", "登记考试成绩"),
    "certificates_on": Step(BOTH, "exam-passes", "领到证书的报送登记。", "领取证书，报送新持证人员"),
}


def exam_steps(year: int) -> tuple[list[AgendaItem], set[str]]:
    """The steps that fall in the year, levels with the same day as one; and the titles whose place they take. Nothing is stored."""
    rows = list(ExamDates.objects.filter(_in(year)).order_by("exam_year", "level"))
    found = [item for heading, name in DAYS for item in _items(heading, name, rows, year)]
    return [item for item, _ in found], {usual for _, usual in found if usual}


def _in(year: int) -> Q:
    return Q(*((f"{name}__year", year) for _, name in DAYS), _connector=Q.OR)


def _items(heading: str, name: str, rows: Iterable[ExamDates], year: int) -> Iterator[tuple[AgendaItem, str]]:
    days: dict[tuple[int, int, int], list[Level]] = {}
    for row in rows:
        day = getattr(row, name)
        if day and day.year == year:
            days.setdefault((row.exam_year, day.month, day.day), []).append(Level(row.level))
    for (exam_year, month, day), levels in days.items():
        yield _item(_title(heading, exam_year, levels, year), STEPS[name], year, month, day), STEPS[name].usual


def _item(title: str, step: Step, year: int, month: int, day: int) -> AgendaItem:
    who = BETWEEN.join(str(role.label) for role in step.who)
    return AgendaItem(
        title=title,
        year=year,
        month=month,
        day=day,
        audience=who,
        clause="三（一）",
        screen=step.screen,
        note=step.note,
    )


def _title(heading: str, exam_year: int, levels: list[Level], year: int) -> str:
    of_year = "" if exam_year == year else f"{exam_year} 年"
    of_levels = "" if len(levels) == len(Level) else f"（{BETWEEN.join(SHORT_LEVELS[level] for level in levels)}）"
    return f"{of_year}{'' if '考' in heading else '考试'}{heading}{of_levels}"

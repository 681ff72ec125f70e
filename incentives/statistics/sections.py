"""What the yearly statistics consist of, in the order of the page, the workbook and the PDF.

A part that keeps further figures of a year adds its function here:
from a Year to a Section, which is all that the page, the workbook and the PDF ask for.
"""

from collections.abc import Callable
from functools import partial

from incentives.statistics import people, purchases, work
from incentives.statistics.county import Year
from incentives.statistics.section import Section

SECTIONS: tuple[Callable[[Year], Section], ...] = (
    *(partial(people.by_dimension, name) for name in people.DIMENSIONS),
    people.by_kind_and_town,
    people.new_certificates,
    work.filed_posts,
    work.targets,
    work.money,
    work.exams,
    work.course,
    purchases.by_kind,
    purchases.by_town,
)


def sections(year: Year) -> list[Section]:
    return [section(year) for section in SECTIONS]

"""年度统计表 as it is filed: a leaf for each section, with the same numbers as the page."""

import datetime

from dingnan_sw.lib.paper import Folder
from incentives.rules.rulebook import RuleBook
from incentives.statistics.county import Year, year_of
from incentives.statistics.section import TITLE
from incentives.statistics.sections import sections
from positions.access import Scope
from positions.lists import filed_by


def statistics_folder(scope: Scope, book: RuleBook, on: datetime.date, period: str) -> Folder:
    """Of the year, as it stood on its last day or stands on this one."""
    year, unit = Year(year_of(period), on, book), filed_by(scope, on)
    words = f"{year.year}年度（{year.words}）"
    sheets = [section.sheet(unit, words, on) for section in sections(year)]
    return Folder(title=TITLE, period=f"{year.year}年度", made_on=on, sheets=sheets)

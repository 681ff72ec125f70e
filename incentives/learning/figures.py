"""The live figures of training."""

import datetime

from dingnan_sw.lib.figures import Figure
from incentives.amendments.book import current_book
from incentives.learning.listings import planned
from incentives.learning.rates import rates
from positions.access import EVERYTHING


def trained(on: datetime.date) -> Figure:
    """一（一）: everyone in a social-work post is trained in the year."""
    found = rates(on, on, current_book())
    words = f"{on.year} 年在岗 {found.whole.in_post} 人，已培训 {found.whole.trained} 人"
    rate = f"，培训率 {found.whole.rate}%" if found.whole.rate is not None else ""
    return Figure(words + rate, found.whole.trained, found.whole.in_post)


def sessions(on: datetime.date) -> Figure:
    """三（一） 建立业务培训制度: the year's planned sessions that are over have attendance on record."""
    over = [session for session in planned(EVERYTHING) if session.year == on.year and session.ended_on <= on]
    done = sum(bool(session.attended) for session in over)
    return Figure(f"{on.year} 年计划中已结束的培训 {len(over)} 班，登记了参加人员的 {done} 班", done, len(over))

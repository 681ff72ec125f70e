"""The live figures of registration, continuing education and training."""

import datetime

from dingnan_sw.lib.figures import Figure
from incentives.amendments.book import current_book
from incentives.learning.listings import in_service, planned
from incentives.learning.rates import rates
from positions.access import EVERYTHING
from talent.learning.vocabulary import REGISTERED, State


def registered(on: datetime.date) -> Figure:
    """三（一）、民发〔2009〕44号: holders in service whose registration is in force."""
    rows = in_service(on, EVERYTHING)
    done = sum(row.standing.state in REGISTERED for row in rows)
    return Figure(f"在职持证 {len(rows)} 人，证书登记有效 {done} 人", done, len(rows))


def overdue(on: datetime.date) -> Figure:
    """三（一）、民发〔2009〕44号: of the holders in service those who are not past a last day of registration."""
    rows = in_service(on, EVERYTHING)
    late = sum(row.standing.state in (State.OVERDUE, State.ENDED) for row in rows)
    return Figure(f"逾期未登记或登记已过期 {late} 人，共在职持证 {len(rows)} 人", len(rows) - late, len(rows))


def hours_reached(on: datetime.date) -> Figure:
    """三（一）、民发〔2009〕123号: of the registered holders those with the hours of their period."""
    rows = [row for row in in_service(on, EVERYTHING) if row.needed is not None]
    done = sum(not row.short for row in rows)
    return Figure(f"有登记期的 {len(rows)} 人，继续教育学时已达到 {done} 人", done, len(rows))


def trained(on: datetime.date) -> Figure:
    """一（一）: everyone in a social-work post is trained in the year."""
    found = rates(on, on, current_book())
    words = f"{on.year} 年在岗 {found.whole.in_post} 人，已培训 {found.whole.trained} 人"
    rate = f"，培训率 {found.whole.rate}%" if found.whole.rate is not None else ""
    return Figure(words + rate, found.whole.trained, found.whole.in_post)


def untrained(on: datetime.date) -> Figure:
    """一（一）: whom the year's training has not reached yet."""
    found = rates(on, on, current_book())
    return Figure(f"{on.year} 年在岗而未培训 {found.untrained} 人", found.whole.trained, found.whole.in_post)


def sessions(on: datetime.date) -> Figure:
    """三（一） 建立业务培训制度: the year's planned sessions that are over have attendance on record."""
    over = [session for session in planned(EVERYTHING) if session.year == on.year and session.ended_on <= on]
    done = sum(bool(session.attended) for session in over)
    return Figure(f"{on.year} 年计划中已结束的培训 {len(over)} 班，登记了参加人员的 {done} 班", done, len(over))

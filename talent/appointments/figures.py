"""The live figures of 一（二）, 二（二） and 二（三）: of the county on a day, or of what a scope sees."""

import datetime

from dingnan_sw.lib.figures import Figure
from positions.access import EVERYTHING, Scope
from talent.appointments import standing
from talent.appointments.models import Appraisal
from talent.appointments.vocabulary import Outcome
from talent.rolls.models import Checked


def appointed(on: datetime.date, scope: Scope = EVERYTHING) -> Figure:
    """二（三）: holders with an appointment; the unit may appoint and need not, so that nothing is due."""
    done, all_ = standing.appointed(scope, on).count(), standing.holders(scope, on).count()
    return Figure(f"在职持证 {all_:,} 人，其中已登记聘任 {done:,} 人（由用人单位根据实际决定）", done)


def differing(on: datetime.date, scope: Scope = EVERYTHING) -> Figure:
    """二（三）: appointments that the certificate held that day does not carry."""
    found = standing.differing(scope, on).count()
    return Figure(f"聘任与当日所持证书不一致的 {found:,} 条", found)


def appraised(on: datetime.date) -> Figure:
    """一（二）3: people whose work of the last full year was appraised; no number is due."""
    year = on.year - 1
    found = Appraisal.objects.filter(year=year).exclude(state=Checked.RETURNED)
    done = found.exclude(outcome=Outcome.UNGRADED).values("person").distinct().count()
    return Figure(f"登记了{year}年度考核结果的 {done:,} 人", done)


def career_systems(on: datetime.date, scope: Scope = EVERYTHING) -> Figure:
    """二（三）: units that set up a system of career grades."""
    units = standing.career_units(scope)
    done, due = units.filter(standing=standing.SET_UP).count(), units.count()
    return Figure(f"已建立职级体系 {done:,} 个，共 {due:,} 个单位", done, due)


def professional_posts(on: datetime.date, scope: Scope = EVERYTHING) -> Figure:
    """二（二）: hospitals, schools and health units all of whose filed posts are professional ones with a grade."""
    units = standing.units_of_professional_posts(scope, on).prefetch_related(None)
    posted = units.exclude(standing=standing.NO_POST)
    done, due = posted.filter(standing=standing.IN_ORDER).count(), posted.count()
    return Figure(
        f"备案岗位都已纳入专业技术岗位的 {done:,} 个，共 {due:,} 个已设岗的医院、学校和卫生健康单位", done, due
    )

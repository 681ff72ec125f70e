"""The live figure of each obligation about government purchase."""

import datetime

from dingnan_sw.lib.figures import Figure
from incentives.amendments.book import current_book
from incentives.purchases.models import Assignment, CatalogueItem, Project
from incentives.purchases.overview import Year, year_of
from incentives.purchases.stages import late
from incentives.purchases.vocabulary import Field
from incentives.reports import preference_on
from positions.models import covering
from talent.models import Certificate


def _year(on: datetime.date) -> Year:
    return year_of(on.year, on, current_book())


def purchased(on: datetime.date) -> Figure:
    """三（三）: more is bought, year by year."""
    this, last = _year(on).total, year_of(on.year - 1, on, current_book()).total
    words = f"{on.year}年立项 {this.count} 个，合同 {this.contracted:,.2f} 元；上年 {last.count} 个，{last.contracted:,.2f} 元"
    return Figure(words, this.count)


def fields_served(on: datetime.date) -> Figure:
    """三（三）: 扶老、助残、救孤、济困 are supported."""
    wanted = (Field.ELDERLY, Field.DISABLED, Field.ORPHANS, Field.POOR)
    served = {project.field for project in _year(on).projects} & set(wanted)
    return Figure(f"{on.year}年四个领域中有项目的 {len(served)} 个", len(served), len(wanted))


def brands(on: datetime.date) -> Figure:
    """三（三）: brand projects are fostered."""
    done = Project.objects.filter(is_brand=True).count()
    return Figure(f"登记品牌项目 {done} 个", done)


def catalogue(on: datetime.date) -> Figure:
    """三（三）: community, women and children's, and youth services are in the year's catalogue."""
    wanted = (Field.COMMUNITY, Field.WOMEN_AND_CHILDREN, Field.YOUTH)
    items = CatalogueItem.objects.filter(year=on.year, field__in=wanted)
    found = items.order_by().values("field").distinct().count()
    return Figure(f"{on.year}年目录已列入 {found} 类，应列 {len(wanted)} 类", found, len(wanted))


def share(on: datetime.date) -> Figure:
    """三（三）: under equal conditions community organisations come first."""
    total = _year(on).total
    percent = "还没有合同" if total.share is None else f"占合同金额 {total.share}%"
    words = f"{on.year}年向社区社会组织购买 {total.preferred_count} 个、{total.preferred:,.2f} 元，{percent}"
    return Figure(words, total.preferred_count)


def conditions(on: datetime.date) -> Figure:
    """三（三）: the conditions of each purchase are set down."""
    projects = _year(on).projects
    done = sum(bool(project.conditions) for project in projects)
    return Figure(f"{on.year}年立项 {len(projects)} 个，写明承接条件 {done} 个", done, len(projects))


def recommended(on: datetime.date) -> Figure:
    """三（三）: organisations with enough holders are recommended, which is no condition of a purchase."""
    found = preference_on(on, current_book())
    done = sum(one.standing.recommended for one in found)
    return Figure(f"优先推荐 {done} 个组织，有持证人员的组织 {len(found)} 个", done)


def stages(on: datetime.date) -> Figure:
    """四（二）: the way of a purchase is orderly, to its evaluation."""
    projects = list(Project.objects.all())
    overdue = len(late(projects, on))
    words = (
        f"在册 {len(projects)} 个项目，走完六个环节 {sum(p.is_finished for p in projects)} 个，超过时限 {overdue} 个"
    )
    return Figure(words, len(projects) - overdue, len(projects))


def evaluated(on: datetime.date) -> Figure:
    """四（二）: what was accepted is evaluated."""
    accepted = Project.objects.filter(accepted_on__lte=on)
    done = accepted.filter(evaluated_on__isnull=False).count()
    return Figure(f"验收 {accepted.count()} 个，已绩效评价 {done} 个", done, accepted.count())


def platforms(on: datetime.date) -> Figure:
    """二（二）: the platforms of towns and urban communities buy services."""
    done = Project.objects.exclude(platform="").filter(approved_on__year=on.year).count()
    return Figure(f"{on.year}年镇、城市社区服务平台的购买项目 {done} 个", done)


def staff(on: datetime.date) -> Figure:
    """二（二）: who takes a purchase on uses certified people."""
    running = Project.objects.filter(signed_on__lte=on, accepted_on__isnull=True)
    held = Certificate.objects.held(on).values("person")
    using = Assignment.objects.filter(covering(on), person__in=held, project__in=running).order_by()
    done, due = using.values("project").distinct().count(), running.count()
    return Figure(f"履约中的项目 {due} 个，有持证人员的 {done} 个", done, due)

"""The numbers of the home pages and of the coverage page, with their charts."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db.models import F, Max, QuerySet
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.backups import keeping
from dingnan_sw.lib import charts
from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.table import Column, Link, Table
from incentives import facts, reports
from incentives.amendments.book import current_book
from incentives.explain import level_words
from incentives.funds import duties as funds
from incentives.listings import bonus_stats
from incentives.paying import duties
from incentives.purchases import duties as purchases
from incentives.reports import Coverage, TownStanding
from incentives.rules.coverage import CommunityStanding
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import Outcome
from incentives.stake import owed
from positions.access import Scope
from positions.models import Community, Post, Unit, User
from positions.navigation import may_see
from positions.views import ASTRAY
from positions.vocabulary import BUREAU
from talent.agenda.calendar import due
from talent.departments import duties as departments
from talent.exams import duties as exams
from talent.models import Person, Service, Upload
from talent.reimbursements import duties as reimbursements
from talent.remuneration import duties as remuneration
from talent.rolls import duties as rolls
from talent.submissions.flow import State
from talent.submissions.models import Kind, Submission, Trace
from talent.submissions.stake import Stake
from talent.submissions.views.pages import waiting_count as waiting_for
from talent.uploads import idle

# What waits in each part that keeps registers.
OF_PARTS = (
    departments.waiting, exams.waiting, reimbursements.waiting, remuneration.waiting, purchases.waiting, funds.waiting
)  # fmt: skip
MOST_NAMES = 4
MOST_SUBMISSIONS = 10


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits, and the page where it is done."""

    words: str
    count: int
    url: str


# The administrator ------------------------------------------------------------------------------


def administrator(scope: Scope, on: datetime.date) -> dict[str, Any]:
    """What waits at the machine: a backup that cannot be relied upon."""
    return {"agenda": due(scope, on), "standing": keeping.standing(timezone.now())}


# The county -------------------------------------------------------------------------------------


def county(scope: Scope, user: User, on: datetime.date) -> dict[str, Any]:
    book, month = current_book(), Month.of(on)
    found = reports.coverage_on(on, on, book, scope)
    year = reports.exam_years(on, scope)[0]
    bonuses = reports.bonus_totals(reports.bonus_list(year, book, scope))
    allowances = [line.decision.amount for line in facts.allowance_lines(month, book, scope)]
    return {
        "on": on,
        "coverage": found,
        "month": month,
        "allowances": (len(allowances), sum(allowances, Decimal("0.00"))),
        "year": year,
        "bonuses": bonuses[Outcome.PAYABLE],
        "held": bonuses[Outcome.HELD],
        "tasks": _tasks(scope, user, on, found, year, bonuses[Outcome.HELD].count),
        "agenda": due(scope, on),
        "ratio": _ratio_chart(found, on, book),
        **_levels(on, scope),
        **_towns(found),
        **_training(found),
        **_targets(on, book),
    }


def _tasks(scope: Scope, user: User, on: datetime.date, found: Coverage, year: int, held: int) -> list[Task]:
    every = (
        *(Task(*waiting) for waiting in duties.waiting(scope, user)),
        Task("待我审核的报送", waiting_for(scope), f"{reverse('submissions')}?turn=me"),
        *_of_rolls(scope, on),
        Task("待确认导入的工作簿", _workbooks(user), reverse("exchange")),
        Task(
            f"{year} 考试年度待认定的奖励",
            held if scope.may(*BUREAU) else 0,
            reverse("held"),
        ),
        Task("缺岗位或缺持证人员的社区（村）", len(found.gaps), f"{reverse('coverage')}#gaps"),
        Task(
            "在岗而当年没有培训记录的人员",
            found.training.in_post - found.training.trained,
            f"{reverse('coverage')}#training",
        ),
    )
    return [task for task in every if task.count]


def _workbooks(user: User) -> int:
    """The user's own that were checked and have not been taken, though something in them is new."""
    ready = Upload.objects.filter(owner=user, purpose=Upload.Purpose.REGISTERS, state=Upload.State.READY)
    return sum(not idle(upload) for upload in ready.only("state", "purpose", "counts"))


def _of_rolls(scope: Scope, on: datetime.date) -> list[Task]:
    every = (Task(*waiting) for waiting in (*rolls.waiting(scope), *chain(*(part(scope, on) for part in OF_PARTS))))
    return [task for task in every if task.count]


def _levels(on: datetime.date, scope: Scope) -> dict[str, Any]:
    counts = reports.holders_by_level(on, scope)
    columns = (
        Column("level", "证书级别", lambda row: level_words(row[0])),
        Column("people", "在职持证人数", lambda row: row[1], "integer"),
    )
    rows = [charts.Bar(level_words(level), count) for level, count in counts.items()]
    return {
        "levels": Table(
            columns,
            list(counts.items()),
            "持证人员（按最高级别）",
            total={"level": "合计", "people": sum(counts.values())},
        ),
        "levels_chart": charts.bars(f"{on} 在职持证人员按最高级别", rows),
    }


def _training(found: Coverage) -> dict[str, Any]:
    rate = found.training
    rows = [
        ("在社会工作岗位上", rate.in_post),
        ("当年已培训", rate.trained),
        ("当年还没有培训", rate.in_post - rate.trained),
    ]
    columns = (
        Column("what", "在岗人员", lambda row: row[0]),
        Column("people", "人数", lambda row: row[1], "integer"),
    )
    bars = [charts.Bar("已培训 / 在岗", rate.trained, rate.in_post)]
    return {
        "training": Table(columns, rows, "在岗培训率"),
        "training_chart": charts.bars("当年有培训记录的在岗人员和全部在岗人员", bars),
    }


def _targets(on: datetime.date, book: RuleBook) -> dict[str, Any]:
    return {
        "holders_target": book.measure("holders_target", on=on).values["per_mille"],
        "training_target": book.measure("training_target", on=on).values["percent"],
    }


def _ratio_chart(found: Coverage, on: datetime.date, book: RuleBook) -> Any:
    if found.ratio.per_mille is None:
        return ""
    target = Decimal(book.measure("holders_target", on=on).values["per_mille"])
    return charts.gauge("每千人持证人数与目标", found.ratio.per_mille, target, "‰")


def _towns(found: Coverage) -> dict[str, Any]:
    towns = reports.by_town(found.communities)
    columns = (
        Column("town", "镇", lambda t: t.town),
        Column("count", "社区（村）", lambda t: t.totals.count, "integer"),
        Column("posted", "已设岗", lambda t: t.totals.posted, "integer"),
        Column("staffed", "有持证人员", lambda t: t.totals.staffed, "integer"),
        Column("both", "两项都有", lambda t: t.totals.both, "integer"),
    )
    totals = found.totals
    total = {
        "town": "合计",
        "count": totals.count,
        "posted": totals.posted,
        "staffed": totals.staffed,
        "both": totals.both,
    }
    return {
        "towns": Table(columns, towns, "各镇配备", total=total),
        "towns_chart": charts.bars("各镇岗位和持证人员两项都有的社区（村）", [_town_bar(town) for town in towns]),
    }


def _town_bar(town: TownStanding) -> charts.Bar:
    return charts.Bar(town.town, town.totals.both, town.totals.count)


# A unit -----------------------------------------------------------------------------------------


def unit(scope: Scope, user: User, on: datetime.date) -> dict[str, Any]:
    book, month = current_book(), Month.of(on)
    serving = Person.objects.filter(pk__in=Service.objects.within(scope).on(on).values("person"))
    allowances = [line.decision.amount for line in facts.allowance_lines(month, book, scope)]
    year = reports.exam_years(on, scope)[0]
    live = Submission.objects.within(scope).as_seen(scope).live()
    return {
        "on": on,
        "units": Unit.objects.within(scope),
        "serving": serving.count(),
        "holders": facts.holders_in_service(on, scope).count(),
        "posts": Post.objects.within(scope).filed(on).count(),
        "month": month,
        "allowances": (len(allowances), sum(allowances, Decimal("0.00"))),
        "year": year,
        "bonuses": bonus_stats(reports.bonus_list(year, book, scope)),
        "todo": waiting_for(scope),
        "tasks": [*_unkept(user), *_of_rolls(scope, on)],
        "agenda": due(scope, on),
        "under_way": list(_longest_waiting(live)),
        "live": live.count(),
        "approved": list(_approved(scope)),
        **_levels(on, scope),
    }


def _unkept(user: User) -> Iterator[Task]:
    """The workbook that was sent last, where nobody has kept what is new in it; an earlier one was followed by it."""
    last = Upload.objects.filter(owner=user, purpose=Upload.Purpose.DRAFTS).first()
    if last and last.state == Upload.State.READY:
        yield Task("待存为草稿的工作簿", 1, reverse("submission-upload", args=[last.pk]))


def _longest_waiting(live: QuerySet[Submission]) -> QuerySet[Submission]:
    """Of what the unit, or the reviewer's units, have not got through yet, the longest waiting first."""
    named = live.select_related("unit", "handler")
    return named.order_by(F("waiting_since").asc(nulls_last=True), "pk")[:MOST_SUBMISSIONS]


def _approved(scope: Scope) -> Iterator[tuple[Person, list[Stake]]]:
    """The people of the last approvals, the newest first, each with what it now receives."""
    done = Submission.objects.within(scope).filter(unit__in=scope.units, kind=Kind.PERSON, state=State.APPROVED)
    seen = Person.objects.within(scope)
    of_people = Trace.objects.filter(submission__in=done, register=Person._meta.label_lower, row__in=seen.values("pk"))
    newest = of_people.values("row").annotate(at=Max("submission__steps__at")).order_by("-at", "-row")
    rows = [trace["row"] for trace in newest[:MOST_SUBMISSIONS]]
    people = seen.in_bulk(rows)
    for row in rows:
        yield people[row], owed(people[row], scope)


# Coverage ---------------------------------------------------------------------------------------


def coverage(scope: Scope, on: datetime.date, today: datetime.date) -> dict[str, Any]:
    book = current_book()
    found = reports.coverage_on(on, today, book, scope)
    links = dict(Community.objects.within(scope).values_list("code", "pk"))
    untrained = facts.untrained(on, today, book, scope)
    spare = reports.spare_holders(on)
    return {
        "on": on,
        "coverage": found,
        "ratio": _ratio_chart(found, on, book),
        "gaps": _gaps(found, links, spare),
        "spare": [(town, [_spare_link(service) for service in some]) for town, some in spare.items()],
        "astray": Unit.objects.within(scope).filter(ASTRAY).count(),
        "astray_url": f"{reverse('units')}?area=none" if may_see(scope, "units") else "",
        "communities": _communities(found, links),
        "virtual": reports.virtual_communities(scope),
        "untrained": _untrained(untrained),
        **_towns(found),
        **_training(found),
        **_targets(on, book),
    }


def _gaps(found: Coverage, links: dict[str, int], spare: dict[str, list[Service]]) -> Table:
    columns = (
        _community_column(links),
        Column("town", "镇", lambda s: s.facts.town),
        Column("missing", "缺", lambda s: ("bad", missing(s)), "tag"),
        Column("spare", "同镇持证而未上岗的人员（本社区的在前）", lambda s: _names(s, spare), "links", wrap=True),
    )
    return Table(columns, found.gaps, "缺岗位或缺持证人员的社区（村）")


def missing(standing: CommunityStanding) -> str:
    """What a community lacks."""
    parts = [words for words, reached in (("岗位", standing.posted), ("持证人员", standing.staffed)) if not reached]
    return "、".join(parts)


def _names(standing: CommunityStanding, spare: dict[str, list[Service]]) -> list[Link]:
    def elsewhere(service: Service) -> bool:
        return service.unit.community is None or service.unit.community.code != standing.facts.code

    services = sorted(spare.get(standing.facts.town, []), key=elsewhere)
    links = [_spare_link(service) for service in services[:MOST_NAMES]]
    if len(services) > MOST_NAMES:
        links.append(Link(f"全部 {len(services)} 人", f"#spare-{standing.facts.town}"))
    return links


def _spare_link(service: Service) -> Link:
    return Link(service.person.name, reverse("person", args=[service.person_id]), f"（{service.unit.name}）")


def _community_column(links: dict[str, int]) -> Column:
    return Column(
        "name", "社区（村）", lambda s: s.facts.name, link=lambda s: reverse("community", args=[links[s.facts.code]])
    )


def _communities(found: Coverage, links: dict[str, int]) -> Table:
    columns = (
        _community_column(links),
        Column("town", "镇", lambda s: s.facts.town),
        Column("code", "统计用区划代码", lambda s: s.facts.code, "code"),
        Column("kind", "类别", lambda s: "村" if s.facts.village else "社区"),
        Column("posts", "备案岗位", lambda s: s.facts.posts, "integer"),
        Column("holders", "持证人数", lambda s: s.facts.holders, "integer"),
        Column("state", "配备", lambda s: ("good", "已配齐") if s.both else ("bad", f"缺{missing(s)}"), "tag"),
    )
    return Table(columns, found.communities, "全部社区（村）")


def _untrained(people: Any) -> Table:
    columns = (
        Column("name", "姓名", lambda p: p.name, link=lambda p: reverse("person", args=[p.pk])),
        Column("unit", "工作单位", lambda p: p.unit_name),
    )
    return Table(columns, list(people), "在岗而当年没有培训记录的人员")

"""The lists of registration, continuing education, training sessions and those whom no training reached."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from dingnan_sw.lib.filters import Period, by_field, by_value
from dingnan_sw.lib.table import Column
from incentives import facts
from incentives.amendments.book import current_book
from incentives.explain import level_words
from incentives.learning.rates import day_of
from incentives.learning.risk import Risk, risks
from incentives.listings import named
from incentives.rules.vocabulary import Level
from positions.access import Scope
from positions.lists import Listing, listing
from positions.views import unit_url
from talent.learning.holders import Holder, holders
from talent.learning.models import TrainingSession
from talent.learning.national import EDUCATION, REGISTERING, in_force
from talent.learning.vocabulary import REGISTERED, TONES, State
from talent.models import Person, Training

FIRST_YEAR = 2020  # 定办字〔2020〕41号


def in_service(on: datetime.date, scope: Scope) -> list[Holder]:
    """Holders in service that day in scope's units."""
    return holders(facts.holders_in_service(on, scope).with_standing(on, scope), on)


def person_column(person: Callable[[Any], Person]) -> Column:
    return Column(
        "name", "姓名", lambda row: person(row).name, sort="name",
        link=lambda row: reverse("person", args=[person(row).pk]), width=10,
    )  # fmt: skip


def _who() -> tuple[Column, ...]:
    return (
        person_column(lambda row: row.person),
        Column("id", "身份证号", lambda row: row.person.masked_id, "code", width=22),
        Column(
            "unit", "工作单位", lambda row: row.unit_name, sort="value", width=28, wrap=True,
            link=lambda row: unit_url(row.unit) if row.unit else None,
        ),
        Column("level", "证书级别", _level, sort="value", width=16),
    )  # fmt: skip


def _level(row: Holder) -> str:
    return level_words(Level(row.level))


def _facets() -> tuple[Any, ...]:
    return (
        by_value("level", "证书级别", _level),
        by_value("town", "镇", lambda row: row.town),
        by_value("kind", "单位类别", lambda row: str(row.unit.kind) if row.unit else ""),
    )


# 登记 ----------------------------------------------------------------------------------------------


class WithRisk:
    """A holder with what the missing registration puts at risk."""

    def __init__(self, holder: Holder, risk: Risk | None) -> None:
        self.holder, self.risk = holder, risk

    def __getattr__(self, name: str) -> Any:
        return getattr(self.holder, name)


@listing("registration-states")
def states_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    rows, book = in_service(on, scope), current_book()

    def dress(page: Iterable[Holder]) -> list[WithRisk]:
        some = list(page)
        found = risks((row.person.pk for row in some if row.standing.state not in REGISTERED), book)
        return [WithRisk(row, found.get((row.person.pk, int(row.level)))) for row in some]

    return Listing(
        title="证书登记情况",
        rows=rows,
        columns=(
            *_who(),
            Column("state", "登记状态", _state_tag, "tag", sort="value", width=14),
            Column("number", "登记证书编号", lambda row: row.number, "code", width=20),
            Column("last", "最后一天", lambda row: row.standing.last, "date", sort="value"),
            Column("left", "还有（天）", lambda row: row.days_left, "integer", sort="value", width=10),
            Column("risk", "涉及奖励（元）", lambda row: row.risk and row.risk.amount, "money", width=16),
        ),
        sort="last",
        facets=(by_value("state", "登记状态", lambda row: str(row.standing.state)), *_facets()),
        search=named,
        hint="姓名或单位",
        dress=dress,
        context={"counts": _counts(rows), "terms": in_force(REGISTERING, on), "gate": _gate(on)},
    )


def _state_tag(row: Holder) -> tuple[str, str]:
    return row.tone, str(row.standing.state)


def _counts(rows: Sequence[Holder]) -> list[tuple[str, str, int]]:
    """(tone, words, people) of each state."""
    return [(TONES[state], str(state), sum(row.standing.state == state for row in rows)) for state in State]


def _gate(on: datetime.date) -> str:
    """What the gate says of this year's exam."""
    return str(current_book().measure("registration_gate", on=on).values["mode"])


# 继续教育 -------------------------------------------------------------------------------------------


@listing("continuing-education")
def education_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    rows = [row for row in in_service(on, scope) if row.needed is not None]
    return Listing(
        title="继续教育学时",
        rows=rows,
        columns=(
            *_who(),
            Column("since", "登记期起", lambda row: row.standing.period and row.standing.period.since, "date"),
            Column("last", "登记期止", lambda row: row.standing.last, "date", sort="value"),
            Column("needed", "应有学时", lambda row: row.needed, "integer", sort="value", width=10),
            Column("earned", "已有学时", lambda row: row.earned, "decimal", sort="value", width=10),
            Column("short", "还差学时", lambda row: row.short, "decimal", sort="value", width=10),
            Column("reached", "是否达到", _reached_tag, "tag", sort="value", width=18),
        ),
        sort="-short",
        facets=(by_value("reached", "是否达到", lambda row: "还差" if row.short else "已达到"), *_facets()),
        search=named,
        hint="姓名或单位",
        context={"reached": sum(not row.short for row in rows), "count": len(rows), "terms": in_force(EDUCATION, on)},
    )


def _reached_tag(row: Holder) -> tuple[str, str]:
    if not row.short:
        return "good", "已达到"
    return ("bad" if row.days_left < 0 else "waiting"), f"{row.standing.last} 前补足"


# 培训 ----------------------------------------------------------------------------------------------


def year_chosen(state: QueryDict, today: datetime.date) -> tuple[Period, int]:
    """?year= from the policy's year to this one, this one by default."""
    years = [str(year) for year in range(today.year, FIRST_YEAR - 1, -1)]
    asked = state.get("year", "")
    error = "" if not asked or asked in years else f"没有 {asked[:10]} 年，下面是 {years[0]} 年。"
    value = asked if asked in years else years[0]
    return Period("year", "年度", "select", value, [(year, f"{year} 年") for year in years], error), int(value)


@listing("untrained")
def untrained_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    period, year = year_chosen(state, on)
    day, book = day_of(year, on), current_book()
    learned = Training.objects.filter(person=OuterRef("pk"), ended_on__year=year).order_by().values("person")
    people = facts.untrained(day, on, book, scope).annotate(
        hours=Subquery(learned.annotate(sum=Sum("hours")).values("sum"))
    )
    return Listing(
        title=f"{year} 年在岗未培训人员",
        rows=people,
        columns=(
            person_column(lambda row: row),
            Column("id", "身份证号", lambda row: row.masked_id, "code", width=22),
            Column("unit", "工作单位", lambda row: row.unit_name, sort=("unit_name", "name"), width=30, wrap=True),
            Column("category", "人员类别", lambda row: row.category, sort="category", width=16),
            Column("hours", "当年学时", lambda row: row.hours, "decimal", width=10),
        ),
        sort="unit",
        facets=(by_field("unit", "工作单位", "unit_name"), by_field("category", "人员类别", "category")),
        search=lambda rows, text: rows.filter(name__icontains=text) | rows.filter(unit_name__icontains=text),
        hint="姓名或单位",
        period=period,
        context={"year": year, "target": book.measure("training_target", on=day).values},
    )


def planned(scope: Scope) -> QuerySet[Any]:
    """The sessions of all plans with `attended`: on how many people of the scope such a training is recorded."""
    attended = Training.objects.within(scope).filter(name=OuterRef("title"), ended_on=OuterRef("ended_on"))
    count = attended.order_by().values("name").annotate(count=Count("pk")).values("count")
    return TrainingSession.objects.annotate(attended=Coalesce(Subquery(count, output_field=IntegerField()), 0))


@listing("training-sessions")
def sessions_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    return Listing(
        title="培训班次",
        rows=planned(scope),
        columns=(
            Column("title", "培训名称", lambda row: row.title, sort="title", link=_attendance_url, width=30),
            Column("field", "培训内容", lambda row: row.field, width=20, wrap=True),
            Column("begins", "开始", lambda row: row.begins_on, "date", sort="begins_on"),
            Column("ended", "结束", lambda row: row.ended_on, "date", sort="ended_on"),
            Column("hours", "学时", lambda row: row.hours, "decimal", sort="hours"),
            Column("organiser", "主办单位", lambda row: row.organiser, sort="organiser", width=20),
            Column("places", "名额", lambda row: row.places, "integer", sort="places"),
            Column("attended", "已登记参加", lambda row: row.attended, "integer", sort="attended"),
            Column("state", "情况", lambda row: _session_tag(row, on), "tag", width=18),
        ),
        sort="-ended",
        facets=(by_field("year", "计划年度", "year", lambda value: f"{value} 年"),),
        search=lambda rows, text: rows.filter(title__icontains=text),
        hint="培训名称",
    )


def _attendance_url(session: TrainingSession) -> str:
    """Who attended, among the trainings on record."""
    return f"{reverse('trainings')}?{urlencode({'q': session.title, 'year': session.ended_on.year})}"


def _session_tag(session: Any, on: datetime.date) -> tuple[str, str]:
    if session.ended_on > on:
        return "neutral", "未到结束日期"
    if not session.attended:
        return "bad", "还没有登记参加人员"
    return "good", "已登记"

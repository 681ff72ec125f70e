"""The yearly confirmation (年审): the whole roster of a unit on one page."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dingnan_sw.lib.dates import covers, today
from dingnan_sw.lib.pages import number, visible
from positions.access import ScopedRequest, roles
from positions.models import Unit
from positions.vocabulary import Role
from talent.models import Person
from talent.recorded import people_of
from talent.submissions import drafts
from talent.submissions.actions import Refused
from talent.submissions.flow import OPEN, State
from talent.submissions.models import Kind, Submission
from talent.submissions.statement import Row
from talent.submissions.views.keeping import UNSAVED, keep, opened_on, version_of
from talent.vocabulary import Level


@roles(Role.UNIT)
def submission_roster(request: ScopedRequest, pk: int) -> HttpResponse:
    """The unit's whole roster on one page, each person confirmed or marked as changed; ?year= that of one under way."""
    unit = get_object_or_404(Unit.objects.kept_by(request.scope), pk=pk)
    year = number(request.GET.get("year"), default=today().year)
    found = Submission.objects.filter(unit=unit, kind=Kind.CONFIRMATION, subject_index=_index(year))
    live, done = found.filter(state__in=OPEN).first(), found.exclude(state__in=(*OPEN, State.CLOSED)).first()
    if done is not None:
        if request.method == "POST":
            messages.warning(request, f"{year} 年年审已经提交，刚才填的没有保存。")
        return redirect("submission", done.pk)
    if live is None and year != today().year:
        return _over(request, unit, year)
    if request.method == "POST":
        return _confirm(request, unit, year, live)
    return _roster_page(request, unit, year, _roster(unit, _marks(live)), live)


def _index(year: int) -> bytes | None:
    return drafts.subject_of(Kind.CONFIRMATION, [{"年度": year}], today()).index


def _over(request: ScopedRequest, unit: Unit, year: int) -> HttpResponse:
    """A confirmation of another year is gone on with while it is open, never begun."""
    if request.method != "POST":
        raise Http404
    messages.error(request, f"{year} 年年审已经不在办理，不能再改。{UNSAVED}")
    return _roster_page(request, unit, year, _roster(unit, request.POST.dict()), None)


def _confirm(request: ScopedRequest, unit: Unit, year: int, live: Submission | None) -> HttpResponse:
    roster = _roster(unit, request.POST.dict())
    try:
        kept = keep(request, unit, Kind.CONFIRMATION, opened_on(request, live), [{"年度": year}, *roster])
    except Refused as refused:
        messages.error(request, f"{refused.message}{UNSAVED}请重新打开 {year} 年年审看现在的内容。")
        return _roster_page(request, unit, year, roster, live)
    return redirect("submission", kept.pk)


def _roster_page(
    request: ScopedRequest, unit: Unit, year: int, roster: list[Row], live: Submission | None
) -> HttpResponse:
    """A form that was refused keeps its token and its version."""
    token = request.POST.get("token") if request.method == "POST" else uuid.uuid4()
    context = {"unit": unit, "year": year, "people": roster, "reasons": live.reasons if live else [], "token": token}
    context["address"] = roster_url(unit.pk, year)
    return render(request, "submissions/roster.html", {**context, **version_of(request, live)})


def roster_url(unit: int, year: int) -> str:
    return reverse("submission-roster", args=[unit], query={"year": year})


def _marks(live: Submission | None) -> dict[str, str]:
    """What a confirmation under way says of each person, as the form's fields."""
    rows = live.rows[1:] if live else []
    ticks = {f"changed-{row['编号']}": "on" for row in rows if row["核对"] == "有变动"}
    return {**ticks, **{f"note-{row['编号']}": row["说明"] for row in rows}}


def _roster(unit: Unit, data: Mapping[str, str]) -> list[Row]:
    held = _levels(unit)
    return [
        {
            "编号": person.pk,
            "姓名": person.name,
            "身份证号": person.masked_id,
            "任职": "；".join(f"{s.category}（{s.since} 起）" for s in _current(person.own_services)),
            "岗位": "、".join(p.post.name for s in person.own_services for p in _current(s.postings.all())),
            "证书": held.get(person.pk, ""),
            "核对": "有变动" if data.get(f"changed-{person.pk}") else "属实",
            "说明": visible(data.get(f"note-{person.pk}", "")).strip()[:200],
        }
        for person in people_of(unit, today())
    ]


def _current(stays: Iterable[Any]) -> list[Any]:
    return [stay for stay in stays if covers(stay.since, stay.until, today())]


def _levels(unit: Unit) -> dict[int, str]:
    standing = Person.objects.within(drafts.unit_scope(unit)).with_standing(today(), drafts.unit_scope(unit))
    return {person.pk: str(Level(person.level).label) for person in standing if person.level}

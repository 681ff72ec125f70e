"""What the forms of a unit share: whose unit it is, and how what was typed is kept."""

import uuid
from typing import Any

from django.db.models import F
from django.http import Http404

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import number
from positions.access import ScopedRequest
from positions.models import Unit
from talent.models import Person, Service
from talent.submissions import drafts
from talent.submissions.actions import Actor
from talent.submissions.models import Kind, Submission
from talent.submissions.statement import Row

UNSAVED = "下面是刚才填的，没有保存。"  # beside what was typed, when it could not be kept


def own_units(request: ScopedRequest) -> list[Unit]:
    return list(Unit.objects.kept_by(request.scope).select_related("community"))


def unit_of(request: ScopedRequest, person: Person) -> Unit:
    """Which of one's units speaks for the person: where it serves, or served last."""
    own = Service.objects.filter(person=person, unit__in=Unit.objects.kept_by(request.scope))
    last = own.order_by(F("until").desc(nulls_first=True), "-since").select_related("unit__community").first()
    if last is None:
        raise Http404
    return last.unit


def keep(request: ScopedRequest, unit: Unit, kind: Kind, found: Submission | None, rows: list[Row]) -> Submission:
    actor = Actor.of(request)
    if found is None:
        return drafts.create(actor, unit, kind, rows, _token(request), today())
    return drafts.change(actor, found.pk, number(request.POST.get("version"), default=0), rows, today())


def opened_on(request: ScopedRequest, live: Submission | None) -> Submission | None:
    """The submission that the form was opened on: none where the form is the one that made it, and comes twice."""
    return live if "version" in request.POST else None


def made_by(request: ScopedRequest) -> Submission | None:
    """What the form that comes here has made already."""
    found = drafts.made_by(_token(request)) if request.POST.get("token") else None
    return found if found and found.unit_id in request.scope.units else None


def _token(request: ScopedRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError as error:
        raise Http404 from error


def version_of(request: ScopedRequest, submission: Submission | None) -> dict[str, Any]:
    """The version that the form was opened on, which it keeps however often it is shown again, so that it never overwrites
    what it has not shown; stale: that there is a newer one."""
    now = submission.version if submission else None
    opened = request.POST.get("version") if request.method == "POST" else now
    its_own = submission is not None and opened is None and request.POST.get("token") == str(submission.token)
    return {"version": opened, "stale": submission is not None and str(opened) != str(now) and not its_own}

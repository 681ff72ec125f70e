"""Corrections: what is on record of a person, put right value by value."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import visible
from positions.access import ScopedRequest, roles
from positions.models import Unit
from positions.vocabulary import Role
from talent.models import Person
from talent.submissions import corrections, drafts
from talent.submissions.actions import Refused
from talent.submissions.flow import OPEN
from talent.submissions.models import Kind, Submission
from talent.submissions.views.keeping import UNSAVED, keep, opened_on, unit_of, version_of


@roles(Role.UNIT)
def submission_correct(request: ScopedRequest, pk: int) -> HttpResponse:
    """Everything on record of a person of one's own, to be put right value by value."""
    person = get_object_or_404(Person.objects.within(request.scope), pk=pk)
    unit = unit_of(request, person)
    found = corrections.blocks(person, drafts.unit_scope(unit), today())
    index = drafts.subject_of(Kind.CORRECTION, [{"person": person.pk}], today()).index
    live = drafts.live_about(unit, Kind.CORRECTION, index) if index else None
    if live is not None and live.state not in OPEN:
        words = "这个人已有一件更正在审核，请等它办完。"
        if request.method == "POST":
            messages.error(request, f"{words}{UNSAVED}")
            return _correction_page(request, person, unit, found, None)
        messages.warning(request, words)
        return redirect("submission", live.pk)
    if request.method == "POST":
        return _save_correction(request, person, unit, found, live)
    return _correction_page(request, person, unit, found, live)


def _correction_page(
    request: ScopedRequest, person: Person, unit: Unit, found: list[corrections.Block], live: Submission | None
) -> HttpResponse:
    """What is on record with what the correction under way says; one that was refused, with what was typed in it."""
    said = {**_said(live), "token": uuid.uuid4()}
    if request.method == "POST":
        said |= {name: request.POST.dict() for name in ("typed", "cleared")} | {"token": request.POST.get("token", "")}
    context = {"person": person, "unit": unit, "blocks": found, **version_of(request, live)}
    return render(request, "submissions/correct.html", {**context, **said})


def _said(live: Submission | None) -> dict[str, Any]:
    """What a correction under way says by field of the form, the fields that it clears, and why it came back, by label."""
    rows = live.rows if live else []
    return {
        "typed": {corrections.name_of(row): row["new"] for row in rows},
        "cleared": {f"{corrections.name_of(row)}-clear": not row["new"] for row in rows},
        "reasons": live.reasons if live else [],
        "reason": {reason.get("column"): reason["text"] for reason in live.reasons} if live else {},
    }


def _save_correction(
    request: ScopedRequest, person: Person, unit: Unit, found: list[corrections.Block], live: Submission | None
) -> HttpResponse:
    rows = [{"person": person.pk, **row} for row in corrections.asked(found, _meant(request.POST, found))]
    problems = corrections.understood(rows, person, today(), drafts.unit_scope(unit)).problems
    if problems or not rows:
        for problem in problems:
            messages.error(request, f"{problem.column or ''}：{problem.message}")
        if not rows:
            messages.warning(request, "没有改动任何内容。")
        return _correction_page(request, person, unit, found, live)
    try:
        kept = keep(request, unit, Kind.CORRECTION, opened_on(request, live), rows)
    except Refused as refused:
        messages.error(request, refused.message)
        return _correction_page(request, person, unit, found, live)
    return redirect("submission", kept.pk)


def _meant(data: Mapping[str, str], found: Iterable[corrections.Block]) -> Callable[[str], str]:
    """What a box says of its value; an empty one of a sealed value leaves it as it is, unless its tick clears it; so does
    one that the form did not have yet."""
    values = {value.name: value for block in found for value in block.values}

    def meant(name: str) -> str:
        typed, value = visible(data.get(name, "")).strip(), values[name]
        if name not in data:
            return value.old
        if typed or not value.sealed or (value.clearable and f"{name}-clear" in data):
            return typed
        return value.old

    return meant

"""Corrections: what is on record of a person, put right value by value."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
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
from talent.submissions.statement import Row
from talent.submissions.views.keeping import UNSAVED, keep, opened_on, unit_of, version_of

CLASH = "您也改了这一项。请看过再按一次；这一次还没有保存。"


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
    values = [value for block in found for value in block.values]
    said = {**_said(live, values), "token": uuid.uuid4()}
    if request.method == "POST":
        said |= _typed(request.POST, values) | {"token": request.POST.get("token", "")}
    context = {"person": person, "unit": unit, "blocks": found, **version_of(request, live)}
    return render(request, "submissions/correct.html", {**context, **said})


def _said(live: Submission | None, values: Iterable[corrections.Value]) -> dict[str, Any]:
    """What a correction under way says by field of the form, the fields that it clears, those whose record has moved since,
    and why it came back, by label."""
    rows = corrections.stated(live.rows) if live else []
    old = {corrections.name_of(row): row["old"] for row in rows}
    return {
        "typed": {corrections.name_of(row): row["new"] for row in rows},
        "cleared": {f"{corrections.name_of(row)}-clear": not row["new"] for row in rows},
        "moved": {value.name: value.now for value in values if old.get(value.name, value.old) != value.old},
        "reasons": live.reasons if live else [],
        "reason": {reason.get("column"): reason["text"] for reason in live.reasons} if live else {},
    }


def _typed(data: QueryDict, values: Iterable[corrections.Value]) -> dict[str, Any]:
    """What was typed, and no more than that: the other boxes show what is on record now."""
    return {
        "typed": {value.name: data.get(value.name) for value in values if _meant(data, value) != value.old},
        "cleared": data.dict(),
        "moved": {value.name: value.now for value in values if _moved(data, value)},
    }


def _save_correction(
    request: ScopedRequest, person: Person, unit: Unit, found: list[corrections.Block], live: Submission | None
) -> HttpResponse:
    meant = {value.name: _meant(request.POST, value) for block in found for value in block.values}
    rows = [{"person": person.pk, **row} for row in corrections.asked(found, meant.__getitem__)]
    problems = corrections.understood(rows, person, today(), drafts.unit_scope(unit)).problems
    clashing = _tell_moved(request, found, rows)
    if problems or clashing or not rows:
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


def _tell_moved(request: ScopedRequest, found: Iterable[corrections.Block], rows: Iterable[Row]) -> bool:
    """Say what has changed on record since the form was opened; whether any of that was also changed in the form, which its
    unit has to look at once more."""
    moved = [value for block in found for value in block.values if _moved(request.POST, value)]
    changed = {corrections.name_of(row) for row in rows}
    for value in moved:
        clash = value.name in changed
        level, rest = (messages.ERROR, CLASH) if clash else (messages.WARNING, "这一项不更正。")
        messages.add_message(request, level, f"打开以后登记变了：{value.label}{value.now}，{rest}")
    return any(value.name in changed for value in moved)


def _moved(data: Mapping[str, str], value: corrections.Value) -> bool:
    return data.get(f"{value.name}-seen", value.seen) != value.seen


def _meant(data: Mapping[str, str], value: corrections.Value) -> str:
    """What a box says of its value. It leaves the value as it is where it says what was on record when the form was opened, or
    was not in the form yet; so does an empty one of a sealed value, unless its tick clears it."""
    typed = visible(data.get(value.name, "")).strip()
    if value.name not in data or value.seal(typed) == data.get(f"{value.name}-seen"):
        return value.old
    if typed or not value.sealed or (value.clearable and f"{value.name}-clear" in data):
        return typed
    return value.old

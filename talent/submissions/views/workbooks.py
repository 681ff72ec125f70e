"""A unit's workbook: a template with its own people in it, sending it, its preview; and cells pasted from Excel."""

import csv
import io
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dingnan_sw.audit.bounds import exported
from dingnan_sw.jobs.work import wait
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.exchange import ERROR_COLUMN
from dingnan_sw.lib.pages import number, visible
from dingnan_sw.lib.secrets import read_sealed
from dingnan_sw.lib.workbook import Row as SheetRow
from dingnan_sw.lib.workbook import SheetData, Workbook, ends, find_header
from positions.access import ScopedRequest, roles
from positions.fresh import fresh
from positions.lists import xlsx
from positions.models import Post
from positions.vocabulary import Role
from talent import preview, uploads
from talent.exports import FOR_DRAFTS, template, write_rows
from talent.forms import UploadForm
from talent.models import Certificate, Upload
from talent.recorded import people_of, post_row, roster_rows
from talent.submissions.actions import Actor, Refused
from talent.submissions.drafts import unit_scope
from talent.submissions.intake import Fate, Intake, keep, read_book
from talent.submissions.models import SHEETS, Kind
from talent.submissions.statement import layout_of
from talent.submissions.uploads import places
from talent.submissions.views.keeping import own_units

MOST_PASTED = 100
MOST_SENT = 2 * MOST_PASTED  # more rows than a grid ever has


@roles(Role.UNIT)
def submission_workbook(request: ScopedRequest) -> HttpResponse:
    """Send a workbook; what was sent before, newest first."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload, job = uploads.receive(file.name, file.read(), request.user, Upload.Purpose.DRAFTS)
        return redirect("submission-upload", upload.pk) if wait(job).over else redirect("job", job.pk)
    recent = _own(request)[:20]
    context = {"form": form, "uploads": recent, "units": own_units(request), "kinds": SHEETS.items()}
    return render(request, "submissions/workbook.html", context)


def _own(request: ScopedRequest) -> Any:
    return Upload.objects.filter(owner=request.user, purpose=Upload.Purpose.DRAFTS)


@roles(Role.UNIT)
def submission_template(request: ScopedRequest) -> HttpResponse:
    return xlsx(template([layout_of(kind, today()) for kind in SHEETS], FOR_DRAFTS), "单位报送模板.xlsx")


@roles(Role.UNIT)
@fresh
def submission_record(request: ScopedRequest) -> HttpResponse:
    """What is on record of the unit's people and posts, as a workbook to change and send back."""
    unit = next((unit for unit in own_units(request) if str(unit.pk) == request.GET.get("unit", "")), None)
    if unit is None:
        raise Http404
    people = list(people_of(unit, today()))
    certificates = Certificate.objects.within(unit_scope(unit)).filter(person__in=people)
    by_person: dict[int, list[Certificate]] = {}
    for certificate in certificates:
        by_person.setdefault(certificate.person_id, []).append(certificate)
    exported("导出本单位登记", by=request.user, about=unit, count=len(people))
    target = io.BytesIO()
    rows = {
        "岗位": [post_row(post) for post in Post.objects.filter(unit=unit).select_related("unit")],
        "花名册": [row for person in people for row in roster_rows(person, unit, by_person.get(person.pk, []))],
    }
    write_rows(target, rows, today())
    return xlsx(target.getvalue(), f"{unit} 已登记数据 {today()}.xlsx")


@roles(Role.UNIT)
def submission_upload(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    """What becomes of each person, post and training in the file, and the choice: keep as drafts, or take the marked file."""
    found = get_object_or_404(_own(request), pk=pk)
    usable = sum(found.counts.get(fate, 0) for fate in (Fate.NEW, Fate.CHANGED))
    context = {
        "upload": found,
        "usable": usable,
        "faulty": found.counts.get(Fate.FAULTY, 0),
        "marked": preview.marked(found),
        "stuck": uploads.stuck(found),
        "whole_errors": preview.whole_errors(found, places),
        "warnings": preview.warning_groups(found.warnings),
    }
    return render(request, "submissions/upload.html", context)


@require_POST
@roles(Role.UNIT)
def submission_upload_keep(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(_own(request), pk=pk)
    job = uploads.confirm(found, request.user)
    if job is None:
        messages.warning(request, "这个文件已经处理过，或者已经过期，没有再存一次。")
        return redirect("submission-upload", found.pk)
    return redirect("submission-upload", found.pk) if wait(job).over else redirect("job", job.pk)


@roles(Role.UNIT)
@fresh
def submission_upload_errors(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    """The file with its faults marked; with whole numbers, for it is to be mended and sent again."""
    found = get_object_or_404(_own(request), pk=pk)
    if not preview.marked(found):
        raise Http404
    exported("下载错误标注", by=request.user, about=found, file=found.name)
    return xlsx(read_sealed(found.marked_path), f"错误标注 {found.name}")


# Pasted cells ---------------------------------------------------------------------------------------


@roles(Role.UNIT)
def submission_paste(request: ScopedRequest, kind: str) -> HttpResponse:
    """Cells copied in Excel: pasted as text, shown as a grid to mend, kept as drafts."""
    if kind not in SHEETS:
        raise Http404
    chosen = Kind(kind)
    headings = [field.heading for field in layout_of(chosen, today()).fields]
    if request.method != "POST":
        return _grid(request, chosen, headings, [])
    grid, found = _checked(request, chosen, headings, _typed(request, headings))
    seen = not request.POST.get("text", "").strip()  # what is pasted now has not been looked at yet
    if request.POST.get("step") == "keep" and seen and found.usable() and _kept(request, found):
        grid = _left(found, grid)
        if not grid:
            return redirect("submissions")
        found = _read(request, chosen, headings, grid)
    return _grid(request, chosen, headings, grid, found)


def _left(found: Intake, grid: list[list[str]]) -> list[list[str]]:
    """What was not kept: the faulty rows, and those below sums or signatures, which hide them no more."""
    fates = _fates(found)
    return [
        row
        for number, row in enumerate(grid, 1)
        if fates.get(number, Fate.FAULTY) is Fate.FAULTY and not ends(_sheet_row(number, row))
    ]


def _fates(found: Intake) -> dict[int, Fate]:
    """By the grid's row, as far as it was read."""
    return {line.row: group.fate for group in found.groups for line in group.lines}


def _checked(
    request: ScopedRequest, kind: Kind, headings: list[str], grid: list[list[str]]
) -> tuple[list[list[str]], Intake]:
    """As many rows as the page takes, and what they would become; what it does not take is said."""
    if len(grid) > MOST_PASTED:
        messages.warning(request, f"只放进前 {MOST_PASTED} 行，其余请用工作簿。")
    grid = grid[:MOST_PASTED]
    return grid, _read(request, kind, headings, grid)


def _kept(request: ScopedRequest, found: Intake) -> bool:
    """Whether the drafts were made; when somebody else was quicker with one of them, why none was."""
    try:
        kept = keep(found, Actor.of(request), today())
    except Refused as refused:
        messages.error(request, f"{refused.message}这一次一件都没有存。")
        return False
    messages.success(request, f"已存为 {len(kept)} 件草稿，还没有提交。")
    return True


def _typed(request: ScopedRequest, headings: list[str]) -> list[list[str]]:
    """The grid's cells, and below them those of the pasted text, as far as they are not there yet."""
    grid = _arranged(request, _cells(request, headings), headings)
    text = visible(request.POST.get("text", ""))
    if not text.strip():
        return grid
    table = [[cell.strip() for cell in row] for row in _table(text) if any(cell.strip() for cell in row)]
    pasted = _arranged(request, table, headings, number(request.POST.get("left"), len(headings) - 1, default=0))
    fresh = [row for row in pasted if row not in grid]
    if grid:
        twice = f"另有 {len(pasted) - len(fresh)} 行表里已有，没有再放。" if len(fresh) < len(pasted) else ""
        messages.info(request, f"粘贴的 {len(fresh)} 行接在原来的 {len(grid)} 行后面，原来的没有动。{twice}")
    return [*grid, *fresh]


def _arranged(request: ScopedRequest, rows: list[list[str]], headings: list[str], left: int = 0) -> list[list[str]]:
    """The rows with a cell for each heading: by the first row where it holds at least two of them, else as they come, from
    the left-th heading on. What has no place is said."""
    first = [_sheet_row(1, row) for row in rows[:1]]
    header = find_header(first, (), [*headings, ERROR_COLUMN])
    if header is None or len(header.columns) < 2:
        rows = [[*[""] * left, *row] for row in rows]
        if any(any(row[len(headings) :]) for row in rows):
            messages.warning(request, "比下表多出来的格子没有放进来；带上表头一起粘贴，可以按表头认栏。")
        return [[*row, *[""] * len(headings)][: len(headings)] for row in rows]
    if header.unknown:
        messages.warning(request, f"这些栏没有读取：{'、'.join(header.unknown)}。")
    return [[_at(row, header.columns.get(heading)) for heading in headings] for row in rows[1:]]


def _table(text: str) -> list[list[str]]:
    """Tab-separated cells as Excel copies them, with quotes around those that hold a line break."""
    try:
        return list(csv.reader(io.StringIO(text), delimiter="\t"))
    except csv.Error:
        return [line.split("\t") for line in text.splitlines()]


def _at(row: list[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _cells(request: ScopedRequest, headings: list[str]) -> list[list[str]]:
    rows = range(number(request.POST.get("rows"), MOST_SENT, default=0))
    grid = [[visible(request.POST.get(f"c{r}-{c}", "")).strip() for c in range(len(headings))] for r in rows]
    return [row for row in grid if any(row)]


def _read(request: ScopedRequest, kind: Kind, headings: list[str], grid: list[list[str]]) -> Intake:
    """Row 0 are the headings, so that every message counts the rows as the page does."""
    rows = [_sheet_row(number, row) for number, row in enumerate([headings, *grid])]
    book = Workbook([SheetData(SHEETS[kind], False, rows, frozenset())])
    return read_book(book, own_units(request), today())


def _sheet_row(number: int, row: list[str]) -> SheetRow:
    return SheetRow(number, [cell or None for cell in row])


def _grid(
    request: ScopedRequest, kind: Kind, headings: list[str], grid: list[list[str]], found: Intake | None = None
) -> HttpResponse:
    problems = {(p.row or 0, p.column): p.message for p in found.errors} if found else {}
    elsewhere = [words for (row, column), words in problems.items() if not row or column not in headings]
    fates = _fates(found) if found else {}
    blank = [[""] * len(headings) for _ in range(max(0, 5 - len(grid)))]
    rows = [
        {
            "fate": fates.get(number),
            "cells": [
                (heading, cell, problems.get((number, heading), ""))
                for heading, cell in zip(headings, row, strict=True)
            ],
        }
        for number, row in enumerate([*grid, *blank], 1)
    ]
    context = {"kind": kind, "sheet": SHEETS[kind], "headings": headings, "rows": rows, "most": MOST_PASTED}
    usable = len(found.usable()) if found else 0
    told = {"usable": usable, "faults": len(problems), "elsewhere": elsewhere, "warnings": _warnings(found)}
    return render(request, "submissions/paste.html", {**context, **told})


def _warnings(found: Intake | None) -> list[str]:
    """What is odd and kept as it is, by the grid's rows."""
    warned = found.warnings if found else []
    return [f"第 {w.row} 行 {w.column or ''}：{w.message}" if w.row else w.message for w in warned]

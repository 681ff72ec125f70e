"""The pages of all rolls: the list of rolls, a roll's rows, one row, its sheet."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dingnan_sw.audit.bounds import exported
from dingnan_sw.audit.protect import said
from dingnan_sw.lib import history
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import visible
from positions.access import Scope, ScopedRequest, roles
from positions.fresh import fresh
from positions.lists import respond, xlsx
from positions.models import Unit
from positions.vocabulary import RESULTS, Role
from talent.exports import template, write_rows
from talent.imports import take_turns
from talent.one_page import offered
from talent.rolls import actions
from talent.rolls.declared import ROLLS, Roll
from talent.rolls.forms import RollForm
from talent.rolls.models import Checked


def _roll(request: ScopedRequest, name: str, keeping: bool = False) -> Roll:
    """The roll of that name, for those who read it, or who write it."""
    roll = ROLLS.get(name)
    if roll is None:
        raise Http404
    if not request.scope.may(*roll.readers) or (keeping and not roll.may_keep(request.scope)):
        raise PermissionDenied
    return roll


def _row(request: ScopedRequest, roll: Roll, pk: int) -> Any:
    return get_object_or_404(roll.rows(request.scope), pk=pk)


@roles(*RESULTS)
def rolls(request: ScopedRequest) -> HttpResponse:
    """The rolls that the account reads, by what they are about."""
    groups: dict[str, list[tuple[Roll, int]]] = {}
    for roll in ROLLS:
        if request.scope.may(*roll.readers):
            groups.setdefault(roll.group, []).append((roll, roll.rows(request.scope).count()))
    return render(request, "rolls/index.html", {"groups": groups})


@roles(*RESULTS)
def roll_rows(request: ScopedRequest, name: str) -> HttpResponse:
    _roll(request, name)
    return respond(request, f"roll-{name}", "rolls/list.html")


@roles(*RESULTS)
def roll_new(request: ScopedRequest, name: str) -> HttpResponse:
    return _form(request, _roll(request, name, keeping=True), None)


@roles(*RESULTS)
def roll_row(request: ScopedRequest, name: str, pk: int) -> HttpResponse:
    """One row, its history, and for those who keep it a form."""
    roll = _roll(request, name)
    return _form(request, roll, _row(request, roll, pk))


def _form(request: ScopedRequest, roll: Roll, row: Any) -> HttpResponse:
    keeps = roll.may_keep(request.scope, row)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    with transaction.atomic():
        if request.method == "POST":
            take_turns()
            row = row and _row(request, roll, row.pk)  # as it stands now that nobody else writes
        known = {**_own_unit(roll, request.scope), **request.GET.dict()}
        form = RollForm(request.POST or None, roll=roll, scope=request.scope, today=today(), row=row, known=known)
        if request.method == "POST" and form.is_valid():
            actions.save(form, request.user)
            messages.success(request, f"已保存到“{roll.title}”。")
            for doubt in form.staging.warnings:
                messages.warning(request, f"{doubt.column}：{doubt.message}")
            return redirect("roll", roll.name)
    return render(request, "rolls/row.html", _context(request, roll, row, form, keeps))


def _context(request: ScopedRequest, roll: Roll, row: Any, form: RollForm, keeps: bool) -> dict[str, Any]:
    return {
        "roll": roll,
        "row": row,
        "seen": form.seen,
        "form": form,
        "keeps": keeps,
        "may_remove": row is not None and roll.may_remove(request.scope, row),
        "cells": _shown(roll, row),
        "may_check": roll.is_checked and row is not None and request.scope.may(Role.CLERK),
        "events": history.events([row]) if row else [],
        "sheets": offered(roll.paper[1], row.pk) if row and roll.paper[1] else [],
    }


def _own_unit(roll: Roll, scope: Scope) -> dict[str, str]:
    """The unit of a new row, for whoever files for one alone."""
    names = list(Unit.objects.kept_by(scope).values_list("name", flat=True)[:2])
    return {roll.within: names[0]} if len(names) == 1 else {}


def _shown(roll: Roll, row: Any) -> list[tuple[str, Any]]:
    """What is on record, numbers masked, for those who only read it."""
    if row is None:
        return []
    cells = roll.cells(row)
    if roll.person and getattr(row, roll.person.attribute):
        cells[roll.person.heading] = getattr(row, roll.person.attribute).masked_id
    for entry in roll.entries:
        if entry.mask and cells[entry.heading]:
            cells[entry.heading] = entry.mask(cells[entry.heading])
    return list(cells.items())


@require_POST
@roles(*RESULTS)
def roll_delete(request: ScopedRequest, name: str, pk: int) -> HttpResponse:
    roll = _roll(request, name, keeping=True)
    try:
        with transaction.atomic():
            take_turns()
            row = _row(request, roll, pk)
            if not roll.may_remove(request.scope, row):
                raise PermissionDenied
            actions.remove(roll, row, request.user)
    except ProtectedError:
        messages.error(request, "别的台账还在引用这一条，先改那里再删除。")
        return redirect("roll-row", name, pk)
    except IntegrityError as refused:
        messages.error(request, said(refused))
        return redirect("roll-row", name, pk)
    messages.success(request, "已删除，变更记录里仍可查到。")
    return redirect("roll", name)


@require_POST
@roles(Role.CLERK)
def roll_check(request: ScopedRequest, name: str) -> HttpResponse:
    """核对 of rows, all that wait on a page or one."""
    roll = _checked(request, name)
    seen = request.POST.getlist("row")
    done = actions.look_over(roll, seen, request.scope, request.user)
    messages.success(request, f"已核对 {done} 条。")
    if done < len(seen):
        messages.warning(request, f"{len(seen) - done} 条在您看过以后有变动，没有核对：请看现在的内容。")
    return redirect("roll", name)


@require_POST
@roles(Role.CLERK)
def roll_return(request: ScopedRequest, name: str, pk: int) -> HttpResponse:
    """退回 of a row, with its reason."""
    roll = _checked(request, name)
    remark = visible(request.POST.get("remark", "")).strip()[:300]
    if not remark:
        messages.error(request, "退回要写明原因，单位照此修改。")
        return redirect("roll-row", name, pk)
    if actions.send_back(roll, pk, request.POST.get("row", ""), request.scope, request.user, remark):
        messages.success(request, "已退回，单位收到消息。")
        return redirect("roll", name)
    return _not_returned(request, roll, pk, remark)


def _not_returned(request: ScopedRequest, roll: Roll, pk: int, remark: str) -> HttpResponse:
    """The row as it stands now, with what was typed."""
    row = roll.rows(request.scope).filter(pk=pk).first()
    if row is None:
        messages.error(request, f"这一条已经删除，没有退回。刚才写的原因：{remark}")
        return redirect("roll", roll.name)
    if row.state == Checked.REPORTED:
        messages.error(request, "这一条在您看过以后有变动，没有退回：请看现在的内容。刚才写的原因还在。")
    else:
        messages.error(request, f"这一条现在是“{row.get_state_display()}”，没有退回：只有待核对的可以退回。")
    form = RollForm(None, roll=roll, scope=request.scope, today=today(), row=row)
    context = _context(request, roll, row, form, roll.may_keep(request.scope, row))
    return render(request, "rolls/row.html", {**context, "remark": remark})


def _checked(request: ScopedRequest, name: str) -> Roll:
    roll = _roll(request, name)
    if not roll.is_checked:
        raise Http404
    return roll


@roles(*RESULTS)
@fresh
def roll_export(request: ScopedRequest, name: str) -> HttpResponse:
    """The roll's sheet of the exchange: what is read back changes nothing."""
    roll = _roll(request, name, keeping=True)
    rows = roll.rows(request.scope).order_by("pk")
    exported("导出台账", by=request.user, list=roll.title, count=rows.count())
    target = BytesIO()
    write_rows(target, {roll.title: (roll.cells(row) for row in rows.iterator(2000))}, today())
    return xlsx(target.getvalue(), f"{roll.title} {today()}.xlsx")


@roles(*RESULTS)
def roll_template(request: ScopedRequest, name: str) -> HttpResponse:
    roll = _roll(request, name, keeping=True)
    return xlsx(template([roll.layout(today())]), f"{roll.title}模板.xlsx")

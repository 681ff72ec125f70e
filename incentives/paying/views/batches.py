"""Batches: the list, the preview, one batch, its people and lines, its steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dingnan_sw.lib.dates import Month, today
from dingnan_sw.lib.table import Table
from incentives.paying import checking, presentation, steps
from incentives.paying.acting import Actor
from incentives.paying.comparison import batch_before, by_month, compare, shares_of, stored_shares
from incentives.paying.flow import MOVES, OF_THE_DAY, State
from incentives.paying.forms import ObjectionForm, PrepareForm, ResultsForm, StepForm
from incentives.paying.listings import line_columns
from incentives.paying.models import Batch, Line
from incentives.paying.preparing import Asked, draft_of, draft_preview, prepare
from incentives.paying.replay import courses
from incentives.paying.vocabulary import Item
from incentives.refusals import Refused
from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.vocabulary import COUNTY, Role
from talent.models import Person

# How many people of a step of the preview's comparison are named.
NAMED = 200
# How many findings of a check have a form of their own: thousands on one page are slow to open.
FORMS = 100


def find(request: ScopedRequest, number: int) -> Batch:
    rows = Batch.objects.within(request.scope).select_related("preparer", "reviewer", "approver", "payer")
    return get_object_or_404(rows, number=number)


@roles(*COUNTY)
def batches(request: ScopedRequest) -> HttpResponse:
    return respond(request, "batches", "paying/batches.html")


@roles(Role.CLERK)
def batch_prepare(request: ScopedRequest) -> HttpResponse:
    """What generating would hold; a POST generates it."""
    asked = request.POST if request.method == "POST" else request.GET
    form = PrepareForm(asked if asked else None, initial=_usual())
    if not form.is_bound or not form.is_valid():
        return render(request, "paying/prepare.html", {"form": form})
    wanted: Asked = form.cleaned_data["asked"]
    if request.method != "POST":
        return render(request, "paying/prepare.html", {"form": form, **_preview(wanted)})
    try:
        batch = prepare(Actor.of(request), wanted)
    except Refused as refused:
        form.add_error(None, refused.message)
        return render(request, "paying/prepare.html", {"form": form})
    messages.success(request, f"已生成第 {batch.number} 批：{batch.people_count} 人，合计 {batch.total:,.2f} 元。")
    return redirect("batch", batch.number)


def _usual() -> dict[str, Any]:
    this = Month.of(today())
    return {"kind": Item.ALLOWANCE, "through": str(this), "year": today().year}


def _preview(asked: Asked) -> dict[str, Any]:
    draft = draft_of(asked)
    now = shares_of(draft_preview(draft))
    last = batch_before(asked.kind)
    comparison = compare(now, stored_shares(last), last, looks_back=draft.looks_back)
    people = Person.objects.in_bulk({person for one in comparison.movements for person in one.people[:NAMED]})
    named = [(one, [people[pk] for pk in one.people[:NAMED]]) for one in comparison.movements]
    return {
        "asked": asked,
        "months": by_month(now) if asked.kind == Item.ALLOWANCE else [],
        "comparison": comparison,
        "named": named,
        "lines": len(now),
        "people": len({one.person for one in now}),
    }


@roles(*COUNTY)
def batch(request: ScopedRequest, number: int) -> HttpResponse:
    return show(request, find(request, number))


def show(request: ScopedRequest, found: Batch, **more: Any) -> HttpResponse:
    context = presentation.page(found, request.scope, request.user)
    forms = {"objection_form": ObjectionForm(), "results_form": ResultsForm()}
    return render(request, "paying/batch.html", {**context, **forms, **more})


@roles(*COUNTY)
def batch_people(request: ScopedRequest) -> HttpResponse:
    return respond(request, "batch-people", "paying/part.html")


@roles(*COUNTY)
def batch_lines(request: ScopedRequest) -> HttpResponse:
    return respond(request, "batch-lines", "paying/part.html")


@roles(*COUNTY)
def batch_person(request: ScopedRequest, number: int, pk: int) -> HttpResponse:
    """The months behind a person's net, each with its cause."""
    found = find(request, number)
    lines = list(Line.objects.filter(batch=found, person=pk).in_order().select_related("person", "unit", "cause"))
    if not lines:
        raise Http404
    net = sum(line.amount for line in lines)
    causes = {line.cause_id: line.cause for line in lines}
    return render(
        request,
        "paying/person.html",
        {
            "batch": found,
            "person": lines[0].person,
            "table": Table(line_columns(found)[1:], lines, "明细", total={"unit": "合计", "amount": net}),
            "net": net,
            "causes": list(causes.values()),
            "payments": found.payments.filter(person=pk),
            "receivable": found.receivables.filter(person=pk).first(),
            "set_off": found.set_off.filter(receivable__person=pk),
            "known": courses([pk], found.cut)[pk].start,
        },
    )


@require_POST
@roles(*COUNTY)
def batch_step(request: ScopedRequest, number: int, to: str) -> HttpResponse:
    """One step further, by whoever's step it is."""
    if to not in MOVES:
        raise Http404
    if not request.scope.may(*MOVES[State(to)].roles):
        raise PermissionDenied
    found, form = find(request, number), StepForm(State(to), request.POST)
    if not form.is_valid():
        return show(request, found, refusal=_faults(form))
    said = form.cleaned_data
    if to in OF_THE_DAY and said["on"] != today():
        return show(request, found, refusal=f"{OF_THE_DAY[State(to)]}只能按今天办理：请重新打开本页再办。")
    try:
        actor = Actor.of(request, said["on"])
        done = steps.advance(actor, number, State(to), said["note"], said["seen"], said["shown"])
    except Refused as refused:
        return show(request, find(request, number), refusal=refused.message)
    messages.success(request, f"第 {number} 批现在是“{done.get_state_display()}”。")
    return redirect("batch", number)


def _faults(form: StepForm) -> str:
    """What the form says of each field, the working date by an example."""
    if "on" in form.errors:
        return "办理日期应写成 2021-12-31 的样子。"
    return "".join(f"{form.fields[name].label or '页面'}：{''.join(errors)}" for name, errors in form.errors.items())


@roles(Role.FINANCE)
def batch_checks(request: ScopedRequest, number: int) -> HttpResponse:
    """Everything found before paying, those already answered for among them."""
    found = find(request, number)
    known = {one.finding: one for one in found.acknowledgements.select_related("by")}
    seen = [(finding, known.get(finding.key)) for finding in checking.findings(found, today())]
    shown = checking.digest_of(finding for finding, answered in seen if not answered)
    checks = _by_check(seen)
    several = sum(bool(check["open"]) for check in checks) > 1
    context = {"batch": found, "checks": checks, "shown": shown, "several": several, "forms": FORMS}
    return render(request, "paying/checks.html", context)


def _by_check(seen: list[Any]) -> list[dict[str, Any]]:
    """What each check found, the open ones first, and how many are; after a new rate one of them finds everybody."""
    rows: dict[str, list[Any]] = {code: [] for code in checking.TITLES}
    for finding, answered in seen:
        rows[finding.code].append((finding, answered))
    left = {code: [finding for finding, answered in some if not answered] for code, some in rows.items()}
    return [
        {
            "code": code,
            "title": checking.TITLES[code],
            "rows": sorted(some, key=lambda row: row[1] is not None),
            "open": len(left[code]),
            "shown": checking.digest_of(left[code]),
        }
        for code, some in rows.items()
        if some
    ]

"""Sending scans, and looking at them: pages as images inside the portal, originals only as attachments."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from dingnan_sw.audit.bounds import exported
from dingnan_sw.jobs.work import wait
from dingnan_sw.lib.pages import number as number_of
from dingnan_sw.lib.scans import turned
from dingnan_sw.lib.secrets import read_sealed
from positions.access import ScopedRequest, roles
from positions.fresh import fresh
from positions.vocabulary import READERS, Role
from talent.submissions import evidence
from talent.submissions.actions import Actor, Refused
from talent.submissions.flow import Action
from talent.submissions.models import Delivery, Scan, Submission
from talent.submissions.views.pages import find

TYPES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PN": "image/png"}


@roles(Role.UNIT)
def scans(request: ScopedRequest) -> HttpResponse:
    """Many at once: each goes to the open submission whose certificate number or name its file name holds."""
    if request.method == "POST":
        return _received(request, None)
    recent = Delivery.objects.filter(owner=request.user)[:10]
    return render(request, "submissions/scans.html", {"deliveries": recent, "most": evidence.MOST_FILES})


@require_POST
@roles(Role.UNIT)
def submission_scans(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    if not Actor.of(request).may(Action.EDIT, found):
        raise PermissionDenied
    return _received(request, found)


def _received(request: ScopedRequest, submission: Submission | None) -> HttpResponse:
    files = request.FILES.getlist("files")
    if not files:
        messages.warning(request, "请先选择扫描件（jpg、png 或 pdf）。")
        return redirect("submission", submission.pk) if submission else redirect("scans")
    delivery, job = evidence.receive(Actor.of(request), files, submission)
    if not wait(job, 3).over:
        return redirect("job", job.pk)
    if submission is None:
        return redirect("scan-delivery", delivery.pk)
    delivery.refresh_from_db()
    for file in delivery.files:
        level = messages.success if file["tone"] == "good" else messages.error
        level(request, f"{file['name']}：{file['words']}")
    return redirect("submission", submission.pk)


@roles(Role.UNIT)
def scan_delivery(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Delivery.objects.filter(owner=request.user), pk=pk)
    return render(request, "submissions/delivery.html", {"delivery": found})


# Looking --------------------------------------------------------------------------------------------


def _scan(request: ScopedRequest, pk: uuid.UUID) -> Scan:
    return get_object_or_404(Scan.objects.within(request.scope).select_related("submission__unit"), pk=pk)


@roles(*READERS)
def scan_page(request: ScopedRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """A page as an image, turned by ?turn= quarters; each view is an audit entry."""
    found = _scan(request, pk)
    if number not in found.numbers:
        raise Http404
    told = {"name": found.name, "page": number, "address": _address(request)}
    exported("查看扫描件", by=request.user, about=found.submission, **told)
    image = turned(read_sealed(found.path(number)), _turn(request))
    return HttpResponse(image, content_type=TYPES[image[:3]])


def _turn(request: ScopedRequest) -> int:
    return number_of(request.GET.get("turn"), 3, default=0)


@roles(*READERS)
@fresh
def scan_original(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    """The file itself, only ever as an attachment."""
    found = _scan(request, pk)
    exported("下载扫描件原件", by=request.user, about=found.submission, name=found.name, address=_address(request))
    response = HttpResponse(read_sealed(found.path()), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return response


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


@roles(*READERS)
def scan(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    """One page large, to be turned and zoomed."""
    found = _scan(request, pk)
    turn, zoom = _turn(request), number_of(request.GET.get("zoom"), 3, default=1)
    page = number_of(request.GET.get("page"), found.pages, default=1)
    context = {"scan": found, "page": max(page, 1), "turn": turn, "zoom": max(zoom, 1)}
    turns = {"left": (turn + 3) % 4, "right": (turn + 1) % 4}
    return render(request, "submissions/scan.html", {**context, **turns})


@require_POST
@roles(Role.UNIT)
def scan_delete(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    found = _scan(request, pk)
    if not Actor.of(request).may(Action.EDIT, found.submission):
        raise PermissionDenied
    try:
        evidence.remove(Actor.of(request), found)
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("submission", found.submission_id)

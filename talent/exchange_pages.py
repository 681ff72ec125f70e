"""The workbook exchange: a file is sent, shown row by row, then taken or given back."""

import re
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dingnan_sw.audit.bounds import exported
from dingnan_sw.jobs.models import Job
from dingnan_sw.jobs.work import wait
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.secrets import read_sealed
from positions.access import ScopedRequest, roles
from positions.fresh import ask_again, fresh, proved_lately
from positions.lists import xlsx
from positions.vocabulary import Role
from talent import preview, uploads
from talent.exports import template
from talent.forms import UploadForm
from talent.imports import layouts
from talent.models import Upload

SUFFIX = re.compile(r"\.(xlsx|xlsm|xlsb|xls|et|csv)$", re.IGNORECASE)


@roles(Role.CLERK, Role.FINANCE, Role.UNIT)
def exchange(request: ScopedRequest) -> HttpResponse:
    """Send a workbook; what was sent before, newest first."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload, job = uploads.receive(file.name, file.read(), request.user)
        return _after(wait(job), upload)
    recent = [(found, preview.tag(found)) for found in _own_uploads(request).defer("lines", "warnings", "errors")[:20]]
    sheets = [layout.name for layout in layouts(today(), request.scope)]
    return render(request, "talent/exchange.html", {"form": form, "uploads": recent, "sheets": sheets})


def _after(job: Job, upload: Upload) -> HttpResponse:
    if job.over:
        return redirect("upload", upload.pk)
    return redirect("job", job.pk)


def _own_uploads(request: ScopedRequest) -> Any:
    return Upload.objects.filter(owner=request.user, purpose=Upload.Purpose.REGISTERS)


def _own_upload(request: ScopedRequest, pk: uuid.UUID) -> Upload:
    return get_object_or_404(_own_uploads(request), pk=pk)


@roles(Role.CLERK, Role.FINANCE, Role.UNIT)
def upload(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    """The preview of every row, and the choice: confirm, or take the marked file back."""
    found = _own_upload(request, pk)
    sheet, status = request.GET.get("sheet", ""), request.GET.get("status", "")
    of_sheet = preview.of_sheet(found.lines, sheet)
    page = Paginator(preview.of_status(of_sheet, status), 50).get_page(request.GET.get("page"))
    page.object_list = [preview.dressed(line) for line in page.object_list]
    sheet_names = [layout.name for layout in layouts(today())]
    return render(
        request,
        "talent/upload.html",
        {
            "upload": found,
            "tag": preview.tag(found),
            "effective": uploads.effective(found),
            "stuck": uploads.stuck(found),
            "discardable": uploads.discardable(found),
            "counts": [(name, found.counts[name]) for name in sheet_names if found.counts.get(name, {}).get("rows")],
            "page": page,
            "sheet": sheet,
            "status": status,
            "statuses": preview.statuses(of_sheet),
            "all_lines": len(of_sheet),
            "whole_errors": preview.whole_errors(found),
            "marked": preview.marked(found),
            "warnings": preview.warning_groups(found.warnings),
            "exam_year": preview.exam_year(found.lines),
            "rolls": preview.written_rolls(found.counts),
            "brings_people": preview.brings_people(found.counts),
        },
    )


@require_POST
@roles(Role.CLERK, Role.FINANCE, Role.UNIT)
def upload_confirm(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    found = _own_upload(request, pk)
    if preview.moves_money(found.lines) and not proved_lately(request):
        return ask_again(request)
    job = uploads.confirm(found, request.user)
    if job is None:
        messages.warning(request, "这个文件已经处理过，或者已经过期，没有再次导入。")
        return redirect("upload", found.pk)
    if wait(job).message:
        messages.warning(request, job.message)
    return _after(job, found)


@require_POST
@roles(Role.CLERK, Role.FINANCE, Role.UNIT)
def upload_discard(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    found = _own_upload(request, pk)
    uploads.discard(found)
    if Upload.objects.filter(pk=found.pk, state=Upload.State.DISCARDED).exists():
        messages.success(request, f"已放弃 {found.name}，没有导入任何数据。")
    return redirect("exchange")


@roles(Role.CLERK, Role.FINANCE, Role.UNIT)
@fresh
def upload_errors(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    """The file with its faults marked; with whole numbers, for it is to be mended and sent again."""
    found = _own_upload(request, pk)
    if not preview.marked(found):
        raise Http404
    exported("下载错误标注", by=request.user, about=found, file=found.name)
    return xlsx(read_sealed(found.marked_path), f"错误标注 {SUFFIX.sub('', found.name)}.xlsx")


@roles(Role.CLERK, Role.FINANCE, Role.UNIT)
def exchange_template(request: ScopedRequest) -> HttpResponse:
    return xlsx(template(layouts(today(), request.scope)), "社会工作人才数据模板.xlsx")

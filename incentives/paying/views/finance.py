"""Finance: acknowledging findings, files and results of a payment, what is owed back, how the bank's files look."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from dingnan_sw.audit.chain import record
from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import visible
from incentives.paying import bank_file, checking, papers, receivables, steps
from incentives.paying.acting import Actor, locked
from incentives.paying.forms import LayoutForm, RepayForm, ResultsForm, layout_text
from incentives.paying.models import Paper, Payment, PaymentFileLayout, Receivable
from incentives.paying.presentation import offered
from incentives.paying.results import import_results
from incentives.paying.views.batches import find, show
from incentives.paying.vocabulary import Channel, Result
from incentives.refusals import Refused
from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.vocabulary import COUNTY, Role


@require_POST
@roles(Role.FINANCE)
def batch_acknowledge(request: ScopedRequest, number: int) -> HttpResponse:
    """One finding, or all that are open, answered for with a reason."""
    find(request, number)
    reason, key = visible(request.POST.get("reason", "")).strip(), request.POST.get("finding", "")
    if not reason:
        messages.error(request, "请写明确认支付的理由。")
        return redirect("batch-checks", number)
    with transaction.atomic():
        found = locked(number, request.scope)
        waiting = [one for one in checking.open_findings(found, today()) if key in ("", one.key)]
        steps.acknowledge(found, waiting, reason, Actor.of(request))
    messages.success(request, f"已确认 {len(waiting)} 条。")
    return redirect("batch-checks", number)


@require_POST
@roles(Role.FINANCE)
def batch_results(request: ScopedRequest, number: int) -> HttpResponse:
    found, form = find(request, number), ResultsForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, found, refusal="请选择银行回盘的 .xlsx 文件。")
    with tempfile.NamedTemporaryFile(suffix=".xlsx", dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        for chunk in form.cleaned_data["file"].chunks():
            file.write(chunk)
        file.flush()
        try:
            told = import_results(Actor.of(request), number, Path(file.name), today())
        except Refused as refused:
            return show(request, found, refusal=refused.message, faults=refused.details.get("errors", []))
    words = f"回盘 {told.rows} 行：成功 {told.succeeded} 人，退票 {told.failed} 人，还差 {told.waiting} 人。"
    messages.success(request, words)
    return redirect("batch", number)


@roles(*COUNTY)
def payments(request: ScopedRequest) -> HttpResponse:
    return respond(request, "payments", "paying/part.html")


@roles(Role.UNIT, Role.REVIEWER)
def paid(request: ScopedRequest) -> HttpResponse:
    return respond(request, "paid", "paying/paid.html")


@require_POST
@roles(Role.FINANCE)
def bank_file_make(request: ScopedRequest, number: int, channel: str) -> HttpResponse:
    """The payment file of the running round, made once and kept."""
    found = find(request, number)
    if channel not in Channel or not found.round:
        raise Http404
    others = [f"bank-{other}" for other in Channel if other != channel]
    if found.papers.filter(kind__in=others, round=found.round).exists():
        messages.error(request, "这一轮已经按另一种支付方式导出了支付文件，不能再导出一份，以免重复支付。")
        return redirect("batch", number)
    title = f"第{number}批第{found.round}轮支付文件（{Channel(channel).label}）.xlsx"
    data = bank_file.write_bank_file(found, Channel(channel))
    return redirect("batch-paper", papers.keep(found, f"bank-{channel}", title, data, request.user).pk)


@require_POST
@roles(*COUNTY)
def paper_make(request: ScopedRequest, number: int, kind: str, form: str) -> HttpResponse:
    """Have a paper of the batch made; once it is reviewed, the first one made stays."""
    found = find(request, number)
    if (kind, form) not in {(one, each) for one, _, forms in offered(found, request.scope) for each in forms}:
        raise Http404
    labels = {one: label for one, label, _ in offered(found, request.scope)}
    title = f"第 {number} 批{labels[kind]}（{form.upper()}）"
    arguments = {"batch": found.pk, "paper": kind, "form": form}
    job = work.start("batch_paper", title, by=request.user, grant=request.scope.digest, **arguments)
    done = work.wait(job, seconds=3)
    if done.result_name:
        return redirect("job-result", job.pk)
    return redirect(done.result_url or reverse("job", args=[job.pk]))


@roles(*COUNTY)
def batch_paper(request: ScopedRequest, pk: str) -> HttpResponse:
    """A kept file, byte for byte."""
    paper = get_object_or_404(Paper, pk=pk)
    find(request, paper.batch.number)
    if paper.kind.startswith("bank-") and not request.scope.may(Role.FINANCE, Role.AUDITOR):
        raise Http404
    data = papers.read(paper)
    record("下载批次文件", by=request.user, about=paper.batch, file=paper.name, sha256=paper.sha256)
    response = HttpResponse(data, content_type=papers.content_type(paper.name))
    response.headers["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    return response


# 追回 -----------------------------------------------------------------------------------------------


@roles(*COUNTY)
def receivables_list(request: ScopedRequest) -> HttpResponse:
    return respond(request, "receivables")


@roles(*COUNTY)
def receivable(request: ScopedRequest, pk: int) -> HttpResponse:
    """What a person owes back, by what it became less, and how it can; a POST records a repayment."""
    found = get_object_or_404(Receivable.objects.select_related("person", "batch"), pk=pk)
    form = RepayForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            receivables.repay(Actor.of(request, said["on"]), pk, said["amount"], said["note"])
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, "已登记退回。")
            return redirect("receivable", pk)
    return _receivable_page(request, found, form, refusal)


def _receivable_page(request: ScopedRequest, found: Receivable, form: RepayForm, refusal: str) -> HttpResponse:
    bounced = Payment.objects.filter(person=found.person_id, result=Result.FAILED, settlement__isnull=True)
    context = {
        "receivable": found,
        "form": form,
        "refusal": refusal,
        "settlements": found.settlements.select_related("by", "batch", "payment__batch"),
        "bounced": [one for one in bounced.select_related("batch") if not receivables.dealt_with(one)],
        "is_finance": request.scope.may(Role.FINANCE),
    }
    return render(request, "paying/receivable.html", context)


@require_POST
@roles(Role.FINANCE)
def receivable_bounced(request: ScopedRequest, pk: int, payment: int) -> HttpResponse:
    found = get_object_or_404(Receivable.objects.select_related("person", "batch"), pk=pk)
    try:
        receivables.set_off_bounced(Actor.of(request), pk, payment)
    except Refused as refused:
        return _receivable_page(request, found, RepayForm(), refused.message)
    messages.success(request, "已用退票冲抵。")
    return redirect("receivable", pk)


# How the files look ---------------------------------------------------------------------------------


@roles(Role.FINANCE)
def layouts(request: ScopedRequest) -> HttpResponse:
    shown = [(channel, [heading for _, heading in bank_file.layout(channel)]) for channel in Channel]
    return render(request, "paying/layouts.html", {"layouts": shown})


@roles(Role.FINANCE)
def layout_edit(request: ScopedRequest, channel: str) -> HttpResponse:
    if channel not in Channel:
        raise Http404
    text = layout_text(bank_file.layout(Channel(channel)))
    form = LayoutForm(request.POST or None, initial={"columns": text})
    if request.method == "POST" and form.is_valid():
        columns = [{"key": key, "heading": heading} for key, heading in form.cleaned_data["columns"]]
        with transaction.atomic():
            PaymentFileLayout.objects.update_or_create(channel=channel, defaults={"columns": columns})
            record(
                "修改支付文件格式", by=request.user, channel=channel, columns=[column["heading"] for column in columns]
            )
        messages.success(request, "格式已保存，下一次导出的支付文件起用。")
        return redirect("payment-layouts")
    return render(request, "paying/layout.html", {"form": form, "channel": Channel(channel)})

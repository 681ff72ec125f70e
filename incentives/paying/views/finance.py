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

from dingnan_sw.audit.bounds import exported
from dingnan_sw.audit.chain import record
from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import visible
from incentives.paying import bank_file, papers, receivables, steps
from incentives.paying.acting import Actor, locked
from incentives.paying.flow import State
from incentives.paying.forms import LayoutForm, RepayForm, ResultsForm, layout_text
from incentives.paying.models import Batch, Cancellation, Paper, Payment, PaymentFileLayout, Receivable
from incentives.paying.presentation import offered
from incentives.paying.results import import_results
from incentives.paying.settling import deducted_since
from incentives.paying.views.batches import find, show
from incentives.paying.vocabulary import Channel
from incentives.refusals import Refused
from positions.access import ScopedRequest, roles
from positions.fresh import fresh
from positions.lists import respond
from positions.vocabulary import COUNTY, Role


@require_POST
@roles(Role.FINANCE)
def batch_acknowledge(request: ScopedRequest, number: int) -> HttpResponse:
    """One finding, or all that are open, of one check or altogether, answered for with a reason."""
    find(request, number)
    reason = visible(request.POST.get("reason", "")).strip()
    key, code = request.POST.get("finding", ""), request.POST.get("check", "")
    remark = steps.Remark(reason, shown=None if key else request.POST.get("shown", ""))
    if not reason:
        messages.error(request, "请写明确认支付的理由。")
        return redirect("batch-checks", number)
    try:
        answered = steps.answer_for(Actor.of(request), number, remark, key=key, code=code)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("batch-checks", number)
    if answered:
        messages.success(request, f"已确认 {len(answered)} 条。")
    else:
        messages.error(request, "没有要确认的检查：登记已经更正，或已经开始支付。")
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


@roles(Role.UNIT, Role.REVIEWER, Role.VIEWER)
def paid(request: ScopedRequest) -> HttpResponse:
    return respond(request, "paid", "paying/paid.html")


@require_POST
@roles(Role.FINANCE)
@fresh
def bank_file_make(request: ScopedRequest, number: int, channel: str) -> HttpResponse:
    """The payment file of the running round, made once and kept."""
    if channel not in Channel or not find(request, number).round:
        raise Http404
    try:
        return redirect("batch-paper", _bank_file(Actor.of(request), number, Channel(channel)).pk)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("batch", number)


@transaction.atomic
def _bank_file(actor: Actor, number: int, channel: Channel) -> Paper:
    """A round goes out by one channel: the batch is held while it is looked at and the file is made."""
    found = locked(number, actor.scope)
    others = [f"bank-{other}" for other in Channel if other != channel]
    if found.papers.filter(kind__in=others, round=found.round).exists():
        words = "这一轮已经按另一种支付方式导出了支付文件，不能再导出一份，以免重复支付；确实没有送银行的，全部按失败回盘后再付。"
        raise Refused("other_channel", words)
    kind = f"bank-{channel}"
    known = found.papers.filter(kind=kind, round=found.round).first()
    if known:
        return known
    if found.state != State.PAYING:
        raise Refused("wrong_state", f"第 {number} 批现在是“{found.get_state_display()}”，支付中才能导出支付文件。")
    title = f"第{number}批第{found.round}轮支付文件（{channel.label}）.xlsx"
    return papers.keep(found, kind, title, bank_file.write_bank_file(found, channel), actor.user)


@require_POST
@roles(*COUNTY)
@fresh
def paper_make(request: ScopedRequest, number: int, kind: str, form: str) -> HttpResponse:
    """Have a paper of the batch made; once it is reviewed, the first one made stays; once it is sent, and in each round of
    payment, the first since.
    """
    found = find(request, number)
    labels = {(one, each): label for one, label, forms in offered(found, request.scope) for each in forms}
    if (kind, form) not in labels:
        raise Http404
    label = labels[kind, form]
    title = f"第 {number} 批{label}（{form.upper()}）"
    arguments = {"batch": found.pk, "paper": kind, "form": form}
    with transaction.atomic():
        if found.state == State.DRAFT:  # what is kept is entered when it is fetched
            exported("导出报表", by=request.user, about=found, sheet=label, kind=form)
        job = work.start("batch_paper", title, by=request.user, grant=request.scope.digest, **arguments)
    done = work.wait(job, seconds=3)
    if done.result_name:
        return redirect("job-result", job.pk)
    return redirect(done.result_url or reverse("job", args=[job.pk]))


@roles(*COUNTY)
@fresh
def batch_paper(request: ScopedRequest, pk: str) -> HttpResponse:
    """A kept file, byte for byte."""
    paper = get_object_or_404(Paper, pk=pk)
    find(request, paper.batch.number)
    if not papers.may_open(paper, request.scope):
        raise Http404
    data = papers.read(paper)
    exported("下载批次文件", by=request.user, about=paper.batch, file=paper.name, sha256=paper.sha256)
    response = HttpResponse(data, content_type=papers.content_type(paper.name))
    response.headers["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    return response


# 追回 -----------------------------------------------------------------------------------------------


@roles(*COUNTY)
def receivables_list(request: ScopedRequest) -> HttpResponse:
    return respond(request, "receivables", "paying/receivables.html")


@roles(*COUNTY)
def receivable(request: ScopedRequest, pk: int) -> HttpResponse:
    """What a person owes back, by what it became less, and how it can; a POST records a repayment."""
    found = get_object_or_404(Receivable.objects.select_related("person", "batch"), pk=pk)
    form = RepayForm(request.POST or None, initial={"on": today(), "amount": found.balance})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            receivables.repay(Actor.of(request, said["on"]), pk, said["amount"], said["note"], said["seen"] or 0)
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, "已登记退回。")
            return redirect("receivable", pk)
    return _receivable_page(request, found, form, refusal)


def _receivable_page(request: ScopedRequest, found: Receivable, form: RepayForm, refusal: str) -> HttpResponse:
    settlements = list(found.settlements.select_related("by", "batch", "payment__batch"))
    context = {
        "receivable": found,
        "form": form,
        "refusal": refusal,
        "settlements": settlements,
        "seen": settlements[-1].pk if settlements else 0,
        "bounced": Payment.objects.bounced().filter(person=found.person_id).select_related("batch"),
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
        return _receivable_page(
            request, found, RepayForm(initial={"on": today(), "amount": found.balance}), refused.message
        )
    messages.success(request, "已用退票冲抵。")
    return redirect("receivable", pk)


# 退票 -----------------------------------------------------------------------------------------------


@roles(*COUNTY)
def batch_bounced(request: ScopedRequest, number: int) -> HttpResponse:
    """What came back and waits to be dealt with, and what is to stay unpaid."""
    return _bounced_page(request, find(request, number))


def _bounced_page(request: ScopedRequest, found: Batch, refusal: str = "") -> HttpResponse:
    bounced = Payment.objects.filter(batch=found).select_related("person", "unit").order_by("pk")
    waiting = bounced.to_order_again()
    owing = Receivable.objects.outstanding().filter(person__in=[payment.person_id for payment in waiting])
    owed = {receivable.person_id: receivable for receivable in owing.order_by("-pk")}
    context = {
        "batch": found,
        "refusal": refusal,
        "rows": [(payment, owed.get(payment.person_id), deducted_since(payment)) for payment in waiting],
        "cancelled": Cancellation.objects.filter(payment__batch=found)
        .select_related("payment__person", "by")
        .prefetch_related("payment__settlements"),
        "may_cancel": request.scope.may(Role.APPROVER),
    }
    return render(request, "paying/bounced.html", context)


@require_POST
@roles(Role.APPROVER)
def bounced_cancel(request: ScopedRequest, number: int, payment: int) -> HttpResponse:
    """不再支付, with its reason."""
    found = find(request, number)
    asked = get_object_or_404(found.payments.select_related("person"), pk=payment)
    try:
        receivables.cancel_bounced(Actor.of(request), asked.pk, visible(request.POST.get("reason", "")))
    except Refused as refused:
        return _bounced_page(request, found, refused.message)
    messages.success(request, f"已登记不再支付：{asked.person}。")
    return redirect("batch-bounced", number)


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
        standing = {"before": text, "after": layout_text(form.cleaned_data["columns"])}
        with transaction.atomic():
            PaymentFileLayout.objects.update_or_create(channel=channel, defaults={"columns": columns})
            record("修改支付文件格式", by=request.user, channel=channel, **standing)
        messages.success(request, "格式已保存，下一次导出的支付文件起用。")
        return redirect("payment-layouts")
    return render(request, "paying/layout.html", {"form": form, "channel": Channel(channel)})

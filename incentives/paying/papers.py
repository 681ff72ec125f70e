"""Files of a batch that went out, kept sealed with their digests: what is asked for again is the same bytes."""

import hashlib
from dataclasses import replace

from django.db import transaction
from django.urls import reverse

from dingnan_sw.audit import heads
from dingnan_sw.audit.chain import record
from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.official import write_letter_docx, write_letter_pdf
from dingnan_sw.lib.paper import write_paper
from dingnan_sw.lib.secrets import read_sealed, write_sealed
from incentives.paying.acting import last_step_on
from incentives.paying.bank_file import bank_sheet
from incentives.paying.flow import State
from incentives.paying.models import Batch, Paper
from incentives.paying.request import Funds, funds_to_ask_for, request_for_funds
from incentives.paying.sheets.kinds import made
from incentives.refusals import Refused
from positions.access import Scope
from positions.models import User
from positions.vocabulary import Role

REQUEST = "request"
# The payment file or the list of payments, and the bank's answer.
BANK = "bank"
ANSWER = "answer"
VOID = "本批已作废，本表不作公示和支付的依据。"


class MovedOn(Exception):
    """The batch is sent, paid again or void since its paper was begun, which may say some of either."""


def may_open(paper: Paper, scope: Scope) -> bool:
    """Payment files and the bank's answers are for finance and those who audit it."""
    return not paper.kind.startswith((BANK, ANSWER)) or scope.may(Role.FINANCE, Role.AUDITOR)


@transaction.atomic
def keep(batch: Batch, kind: str, name: str, data: bytes, by: User) -> Paper:
    """Store the file; of one kind and round the first one stays.

    Raises:
        MovedOn: the file is about a batch that stands otherwise by now.
    """
    now = Batch.objects.select_for_update().get(pk=batch.pk)
    if _stage(now) != _stage(batch):
        raise MovedOn
    known = Paper.objects.filter(batch=batch, kind=kind, round=batch.round).first()
    if known:
        return known
    paper = Paper(batch=batch, kind=kind, round=batch.round, name=name, by=by, size=len(data))
    paper.sha256 = hashlib.sha256(data).hexdigest()
    write_sealed(paper.path, data)
    paper.save(force_insert=True)
    record("生成批次文件", by=by, about=batch, number=batch.number, file=name, sha256=paper.sha256)
    return paper


def _kind(batch: Batch, paper: str, form: str, funds: Funds | None) -> str:
    """Sending sets off what people owe and so changes what a batch says of itself; what is made after it is another paper, as it is
    once the batch is void. From the first payment on its round tells. Until it is sent, a letter that asks for other funds is
    another one too: what others owe, give up or have set off meanwhile changes them.
    """
    kind = f"{paper}-{form}"
    if batch.state == State.VOIDED:
        return f"{kind}-void"
    if batch.is_posted:
        return kind if batch.round else f"{kind}-sent"
    return f"{kind}-{hashlib.sha256(repr(funds).encode()).hexdigest()[:6]}" if funds else kind


@work.register("batch_paper")
def make(desk: work.Desk) -> None:
    """A paper of a batch: of a draft for its owner alone, of a locked batch kept. arguments: batch, paper, form."""
    said = desk.job.arguments
    batch = Batch.objects.get(pk=said["batch"])
    funds = funds_to_ask_for(batch) if said["paper"] == REQUEST else None
    kind = _kind(batch, said["paper"], said["form"], funds)
    known = Paper.objects.filter(batch=batch, kind=kind, round=batch.round).first()
    if known:
        desk.lead_to(reverse("batch-paper", args=[known.pk]))
        return
    if said["paper"] == REQUEST:
        title, data = _request(batch, said["form"], funds)
    else:
        title, data = _made(batch, said["paper"], said["form"], desk)
    asked = f"，请拨{funds.total:.2f}元" if funds and not batch.is_posted else ""
    name = f"{title}（第{batch.number}批{_stage(batch)}{asked}）.{said['form']}"
    if batch.state == State.DRAFT:
        desk.deliver(name, data)
        return
    try:
        kept = keep(batch, kind, name, data, desk.job.owner)
    except MovedOn:
        make(desk)
    else:
        desk.lead_to(reverse("batch-paper", args=[kept.pk]))


def _stage(batch: Batch) -> str:
    """What tells the papers of one kind apart: their sums may differ by what was set off, and nothing is due by a void batch."""
    if batch.state == State.VOIDED:
        return "，已作废"
    if batch.round:
        return f"，第{batch.round}轮支付"
    return "，已送财政" if batch.is_posted else ""


def _made(batch: Batch, paper: str, form: str, desk: work.Desk) -> tuple[str, bytes]:
    """The sheet's title and bytes."""
    sheet = bank_sheet(batch) if paper == BANK else made(batch)[paper][1](batch)
    if batch.state == State.VOIDED:
        sheet = replace(sheet, notes=(VOID, *sheet.notes))
    return sheet.title, write_paper(sheet, form, desk.progress, heads.mark(today()))


def _request(batch: Batch, form: str, funds: Funds | None) -> tuple[str, bytes]:
    """The letter's title and bytes, dated by the step that the batch has reached."""
    if funds is None:
        words = f"本批现在是“{batch.get_state_display()}”，没有要请拨的资金，不用请示："
        raise work.Refusal(f"{words}还没有审批或已经作废的不请，应付的款项全部冲抵了以前追回款的也不请。")
    letter = request_for_funds(batch, funds, last_step_on(batch))
    return letter.title, write_letter_docx(letter) if form == "docx" else write_letter_pdf(letter)


def read(paper: Paper) -> bytes:
    """The bytes as they went out.

    Raises:
        Refused: they are not those any more.
    """
    data = read_sealed(paper.path)
    if hashlib.sha256(data).hexdigest() != paper.sha256:
        raise Refused("damaged", f"文件“{paper.name}”与留存的摘要不符，请联系系统管理员从备份恢复。")
    return data


def content_type(name: str) -> str:
    match name.rpartition(".")[2]:
        case "xlsx":
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case "docx":
            return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case "pdf":
            return "application/pdf"
        case other:
            raise ValueError(other)

"""回盘: the bank's answers, read row by row, taken whole or not at all."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.lib import workbook
from dingnan_sw.lib.exchange import Field, Layout, Line, Problem, Sheet, read_sheet
from dingnan_sw.lib.workbook import SheetData, WorkbookRefused, find_header, read_workbook
from incentives.paying.acting import Actor, last_step_on, locked
from incentives.paying.bank_file import layout, order_number
from incentives.paying.flow import State
from incentives.paying.models import Batch, Paper, Payment
from incentives.paying.papers import ANSWER, keep
from incentives.paying.settling import AT_ONCE
from incentives.paying.steps import write_down
from incentives.paying.vocabulary import Channel, Result
from incentives.refusals import Refused
from positions.vocabulary import Role

WORDS = {
    "成功": Result.SUCCEEDED,
    "支付成功": Result.SUCCEEDED,
    "已支付": Result.SUCCEEDED,
    "失败": Result.FAILED,
    "支付失败": Result.FAILED,
    "退票": Result.FAILED,
    "已退票": Result.FAILED,
}
LONGEST_NAME = 31  # of a sheet, where Excel itself has made it
# After the payment was closed.
ANSWERED = (State.RETURNED, State.PAID, State.ARCHIVED)
USUAL = {"id_number": "证件号码", "amount": "金额", "order": "支付编号", "result": "结果", "reason": "失败原因"}


@dataclass(frozen=True, slots=True)
class Headings:
    """What the columns that are read are called."""

    id_number: str
    amount: str
    order: str
    result: str
    reason: str

    def found_in(self, data: SheetData) -> int:
        """How many of the columns the sheet has; 0 without those that are needed."""
        header = find_header(data.rows, (self.id_number, self.amount, self.result), astuple(self))
        return len(header.columns) if header else 0

    def layout(self, name: str, today: datetime.date) -> Layout:
        return Layout(
            name,
            (
                Field(self.id_number, partial(workbook.as_id_number, today=today), True),
                Field(self.amount, workbook.as_decimal, True),
                Field(self.order, workbook.as_text),
                Field(self.result, partial(workbook.as_choice, choices=WORDS), True),
                Field(self.reason, workbook.as_text),
            ),
        )


@dataclass(frozen=True, slots=True)
class Answers:
    """How many rows the file had, and how the batch's payments stand after it, each person by their newest order."""

    batch: Batch
    rows: int
    succeeded: int
    failed: int
    waiting: int

    def as_json(self) -> dict[str, Any]:
        return {
            "batch": self.batch.number,
            "rows": self.rows,
            "succeeded": self.succeeded,
            "failed": self.failed,
            "waiting": self.waiting,
        }


@transaction.atomic
def import_results(actor: Actor, number: int, path: Path, today: datetime.date) -> Answers:
    """Write the bank's answers; the same file twice changes nothing. What is reported to have come back later, even after the
    batch was closed, makes it 部分退票 again; nothing that came back turns into a success.

    Raises:
        Refused: the batch is not with the bank, or was not yet on that day, the file is none, was imported as the answer of another
            batch or of an earlier round, or a row of it is wrong; nothing is written then.
    """
    actor.must_be(Role.FINANCE)
    batch = locked(number, actor.scope)
    if batch.state not in (State.PAYING, *ANSWERED):
        raise Refused("wrong_state", f"第 {number} 批现在是“{batch.get_state_display()}”，开始支付以后才能导入回盘。")
    actor.must_be_dated(last_step_on(batch))
    sheet, headings = _sheet(path, today)
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    _refuse_other_batch(batch, digest)
    _refuse_earlier_round(batch, digest)
    orders = _Orders(batch)
    _match(sheet.lines, headings, orders)
    problems = [*sheet.problems, *_left_aside(sheet), *(problem for line in sheet.lines for problem in line.problems)]
    if problems:
        raise _refusal(problems)
    if not sheet.lines:
        raise Refused("no_rows", "回盘文件里没有一行支付结果，没有导入。请在支付文件的“结果”栏逐行填好，保存后再导入。")
    came_back = _write(sheet.lines, headings, orders)
    keep(batch, f"{ANSWER}-{digest[:12]}", _name(batch), data, actor.user)
    record(
        "导入回盘", by=actor.user, about=batch, number=number, rows=len(sheet.lines), came_back=came_back, sha256=digest
    )
    if came_back and batch.state in ANSWERED:
        _reopen(batch, actor, came_back)
    return _standing(batch, len(sheet.lines))


def _refuse_other_batch(batch: Batch, digest: str) -> None:
    """The people and amounts of two batches may be the same: such a file says nothing but that it was about the other."""
    kept = Paper.objects.filter(kind__startswith=ANSWER, sha256=digest).exclude(batch=batch).select_related("batch")
    other = kept.first()
    if other is None:
        return
    words = f"这个文件是第 {other.batch.number} 批的回盘，已经在那一批导入过，没有导入到第 {batch.number} 批。"
    more = f"请导入银行对第 {batch.number} 批的回盘；银行没有给的，在第 {batch.number} 批的支付文件上填结果再导入。"
    raise Refused("other_batch", words + more)


def _refuse_earlier_round(batch: Batch, digest: str) -> None:
    """An answer to an earlier round says nothing about those who were paid again since."""
    kept = batch.papers.filter(kind__startswith=ANSWER, sha256=digest, round__lt=batch.round).order_by("round").first()
    if kept is None:
        return
    words = f"这个文件是第 {kept.round} 轮的回盘，那一轮已经导入过；第 {batch.number} 批现在是第 {batch.round} 轮，没有导入。"
    more = f"请导入银行对第 {batch.round} 轮支付文件的回盘，保留支付编号。"
    raise Refused("earlier_round", words + more)


def _name(batch: Batch) -> str:
    """A round may have several answers, each under a name of its own."""
    before = batch.papers.filter(kind__startswith=ANSWER, round=batch.round).count()
    which = f"（第{before + 1}份）" if before else ""
    return f"第{batch.number}批第{batch.round}轮回盘{which}.xlsx"


def _reopen(batch: Batch, actor: Actor, came_back: int) -> None:
    was = State(batch.state)
    if batch.state != State.RETURNED:
        batch.state = State.RETURNED
        batch.save()
    write_down(batch, was, actor, f"银行又退回 {came_back} 人")


def _refusal(problems: list[Problem]) -> Refused:
    words = "；".join(f"第 {one.row} 行 {one.column or ''}：{one.message}" for one in problems[:3])
    details = [problem.as_json() for problem in problems]
    return Refused("refused_rows", f"回盘文件有 {len(problems)} 处错误，没有导入。{words}", errors=details)


def _sheet(path: Path, today: datetime.date) -> tuple[Sheet, Headings]:
    """The one sheet whose headings are those of a layout of ours, or the usual ones, whichever name more of its columns."""
    try:
        book = read_workbook(path)
    except WorkbookRefused as refused:
        raise Refused(refused.code, refused.message) from refused
    known = tuple(_known_headings())
    found = [(data, headings) for data in book.sheets if (headings := _headings_of(data, known))]
    if len(found) > 1:
        names = "、".join(data.name[:LONGEST_NAME] for data, _ in found[:3])
        words = (
            f"文件里有 {len(found)} 张回盘表（{names}{' 等' if len(found) > 3 else ''}）：请合成一张再导入，以免漏读。"
        )
        raise Refused("several_sheets", words)
    if found:
        data, headings = found[0]
        return read_sheet(data, headings.layout(data.name, today)), headings
    words = "、".join(heading for key, heading in USUAL.items() if key != "order")
    raise Refused("missing_heading", f"回盘文件里没有找到表头：需要{words}这几栏，可以直接在导出的支付文件上填写。")


def _headings_of(data: SheetData, known: Sequence[Headings]) -> Headings | None:
    """The ones that name most columns, not the first that will do: what a bank calls 失败原因 is read too. Of equals the first."""
    counts = [headings.found_in(data) for headings in known]
    return known[counts.index(max(counts))] if any(counts) else None


def _left_aside(sheet: Sheet) -> list[Problem]:
    """Rows that were not read are no hint here: one of them may say that money came back."""
    return [warning for warning in sheet.warnings if warning.code == "rows_after_end"]


def _known_headings() -> Iterable[Headings]:
    yield Headings(**USUAL)
    yield Headings(**USUAL | {"id_number": "身份证号"})
    for channel in Channel:
        named = dict(layout(channel))
        yield Headings(**{key: named.get(key, usual) for key, usual in USUAL.items()})


class _Orders:
    """All orders of a batch: by number, and each person's newest by ID number."""

    def __init__(self, batch: Batch) -> None:
        rows = Payment.objects.filter(batch=batch).select_related("person", "batch").order_by("round")
        self.by_number = {order_number(payment): payment for payment in rows}
        self.newest = {payment.person.id_number: payment for payment in self.by_number.values()}

    def find(self, line: Line, headings: Headings) -> Payment | None:
        """The order that a row is about; a row without its number is about the newest of the person."""
        number = line.get(headings.order)
        if number is None:
            return self.newest.get(line.get(headings.id_number))
        payment = self.by_number.get(number)
        same = payment is not None and payment.person.id_number == line.get(headings.id_number)
        return payment if same else None


def _match(lines: list[Line], headings: Headings, orders: _Orders) -> None:
    seen: dict[int, int] = {}
    for line in lines:
        if line.problems:
            continue
        payment = orders.find(line, headings)
        if payment is None:
            words = "本批支付没有这个人，或支付编号不是这个人的：请核对是否是本批次的回盘，证件号码是否更正过。"
            line.refuse(headings.id_number, "unknown_person", words)
            continue
        if payment.pk in seen:
            line.refuse(headings.id_number, "repeated", f"与第 {seen[payment.pk]} 行是同一笔支付，请只留一行。")
            continue
        seen[payment.pk] = line.row
        _compare(line, headings, payment)


def _compare(line: Line, headings: Headings, payment: Payment) -> None:
    amount, result = line.get(headings.amount), line.get(headings.result)
    if amount != payment.amount:
        line.refuse(
            headings.amount, "amount_differs", f"金额与支付文件不同：应为 {payment.amount:.2f}，这里是 {amount}。"
        )
    reason, room = line.get(headings.reason), Payment._meta.get_field("reason").max_length
    if result is Result.FAILED and not reason:
        line.refuse(headings.reason, "required", "失败的要写明失败原因。")
    if result is Result.FAILED and reason and len(reason) > room:
        line.refuse(headings.reason, "too_long", f"失败原因有 {len(reason):,} 个字，最多 {room} 个：请写短些。")
    if _may_be_of_an_earlier_round(payment, result) and not line.get(headings.order):
        words = f"这个人以前退过票，看不出这一行是不是第 {payment.round} 轮的：请在第 {payment.round} 轮的支付文件上填结果，保留支付编号。"
        line.refuse(headings.order, "which_round", words)
    if payment.result == Result.FAILED and result is Result.SUCCEEDED:
        line.refuse(headings.result, "already_answered", "已登记为“退票”，不能改为成功：请再次支付，或登记不再支付。")


def _may_be_of_an_earlier_round(payment: Payment, result: Result | None) -> bool:
    """A row without a number, about someone who was paid again: a success changes nothing once the newest order has its result."""
    return payment.round > 1 and (result is Result.FAILED or payment.result == Result.WAITING)


def _write(lines: list[Line], headings: Headings, orders: _Orders) -> int:
    """How many turned from a success into money that came back."""
    changed, came_back = [], 0
    for line in lines:
        payment, result = orders.find(line, headings), line.get(headings.result)
        if payment is None or payment.result in (result, Result.FAILED):
            continue
        came_back += payment.result == Result.SUCCEEDED
        payment.result, payment.answered = result, timezone.now()
        payment.reason = line.get(headings.reason) if result is Result.FAILED else ""
        changed.append(payment)
    Payment.objects.bulk_update(changed, ["result", "reason", "answered"], AT_ONCE)
    return came_back


def _standing(batch: Batch, rows: int) -> Answers:
    payments = Payment.objects.newest().filter(batch=batch)
    counts = {result: payments.filter(result=result).count() for result in Result}
    return Answers(batch, rows, counts[Result.SUCCEEDED], counts[Result.FAILED], counts[Result.WAITING])

"""回盘: the bank's answers, read row by row, taken whole or not at all."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.lib import workbook
from dingnan_sw.lib.exchange import Field, Layout, Line, Problem, Sheet, read_sheet
from dingnan_sw.lib.workbook import WorkbookRefused, read_workbook
from incentives.paying.acting import Actor, locked
from incentives.paying.bank_file import layout
from incentives.paying.flow import State
from incentives.paying.models import Batch, Payment
from incentives.paying.settling import AT_ONCE
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
USUAL = {"id_number": "证件号码", "amount": "金额", "result": "结果", "reason": "失败原因"}


@dataclass(frozen=True, slots=True)
class Headings:
    """What the columns that are read are called."""

    id_number: str
    amount: str
    result: str
    reason: str

    def layout(self, name: str, today: datetime.date) -> Layout:
        return Layout(
            name,
            (
                Field(self.id_number, partial(workbook.as_id_number, today=today), True),
                Field(self.amount, workbook.as_decimal, True),
                Field(self.result, partial(workbook.as_choice, choices=WORDS), True),
                Field(self.reason, workbook.as_text),
            ),
        )


@dataclass(frozen=True, slots=True)
class Answers:
    """How many rows the file had, and how the running round stands after it."""

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
    """Write the bank's answers to the running round; the same file twice changes nothing.

    Raises:
        Refused: the batch is not being paid, the file is none, or a row of it is wrong; nothing is written then.
    """
    actor.must_be(Role.FINANCE)
    batch = locked(number, actor.scope)
    if batch.state != State.PAYING:
        raise Refused("wrong_state", f"第 {number} 批现在是“{batch.get_state_display()}”，支付中才能导入回盘。")
    sheet, headings = _sheet(path, today)
    waiting = _payments(batch)
    _match(sheet.lines, headings, waiting)
    problems = [*sheet.problems, *(problem for line in sheet.lines for problem in line.problems)]
    if problems:
        raise _refusal(problems)
    _write(sheet.lines, headings, waiting)
    record("导入回盘", by=actor.user, about=batch, number=number, rows=len(sheet.lines))
    return _standing(batch, len(sheet.lines))


def _refusal(problems: list[Problem]) -> Refused:
    words = "；".join(f"第 {one.row} 行 {one.column or ''}：{one.message}" for one in problems[:3])
    details = [problem.as_json() for problem in problems]
    return Refused("refused_rows", f"回盘文件有 {len(problems)} 处错误，没有导入。{words}", errors=details)


def _sheet(path: Path, today: datetime.date) -> tuple[Sheet, Headings]:
    """The first sheet whose headings are those of a layout of ours, or the usual ones."""
    try:
        book = read_workbook(path)
    except WorkbookRefused as refused:
        raise Refused(refused.code, refused.message) from refused
    for headings in _known_headings():
        for data in book.sheets:
            sheet = read_sheet(data, headings.layout(data.name, today))
            if data.rows and not sheet.problems:
                return sheet, headings
    words = "、".join(USUAL.values())
    raise Refused("missing_heading", f"回盘文件里没有找到表头：需要{words}这几栏，可以直接在导出的支付文件上填写。")


def _known_headings() -> Iterable[Headings]:
    yield Headings(**USUAL)
    yield Headings(**USUAL | {"id_number": "身份证号"})
    for channel in Channel:
        named = dict(layout(channel))
        yield Headings(**{key: named.get(key, usual) for key, usual in USUAL.items()})


def _payments(batch: Batch) -> dict[str, Payment]:
    """The running round by ID number."""
    payments = Payment.objects.filter(batch=batch, round=batch.round).select_related("person")
    return {payment.person.id_number: payment for payment in payments}


def _match(lines: list[Line], headings: Headings, payments: dict[str, Payment]) -> None:
    seen: dict[str, int] = {}
    for line in lines:
        id_number = line.get(headings.id_number)
        if line.problems or id_number is None:
            continue
        if id_number in seen:
            line.refuse(headings.id_number, "repeated", f"与第 {seen[id_number]} 行是同一人，请只留一行。")
            continue
        seen[id_number] = line.row
        _compare(line, headings, payments.get(id_number))


def _compare(line: Line, headings: Headings, payment: Payment | None) -> None:
    if payment is None:
        line.refuse(headings.id_number, "unknown_person", "本轮支付没有这个人，请核对是否是本批次的回盘。")
        return
    amount, result = line.get(headings.amount), line.get(headings.result)
    if amount != payment.amount:
        line.refuse(
            headings.amount, "amount_differs", f"金额与支付文件不同：应为 {payment.amount:.2f}，这里是 {amount}。"
        )
    if result is Result.FAILED and not line.get(headings.reason):
        line.refuse(headings.reason, "required", "失败的要写明失败原因。")
    if payment.result not in (Result.WAITING, result):
        line.refuse(headings.result, "already_answered", f"已登记为“{payment.get_result_display()}”，不能再改。")


def _write(lines: list[Line], headings: Headings, payments: dict[str, Payment]) -> None:
    changed = []
    for line in lines:
        payment = payments[line.get(headings.id_number)]
        if payment.result != Result.WAITING:
            continue
        payment.result, payment.answered = line.get(headings.result), timezone.now()
        payment.reason = (line.get(headings.reason) or "")[:300] if payment.result == Result.FAILED else ""
        changed.append(payment)
    Payment.objects.bulk_update(changed, ["result", "reason", "answered"], AT_ONCE)


def _standing(batch: Batch, rows: int) -> Answers:
    payments = Payment.objects.filter(batch=batch, round=batch.round)
    counts = {result: payments.filter(result=result).count() for result in Result}
    return Answers(batch, rows, counts[Result.SUCCEEDED], counts[Result.FAILED], counts[Result.WAITING])

"""支付文件: the orders of a round as the bank takes them, in columns that finance may change for each channel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from dingnan_sw.lib.paper import PaperColumn, Sheet, write_list
from dingnan_sw.lib.table import Column
from incentives.paying.models import Batch, Payment, PaymentFileLayout
from incentives.paying.vocabulary import Channel, Result
from positions.models import Office

RESULT_WORDS = {Result.SUCCEEDED: "成功", Result.FAILED: "失败", Result.WAITING: ""}


@dataclass(frozen=True, slots=True)
class Ordered:
    """A payment with its number in the file."""

    number: int
    payment: Payment


@dataclass(frozen=True, slots=True)
class Known:
    """A column that a layout may choose by its key."""

    heading: str
    value: Callable[[Ordered], Any]
    kind: Any = "text"
    width: int = 14


COLUMNS: dict[str, Known] = {
    "number": Known("序号", lambda row: row.number, "integer", 8),
    "payee": Known("户名", lambda row: row.payment.payee),
    "id_number": Known("证件号码", lambda row: row.payment.person.id_number, "code", 22),
    "bank_name": Known("开户行", lambda row: row.payment.bank_name, width=36),
    "account": Known("账号", lambda row: row.payment.account or "", "code", 26),
    "amount": Known("金额", lambda row: row.payment.amount, "money"),
    "purpose": Known("用途", lambda row: row.payment.batch.title, width=36),
    "unit": Known("单位", lambda row: row.payment.unit.name if row.payment.unit else "", width=36),
    "function_code": Known("功能科目", lambda row: row.payment.function_code, "code", 24),
    "economic_code": Known("经济科目", lambda row: row.payment.economic_code, "code", 24),
    "fund": Known("资金来源", lambda row: row.payment.fund, width=20),
    "result": Known("结果", lambda row: RESULT_WORDS[Result(row.payment.result)], width=10),
    "reason": Known("失败原因", lambda row: row.payment.reason, width=30),
    "note": Known("备注", lambda row: ""),
    # By which the answer is known to be about this order, and not about an earlier one for the same person.
    "order": Known("支付编号", lambda row: order_number(row.payment), "code", 16),
}
_ANSWER = ("order", "result", "reason")
STANDARD: dict[Channel, tuple[str, ...]] = {
    Channel.CARD: ("number", "payee", "id_number", "bank_name", "account", "amount", "purpose", "note", *_ANSWER),
    Channel.UNIT: ("number", "unit", "payee", "id_number", "bank_name", "account", "amount", "purpose", *_ANSWER),
    Channel.DIRECT: (
        "number", "payee", "id_number", "bank_name", "account", "amount",
        "purpose", "function_code", "economic_code", "fund", *_ANSWER,
    ),
}  # fmt: skip
ON_PAPER = (
    "number",
    "payee",
    "id_number",
    "unit",
    "bank_name",
    "account",
    "amount",
    "function_code",
    "economic_code",
    "fund",
)
WIDE = 22  # characters above which a cell may break into lines
# Without these the answer cannot be told to whom and what it is about.
NEEDED = ("id_number", "amount", "order", "result", "reason")


def order_number(payment: Payment) -> str:
    return f"{payment.batch.number}-{payment.round}-{payment.pk}"


def layout(channel: Channel) -> list[tuple[str, str]]:
    """(key, heading) of each column, in order."""
    stored = PaymentFileLayout.objects.filter(channel=channel).first()
    if stored:
        chosen = [(column["key"], column["heading"]) for column in stored.columns]
        return chosen + [(key, COLUMNS[key].heading) for key in NEEDED if key not in dict(chosen)]
    return [(key, COLUMNS[key].heading) for key in STANDARD[channel]]


def orders(batch: Batch) -> list[Ordered]:
    """The payments of the running round, by unit and name."""
    payments = Payment.objects.filter(batch=batch, round=batch.round).select_related("person", "unit", "batch")
    return [Ordered(place, one) for place, one in enumerate(payments.order_by("unit__name", "person__name", "pk"), 1)]


def write_bank_file(batch: Batch, channel: Channel) -> bytes:
    """The running round's orders; they go by that channel from now on."""
    Payment.objects.due().filter(batch=batch, round=batch.round).update(channel=channel)
    columns = [_column(key, heading) for key, heading in layout(channel)]
    target = BytesIO()
    write_list(columns, orders(batch), "支付明细", target)
    return target.getvalue()


def bank_sheet(batch: Batch) -> Sheet:
    """The same orders on paper, for those who sign."""
    office = Office.objects.on(batch.prepared_on)
    rows = orders(batch)
    return Sheet(
        title=f"{batch.title}支付明细表",
        unit=office.finance,
        period=f"第 {batch.number} 批第 {batch.round} 轮",
        made_on=batch.steps.order_by("-pk").values_list("on", flat=True)[0],
        columns=[_paper_column(key) for key in ON_PAPER],
        rows=rows,
        in_words=True,
        summary=f"{len(rows):,} 人",
    )


def _paper_column(key: str) -> PaperColumn:
    known = COLUMNS[key]
    kind = "ordinal" if key == "number" else known.kind
    heading = f"{known.heading}（元）" if known.kind == "money" else known.heading
    return PaperColumn(heading, known.value, kind, known.width, total=key == "amount", wrap=known.width > WIDE)


def _column(key: str, heading: str) -> Column:
    known = COLUMNS[key]
    return Column(key, heading, known.value, known.kind, width=known.width)


def check_layout(columns: Sequence[tuple[str, str]]) -> list[str]:
    """What is wrong with the columns, in words; empty when they will do."""
    keys = [key for key, _ in columns]
    headings = [heading for _, heading in columns]
    faults = [f"缺少“{COLUMNS[key].heading}”栏，回盘时无法核对。" for key in NEEDED if key not in keys]
    if len(set(keys)) < len(keys) or len(set(headings)) < len(headings):
        faults.append("有重复的栏。")
    if not all(heading.strip() for heading in headings):
        faults.append("栏名不能为空。")
    return faults

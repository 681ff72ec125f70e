"""福彩公益金使用情况公告 of a year (docs/sheets.md 17): scale, projects, execution from the registers, effect as a person wrote it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dingnan_sw.lib.figures import percent
from dingnan_sw.lib.table import Column, Table
from incentives.budget.vocabulary import LOTTERY
from incentives.funds.balances import lottery
from incentives.funds.models import Expenditure, Statement
from incentives.purchases.stages import reached
from incentives.rules.vocabulary import NOTHING
from positions.models import Office


@dataclass(slots=True)
class Supported:
    """What lottery money supported: a purchased project, or another thing by its name; spent_on is the last day."""

    title: str
    use: str
    body: str
    progress: str
    amount: Decimal
    spent_on: datetime.date


@dataclass(frozen=True, slots=True)
class Account:
    """A year's account; stated is None until someone has written the effect."""

    year: int
    given: Decimal
    used: Decimal
    supported: list[Supported]
    stated: Statement | None

    @property
    def rate(self) -> Decimal | None:
        """Used of given in percent; None where nothing was given."""
        return percent(self.used, self.given, places=1)

    @property
    def effect(self) -> str:
        return self.stated.effect if self.stated else ""

    @property
    def is_published(self) -> bool:
        return self.stated is not None and self.stated.published_on is not None

    @property
    def scale_words(self) -> str:
        return f"{self.year}年度本级福彩公益金安排{self.given:.2f}元，用于支持社会工作专业人才建设。"

    @property
    def execution_words(self) -> str:
        rate = "" if self.rate is None else f"，执行率{self.rate}%"
        return f"全年支出{self.used:.2f}元{rate}，结余{self.given - self.used:.2f}元。资金没有发给个人。"


def account(year: int) -> Account:
    given, used = lottery(year)
    return Account(year, given, used, supported(year), Statement.objects.filter(year=year).first())


def supported(year: int) -> list[Supported]:
    """The year's expenditures of lottery money, those of a project or of one name and use together, the largest first."""
    rows = Expenditure.objects.filter(year=year, source__name__contains=LOTTERY).select_related("project__provider")
    found: dict[tuple[str, str], Supported] = {}
    for row in rows.order_by("spent_on", "pk"):
        title = row.project.name if row.project else row.subject
        one = found.setdefault((title, row.use), _supported(row, title))
        one.amount, one.spent_on = one.amount + row.amount, row.spent_on
    return sorted(found.values(), key=lambda one: (-one.amount, one.title))


def _supported(row: Expenditure, title: str) -> Supported:
    project = row.project
    body = project.provider.name if project and project.provider else ""
    progress = f"已到{reached(project).label}" if project else "已支出"
    return Supported(title, row.use, body, progress, NOTHING, row.spent_on)


def supported_table(found: Account) -> Table:
    columns = (
        Column("title", "资助项目", lambda one: one.title, wrap=True),
        Column("use", "用途", lambda one: one.use),
        Column("body", "承接单位", lambda one: one.body),
        Column("progress", "进展", lambda one: one.progress),
        Column("amount", "金额（元）", lambda one: one.amount, "money"),
    )
    return Table(columns, found.supported, "资助项目", total={"title": "合计", "amount": found.used})


def text(found: Account, on: datetime.date) -> str:
    """The notice in plain text, ready to publish once the effect is written."""
    return "\n".join(_lines(found, on))


def _lines(found: Account, on: datetime.date) -> Iterator[str]:
    office = Office.objects.on(on)
    day = found.stated.published_on if found.stated and found.stated.published_on else on
    yield f"{office.name}{found.year}年度福彩公益金使用情况公告"
    yield ""
    yield f"现将{found.year}年度本级福彩公益金支持社会工作专业人才建设的使用情况公告如下，接受社会监督。"
    yield "一、使用规模"
    yield found.scale_words
    yield "二、资助项目"
    yield from _numbered(found)
    yield "三、执行情况"
    yield found.execution_words
    yield "四、实际效果"
    yield found.effect or "【待填写】"
    if office.oversight_phone:
        yield f"监督电话：{office.oversight_phone}"
    yield ""
    yield office.name
    yield f"{day.year}年{day.month}月{day.day}日"


def _numbered(found: Account) -> Iterator[str]:
    for number, one in enumerate(found.supported, 1):
        body = f"，由{one.body}承接" if one.body else ""
        yield f"{number}. {one.title}（{one.use}）：{one.amount:.2f}元{body}，{one.progress}。"
    if not found.supported:
        yield "本年度没有支出。"

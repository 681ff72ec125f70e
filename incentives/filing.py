"""Every sheet that is filed by its name in the address: its title, for whom, of which period, and how it is made."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from dingnan_sw.audit import heads
from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import Month, today
from dingnan_sw.lib.paper import Folder, Sheet, write_paper
from dingnan_sw.lib.paper.grid import Grids
from dingnan_sw.lib.workbook.cells import EARLIEST_YEAR, LATEST_YEAR
from incentives import applications, papers
from incentives.amendments.book import current_book
from incentives.budget.sheets import budget_sheet
from incentives.forecast.ahead import MONTHS, last_month
from incentives.forecast.sheets import forecast_folder
from incentives.funds.sheets import funds_sheet, lottery_sheet, review_sheet, target_sheet
from incentives.purchases.sheets import organisation_sheet, purchase_sheet
from incentives.rules.rulebook import RuleBook
from incentives.statistics.county import year_of
from incentives.statistics.sheets import statistics_folder
from positions.access import Scope
from positions.models import User
from positions.vocabulary import COUNTY, READERS, RESULTS, Role
from talent.departments.rolls import WHO_READ
from talent.departments.sheets import report_sheet
from talent.exams.sheets import registration_sheet
from talent.reimbursements.sheets import reimbursement_sheet
from talent.remuneration.papers import remuneration_sheet
from talent.remuneration.rolls import READERS as PAY_READERS

# From the scope, the book, the day and the period as the address says it.
Make = Callable[[Scope, RuleBook, datetime.date, str], Sheet | Folder | Grids]
Words = Callable[[str], str]


# The period in words; each raises ValueError or OverflowError for what is no such period, or none that a register may state.
def _within(year: int) -> int:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"no register states the year {year}")
    return year


def _exam_year(period: str) -> str:
    return f"{_within(int(period))}考试年度"


def _year(period: str) -> str:
    return f"{_within(int(period))}年度"


def _counted_year(period: str) -> str:
    return f"{_within(year_of(period))}年度"


def _month(period: str) -> str:
    month = Month.parse(period)
    _within(month.year)
    return month.words


def _day(period: str) -> str:
    day = datetime.date.fromisoformat(period)
    _within(day.year)
    return f"截至{day}"


def _months_ahead(period: str) -> str:
    day = datetime.date.fromisoformat(period)
    _within(day.year)
    return f"{day}起{MONTHS}个月至{last_month(period).words}"


def _of_year(make: Callable[[Scope, datetime.date, int], Sheet]) -> Make:
    return lambda scope, book, on, year: make(scope, on, int(year))


@dataclass(frozen=True, slots=True)
class Filed:
    """audience are the roles that may have it made; words tells its period."""

    title: str
    audience: tuple[Role, ...]
    words: Words
    make: Make


FILED: dict[str, Filed] = {
    "bonuses": Filed("考试奖励汇总表", RESULTS, _exam_year, papers.bonus_sheet),
    "allowances": Filed("职业津贴发放花名册", RESULTS, _month, papers.allowance_sheet),
    "bonus-forms": Filed("考试奖励申请表", READERS, _exam_year, applications.bonus_forms),
    "allowance-forms": Filed("职业津贴申请审批表", READERS, _year, applications.allowance_forms),
    "coverage": Filed("岗位与持证人才配备情况表", COUNTY, _day, papers.coverage_sheet),
    "roster": Filed("持证社会工作者花名册", READERS, _day, papers.roster_sheet),
    "budget": Filed("预算申报表", COUNTY, _year, budget_sheet),
    "forecast": Filed("配备预测表", COUNTY, _months_ahead, forecast_folder),
    "statistics": Filed("年度统计表", COUNTY, _counted_year, statistics_folder),
    "registrations": Filed("考试报名（动员）汇总表", READERS, _exam_year, _of_year(registration_sheet)),
    "reimbursements": Filed("报名费差旅费报销台账", READERS, _exam_year, _of_year(reimbursement_sheet)),
    "organisations": Filed("社会组织持证人员核查表", COUNTY, _day, organisation_sheet),
    "purchases": Filed("政府购买社会工作服务项目台账", COUNTY, _year, purchase_sheet),
    "funds": Filed("社会工作人才资金使用情况表", COUNTY, _year, funds_sheet),
    "lottery": Filed("福彩公益金使用情况公告", COUNTY, _year, lottery_sheet),
    "targets": Filed("项目支出绩效目标表", COUNTY, _year, target_sheet),
    "departments": Filed("部门任务年度报告", WHO_READ, _year, _of_year(report_sheet)),
    "remuneration": Filed("薪酬与社保公积金情况表", PAY_READERS, _year, _of_year(remuneration_sheet)),
    "review": Filed("项目支出绩效自评表", COUNTY, _year, review_sheet),
}


@work.register("paper")
def make_paper(desk: work.Desk) -> None:
    """A sheet as its owner may see it now. arguments: sheet, format, period."""
    said = desk.job.arguments
    scope = Scope.of(User.objects.get(pk=desk.job.owner_id), today())
    made = FILED[said["sheet"]].make(scope, current_book(), today(), said["period"])
    if isinstance(made, Grids) and not made.grids:
        raise work.Refusal(f"{made.period}没有要申请的人，没有表可以做。")
    data = write_paper(made, said["format"], desk.progress, heads.mark(today()))
    desk.deliver(f"{made.title}（{made.period}）.{said['format']}", data)

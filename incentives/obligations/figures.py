"""The live figures of the obligations that the county's registers answer by themselves; those of a part are in its own figures.py."""

import datetime
from functools import partial
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.figures import Figure
from incentives import document, facts, reports
from incentives.amendments.book import current_book
from incentives.budget.models import Appropriation
from incentives.budget.vocabulary import SPENDABLE, Item
from incentives.models import PolicyDocument
from incentives.obligations.memory import once
from incentives.paying.flow import POSTED
from incentives.paying.flow import State as BatchState
from incentives.paying.models import Batch, Entry
from incentives.paying.vocabulary import Item as Paid
from incentives.reports import Coverage
from incentives.rules.vocabulary import Level, Outcome
from positions.access import EVERYTHING
from positions.models import Post, Unit
from positions.vocabulary import (
    COMMITTEE_KINDS,
    SERVICE_FIELDS,
    TASK_GROUPS,
    TASKS,
    UnitKind,
)
from talent.appointments.models import Appointment
from talent.exams.models import ExamRegistration
from talent.models import Certificate, Person, Service

INSTITUTIONS = (UnitKind.PUBLIC_INSTITUTION, UnitKind.PUBLIC_HOSPITAL, UnitKind.SCHOOL)
ORGANISATIONS = (UnitKind.COMMUNITY_ORGANISATION, UnitKind.OTHER_ORGANISATION)


def share(done: int, due: int, words: str, nothing: str) -> Figure:
    """words with {done} and {due}; where nothing is due yet, why."""
    return Figure(words.format(done=done, due=due), done, due) if due else Figure(nothing)


def guidance(on: datetime.date) -> Figure:
    """What asks for no act that could be counted."""
    return Figure("原则性要求，不设指标")


# What several figures rest on -------------------------------------------------------------------------


@once
def coverage(on: datetime.date) -> Coverage:
    return reports.coverage_on(on, on, current_book())


@once
def latest_bonuses(on: datetime.date) -> tuple[int, list[Any]]:
    """The last exam year with certificates, and its lines."""
    year = reports.exam_years(on)[0]
    return year, reports.bonus_list(year, current_book())


def filed(on: datetime.date) -> QuerySet[Post]:
    return Post.objects.filed(on)


def holders(on: datetime.date, **where: Any) -> QuerySet[Person]:
    """Holders in service, in services of that kind."""
    serving = Service.objects.on(on).filter(**where).values("person")
    return facts.holders_in_service(on).filter(pk__in=serving)


NO_POSTS = "还没有备案岗位"


def _posts(on: datetime.date, condition: Q, words: str) -> Figure:
    posts = filed(on)
    return share(posts.filter(condition).count(), posts.count(), words, NO_POSTS)


# The head of the document -----------------------------------------------------------------------------


def text_loaded(on: datetime.date) -> Figure:
    loaded = PolicyDocument.current()
    return Figure(f"正文已载入（{loaded.number}）", 1, 1) if loaded else Figure("还没有载入正文", 0, 1)


def phrases_verified(on: datetime.date) -> Figure:
    """Of the phrases that the standards rest on, those found in the loaded text."""
    book, loaded = current_book(), PolicyDocument.current()
    own = [entry for entries in book.scales.values() for entry in entries if entry.document == book.document]
    count = sum(len(entry.phrases) for entry in own)
    found = count - len(document.missing_phrases(loaded.text, book)) if loaded else 0
    return share(found, count, "标准引用的短语 {due} 处，在正文里核对到 {done} 处", "标准没有引用短语")


def units_by_kind(on: datetime.date) -> Figure:
    kinds = Unit.objects.order_by().values("kind").distinct().count()
    return Figure(f"登记单位 {Unit.objects.count()} 个，分属 {kinds} 类", Unit.objects.count())


def start_confirmed(on: datetime.date) -> Figure:
    """Whether the first month rests on a document."""
    entry = current_book().measure("allowance_start", on=on)
    if entry.assumed:
        return Figure(f"起发月份暂按 {entry.values['month']}，还没有文件确认", 0, 1)
    return Figure(f"起发月份 {entry.values['month']}，已由文件确认", 1, 1)


def higher_documents(on: datetime.date) -> Figure:
    return Figure("上位依据 6 件，文号列在本条")


# 一 ----------------------------------------------------------------------------------------------------


def unit_families(on: datetime.date) -> Figure:
    """一（二）1: the four families of units."""
    families = {
        "群团": (UnitKind.MASS_ORGANISATION,),
        "城乡社区": COMMITTEE_KINDS,
        "事业单位": INSTITUTIONS,
        "社会组织": ORGANISATIONS,
    }
    counts = {name: Unit.objects.filter(kind__in=kinds).count() for name, kinds in families.items()}
    return Figure("，".join(f"{name} {count} 个" for name, count in counts.items()), sum(counts.values()))


def graded(on: datetime.date) -> Figure:
    return _posts(on, ~Q(grade="") | ~Q(category=""), "备案岗位 {due} 个，定了类别或等级的 {done} 个")


# 二 ----------------------------------------------------------------------------------------------------


def _naming(words: tuple[str, ...], field: str) -> Q:
    found = Q(pk__in=[])
    for word in words:
        found |= Q(**{f"{field}__contains": word})
    return found


def tasks_named(on: datetime.date) -> Figure:
    return _posts(on, _naming((*TASKS, *TASK_GROUPS), "duties"), "备案岗位 {due} 个，职责写到其中任务的 {done} 个")


def task_groups_named(on: datetime.date) -> Figure:
    number = filed(on).filter(_naming(TASK_GROUPS, "duties")).count()
    return Figure(f"职责写到其他五组任务的岗位 {number} 个", number)


def duties_stated(on: datetime.date) -> Figure:
    return _posts(on, ~Q(duties="") & ~Q(requirements=""), "备案岗位 {due} 个，职责和任职条件都写明的 {done} 个")


def fields_with_posts(on: datetime.date) -> Figure:
    """二（二）: asked for as things are, so that a field without a post is no gap."""
    rows = filed(on).order_by().values_list("service_field", "unit__service_field").distinct()
    named = {field for row in rows for field in row}.intersection(SERVICE_FIELDS)
    return Figure(f"{len(SERVICE_FIELDS)} 个领域中，{len(named)} 个已有岗位", len(named))


# 三（一） -------------------------------------------------------------------------------------------------


def encouraged(on: datetime.date) -> Figure:
    """The registrations from units of the encouraged kinds."""
    kinds = list(current_book().measure("exam_bonus_units", on=on).values["kinds"])
    number = ExamRegistration.objects.filter(exam_year=on.year, unit__kind__in=kinds).count()
    return Figure(f"{on.year} 考试年度，鼓励范围内的单位报考 {number} 人", number)


def bonus_paid(level: Level, on: datetime.date) -> Figure:
    """Of the last exam year's payable bonuses of a level, those sent to finance."""
    year, lines = latest_bonuses(on)
    payable = [x for x in lines if x.certificate.level == level and x.decision.outcome is Outcome.PAYABLE]
    people = {x.person.pk for x in payable}
    done = Entry.objects.live().filter(item=Paid.BONUS, level=level, person__in=people).count()
    return share(
        done, len(payable), f"{year} 考试年度应奖励 {{due}} 人，已送财政 {{done}} 人", f"{year} 考试年度没有应奖励的人"
    )


assistants_paid = partial(bonus_paid, Level.ASSISTANT)
social_workers_paid = partial(bonus_paid, Level.SOCIAL_WORKER)


def no_senior_bonus(on: datetime.date) -> Figure:
    number = Certificate.objects.held(on).filter(level=Level.SENIOR).count()
    return Figure(f"高级证书 {number} 个，文件没有规定奖励，不计发", number)


def budgeted(item: str, on: datetime.date) -> Figure:
    """Whether the year's budget has money for it."""
    total = _appropriated(on, item=item)
    if total is None:
        return Figure(f"{on.year} 年还没有列入预算", 0, 1)
    return Figure(f"{on.year} 年预算 {total:,.2f} 元", 1, 1)


def _appropriated(on: datetime.date, **where: Any) -> Any:
    spendable = Appropriation.objects.filter(year=on.year, stage__in=SPENDABLE, on__lte=on, **where)
    return spendable.aggregate(sum=Sum("amount"))["sum"]


bonus_budgeted = partial(budgeted, Item.BONUS)
allowance_budgeted = partial(budgeted, Item.ALLOWANCE)


def bonus_batches(on: datetime.date) -> Figure:
    number = Batch.objects.filter(kind=Paid.BONUS).exclude(state=BatchState.VOIDED).count()
    return Figure(f"考试奖励汇总上报 {number} 批", number)


# 三（二） -------------------------------------------------------------------------------------------------


def organisation_staff(on: datetime.date) -> Figure:
    """The holders in community organisations who are managed as professionals: with a title on record; no number is due."""
    people = holders(on, unit__kind=UnitKind.COMMUNITY_ORGANISATION)
    done = people.filter(pk__in=Appointment.objects.within(EVERYTHING).on(on).values("person")).count()
    return Figure(f"社区社会组织在职持证 {people.count()} 人，其中登记了专业技术职务 {done} 人", done)


def posted(on: datetime.date) -> Figure:
    totals = coverage(on).totals
    return share(totals.posted, totals.count, "{due} 个社区（村），设岗 {done} 个", "还没有登记社区（村）")


def allowance_paid(on: datetime.date) -> Figure:
    """Of the people owed the last month that is due, those whose month was sent to finance."""
    month = _due_month(on)
    people = {line.person_id for line in facts.allowance_lines(month, current_book())}
    done = Entry.objects.live().filter(item=Paid.ALLOWANCE, month=month.first, person__in=people).count()
    return share(done, len(people), f"{month.words}应发 {{due}} 人，已送财政 {{done}} 人", f"{month.words}没有应发的人")


def _due_month(on: datetime.date) -> Month:
    """Paid by month, quarter, half-year or year, as the bureau likes: the month up to which it paid, and at the latest by the end
    of March all of the year before."""
    sent = Batch.objects.filter(kind=Paid.ALLOWANCE, state__in=POSTED, through__lt=Month.of(on).first)
    last = sent.aggregate(last=Max("through"))["last"]
    latest = Month(Month.of(on).plus(-3).year - 1, 12)
    return max(Month.of(last), latest) if last else latest


def rates_above_floor(on: datetime.date) -> Figure:
    book = current_book()
    rates, floors = (book.measure(name, on=on) for name in ("monthly_allowance", "monthly_allowance_floor"))
    done = sum((rates.amount(level) or 0) >= (floors.amount(level) or 0) for level in Level)
    return share(done, len(Level), "三个级别，现行标准不低于下限的 {done} 个", "没有标准")


# 三（三）、三（四） -----------------------------------------------------------------------------------------


def organisations(on: datetime.date) -> Figure:
    number = Unit.objects.filter(kind=UnitKind.COMMUNITY_ORGANISATION).count()
    return Figure(f"登记社区社会组织 {number} 个", number)

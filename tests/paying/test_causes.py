"""Each line that differs from what was paid says which fact changed, who changed it and when."""

import datetime

import pghistory
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dingnan_sw.lib.dates import today
from incentives.amendments import actions
from incentives.paying.models import Batch
from talent.models import Certificate, Service
from talent.submissions.models import Kind, Submission, Trace
from talent.vocabulary import Level
from tests import county
from tests.paying.office import told

# Each act in a transaction of its own, so that each has its own moment.
pytestmark = pytest.mark.django_db(transaction=True)
day = datetime.date
RISE = """
document = "演示办字〔2021〕1号"
clause = "第一条"
phrase = "奖励1200元"
[[exam_bonus]]
from = 2022-01-01
assistant = "1200.00"
"""
EARLIER = """
document = "演示办字〔2021〕2号"
clause = "第一条"
phrase = "自2020年12月起"
[[allowance_start]]
from = 2020-01-01
month = "2020-12"
"""


@pytest.fixture
def person():
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one, approved_on=day(2020, 12, 10))
    return one


@pytest.fixture
def paid(office, person):
    office.pay(office.allowances("2021-03"))


def causes(batch):
    return {str(line.month)[:7]: line.cause for line in batch.lines.in_order().select_related("cause")}


def end_service(person, last, who="王经办", **context):
    with pghistory.context(name=who, via="网页", **context), transaction.atomic():
        person.services.update(until=last)


def test_a_regular_month_says_its_clause(office, person):
    assert {cause.text for cause in causes(office.allowances("2021-03")).values()} == {"符合 三（二），按月发放"}


def test_a_recovery_names_the_change_the_person_and_the_time(office, person, paid):
    end_service(person, day(2021, 2, 1))
    cause = causes(office.allowances("2021-03"))["2021-02"]
    (fact,) = cause.facts
    assert (fact["what"], fact["who"], fact["changes"]) == (
        "任职变更",
        "王经办",
        [["任职终止日期", "（空）", "2021-01-31"]],
    )
    assert cause.text.startswith("任职变更：任职终止日期 （空）→2021-01-31（王经办 20")


def test_of_two_changes_each_month_names_its_own(office, person, paid):
    end_service(person, day(2021, 3, 1))
    with pghistory.context(name="李经办"):
        county.certify(person, "DEMO2", Level.SOCIAL_WORKER, day(2021, 1, 15))
    found = causes(office.allowances("2021-03"))
    assert [fact["who"] for fact in found["2021-02"].facts] == ["李经办"]
    assert [fact["who"] for fact in found["2021-03"].facts][:1] == ["王经办"]


def test_a_change_that_changed_nothing_is_not_blamed(office, person, paid):
    with pghistory.context(name="赵经办"):
        person.services.update(title="主任")
    end_service(person, day(2021, 2, 1))
    facts = causes(office.allowances("2021-03"))["2021-03"].facts
    assert [fact["who"] for fact in facts] == ["王经办"]


def test_a_change_taken_back_and_made_again_names_all_three(office, person, paid):
    for last in (day(2021, 2, 1), None, day(2021, 2, 1)):
        end_service(person, last)
    assert len(causes(office.allowances("2021-03"))["2021-03"].facts) == 3


def test_the_submission_that_brought_the_change_is_named(office, person, paid):
    author = office.actor("preparer").user
    made = Submission.objects.create(
        unit=person.services.get().unit, kind=Kind.CORRECTION, subject="张三", author=author
    )
    end_service(person, day(2021, 2, 1), submissions=[made.pk])
    Trace.objects.create(submission=made, register="talent.service", row=Service.objects.get().pk)
    (fact,) = causes(office.allowances("2021-03"))["2021-02"].facts
    assert fact["submissions"] == [made.pk]


def test_the_submissions_of_all_are_asked_for_at_once(office, person):
    author = office.actor("preparer").user
    people = [person, *(county.person(number, f"某{number}") for number in (2, 3))]
    unit = person.services.get().unit
    for number, one in enumerate(people[1:], 2):
        county.serve(one, unit)
        county.certify(one, f"DEMO{number}", approved_on=day(2020, 12, 10))
    office.pay(office.allowances("2021-03"))
    for one in people:
        made = Submission.objects.create(unit=unit, kind=Kind.CORRECTION, subject=one.name, author=author)
        end_service(one, day(2021, 2, 1), submissions=[made.pk])
        Trace.objects.create(submission=made, register="talent.service", row=one.services.get().pk)
    with CaptureQueriesContext(connection) as asked:
        batch = office.allowances("2021-03")
    assert len([one for one in asked if Trace._meta.db_table in one["sql"]]) == 1
    told = {line.person.name: line.cause.facts[0]["submissions"] for line in batch.lines.all()}
    assert told == {made.subject: [made.pk] for made in Submission.objects.all()}


def test_a_unit_that_changed_kind_is_the_cause(office, person, paid):
    unit = person.services.get().unit
    unit.kind = "其他"
    with pghistory.context(name="王经办"):
        unit.save()
    (fact,) = causes(office.allowances("2021-03"))["2021-01"].facts
    assert (fact["what"], fact["changes"]) == ("单位变更", [["单位类别", "社区居委会", "其他"]])


def test_a_certificate_of_another_level_is_the_cause_of_both_bonus_lines(office, person):
    office.pay(office.bonuses(2020))
    with pghistory.context(name="王经办"):
        person.certificates.update(level=Level.SOCIAL_WORKER)
    texts = {line.cause.text for line in office.bonuses(2020).lines.select_related("cause")}
    assert len(texts) == 1
    assert "证书级别" in texts.pop()


def test_what_was_recorded_about_a_service_that_is_gone_since_is_still_told(office, person, paid):
    """A service with its posting and a better certificate come in one import; the service is taken out again later."""
    school = county.unit("演示小学", "学校")
    with transaction.atomic():
        county.certify(person, "DEMO2", Level.SOCIAL_WORKER, day(2021, 1, 20))
        service = Service.objects.create(person=person, unit=school, category="事业单位聘用", since=day(2021, 1, 1))
        service.postings.create(post=county.post(school), since=day(2021, 1, 1))
    service.delete()
    cause = causes(office.allowances("2021-03"))["2021-02"]
    assert "上岗新增" in cause.text
    assert "（已删除）" in cause.text


def test_a_bonus_that_another_years_batch_entered_names_what_was_put_right_since(office, person):
    """Also when a batch of a third year was posted after the change."""
    more = actions.propose(RISE, by=office.actor("preparer").user, on=today())
    actions.sign_off(more.number, by=office.actor("head").user, on=today())
    office.pay(office.bonuses(2020))
    with pghistory.context(name="王经办", via="网页"), transaction.atomic():
        person.certificates.update(stated_exam_year=2022)
    office.pay(office.bonuses(2021))
    (line,) = office.bonuses(2022).lines.select_related("cause")
    assert (line.amount, "考试年度" in line.cause.text, "王经办" in line.cause.text) == (200, True, True)


def test_a_start_that_an_amendment_moves_back_is_the_first_batchs_own(office, person):
    """A draft drawn before it covers the earlier month too, as one that no batch has reached."""
    office.allowances("2021-01")
    earlier = actions.propose(EARLIER, by=office.actor("preparer").user, on=today())
    actions.sign_off(earlier.number, by=office.actor("head").user, on=today())
    Certificate.objects.update(approved_on=day(2020, 10, 10))
    batch = office.allowances("2021-01")
    assert told(batch) == [("张三", month, "normal", "100.00") for month in ("2020-12", "2021-01")]
    assert batch.first == day(2020, 12, 1)


def test_a_draft_of_another_book_is_drawn_anew(office, person):
    drawn = office.allowances("2021-03")
    Batch.objects.filter(pk=drawn.pk).update(book="0" * 64)
    assert office.allowances("2021-03").book == drawn.book


def test_what_a_batch_that_reached_less_far_has_paid_since_is_not_blamed_again(office, person, paid):
    with pghistory.context(name="李经办"):
        county.certify(person, "DEMO2", Level.SOCIAL_WORKER, day(2021, 1, 15))
    office.pay(office.allowances("2021-02"))
    end_service(person, day(2021, 2, 1))
    found = causes(office.allowances("2021-03"))
    assert [fact["who"] for fact in found["2021-02"].facts] == ["王经办"]


def test_of_two_years_the_batch_that_was_drawn_last_is_the_base_whatever_its_number(office, person):
    more = actions.propose(RISE, by=office.actor("preparer").user, on=today())
    actions.sign_off(more.number, by=office.actor("head").user, on=today())
    person.certificates.all().delete()
    office.bonuses(2020)
    office.pay(office.bonuses(2022))
    with pghistory.context(name="李经办"), transaction.atomic():
        county.certify(person, "DEMO2", approved_on=day(2020, 12, 10))
    office.pay(office.bonuses(2020))
    with pghistory.context(name="王经办"), transaction.atomic():
        person.certificates.update(stated_exam_year=2022)
    (line,) = office.bonuses(2022).lines.select_related("cause")
    assert (line.amount, [fact["who"] for fact in line.cause.facts][:1]) == (200, ["王经办"])
    assert "李经办" not in line.cause.text


def test_a_cause_that_is_too_long_ends_where_it_is_cut(office, person, paid):
    for number in range(41):
        end_service(person, None if number % 2 else day(2021, 2, 1), who=f"经办{number}")
    cause = causes(office.allowances("2021-03"))["2021-03"]
    assert (len(cause.text), cause.text[-1], len(cause.facts) > 20) == (1000, "…", True)

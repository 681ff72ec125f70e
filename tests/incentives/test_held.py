"""What is held about a person: all of it and nothing of anybody else, told to the audit record."""

import datetime
import io

import openpyxl
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pghistory.models import Event

from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import Entry
from incentives.held import everything_about, paths
from positions.access import EVERYTHING
from talent.models import Certificate, Person
from talent.submissions import approval
from talent.submissions.flow import State
from talent.submissions.models import Kind, Scan, Submission
from talent.submissions.statement import subject_index
from tests import county
from tests.submissions.people import Cast, row, submission

TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def people(unit, other_unit):
    found = []
    for number, name, employer in ((1, "李雷", unit), (2, "韩梅", other_unit)):
        one = county.person(
            number, name, phone=f"1390000000{number}", bank_name="银行", bank_account=f"62170000{number}"
        )
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}")
        found.append(one)
    return found


def book(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def leaf(person, title):
    """The cells of a sheet, row by row."""
    made = book(everything_about(person, EVERYTHING, TODAY))
    return [[str(cell or "") for cell in line] for line in made[title].iter_rows(values_only=True)]


def words(made):
    return [
        str(cell) for sheet in made for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]


def test_every_table_that_leads_to_a_person_is_covered():
    """Also one that is added later: whatever refers to a person, or to something of a person, has its path."""
    own = [model for model in apps.get_models() if not issubclass(model, Event)]
    leading = {m for m in own for f in m._meta.concrete_fields if f.is_relation and f.related_model in paths()}
    assert leading | {Person} == set(paths())
    titles = [str(model._meta.verbose_name)[:31] for model in paths()]
    assert len(set(titles)) == len(titles)
    assert not {"报送", "报送内容", "变更历史", "谁查看或办理过"} & set(titles)


def test_the_path_of_each_table_leads_to_the_person(db):
    for model, path in paths().items():
        assert list(model._base_manager.filter(**{path: 0})) == []


def test_all_of_the_person_in_clear_and_nothing_of_others(people, clerk):
    record("查看完整号码", by=clerk, about=people[0], address="10.0.0.9")
    record("查看完整号码", by=clerk, about=people[1], address="10.0.0.8")
    made = book(everything_about(people[0], EVERYTHING, TODAY))
    told = words(made)
    mine = (people[0].id_number, "13900000001", "621700001", "DEMO1", "甲社区居民委员会", "10.0.0.9")
    others = (people[1].id_number, "13900000002", "621700002", "DEMO2", "韩梅", "乙小学", "10.0.0.8")
    assert [word for word in mine if not any(word in cell for cell in told)] == []
    assert [word for word in others if any(word in cell for cell in told)] == []
    assert {"人员", "证书", "变更历史", "报送", "谁查看或办理过"} <= set(made.sheetnames)


def test_it_is_handed_out_after_the_password_and_told(people, signed_in, clerk, settings):
    browser, url = signed_in(clerk), reverse("person-held", args=[people[0].pk])
    kept, settings.FRESH = settings.FRESH, datetime.timedelta()
    assert browser.post(url).url.startswith(reverse("confirm-identity"))
    assert not Entry.objects.filter(action="导出本人信息").exists()
    settings.FRESH = kept
    answer = browser.post(url)
    assert people[0].id_number in words(book(answer.content))
    assert people[0].id_number not in answer.headers["Content-Disposition"]
    (entry,) = Entry.objects.filter(action="导出本人信息")
    assert (entry.actor, entry.object_id, entry.address) == (clerk, str(people[0].pk), "127.0.0.1")


# What is deleted since ------------------------------------------------------------------------------


def test_what_was_deleted_still_stands_in_the_changes_and_so_does_who_dealt_with_it(people, clerk):
    for person in people:
        gone = Certificate.objects.get(person=person)
        record("删除证书", by=clerk, about=gone, address=f"10.0.0.{person.name}")
        gone.delete()
    changes = [(line[2], line[3]) for line in leaf(people[0], "变更历史")]
    assert "删除证书" in [what for what, _ in changes]
    assert [told for what, told in changes if what == "新增证书" and "DEMO1" in told]
    assert [line[4] for line in leaf(people[0], "谁查看或办理过") if line[2] == "删除证书"] == ["10.0.0.李雷"]


def test_the_changes_of_what_refers_to_something_deleted_too(people, unit):
    service = people[0].services.get()
    posting = service.postings.create(post=county.post(unit), since=service.since)
    posting.delete()
    service.delete()
    changes = [line[2] for line in leaf(people[0], "变更历史")]
    assert [changes.count(what) for what in ("新增上岗", "删除上岗", "新增任职", "删除任职")] == [1, 1, 1, 1]


# Submissions ----------------------------------------------------------------------------------------


OTHERS = ("韩梅", "DEMO2", "13900000002", "621700002", county.id_number(2))


@pytest.fixture
def cast(unit):
    return Cast(unit)


def attended(number, **cells):
    return {
        "身份证号": county.id_number(number),
        "培训名称": "督导培训",
        "结束日期": "2026-05-01",
        "学时": "8",
        **cells,
    }


def scan(one, name):
    return Scan.objects.create(
        submission=one, name=name, kind="png", size=1, pages=1, sha256=name, uploaded_by=one.author
    )  # fmt: skip


def told_of(person):
    """Everything but the headings, as one text."""
    return " ".join(words(book(everything_about(person, EVERYTHING, TODAY))))


def nothing_of_others(person):
    told = told_of(person)
    return [word for word in OTHERS if word in told]


def test_a_training_of_several_under_review_tells_each_of_nobody_else(people, cast, clerk):
    rows = [attended(2, 主办单位="韩梅的"), attended(1, 主办单位="李雷的")]
    one = submission(cast.unit, cast.keeper, State.BUREAU, kind=Kind.TRAINING, rows=rows)
    Submission.objects.update(subject="督导培训", sent_subject="督导培训")
    scan(one, "韩梅签到.png")
    record("查看报送中的完整号码", by=clerk, about=one, address="10.0.0.7")
    record("查看扫描件", by=clerk, about=one, name="韩梅签到.png", address="10.0.0.6")
    contents = leaf(people[0], "报送内容")
    assert ["甲社区居民委员会", "培训记录", "督导培训", "2", "主办单位", "李雷的", ""] in contents
    assert [line[3] for line in contents[1:]] == ["2"] * (len(contents) - 1)
    (told,) = leaf(people[0], "报送")[1:]
    assert (told[2:4], told[5]) == (["督导培训", "待民政审核"], "1 个（同一件还有别人，不列文件名）")
    looked = [line[4] for line in leaf(people[0], "谁查看或办理过")[1:]]
    assert (looked, nothing_of_others(people[0])) == (["10.0.0.7", "10.0.0.6"], [])


def test_who_is_not_in_a_training_hears_nothing_of_it(people, cast, clerk):
    one = submission(cast.unit, cast.keeper, State.BUREAU, kind=Kind.TRAINING, rows=[attended(2)])
    record("查看报送中的完整号码", by=clerk, about=one)
    assert [len(leaf(people[0], title)) for title in ("报送", "报送内容", "谁查看或办理过")] == [1, 1, 1]


def test_what_is_under_review_about_the_person(people, cast):
    one = submission(cast.unit, cast.keeper, State.BUREAU, rows=[row(cast.unit, 1, "李雷", 联系电话="13811112222")])
    submission(cast.unit, cast.keeper, State.BUREAU, rows=[row(cast.unit, 2, "韩梅")], number=2)
    scan(one, "李雷证书.png")
    (told,) = leaf(people[0], "报送")[1:]
    assert (told[2:4], told[5]) == (["李雷", "待民政审核"], "李雷证书.png")
    assert "13811112222" in told_of(people[0])
    assert nothing_of_others(people[0]) == []


@pytest.mark.parametrize("state", [State.BUREAU, State.APPROVED])
def test_of_several_people_in_one_submission_each_hears_of_oneself(state, people, cast):
    """No form makes such a one, an old one may be so."""
    rows = [row(cast.unit, 2, "韩梅", 学历="博士"), row(cast.unit, 1, "李雷", 学历="大专")]
    one = submission(cast.unit, cast.keeper, State.BUREAU, rows=rows, number=2)
    Submission.objects.update(subject="韩梅", sent_subject="韩梅")
    if state == State.APPROVED:
        approval.approve(cast.clerk, {one.pk: approval.plan([one], TODAY)[one.pk].digest}, TODAY)
    education = [line[5:] for line in leaf(people[0], "报送内容") if line[4] == "学历"]
    assert education == [["大专", ""]]
    assert [line[2] for line in leaf(people[0], "报送")[1:]] == ["李雷"]
    assert [word for word in (*OTHERS, "博士") if word in told_of(people[0])] == []


def test_corrections_and_confirmations_tell_of_the_person_alone(people, cast):
    for number, person in enumerate(people, 1):
        value = {"person": person.pk, "register": "person", "row": person.pk, "field": "phone", "label": "联系电话"}
        rows = [{**value, "old": person.phone, "new": f"1381111222{number}"}]
        one = submission(cast.unit, cast.keeper, State.BUREAU, kind=Kind.CORRECTION, rows=rows)
        one.subject_index = subject_index(Kind.CORRECTION, str(person.pk))
        one.save()
    roster = [
        {"编号": one.pk, "姓名": one.name, "身份证号": one.masked_id, "核对": "有变动", "说明": f"{one.name}已离开"}
        for one in people
    ]
    submission(cast.unit, cast.keeper, State.APPROVED, kind=Kind.CONFIRMATION, rows=[{"年度": 2026}, *roster])
    contents = [line[1:2] + line[4:] for line in leaf(people[0], "报送内容")]
    assert ["更正", "联系电话", "13811112221", "13900000001"] in contents
    assert ["年审", "说明", "李雷已离开", ""] in contents
    assert [word for word in (*OTHERS, "13811112222") if word in told_of(people[0])] == []


def test_what_was_approved_under_an_earlier_number_is_the_persons_still(people, cast):
    rows = [row(cast.unit, 3, "王五", 学历="大专")]
    one = submission(cast.unit, cast.keeper, State.BUREAU, rows=rows, number=3)
    approval.approve(cast.clerk, {one.pk: approval.plan([one], TODAY)[one.pk].digest}, TODAY)
    person = Person.objects.get(name="王五")
    person.id_number = county.id_number(4)
    person.derive().save()
    assert [line[5] for line in leaf(person, "报送内容") if line[4] == "学历"] == ["大专"]


def test_many_submissions_need_no_more_queries_than_one(people, cast):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            everything_about(people[0], EVERYTHING, TODAY)
        return len(queries)

    submission(cast.unit, cast.keeper, State.BUREAU, kind=Kind.TRAINING, rows=[attended(1), attended(2)])
    county.certify(people[0], "DEMO31").delete()
    first = counted()
    for number in range(3):
        rows = [attended(1, 培训名称=f"第 {number} 次"), attended(2)]
        scan(
            submission(cast.unit, cast.keeper, State.BUREAU, kind=Kind.TRAINING, rows=rows, number=number + 5), "a.png"
        )
        county.certify(people[0], f"DEMO4{number}").delete()
    assert counted() == first

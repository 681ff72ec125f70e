"""One account carries off only so much in a while, and has only so much waiting (ASVS 2.4.1)."""

import datetime
from contextlib import nullcontext
from io import BytesIO
from itertools import cycle, islice

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.audit import bounds
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.denials import REFUSED
from dingnan_sw.audit.models import Entry
from dingnan_sw.jobs import work
from dingnan_sw.jobs.models import Job, State
from dingnan_sw.lib.secrets import write_sealed
from positions.vocabulary import Role
from talent.models import Person, Upload
from talent.submissions import flow
from tests import county
from tests.submissions.people import actor, submission

LIST = reverse("people") + "?format=xlsx"


@pytest.fixture
def had(clerk, monkeypatch):
    """had(count, action, ago, about, by): so many entries of the clerk or another, so long ago, each about the next of these."""

    def make(count, action="导出列表", ago=datetime.timedelta(), about=(None,), by=clerk):
        now = timezone.now()
        with monkeypatch.context() as then:
            then.setattr("dingnan_sw.audit.chain.timezone.now", lambda: now - ago)
            for one in islice(cycle(about), count):
                record(action, by=by, about=one)

    return make


def workbook():
    book, target = openpyxl.Workbook(), BytesIO()
    book.active.append(("姓名",))
    book.save(target)
    return target.getvalue()


def some_people(count):
    return [Person(pk=number) for number in range(1, count + 1)]


def exports():
    return Entry.objects.filter(action__in=bounds.LISTS).count()


def test_the_twentieth_export_is_given_and_the_next_is_not(had, clerk, signed_in):
    had(19)
    assert signed_in(clerk).get(LIST).status_code == 200
    answer = signed_in(clerk).get(LIST)
    page = answer.content.decode()
    again = Entry.objects.filter(action="导出列表").earliest("pk").at + datetime.timedelta(minutes=bounds.MINUTES)
    words = f"请在 {timezone.localtime(again):%H:%M:%S} 以后再试"
    assert (answer.status_code, words in page, "编号" in page) == (429, True, True)
    assert 590 <= int(answer.headers["Retry-After"]) <= 600
    assert exports() == 20


def test_a_refused_export_is_one_entry_that_says_why(had, clerk, signed_in):
    had(20)
    signed_in(clerk).get(LIST)
    told = Entry.objects.get(action=REFUSED)
    assert (told.actor, told.details["status"], "已经导出 20 次" in told.details["reason"]) == (clerk, 429, True)


@pytest.mark.parametrize(
    ("ago", "status"), [({"minutes": 9, "seconds": 50}, 429), ({"minutes": 10, "seconds": 1}, 200)]
)
def test_what_was_exported_ten_minutes_ago_counts_no_more(ago, status, had, clerk, signed_in):
    had(20, ago=datetime.timedelta(**ago))
    assert signed_in(clerk).get(LIST).status_code == status


def test_what_others_export_does_not_count(clerk, signed_in, finance):
    for _ in range(20):
        record("导出列表", by=finance)
    assert signed_in(clerk).get(LIST).status_code == 200


@pytest.mark.parametrize("action", bounds.LISTS)
def test_each_kind_of_export_counts(action, had, clerk, signed_in):
    had(20, action)
    assert signed_in(clerk).get(LIST).status_code == 429


@pytest.mark.parametrize(("things", "status"), [(19, 200), (20, 429)])
def test_of_one_batch_or_person_any_number_of_files_counts_once(things, status, had, clerk, signed_in):
    had(60, "下载批次文件", about=some_people(things))
    assert signed_in(clerk).get(LIST).status_code == status


def test_another_file_of_what_was_exported_lately_is_always_given(had, clerk):
    some = some_people(21)
    had(20, "下载批次文件", about=some[:20])
    bounds.exported("下载批次文件", by=clerk, about=some[0])
    with pytest.raises(bounds.TooMany):
        bounds.exported("下载批次文件", by=clerk, about=some[20])


@pytest.mark.parametrize(("printed", "given"), [(199, True), (200, False)])
def test_of_forms_about_one_person_there_may_be_ten_times_as_many(printed, given, had, clerk, signed_in):
    some = some_people(printed + 1)
    had(printed, "出具表单", about=some)
    with nullcontext() if given else pytest.raises(bounds.TooMany):
        bounds.exported("出具表单", by=clerk, about=some[printed])
    assert signed_in(clerk).get(LIST).status_code == 200


@pytest.mark.parametrize("action", bounds.REVEALS)
@pytest.mark.parametrize(("seen", "shown"), [(199, True), (200, False)])
def test_the_whole_numbers_of_two_hundred_are_looked_at_and_no_more(seen, shown, action, had, clerk, signed_in):
    """However many numbers of one person: nobody's work needs more in ten minutes."""
    one = county.person(1)
    had(seen, action, about=[Person(pk=one.pk + number) for number in range(1, seen + 1)])
    browser, address = signed_in(clerk), reverse("person-reveal", args=[one.pk])
    answers = [browser.post(address, {"field": "id_number"}) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200 if shown else 429}
    assert {one.id_number in answer.content.decode() for answer in answers} == {shown}


def test_the_numbers_in_submissions_count_with_them(had, clerk, signed_in, unit):
    found = submission(unit, actor("keeper", Role.UNIT, unit=unit), flow.State.BUREAU)
    had(200, "查看完整号码", about=some_people(200))
    assert signed_in(clerk).post(reverse("submission-clear", args=[found.pk])).status_code == 429


def test_what_is_held_about_a_person_is_an_export(had, clerk, signed_in):
    had(20)
    assert signed_in(clerk).post(reverse("person-held", args=[county.person(1).pk])).status_code == 429


@pytest.mark.parametrize(
    ("who", "address", "purpose"),
    [("clerk", "upload-errors", Upload.Purpose.REGISTERS), ("hr", "submission-upload-errors", Upload.Purpose.DRAFTS)],
)
def test_a_file_given_back_with_its_faults_is_an_export(who, address, purpose, had, signed_in, request):
    owner = request.getfixturevalue(who)
    upload = Upload.objects.create(owner=owner, purpose=purpose, name="a.xlsx", sha256="0", state=Upload.State.READY)
    write_sealed(upload.marked_path, workbook())
    had(20, by=owner)
    assert signed_in(owner).get(reverse(address, args=[upload.pk])).status_code == 429


def test_what_was_refused_is_not_told_as_done(clerk, signed_in, monkeypatch):
    """A long list is made by a job, and of those there are too many already."""
    monkeypatch.setattr("positions.lists.AT_ONCE", 0)
    county.person(1)
    for _ in range(5):
        work.start("check_workbook", "检查", by=clerk)
    assert (signed_in(clerk).get(LIST).status_code, exports()) == (429, 0)


def test_a_sheet_that_is_refused_is_not_even_begun(had, clerk, signed_in):
    had(20, "导出报表")
    answer = signed_in(clerk).post(reverse("paper", args=["roster", "xlsx"]), {"period": "2021-12-31"})
    assert (answer.status_code, Job.objects.count()) == (429, 0)


@pytest.mark.parametrize(("waiting", "taken"), [(4, True), (5, False)])
def test_a_sixth_upload_waits_for_the_others_to_be_done(waiting, taken, clerk, signed_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    for _ in range(waiting):
        work.start("check_workbook", "检查", by=clerk)
    file = SimpleUploadedFile("名册.xlsx", workbook())
    answer = signed_in(clerk).post(reverse("exchange"), {"file": file})
    assert (answer.status_code == 302, Upload.objects.count()) == (taken, int(taken))
    assert len(list(tmp_path.glob("uploads/*"))) == int(taken)
    assert ("没有再受理" in answer.content.decode()) != taken


def test_what_is_done_and_what_others_wait_for_makes_no_crowd(clerk, hr):
    for one in [work.start("check_workbook", "检查", by=clerk) for _ in range(5)]:
        Job.objects.filter(pk=one.pk).update(state=State.DONE)
        work.start("check_workbook", "检查", by=hr)
    assert work.start("check_workbook", "检查", by=clerk).state == State.WAITING


def test_scans_are_taken_however_many_wait(clerk):
    for _ in range(6):
        work.start("take_scans", "处理 1 个扫描件", by=clerk)
    assert work.start("check_workbook", "检查", by=clerk).state == State.WAITING


def test_how_many_is_a_setting(had, clerk, signed_in, settings):
    settings.MOST_EXPORTS = 21
    had(20)
    assert [signed_in(clerk).get(LIST).status_code for _ in range(2)] == [200, 429]


def test_an_export_of_no_known_kind_is_refused(clerk):
    with pytest.raises(ValueError, match="导出一切"):
        bounds.exported("导出一切", by=clerk)


@pytest.mark.parametrize(("fetched", "status"), [(19, 200), (20, 429)])
def test_results_fetched_once_more_count_among_the_lists(fetched, status, had, clerk, signed_in):
    job = Job.objects.create(kind="x", title="试算", owner=clerk, state=State.DONE, finished=timezone.now())
    Job.objects.filter(pk=job.pk).update(result_name="结果.txt", fetched=timezone.now())
    job.result_path.parent.mkdir(exist_ok=True)
    write_sealed(job.result_path, b"42")
    had(fetched, bounds.AGAIN, about=some_people(fetched))
    assert signed_in(clerk).get(reverse("job-result", args=[job.pk])).status_code == status

"""Whose a scan is, and what becomes of files that were sent: each as a small table."""

import datetime
import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.jobs.models import Job
from dingnan_sw.jobs.models import State as JobState
from dingnan_sw.lib.secrets import write_sealed
from talent.submissions import evidence
from talent.submissions.evidence import Stem, _named, attach, receive, sweep
from talent.submissions.models import Delivery, Scan
from tests.site.world import picture
from tests.submissions.people import actor, row, submission
from tests.submissions.test_story import picture as photograph

pytestmark = pytest.mark.usefixtures("folder")


def photo(name="DEMO1.jpg"):
    return SimpleUploadedFile(name, photograph().getvalue())


def left(folder):
    return list(folder.glob("*"))


# Whose it is ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "number", "told"),
    [
        ("DEMO1.jpg", "DEMO1", True),
        ("demo1.jpg", "DEMO1", True),
        ("ＤＥＭＯ1.jpg", "DEMO1", True),
        ("DEMO10.jpg", "DEMO1", False),
        ("DEMO1.jpg", "DEMO10", False),
        ("XDEMO1.jpg", "DEMO1", False),
        ("张三DEMO1证书.jpg", "DEMO1", True),
        ("张三_DEMO1_2.jpg", "DEMO1", True),
        ("DEMO1_2.jpg", "DEMO12", False),
        ("DEMO1 (2).jpg", "DEMO12", False),
        ("2021-0363-6001.jpg", "202103636001", True),
        ("2021 0363 6001.jpg", "202103636001", True),
        ("扫描 DEMO-10.jpg", "DEMO-10", True),
        ("DEMO-10.jpg", "DEMO-1", False),
        ("A.jpg", "-", False),
    ],
)
def test_a_number_is_told_only_as_a_whole(file, number, told):
    assert Stem(file).has_number(number) is told


@pytest.mark.parametrize(
    ("file", "name", "told"),
    [
        ("李丽.jpg", "李丽", True),
        ("李 丽.jpg", "李丽", True),
        ("李丽华.jpg", "李丽", False),
        ("王李丽.jpg", "李丽", False),
        ("李丽证书.jpg", "李丽", True),
        ("李丽助理社会工作师证书扫描件.jpg", "李丽", True),
        ("李丽华证书.jpg", "李丽", False),
        ("李丽（初级）1.jpg", "李丽", True),
        ("2021证书_李丽.jpg", "李丽", True),
        ("DEMO1·李丽.jpg", "李丽", True),
        ("阿依古丽·买买提.jpg", "阿依古丽•买买提", True),
        ("阿依古丽·买买提.jpg", "买买提", False),
        ("张1.jpg", "张1", True),
        ("张10.jpg", "张1", False),
    ],
)
def test_a_name_is_told_only_as_a_whole(file, name, told):
    assert Stem(file).has_name(name) is told


@pytest.mark.parametrize(
    ("file", "number"),
    [
        ("李丽.jpg", 1),
        ("李丽华.jpg", 2),
        ("DEMO1.jpg", 1),
        ("DEMO10.jpg", 10),
        ("李丽 DEMO1.jpg", 1),
        ("王芳 DEMO10.jpg", 10),
        ("李丽华、李丽.jpg", 2),
        ("DEMO1 DEMO10.jpg", 10),
    ],
)
def test_the_longest_whole_match_has_the_scan(file, number, unit, keeper):
    for n, name in ((1, "李丽"), (2, "李丽华"), (10, "王芳"), (11, "王芳")):
        submission(unit, keeper, number=n, rows=[row(unit, n, name)])
    assert _named(file, keeper).rows[0]["管理号"] == f"DEMO{number}"


@pytest.mark.parametrize("file", ["王芳.jpg", "王芳 李丽.jpg", "李丽 DEMO10.jpg", "DEMO10 DEMO11.jpg"])
def test_what_could_be_of_two_is_refused_with_both(file, unit, keeper):
    for n, name in ((1, "李丽"), (10, "王芳"), (11, "王芳")):
        submission(unit, keeper, number=n, rows=[row(unit, n, name)])
    with pytest.raises(evidence.Refused, match=r"对应 [23] 件报送（.*DEMO1.*、.*DEMO1.*）"):
        _named(file, keeper)


def test_what_is_of_nobody_is_refused(unit, keeper):
    submission(unit, keeper, rows=[row(unit, 1, "李丽")])
    with pytest.raises(evidence.Refused, match="文件名里没有"):
        _named("李丽华 DEMO10.jpg", keeper)


# Incoming files -------------------------------------------------------------------------------------


def test_an_accident_with_one_file_is_told_and_the_others_go_on(
    unit, keeper, folder, jobs_at_once, monkeypatch, caplog
):
    submission(unit, keeper)
    submission(unit, keeper, number=2)
    read = evidence.read_sealed
    monkeypatch.setattr(evidence, "read_sealed", lambda path: 1 / 0 if path.name.endswith("-0") else read(path))
    delivery, _ = receive(keeper, [photo(), photo("DEMO2.jpg")])
    delivery.refresh_from_db()
    assert (delivery.files[0]["tone"], delivery.files[0]["words"]) == ("bad", "处理时出错，请重新上传。")
    assert (delivery.files[1]["tone"], delivery.done, left(folder)) == ("good", True, [])
    assert "ZeroDivisionError" in caplog.text


def test_nothing_is_kept_of_what_is_rolled_back(unit, keeper, folder, monkeypatch):
    monkeypatch.setattr(evidence.work, "start", lambda *args, **values: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        receive(keeper, [photo(), photo()])
    assert (Delivery.objects.count(), left(folder)) == (0, [])


def test_a_delivery_whose_job_gave_up_is_closed(unit, keeper, folder):
    delivery, job = receive(keeper, [photo()])
    assert (sweep(timezone.now()), len(left(folder))) == (0, 1)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    sweep(timezone.now())
    delivery.refresh_from_db()
    assert (delivery.files[0]["tone"], delivery.done, left(folder)) == ("bad", True, [])


@pytest.mark.parametrize(("hours", "stays"), [(23, 1), (25, 0)])
def test_files_of_no_delivery_go_after_a_day(hours, stays, db, folder):
    path = Delivery().path(0)
    write_sealed(path, b"x")
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))
    call_command("remind", "--verbosity", "0")
    assert len(left(folder)) == stays


def test_files_of_an_unfinished_delivery_stay_however_old(unit, keeper, folder):
    receive(keeper, [photo()])
    assert (sweep(timezone.now() + datetime.timedelta(days=3)), len(left(folder))) == (0, 1)


def test_what_waits_counts_towards_the_quota(unit, keeper, folder, monkeypatch):
    monkeypatch.setattr(evidence, "QUOTA", photo().size * 2)
    sent = [receive(keeper, [photo()], one)[0] for one in (None, submission(unit, keeper))]
    refused, _ = receive(keeper, [photo()])
    assert [d.files[0]["tone"] for d in (*sent, refused)] == ["waiting", "waiting", "bad"]
    assert ("已满" in refused.files[0]["words"], len(left(folder))) == (True, 2)


def test_the_quota_of_another_unit_is_its_own(unit, other_unit, keeper, monkeypatch):
    monkeypatch.setattr(evidence, "QUOTA", photo().size)
    receive(keeper, [photo()])
    delivery, _ = receive(actor("school", "unit", unit=other_unit), [photo()])
    assert delivery.files[0]["tone"] == "waiting"


def test_drafts_of_the_unit_may_be_made_while_a_scan_is_stored(unit, keeper):
    with CaptureQueriesContext(connection) as queries:
        attach(keeper, submission(unit, keeper).pk, picture())
    locks = [
        query["sql"] for query in queries if "FOR " in query["sql"] and '"positions_unit"."match_name"' in query["sql"]
    ]
    assert locks[-1].endswith("FOR NO KEY UPDATE")


def test_further_pages_are_not_loaded_until_they_are_looked_at(signed_in, hr, unit, keeper):
    one = submission(unit, keeper)
    scan = attach(keeper, one.pk, picture())
    Scan.objects.filter(pk=scan.pk).update(pages=3)
    page = signed_in(hr).get(reverse("submission", args=[one.pk])).content.decode()
    assert (page.count('class="scan"'), page.count('loading="lazy"'), page.count("<summary><span>第 ")) == (3, 2, 2)

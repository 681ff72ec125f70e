"""The administrator sees whether the backups can be relied upon, and can take one; the machine looks at itself."""

import datetime
import subprocess
import sys
from collections import namedtuple

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from dingnan_sw import settings as module
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import Entry
from dingnan_sw.backups import keeping
from dingnan_sw.backups.models import Run
from dingnan_sw.jobs import work
from dingnan_sw.jobs.models import Job
from dingnan_sw.management.commands import serve
from positions import machine_check

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_DIR.mkdir()
    return settings.BACKUP_DIR


@pytest.fixture
def proved(place):
    """A backup of an hour ago that passed its drill."""
    taken = timezone.now() - HOUR
    (place / keeping.name_of(taken)).write_bytes(b"x" * 2_500_000)
    return Run.objects.create(
        kind=Run.Kind.DRILL, file=keeping.name_of(taken), began=taken, good=True, words="逐一相符。"
    )


def page(browser, name="backups"):
    return browser.get(reverse(name)).content.decode()


def test_the_page_lists_each_backup_with_its_drill(signed_in, administrator, proved):
    shown = page(signed_in(administrator))
    assert "可以恢复" in shown
    assert proved.file in shown
    assert "2.5" in shown
    assert "逐一相符。" in shown


def test_the_page_never_shows_the_key(signed_in, administrator):
    assert keeping.key().hex() not in page(signed_in(administrator))


def test_the_auditor_sees_it_without_the_button(signed_in, administrator, auditor):
    assert reverse("backup-now") in page(signed_in(administrator))
    assert reverse("backup-now") not in page(signed_in(auditor))


def test_the_button_takes_a_backup_and_drills_it(signed_in, administrator, jobs_at_once, monkeypatch):
    done = []
    monkeypatch.setitem(work._works, "backup", lambda desk: done.append(desk.job.owner))
    signed_in(administrator).post(reverse("backup-now"))
    assert done == [administrator]
    assert Entry.objects.get(action="发起备份").actor == administrator


@pytest.mark.parametrize(("failing", "words"), [("take", "备份没有成功"), ("drill", "恢复演练没有通过")])
def test_a_job_that_fails_says_so(failing, words, administrator, jobs_at_once, monkeypatch):
    for name in ("take", "drill"):
        run = Run(kind="drill", good=name != failing, words="原因在此", began=timezone.now())
        monkeypatch.setattr(f"dingnan_sw.backups.work.{name}", lambda run=run: run)
    work.start("backup", "备份", by=administrator)
    assert Job.objects.get().state == "failed"
    assert words in Job.objects.get().message
    assert "原因在此" in Job.objects.get().message


def test_the_administrators_home_tells_when_there_is_none(signed_in, administrator):
    assert "还没有备份" in page(signed_in(administrator), "home")


def test_the_administrators_home_is_silent_when_all_is_well(signed_in, administrator, proved):
    assert '<div class="notice' not in page(signed_in(administrator), "home")


# Every day


@pytest.fixture
def begun(monkeypatch):
    """The commands that the server starts."""
    commands = []

    def start(command, **how):
        commands.append(command[1:])
        return subprocess.Popen([sys.executable, "-c", ""])

    monkeypatch.setattr(serve, "subprocess", namedtuple("subprocess", "Popen DEVNULL")(start, subprocess.DEVNULL))
    return commands


def test_the_server_starts_a_backup_that_is_due_and_tries_again_after_an_hour(begun, monkeypatch, settings):
    settings.BACKUP_AT = datetime.time(2, 30)
    clock = iter([0.0, 0.0, 3599.0, 3600.0, 3600.0])
    monkeypatch.setattr(serve.time, "monotonic", lambda: next(clock))
    nightly = serve.Nightly()
    nightly.begin_if_due()
    assert begun == [["manage.py", "backup", "--drill"]]
    nightly.process.wait()
    nightly.begin_if_due()
    assert len(begun) == 1
    nightly.begin_if_due()
    assert len(begun) == 2
    nightly.process.wait()


def test_the_server_starts_none_that_is_not_due(begun, settings, proved):
    settings.BACKUP_AT = timezone.localtime(timezone.now() - 2 * HOUR).time()
    serve.Nightly().begin_if_due()
    assert begun == []


@pytest.mark.parametrize(("text", "hour"), [("02:30", datetime.time(2, 30)), ("off", None), ("OFF", None)])
def test_the_hour_is_a_setting(text, hour, monkeypatch):
    monkeypatch.setenv("BACKUP_AT", text)
    assert module._hour("BACKUP_AT", "off") == hour


@pytest.mark.parametrize("text", ["2点半", "24:00", "02:30:00", "on"])
def test_an_hour_that_is_none_is_refused(text, monkeypatch):
    monkeypatch.setenv("BACKUP_AT", text)
    with pytest.raises(ImproperlyConfigured, match="BACKUP_AT 应写成"):
        module._hour("BACKUP_AT", "off")


# The machine looks at itself


@pytest.mark.parametrize(("seconds", "seen"), [(59, False), (61, True)])
def test_a_clock_that_went_back_by_more_than_a_minute_is_seen(seconds, seen, monkeypatch):
    entry = record("试验")
    monkeypatch.setattr(machine_check, "_database_time", machine_check.timezone.now)
    assert machine_check.clock().tone == "good"
    monkeypatch.setattr(machine_check.timezone, "now", lambda: entry.at - datetime.timedelta(seconds=seconds))
    assert ("时钟倒退" in machine_check.clock().words) == seen


@pytest.mark.parametrize(("seconds", "tone"), [(59, "good"), (61, "bad"), (-61, "bad")])
def test_a_clock_apart_from_the_databases_is_seen(monkeypatch, seconds, tone):
    now = timezone.now()
    monkeypatch.setattr(machine_check.timezone, "now", lambda: now)
    monkeypatch.setattr(machine_check, "_database_time", lambda: now + datetime.timedelta(seconds=seconds))
    assert machine_check.clock().tone == tone


def test_the_databases_time_is_its_clock_and_not_the_transactions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        assert machine_check._database_time() > cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("free", "tone"), [(100, "good"), (1000, "good"), (99, "waiting"), (30, "waiting"), (29, "bad")]
)
def test_a_disk_that_fills_up_is_seen(monkeypatch, free, tone):
    usage = namedtuple("usage", "total free")
    monkeypatch.setattr(machine_check.shutil, "disk_usage", lambda place: usage(1000, free))
    assert machine_check.disk().tone == tone


def test_a_missing_font_is_named(monkeypatch):
    monkeypatch.setattr(machine_check, "_families", lambda: {"Noto Serif CJK SC", "FandolHei", "FandolFang"})
    assert "没有楷体，" in machine_check.fonts().words
    monkeypatch.setattr(machine_check, "_families", lambda: {families[-1] for families in machine_check.FONTS.values()})
    assert machine_check.fonts().tone == "good"


def test_without_fontconfig_no_font_is_there(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert machine_check._families() == set()


def test_no_mail_server_is_told_and_one_that_does_not_answer_is_bad(settings):
    assert machine_check.mail_server().tone == "waiting"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert machine_check.mail_server().tone == "bad"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert machine_check.mail_server().tone == "good"


def test_the_self_check_says_how_the_backups_stand(settings, proved):
    settings.BACKUP_AT = datetime.time(2, 30)
    assert machine_check.backups().tone == "good"
    settings.BACKUP_AT = None
    assert machine_check.backups().tone == "waiting"
    keeping.backups(settings.BACKUP_DIR)[0].path.unlink()
    settings.PRODUCTION = True
    assert machine_check.backups().tone == "bad"

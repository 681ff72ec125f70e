"""Every address × every role × what nobody should send: no breakdown, no hang, no markup that comes out as markup. CASES: how many."""

import datetime
import logging
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.http import HttpResponse

from dingnan_sw.jobs import work
from tests.prove import asking, taking
from tests.site.world import World

CASES = int(os.environ.get("CASES", "100000"))


@pytest.fixture
def asker(db, settings, tmp_path, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
    at_once = SimpleNamespace(atomic=transaction.atomic, on_commit=lambda function: function())
    monkeypatch.setattr(work, "transaction", at_once)  # jobs alone: what else waits for the commit never comes
    settings.DATA_DIR = tmp_path
    # What a case takes away stays for the next one: the database forgets, the disk would not.
    monkeypatch.setattr(Path, "unlink", lambda self, missing_ok=False: None)
    settings.FRESH = settings.SESSION_IDLE = settings.SESSION_IDLE_FINANCE = settings.SESSION_ABSOLUTE = (
        datetime.timedelta(days=2)
    )
    settings.ALLOWED_HOSTS = ["localhost"]
    logging.disable(logging.WARNING)  # every refusal is one
    found = asking.Asker(World())
    asking.mark_everything()
    yield found
    logging.disable(logging.NOTSET)


def test_no_page_breaks_whatever_it_is_sent(asker, figure):
    taking.forget_peak()
    with asker.alone():
        targets = asker.targets()
        tally = asking.walk(asker, targets, CASES)
    left_out = asking.names() - {name for name, _ in targets}
    least = min(tally.by_pair[pair] for pair in targets)
    figure(
        "页面的乱数据",
        f"{CASES:,} 次请求没有 500，没有未转义的内容，每次拒绝都是带编号的中文页",
        f"{len(targets)} 个“地址×角色”各至少 {least} 次，回答 {dict(tally.answers.most_common())}，出错 {len(tally.wrong)} {tally.wrong[:2]}",
        not tally.wrong,
    )
    figure("页面的乱数据覆盖", "每个地址都问到", f"没有问到的 {sorted(left_out)}", not left_out)
    figure(
        "页面的时间", f"每次不超过 {asking.SECONDS} 秒", f"最长 {tally.slowest:.1f} 秒", tally.slowest <= asking.SECONDS
    )
    most = taking.peak()
    figure("页面的内存", f"不超过 {taking.MEGABYTES} MB", f"最多 {most:.0f} MB", most <= taking.MEGABYTES)


WORDS = "<body>您的角色不能做这件事，没有办理。需要的话，请联系系统管理员调整授权。"
NUMBER = "<p>编号：<strong>0A1B2C3D</strong></p>"


@pytest.mark.parametrize(
    ("page", "kind", "says_so"),
    [
        (WORDS + NUMBER, "text/html", True),
        (WORDS, "text/html", False),
        (WORDS + NUMBER, "text/plain", False),
        ("<body>Not Found" + NUMBER, "text/html", False),
        (WORDS + "ValueError" + NUMBER, "text/html", False),
    ],
)
def test_a_refusal_is_known_by_its_words_and_its_number(page, kind, says_so):
    answer = HttpResponse(page, content_type=kind, status=404)
    assert bool(asking.says_so(answer, answer.content)) == says_so

"""Notices and mails: what they say, and that nobody waits for them."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from dingnan_sw.notices import telling
from dingnan_sw.notices.models import Notice


def test_a_long_text_is_cut(hr):
    telling.tell([hr], "长" * 600, "/")
    assert (len(Notice.objects.get().text), Notice.objects.get().text[-2:]) == (500, "长…")


def test_a_mail_says_nothing_but_that_there_is_a_message(settings, hr, django_capture_on_commit_callbacks):
    settings.EMAIL_HOST, hr.email = "mail.invalid", "hr@example.invalid"
    with django_capture_on_commit_callbacks(execute=True):
        telling.tell([hr], "退回待修改：人员 张三。", "/")
    assert [(sent.body, "张三" in sent.subject) for sent in mail.outbox] == [("有新消息，请登录系统查看。", False)]


class Slow(BaseEmailBackend):
    """A mail server that answers only when it is let go."""

    go = threading.Event()
    sent: list[str] = []

    def send_messages(self, messages):
        Slow.go.wait(10)
        Slow.sent += [message.to[0] for message in messages]
        return len(messages)


def test_nobody_waits_for_the_mail_server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    monkeypatch.setattr(telling, "get_connection", Slow)
    post = ThreadPoolExecutor(1)
    monkeypatch.setattr(telling, "_post", post)
    telling._mail(["a@example.invalid", "b@example.invalid"])
    assert Slow.sent == []
    Slow.go.set()
    post.shutdown()
    assert Slow.sent == ["a@example.invalid", "b@example.invalid"]


def test_a_mail_server_that_fails_is_logged(monkeypatch, caplog):
    monkeypatch.setattr(telling, "get_connection", lambda: 1 / 0)
    telling._send(["a@example.invalid"], time.monotonic() + 1)
    assert "cannot be used" in caplog.text


def test_what_comes_too_late_is_not_sent(caplog):
    telling._send(["a@example.invalid"], time.monotonic() - 1)
    assert ("not sent in time" in caplog.text, mail.outbox) == (True, [])

"""Starting and keeping the portal's processes: a busy address is refused, what cannot live is given up in words."""

import socket
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from dingnan_sw.management.commands import serve


@pytest.fixture
def busy():
    """An address at which somebody listens already."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield f"127.0.0.1:{other.getsockname()[1]}"


@pytest.fixture(autouse=True)
def no_signals(monkeypatch):
    monkeypatch.setattr(serve.signal, "signal", lambda *given: None)


def test_a_busy_address_is_refused(busy, capsys):
    with pytest.raises(CommandError, match="端口可能已被占用"):
        call_command("serve", address=busy)
    assert "网站已启动" not in capsys.readouterr().out


@pytest.mark.parametrize("address", ["127.0.0.1:port", "127.0.0.1:99999", "unix:/tmp/x", "256.1.1.1:80", ""])
def test_a_nonsense_address_is_refused_in_words(address, db):
    with pytest.raises(CommandError, match=r"监听地址应写成|不能在"):
        call_command("serve", address=address)


@pytest.fixture
def clock(monkeypatch):
    """clock.now is the time that the keeper sees."""

    class Clock:
        now = 0.0

    monkeypatch.setattr(serve.time, "monotonic", lambda: Clock.now)
    return Clock


def die(child, clock, seconds):
    """It ends after so long, and is looked at every second until it has been started again; returns how long that took."""
    child.process.wait()
    clock.now += seconds
    ended, process = clock.now, child.process
    while child.process is process:
        child.restart_if_ended()
        clock.now += 1
    return clock.now - 1 - ended


@pytest.fixture
def short_lived(monkeypatch):
    child = serve.Child("网站", [sys.executable, "-c", ""])
    child.start()
    yield child
    child.wait()


def test_what_ends_at_once_is_started_ever_later_and_then_given_up(short_lived, clock, monkeypatch):
    monkeypatch.setattr(serve, "_database_answers", lambda: True)
    assert [die(short_lived, clock, 1) for _ in range(4)] == [2, 4, 8, 16]
    with pytest.raises(CommandError, match="网站的进程 5 次刚启动就退出"):
        die(short_lived, clock, 1)


def test_what_ends_for_want_of_the_database_is_never_given_up(short_lived, clock, monkeypatch):
    monkeypatch.setattr(serve, "_database_answers", lambda: False)
    assert [die(short_lived, clock, 1) for _ in range(7)] == [2, 4, 8, 16, 32, 32, 32]


def test_what_has_lived_is_started_at_once(short_lived, clock):
    assert [die(short_lived, clock, seconds) for seconds in (1, 1, 60, 1)] == [2, 4, 0, 2]

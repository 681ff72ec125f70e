"""Asking ClamAV, which stands on the same machine, whether a file holds a virus: clamd(8), commands INSTREAM and VERSION."""

import socket
import struct
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from itertools import chain

LONGEST = 1000  # bytes of an answer
CLEAN, FOUND = "stream: OK", " FOUND"
# What clamd names so, with AlertExceedsMax, unfolds to more than it was told to look at.
UNFINISHED = "Heuristics.Limits.Exceeded"


class NoAnswer(Exception):
    """clamd is away, too slow, or takes no file of this size; the text is for the administrator."""


def virus_in(pieces: Iterable[bytes], clamd: str, deadline: float) -> str:
    """The name of the virus; empty when there is none. clamd: its socket's path; deadline: by time.monotonic().

    Raises:
        NoAnswer: it has not looked at the file.
    """
    told = _asked(clamd, "INSTREAM", deadline, chain(filter(None, pieces), [b""]))
    if told == CLEAN:
        return ""
    if told.endswith(FOUND):
        return told.removeprefix("stream: ").removesuffix(FOUND)
    raise NoAnswer(told or "it closed the connection")


def signatures_of(clamd: str, deadline: float) -> date | None:
    """The day of its virus signatures; None when it has none that tell their day.

    Raises:
        NoAnswer: as above.
    """
    words = _asked(clamd, "VERSION", deadline).split("/")  # program/number of the signatures/their time
    try:
        return datetime.strptime(words[2], "%a %b %d %H:%M:%S %Y").date()  # noqa: DTZ007 # only its day is told
    except (IndexError, ValueError):
        return None


def _asked(clamd: str, command: str, deadline: float, pieces: Iterable[bytes] = ()) -> str:
    """Each piece goes after its length, an empty one says that there are no more; one who has heard enough hangs up and says why."""
    told = b""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            _wait_until(deadline, line)
            line.connect(clamd)
            with suppress(BrokenPipeError):
                line.sendall(f"z{command}\0".encode())
                for piece in pieces:
                    _wait_until(deadline, line)
                    line.sendall(struct.pack("!L", len(piece)) + piece)
            while len(told) < LONGEST:
                _wait_until(deadline, line)
                heard = line.recv(LONGEST)
                if not heard:
                    break
                told += heard
    except OSError as away:
        raise NoAnswer(f"{clamd}: {told.decode(errors='replace') or away}") from away
    return told.rstrip(b"\0").decode(errors="replace")


def _wait_until(deadline: float, line: socket.socket) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    line.settimeout(left)

"""Asking ClamAV, which stands on the same machine, whether a file holds a virus: clamd(8), commands INSTREAM and VERSION."""

import socket
import struct
from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain

SECONDS = 20  # to wait for a byte to go or come
LONGEST = 1000  # bytes of an answer
CLEAN, FOUND = "stream: OK", " FOUND"


class NoAnswer(Exception):
    """clamd is away, or did not look at the file; the text is for the administrator."""


def virus_in(pieces: Iterable[bytes], clamd: str) -> str:
    """The name of the virus; empty when there is none. clamd: its socket's path.

    Raises:
        NoAnswer: nobody has looked at the file, or not at all of it.
    """
    told = _asked(clamd, "INSTREAM", chain(filter(None, pieces), [b""]))
    if told == CLEAN:
        return ""
    if told.endswith(FOUND):
        return told.removeprefix("stream: ").removesuffix(FOUND)
    raise NoAnswer(told)


def signatures_of(clamd: str) -> date | None:
    """The day of its virus signatures; None when it has none that tell their day.

    Raises:
        NoAnswer: as above.
    """
    words = _asked(clamd, "VERSION").split("/")  # program/number of the signatures/their time
    try:
        return datetime.strptime(words[2], "%a %b %d %H:%M:%S %Y").date()  # noqa: DTZ007 # only its day is told
    except (IndexError, ValueError):
        return None


def _asked(clamd: str, command: str, pieces: Iterable[bytes] = ()) -> str:
    """Each piece goes after its length; an empty one says that there are no more."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(SECONDS)
            line.connect(clamd)
            line.sendall(f"z{command}\0".encode())
            for piece in pieces:
                line.sendall(struct.pack("!L", len(piece)) + piece)
            with line.makefile("rb") as answer:
                told = answer.read(LONGEST)
    except OSError as away:
        raise NoAnswer(f"{clamd}: {away}") from away
    return told.rstrip(b"\0").decode(errors="replace")

"""A process of its own for whatever touches a file from outside: capped in memory and time, with nothing of ours in its environment."""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class Caps(Protocol):
    """What a process may use: memory in bytes (no file it writes may be larger), cpu and wall in seconds."""

    @property
    def memory(self) -> int: ...
    @property
    def cpu(self) -> int: ...
    @property
    def wall(self) -> int: ...


class Exhausted(Exception):
    """The process ran into its cap of memory or processor time; kind is memory, or wall when it took too long."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def run(
    arguments: Sequence[str], caps: Caps, data: bytes = b"", room: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What this interpreter makes of the arguments, data on its standard input.

    Raises:
        Exhausted
    """
    return run_program([sys.executable, "-I", *arguments], caps, data, room)


def run_program(
    command: Sequence[str], caps: Caps, data: bytes = b"", room: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What a program makes of data on its standard input; room is the folder it works in, its home too.

    Raises:
        Exhausted
        FileNotFoundError: there is no such program.
    """

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (caps.memory, caps.memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (caps.memory, caps.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (caps.cpu, caps.cpu + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    try:
        done = subprocess.run(
            command,
            input=data, capture_output=True, timeout=caps.wall, preexec_fn=confine, env=_environment(room), cwd=room,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Exhausted("wall") from error
    if done.returncode < 0 or b"MemoryError" in done.stderr or b"memory allocation" in done.stderr:
        raise Exhausted("memory")
    return done


def _environment(room: Path | None) -> dict[str, str]:
    """Only where to find the interpreter's libraries; one thread keeps memory small."""
    places = {"HOME": str(room), "TMPDIR": str(room)} if room else {}
    return {"PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1", **places}

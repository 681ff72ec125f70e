"""A process of its own for whatever touches a file from outside: capped in memory and time, with nothing of ours in its environment."""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence

from dingnan_sw.lib.workbook.guard import Limits


class Exhausted(Exception):
    """The process ran into its cap of memory or processor time; kind is memory, or wall when it took too long."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def run(arguments: Sequence[str], limits: Limits, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """What this interpreter makes of the arguments, data on its standard input.

    Raises:
        Exhausted
    """

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    try:
        done = subprocess.run(
            [sys.executable, "-I", *arguments],
            input=data, capture_output=True, timeout=limits.wall, preexec_fn=confine, env=_environment(), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Exhausted("wall") from error
    if done.returncode < 0 or b"MemoryError" in done.stderr or b"memory allocation" in done.stderr:
        raise Exhausted("memory")
    return done


def _environment() -> dict[str, str]:
    """Only where to find the interpreter's libraries; one thread keeps memory small."""
    return {"PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}

"""A step in a process of its own, so that its peak memory is its own; and databases that live as long as their steps.

`python -m tests.bench.apart NAME JSON` runs measures.NAME and prints what it gives, with the memory used, in MB: `begun` when
the step began (Django loaded, database connected), and `peak`. This end stays small, since a process starts with the peak of
the one that it was forked from.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("DATA_DIR", ROOT / "var" / "bench")).expanduser().resolve()
MAXRSS_A_MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
OURS = ("DATABASE_URL", "PORTAL_MODE", "DEBUG", "HTTPS", "SECRET_KEY", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE")

Found = dict[str, Any]


@contextmanager
def database(name: str) -> Iterator[Path]:
    """A fresh DATA_DIR with all tables; gone afterwards, its server too."""
    HOME.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=HOME))
    home.chmod(0o755)  # under root the embedded server runs as another user
    try:
        apart("migrate", home)
        yield home
    finally:
        if (home / "postgres" / "postmaster.pid").exists():
            apart("leave", home)
        shutil.rmtree(home)


def apart(name: str, home: Path, /, **arguments: Any) -> Found:
    command = [sys.executable, "-m", "tests.bench.apart", name, json.dumps(arguments)]
    clean = {key: value for key, value in os.environ.items() if key not in OURS}
    environment = clean | {"DATA_DIR": str(home), "DJANGO_SETTINGS_MODULE": "dingnan_sw.settings"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    found: Found = json.loads(done.stdout)
    return found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MAXRSS_A_MEGABYTE


def _step(name: str, arguments: str) -> Found:
    django.setup()
    from django.db import connection

    from tests.bench import measures  # models can be imported only now

    connection.ensure_connection()
    begun = _peak()
    found: Found = getattr(measures, name)(**json.loads(arguments)) or {}
    return {"begun": begun, "peak": _peak(), **found}


if __name__ == "__main__":
    print(json.dumps(_step(*sys.argv[1:])))

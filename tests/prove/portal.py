"""A portal of its own as `serve` runs it: its folder, its address, its processes."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def wait_for(true, seconds=90):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)


class Portal:
    def __init__(self, folder, address, **environment):
        self.folder, self.address = folder, address
        self.environment = {**os.environ, "DATA_DIR": str(folder), **environment}
        self.environment.pop("DATABASE_URL", None)

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        ).stdout

    def ask(self, script):
        return self.manage("shell", "--no-imports", "-c", script).strip()

    def serve(self, *options):
        command = [sys.executable, "manage.py", "serve", "--address", self.address, *options]
        self.server = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        wait_for(self.answers)

    def answers(self):
        try:
            return urllib.request.urlopen(f"http://{self.address}/login/", timeout=20).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def postmaster(self):
        return int(self.note.read_text().splitlines()[0])

    @property
    def note(self):
        """There as long as the database runs."""
        return self.folder / "postgres" / "postmaster.pid"

    def stop(self):
        self.server.terminate()
        self.server.communicate(timeout=60)
        if self.note.exists():  # the server was killed before it could stop it
            self.manage("migrate", "--check")
        wait_for(lambda: not self.note.exists())

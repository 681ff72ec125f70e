"""What is migrated once in a run and then copied: migrating takes the better part of a minute."""

import fcntl
import os
import shutil
import subprocess
import sys

from django.conf import settings

# What the tests write need not outlive the machine.
HASTE = ("fsync", "full_page_writes", "synchronous_commit")


def template(connection, run):
    """The name of a database with every migration, for the workers to copy; the first one makes it while the others wait."""
    name = f"template_{run[:12]}"
    with (settings.DATA_DIR / "template.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'template\_%'")
            found = {one for (one,) in cursor.fetchall()}
            for left_over in found - {name}:
                cursor.execute(f'DROP DATABASE "{left_over}"')
            if connection.settings_dict.get("DATA_DIR"):
                for setting in HASTE:
                    cursor.execute(f"ALTER SYSTEM SET {setting} TO off")
                cursor.execute("SELECT pg_reload_conf()")
        if name not in found:
            _make(connection, name)
    return name


def _make(connection, name):
    kept, kept_name = connection.settings_dict["TEST"]["NAME"], connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    connection.settings_dict["TEST"]["NAME"] = kept
    connection.settings_dict["NAME"] = settings.DATABASES[connection.alias]["NAME"] = kept_name


def prepared(folder, run):
    """The folder as `manage.py prepare` leaves a new one, its server stopped."""
    ready = settings.DATA_DIR / "ready"
    with (settings.DATA_DIR / "ready.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        made = ready / run
        if not made.exists():
            shutil.rmtree(ready, ignore_errors=True)
            ready.mkdir(mode=0o755, parents=True)  # under root the embedded server runs as another user
            environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(ready), "LANG": "C.UTF-8"}
            subprocess.run([sys.executable, "manage.py", "prepare"], cwd=settings.BASE_DIR, env=environment, check=True)
            made.touch()
    subprocess.run(["cp", "-a", f"{ready}/.", folder], check=True)
    return folder

"""The files of the deployment handbook say what the portal understands, and the handbook names files that are there."""

import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import get_commands

DEPLOY = settings.BASE_DIR / "docs" / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))
# Of a variable in an environment file, also one that is only suggested.
VARIABLE = re.compile(r"^#?([A-Z_]+)=", re.M)


def text(name):
    return (DEPLOY / name).read_text()


def test_every_variable_of_the_environment_file_is_a_setting():
    known = (settings.BASE_DIR / "dingnan_sw" / "settings.py").read_text()
    named = VARIABLE.findall(text("portal.env"))
    assert "PORTAL_MODE" in named
    assert [name for name in named if f'"{name}"' not in known] == []


def test_the_environment_file_holds_no_secret():
    assert re.search(r"^SECRET_KEY=$", text("portal.env"), re.M)


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_runs_a_command_of_the_portal(unit):
    (command,) = re.findall(r"^ExecStart=\S+ manage\.py (\w+)", text(unit), re.M)
    assert command in get_commands()


@pytest.mark.parametrize("unit", [*UNITS, "dingnan-backup.timer"])
def test_systemd_finds_no_fault_in_a_unit(unit, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("没有 systemd-analyze")
    for path in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")):
        found = path.read_text().replace("/srv/dingnan/current/.venv/bin/python", sys.executable)
        (tmp_path / path.name.replace("@.", "@1.")).write_text(found)
    checked = tmp_path / unit.replace("@.", "@1.")
    environment = {"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"}
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(checked)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_proxy_writes_the_headers_that_the_portal_trusts_and_no_client_does():
    for name in ("nginx-proxy.conf", "nginx-proxy-container.conf"):
        assert "proxy_set_header X-Forwarded-Proto $scheme;" in text(name)
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in text(name)


def test_the_handbook_names_files_that_are_there():
    handbook = (settings.BASE_DIR / "docs" / "deploy.md").read_text()
    named = set(re.findall(r"docs/deploy/([\w@.-]+\w)", handbook))
    made_by_the_reader = {"container.env", "tls"}
    assert len(named) > 5
    assert [name for name in named - made_by_the_reader if not (DEPLOY / name).exists()] == []


def test_every_package_of_the_lock_has_its_digests():
    lock = (settings.BASE_DIR / ".lock" / "portal.txt").read_text()
    packages = re.split(r"\n(?=\S)", lock.strip())
    assert [one for one in packages if "--hash=sha256:" not in one] == []

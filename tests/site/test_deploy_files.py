"""The files of the deployment handbook say what the portal understands, and the handbook names files that are there."""

import re
import runpy
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import reverse

from dingnan_sw.lib import scans, workbook
from talent.submissions import evidence

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


def test_the_roles_of_the_database_get_no_password_that_stands_in_a_file():
    script = text("postgres.sql") + text("database.sql")
    assert re.search(r"PASSWORD\s+'", script) is None
    assert re.findall(r"^\\password (\w+)$", script, re.M) == re.findall(r"^CREATE ROLE (\w+)", script, re.M)


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
    for name in ("nginx-proxy.conf", "nginx-proxy-container.conf", "nginx-look.conf"):
        assert "proxy_set_header X-Forwarded-Proto $scheme;" in text(name)
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in text(name)


def test_the_proxy_of_the_containers_asks_anew_where_the_portal_is():
    """A container that is started again has another address."""
    assert "proxy_pass http://$portal:8000;" in text("nginx-proxy-container.conf")
    assert "> /etc/nginx/conf.d/resolver.conf" in text("compose.yaml")


def directives(name, file="nginx.conf"):
    """The values of each directive of that name, comments aside."""
    bare = re.sub(r"^\s*#.*", "", text(file), flags=re.M)
    return re.findall(rf"^\s*{name}\s+([^;]+?)\s*;", bare, re.M)


def test_the_portal_believes_the_address_that_the_proxy_tells(monkeypatch, tmp_path):
    """Else the record would say of everyone that they came from the proxy."""
    assert "proxy_set_header X-Real-IP $remote_addr;" in text("nginx-proxy.conf")
    for name, value in re.findall(r"^([A-Z_]+)=(.+)$", text("portal.env"), re.M):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SECRET_KEY", "k" * 50)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert runpy.run_path(str(settings.BASE_DIR / "dingnan_sw" / "settings.py"))["BEHIND_PROXY"] is True


def test_nobody_is_shut_out_for_the_address_that_the_office_shares():
    found = [line for name in ("limit_req", "limit_conn", "limit_req_zone", "deny") for line in directives(name)]
    assert (found, "binary_remote_addr" in text("nginx.conf")) == ([], False)


def kept_of(path):
    """What the log of the proxy keeps of that path, by its map."""
    (table,) = re.findall(r"^map \$uri \$dingnan_path \{(.*?)^\}", text("nginx.conf"), re.M | re.S)
    rules = re.findall(r"^ +\"?~([^\s\"]+)\"? +(\S+);", table, re.M)
    return next((kept for rule, kept in rules if re.search(rule, path)), path)


def test_the_log_of_the_proxy_keeps_no_sign_in_key_no_number_and_no_query():
    (form,) = directives("log_format")
    assert re.findall(r"\$(?:uri|request|request_uri|args|query_string|http_\w+|cookie_\w+)\b", form) == []
    key = reverse("first-sign-in", args=["MQ", "a-secret-token"])
    number = "36072819900101123X"
    assert [kept_of(path) for path in (key, f"/people/{number}/", "/people/12/")] == ["/first/*", "/*", "/people/12/"]
    (place,) = re.findall(r"location /first/ \{(.*?)\}", text("nginx.conf"), re.S)
    assert "error_log /dev/null" in place


def test_the_proxy_lets_through_what_the_portal_takes_and_answers_for_more_in_chinese():
    largest, scanned = (int(size.removesuffix("m")) * 2**20 for size in directives("client_max_body_size"))
    assert workbook.LIMITS.file < largest
    assert evidence.MOST_FILES * scans.LIMITS.file < scanned
    (pattern,) = re.findall(r"location ~ (\S+) \{\s+client_max_body_size", text("nginx.conf"))
    ours = [reverse("scans"), reverse("submission-scans", args=[7]), reverse("login"), reverse("exchange")]
    assert [bool(re.search(pattern, path)) for path in ours] == [True, True, False, False]
    for page in ("@too_large", "@away"):
        (answer,) = re.findall(rf"location {page} \{{(.*?)^    \}}", text("nginx.conf"), re.M | re.S)
        assert ("<h1>" in answer, "no-store always" in answer) == (True, True)
        assert any(value.endswith(page) for value in directives("error_page"))


def test_the_protocols_are_those_of_the_default_server():
    """Of the servers at one address the default one alone says which protocols and ciphers are taken."""
    for server in re.findall(r"^server \{(.*?)^\}", text("nginx.conf"), re.M | re.S):
        if "listen 443" in server:
            assert "ssl_protocols TLSv1.2 TLSv1.3;" in server
            assert re.search(r"listen 443 ssl http2 default_server;", server)


def test_a_worker_starts_again_with_the_portal_with_which_it_stops():
    unit = text("dingnan-worker@.service")
    assert "BindsTo=dingnan-portal.service" in unit
    assert "WantedBy=dingnan-portal.service" in unit


HOST, ADDRESS = "portal.example", "10.1.2.3"


def sign(folder, *names):
    """internal-ca for those names: its status and what it said."""
    command = ["bash", str(DEPLOY / "internal-ca"), *names, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "ca.srl"}


@pytest.fixture
def certified(tmp_path):
    """A folder with the certificate of our host and its authority."""
    assert sign(tmp_path, HOST, ADDRESS)[0] == 0
    return tmp_path


def test_the_authority_that_every_computer_trusts_signs_for_our_host_alone(certified):
    before = files(certified)
    for names in (("bank.example", ADDRESS), (HOST, "10.1.2.4"), (HOST, "fd00::7")):
        status, said = sign(certified, *names)
        assert (status, "不能签" in said) == (1, True)
    assert files(certified) == before


def test_an_authority_of_a_host_without_an_address_signs_for_no_address(tmp_path):
    assert sign(tmp_path, HOST, "")[0] == 0
    assert sign(tmp_path, HOST, ADDRESS)[0] == 1


def test_a_key_without_its_certificate_signs_nothing_and_says_where_to_find_it(certified):
    (certified / "ca.crt").unlink()
    before = files(certified)
    status, said = sign(certified, HOST, ADDRESS)
    assert (status, "没有 ca.crt" in said, files(certified) == before) == (1, True, True)


def test_a_certificate_is_renewed_by_the_same_authority(certified):
    before = files(certified)
    assert sign(certified, HOST, ADDRESS)[0] == 0
    after = files(certified)
    assert sorted(after) == ["ca.crt", "ca.key", "portal.crt", "portal.key"]
    assert {name for name in after if after[name] != before[name]} == {"portal.crt", "portal.key"}


def test_no_second_authority_is_made_while_the_key_of_the_first_is_locked_away(certified):
    (certified / "ca.key").unlink()
    before = files(certified)
    status, said = sign(certified, HOST, ADDRESS)
    assert (status, "把封存的 ca.key 拷回" in said) == (1, True)
    assert files(certified) == before


def test_the_handbook_names_files_that_are_there():
    handbook = (settings.BASE_DIR / "docs" / "deploy.md").read_text()
    named = set(re.findall(r"docs/deploy/([\w@.-]+\w)", handbook))
    made_by_the_reader = {"container.env", "tls", "backups"}
    assert len(named) > 5
    assert [name for name in named - made_by_the_reader if not (DEPLOY / name).exists()] == []


# A command of the portal as a handbook gives it: its name, and all up to the comment behind it.
GIVEN = re.compile(r"\bdingnan ([a-z]\w+)((?:(?!  #|[`&\n]).)*)")


@pytest.mark.parametrize("handbook", ["backup.md", "deploy.md"])
def test_a_handbook_gives_commands_that_there_are_and_none_without_the_settings(handbook):
    """A bare manage.py knows nothing of the environment file: it would be at work in an empty demo portal."""
    told = (settings.BASE_DIR / "docs" / handbook).read_text()
    assert "python manage.py" not in re.sub(r"exec portal python manage.py", "", told)
    given = GIVEN.findall(told)
    assert len(given) > 5
    for name, rest in given:
        known = load_command_class(get_commands()[name], name).create_parser("manage.py", name)._option_string_actions
        assert [option for option in re.findall(r"--[\w-]+", rest) if option not in known] == []


def test_the_copy_for_a_look_never_touches_the_live_portal():
    """Of its settings it takes over what says who it is, and neither where the data are nor where mail goes."""
    told = (settings.BASE_DIR / "docs" / "backup.md").read_text()
    (taken,) = re.findall(r"grep -E '\^\(([A-Z_|]+)\)='", told)
    own = set(re.findall(r"echo ([A-Z_]+)=", told))
    assert set(taken.split("|")) == {"PORTAL_MODE", "SECRET_KEY", "ALLOWED_HOSTS", "BEHIND_PROXY"}
    assert own == {"DATA_DIR", "BACKUP_AT"}
    (port,) = re.findall(r"DINGNAN_ENV=\S+ dingnan serve --address 127.0.0.1:(\d+)", told)
    assert directives("proxy_pass", "nginx-look.conf") == [f"http://127.0.0.1:{port}"]
    assert f":{port}" not in text("nginx-proxy.conf")
    # with its port: without it every form would seem to come from elsewhere
    assert "proxy_set_header Host $http_host;" in text("nginx-look.conf")


def test_every_package_of_the_lock_has_its_digests():
    lock = (settings.BASE_DIR / ".lock" / "portal.txt").read_text()
    packages = re.split(r"\n(?=\S)", lock.strip())
    assert [one for one in packages if "--hash=sha256:" not in one] == []

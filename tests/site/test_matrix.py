"""Who reaches which page: the whole table of matrix.py, walked."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from dingnan_sw.audit import denials
from dingnan_sw.audit.models import Entry
from incentives.facts import Sight
from positions.models import CommunityQuerySet, PostQuerySet, Unit, UnitQuerySet
from positions.vocabulary import Role, UnitKind
from talent.models import CertificateQuerySet, PersonQuerySet, PostingQuerySet, ServiceQuerySet, TrainingQuerySet
from talent.submissions.flow import State
from talent.submissions.models import ScanQuerySet, SubmissionQuerySet
from tests.site import matrix
from tests.site.world import ROLES, account


def own_names():
    """The URL names of the portal itself, the admin's aside."""
    found = set()
    for pattern in get_resolver().url_patterns:
        parts = getattr(pattern, "url_patterns", [pattern])
        if getattr(pattern, "app_name", None) != "admin":
            found |= {part.name for part in parts}
    return found


def test_every_address_is_in_the_table():
    assert own_names() == {line.name for line in [*matrix.LINES, *matrix.SHEETS]} | matrix.OPEN


def test_no_address_hides_another():
    """Of two patterns alike the first answers for both."""
    patterns = [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "app_name", None) != "admin"]
    parts = [part for pattern in patterns for part in getattr(pattern, "url_patterns", [pattern])]
    known = [str(part.pattern) for part in parts]
    assert [text for text in known if known.count(text) > 1] == []


@pytest.mark.parametrize("line", matrix.LINES, ids=str)
def test_each_role_gets_the_answer_of_the_table(line, world):
    asked = {role: _asked(line, world, world.users[role]) for role in ROLES}
    assert {role: status for role, (status, _) in asked.items()} == dict(
        zip(ROLES, map(int, line.answers.split()), strict=True)
    )
    wrong = {role: told for role, (status, told) in asked.items() if not _well_told(line, world, role, status, told)}
    assert wrong == {}


def _well_told(line, world, role, status, told):
    """Whether the record has what it should of the request, and no more."""
    if status in (403, 404):
        path = matrix.address(line, world).partition("?")[0]
        wanted = {"page": path, "method": line.method.upper(), "status": status}
        shown = [(entry.action, entry.actor, entry.address) for entry in told]
        return shown == [(denials.DENIED, world.users[role], "127.0.0.1")] and wanted.items() <= told[0].details.items()
    if (line.method == "get" and line.name not in SEEN) or line.name in UNTOLD or (str(line), status) in IDLE:
        return told == []
    return [(entry.actor, entry.address) for entry in told] == [(world.users[role], "127.0.0.1")]


# Pages that show or hand out what is kept closed: each opening is an entry.
SEEN = {"batch-paper", "roll-export", "scan-original", "scan-page", "submission-record", "upload-errors",
        "submission-upload-errors"}  # fmt: skip
UNTOLD = {
    # no act upon what the portal keeps
    "held-form-discard", "notice-open", "notices-read", "session-continue",
    # nothing filled in, nothing chosen, or asked first who sits there: the same page again
    "batch-acknowledge", "batch-results", "exam-passes", "objection-add", "recovery-codes", "roll-check", "roll-return",
    "roll-row", "submission-scans", "bank-file", "batch-paper-make", "upload-confirm",
}  # fmt: skip
# Submitted a second time: nothing happens; a day that the form itself refuses.
IDLE = {
    *((f"submission-act-submit-post-near-{state}", 302) for state in ("head", "review", "bureau", "approved")),
    ("batch-step-paying-post-sent", 200),
}


def _answer(line, world, user):
    return _asked(line, world, user)[0]


def _asked(line, world, user):
    """What the account is told, and the entries of the audit record; whatever it does is undone before the next one asks."""
    browser = Client()
    browser.force_login(user)
    with transaction.atomic():
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        status = getattr(browser, line.method)(matrix.address(line, world), line.sent).status_code
        told = list(Entry.objects.filter(pk__gt=last).select_related("actor"))
        transaction.set_rollback(True)
    return status, told


@pytest.fixture
def viewer(world):
    """Of the department that the near unit belongs to."""
    department = Unit.objects.create(name="演示主管部门", match_name="演示主管部门", kind=UnitKind.PARTY_OR_STATE_ORGAN)
    Unit.objects.filter(pk=world.near.unit.pk).update(department=department.name)
    return account("viewer", Role.VIEWER, unit=department)


def test_a_departments_viewer_reads_what_a_reviewer_reads_and_does_nothing(world, viewer):
    found = {str(line): _answer(line, world, viewer) for line in matrix.LINES}
    reviewer = ROLES.index("reviewer")
    wanted = {str(line): int(line.answers.split()[reviewer]) for line in matrix.LINES}
    acts = {str(line) for line in matrix.LINES if line.name in OF_A_REVIEWER}
    assert found == wanted | dict.fromkeys(acts, 403)


# What a reviewer does, beyond reading.
OF_A_REVIEWER = ("submission-batch", "submission-act")


@pytest.mark.parametrize("line", matrix.SHEETS, ids=str)
def test_a_sheet_is_made_for_its_readers_alone(line, world):
    allowed = {role for role, code in zip(ROLES, line.answers.split(), strict=True) if code == "200"}
    assert {role for role in ROLES if _makes(line, world.users[role], world)} == allowed


def _makes(line, user, world):
    browser = Client()
    browser.force_login(user)
    return browser.post(matrix.address(line, world), line.sent, follow=True).status_code == 200


@pytest.mark.parametrize("line", [line for line in matrix.LINES if line.owner != "far"], ids=str)
def test_a_stranger_is_sent_to_sign_in(line, world):
    answer = getattr(Client(), line.method)(matrix.address(line, world), line.sent)
    assert (answer.status_code, answer.url.startswith(reverse("login"))) == (302, True)


SCOPED = (CommunityQuerySet, UnitQuerySet, PostQuerySet, PersonQuerySet, ServiceQuerySet, PostingQuerySet,
          CertificateQuerySet, TrainingQuerySet, SubmissionQuerySet, ScanQuerySet)  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        line
        for line in matrix.LINES
        if line.owner == "far" and line.answers.endswith("404") and not line.name.startswith("upload")
    ],
    ids=str,
)
def test_without_its_scope_a_view_would_answer_otherwise(line, world, monkeypatch):
    """The table would notice: each 404 of the HR account comes from the scope or from whose the object is, not from chance."""
    for rows in SCOPED:
        monkeypatch.setattr(rows, "within", lambda self, scope: self)
    monkeypatch.setattr(UnitQuerySet, "kept_by", lambda self, scope: self)
    monkeypatch.setattr(Sight, "of", classmethod(lambda cls, scope: cls()))
    if line.name.startswith(ONES_OWN):
        monkeypatch.setattr("tests.site.world.World.side", lambda self, owner: self.near)
    assert _answer(line, world, world.users["hr"]) != 404


# Objects of an account rather than of a unit: the near one is its own.
ONES_OWN = ("submission-upload", "scan-delivery", "job", "notice-open", "allowance")


LISTS = (
    "people",
    "certificates",
    "services",
    "trainings",
    "units",
    "posts",
    "submissions",
    "bonuses",
    "allowances",
    "paid",
    "appointments-none",
    "appointments-differ",
    "appointments-systems",
    "remuneration",
)


@pytest.mark.parametrize("role", ["hr", "reviewer"])
@pytest.mark.parametrize("name", LISTS)
def test_no_list_holds_anything_of_a_unit_far_away(name, role, world):
    browser = Client()
    browser.force_login(world.users[role])
    page = browser.get(reverse(name), {"year": "2021", "month": "2021-08"}).content.decode()
    far = (world.far.person.name, world.far.unit.name, world.far.certificate.number)
    assert [word for word in far if word in page] == []


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("person", lambda side: {"person": side.person.pk}),
        ("post", lambda side: {"post": side.post.pk}),
        ("person", lambda side: {"unit": side.unit.pk}),
    ],
)
def test_a_form_is_not_filled_in_with_what_is_not_ones_own(kind, query, world):
    browser = Client()
    browser.force_login(world.users["hr"])
    answers = [
        browser.get(reverse("submission-new", args=[kind]), query(side)).status_code for side in (world.near, world.far)
    ]
    assert answers == [200, 404]


def test_a_batch_leaves_what_is_not_ones_own_alone(world):
    browser = Client()
    browser.force_login(world.users["hr"])
    far = world.far.submissions[State.DRAFT]
    browser.post(reverse("submission-batch", args=["submit"]), {"pick": far.pk, f"key-{far.pk}": far.version})
    far.refresh_from_db()
    assert far.state == State.DRAFT

"""Every address: when names hold markup, when it is only looked at, when it is posted to from outside, and what file it gives."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.urls import reverse
from psycopg2 import sql

from positions.models import Community, Unit
from positions.signin.sitting import PROVED
from talent.models import Person
from talent.submissions.flow import State
from talent.submissions.models import Submission
from tests.site import matrix
from tests.site.conftest import built  # noqa: F401 # a fixture
from tests.site.world import ROLES

MARKUP = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
READ = [line for line in matrix.LINES if line.method == "get"]
# That somebody was here, and what they looked at or fetched, is written down; so is what waits until it is proved who sits there.
OF_LOOKING = {"django_session", "audit_entry", "audit_denials", "jobs_job", "signin_heldform"}


@pytest.fixture
def world(built, db):  # noqa: F811
    return built


def browser_of(world, role, **options):
    browser = Client(**options)
    browser.force_login(world.users[role])
    return browser


class Walk:
    """Every page as that role reads it, and which tables are not as they were before."""

    def __init__(self, world, role):
        browser, before = browser_of(world, role), digests()
        self.pages = {
            str(line): browser.get(matrix.address(line, world)).content.decode("utf-8", "ignore") for line in READ
        }
        self.changed = {table for table, digest in digests().items() if digest != before[table]} - OF_LOOKING

    def pages_with(self, *texts):
        return [line for line, page in self.pages.items() if any(text in page for text in texts)]


def digests():
    """table → what its rows come to."""
    with connection.cursor() as cursor:
        return {table: _digest(cursor, table) for table in connection.introspection.table_names(cursor)}


def _digest(cursor, table):
    rows = "SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {} t"
    cursor.execute(sql.SQL(rows).format(sql.Identifier(table)))
    return cursor.fetchone()[0]


walked = {}  # role → its walk, which several tests look at


@pytest.fixture(params=["clerk", "finance", "hr"])
def walk(request, world):
    """Where whatever is typed in as a name holds markup."""
    for model in (Person, Unit, Community):
        model.objects.update(name=Concat(Value(MARKUP), Cast("pk", CharField())))
    Person.objects.update(education=MARKUP, bank_name=MARKUP)
    Submission.objects.update(subject=MARKUP)
    if request.param not in walked:
        walked[request.param] = Walk(world, request.param)
    return walked[request.param]


def test_markup_in_names_stays_text_on_every_page(walk):
    assert walk.pages_with("<img src=x", "<script>alert") == []
    assert len(walk.pages_with("&lt;img src=x")) >= 5  # pages that show such a name at all


def test_no_page_shows_a_whole_number_unasked(walk, world):
    """A unit's own drafts aside, where it reads what it typed."""
    on_record = [one.id_number for one in Person.objects.all()]
    typed = [world.near.row(place)["身份证号"] for place, _ in enumerate(State)]
    shown = [line for line in walk.pages_with(*on_record, *typed) if not line.startswith("submission-edit")]
    assert shown == []


def test_looking_changes_nothing(walk):
    assert walk.changed == set()


def test_nothing_is_taken_without_the_pages_token(world):
    browser = browser_of(world, "clerk", enforce_csrf_checks=True)
    answers = {str(line): browser.post(matrix.address(line, world), line.sent).status_code for line in matrix.LINES}
    assert {name: status for name, status in answers.items() if status != 403} == {}


# Files with whole numbers -----------------------------------------------------------------------


def test_no_file_with_a_whole_number_is_given_before_it_is_proved_who_asks(world, jobs_at_once):
    """Whatever is no workbook that can be read through counts as one with numbers: a scan is a picture of them."""
    given = [one for one in _addresses(world) if _whole(_answer(world, *one, follow=True))]
    early = [one for one in given if not _asks_who(_answer(world, *one, ago=settings.FRESH))]
    assert early == []
    assert {"scan-original", "submission-record", "paper", "batch-paper"} <= {line.name for _, line, _ in given}


def _addresses(world):
    """(role, line, what is added) of each address once, by the unit where it may ask; of lists also as workbooks."""
    asked = {}
    for role in ("hr", "clerk", *ROLES):
        for line in [*matrix.LINES, *matrix.SHEETS]:
            if line.answers.split()[ROLES.index(role)] in ("200", "302"):
                asked.setdefault((line.name, line.args, line.method), (role, line, {}))
    lists = [
        (role, line, {"format": "xlsx"}) for role, line, _ in asked.values() if line.method == "get" and not line.owner
    ]
    return [*asked.values(), *lists]


def _answer(world, role, line, more, ago=datetime.timedelta(), **options):
    """To a browser whose password was given so long ago; whatever it does is undone."""
    browser = browser_of(world, role)
    session = browser.session
    session[PROVED] -= ago.total_seconds()
    session.save()
    with transaction.atomic():
        answer = getattr(browser, line.method)(matrix.address(line, world), {**line.sent, **more}, **options)
        transaction.set_rollback(True)
    return answer


def _asks_who(answer):
    return answer.status_code == 302 and answer.url.startswith(reverse("confirm-identity"))


def _whole(answer):
    if not answer.headers.get("Content-Disposition", "").startswith("attachment"):
        return False
    try:
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
    except zipfile.BadZipFile:
        return True
    texts = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    return any(number in texts for one in Person.objects.all() for number in _numbers(one))


def _numbers(person):
    return filter(None, (person.id_number, person.phone, person.bank_account))

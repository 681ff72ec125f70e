"""The record of who did what: nothing in it can be changed unnoticed, or at all."""

import datetime
import io
import json
import random

import openpyxl
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from dingnan_sw.audit import chain, heads, looking_up, verifying
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import Entry
from dingnan_sw.audit.verifying import verify
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.paper import PaperColumn, Sheet, write_paper
from positions.models import User
from positions.signin.models import HeldForm
from tests.trust.tampering import tampered


@pytest.fixture
def entries(clerk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return [record("查看", by=clerk, number=number) for number in range(5)]


def without_triggers(statement, parameters=()):
    """What someone with the database in hand could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_an_untouched_chain_is_whole(entries):
    assert (verify().holds, verify().count) == (True, 5)


def test_what_is_told_of_an_entry_and_of_a_held_form_is_the_time_in_the_county():
    told = {"at": datetime.datetime(2022, 6, 30, 16, 0, tzinfo=datetime.UTC)}
    held = HeldForm(user=User(username="甲", display_name="甲"), **told)
    assert str(Entry(actor_name="甲", action="查看", **told)) == "2022-07-01 00:00 甲 查看"
    assert str(held) == "甲 2022-07-01 00:00"


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE audit_entry SET action = '没看' WHERE id = %s", 2),
        ("UPDATE audit_entry SET details = '{}' WHERE id = %s", 2),
        ("UPDATE audit_entry SET actor_name = '别人' WHERE id = %s", 2),
        ("UPDATE audit_entry SET digest = '不是摘要' WHERE id = %s", 2),
        ("DELETE FROM audit_entry WHERE id = %s", 3),
    ],
)
def test_tampering_is_found_at_its_place(statement, place, entries):
    without_triggers(statement, [entries[2].pk])
    assert verify().broken == entries[place].pk


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_changes(statement, entries):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == len(entries)


# Outside the database ---------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [1, 2, 5])
def test_the_last_entries_are_missed_when_they_are_gone(cut, entries):
    without_triggers("DELETE FROM audit_entry WHERE id >= %s", [entries[-cut].pk])
    verdict = verify()
    assert (verdict.broken, len(verdict.cut_off), verdict.first_bad) == (None, cut, entries[-cut].pk)
    assert f"末尾缺 {cut} 条" in verdict.words


def test_what_is_written_after_the_end_was_cut_off_hides_nothing(entries, clerk, django_capture_on_commit_callbacks):
    without_triggers("DELETE FROM audit_entry WHERE id >= %s", [entries[3].pk])
    with django_capture_on_commit_callbacks(execute=True):
        record("查看", by=clerk)
    verdict = verify()
    assert (verdict.missing, verdict.first_bad) == ((entries[3].pk, entries[4].pk), entries[3].pk)


def test_an_entry_deleted_in_between_is_named_itself(entries):
    without_triggers("DELETE FROM audit_entry WHERE id = %s", [entries[2].pk])
    verdict = verify()
    assert (verdict.missing, verdict.broken, verdict.first_bad) == ((entries[2].pk,), entries[3].pk, entries[2].pk)


def test_a_record_written_anew_with_the_key_is_found(entries):
    """By whoever has both the database and the key."""
    before = Entry.objects.get(pk=entries[1].pk)
    previous = before.digest
    for entry in Entry.objects.filter(pk__gt=before.pk).order_by("pk"):
        entry.previous, entry.action = previous, "没看"
        previous = chain.digest(entry)
        without_triggers(
            "UPDATE audit_entry SET action = %s, previous = %s, digest = %s WHERE id = %s",
            [entry.action, entry.previous, previous, entry.pk],
        )
    assert verify().first_bad == entries[2].pk
    heads.path().unlink()
    assert verify().holds  # nothing inside the database tells


def test_entries_without_a_line_are_only_looked_at_in_the_chain(entries, clerk):
    alone = record("查看", by=clerk)  # its process died before it wrote the line
    verdict = verify()
    assert (verdict.holds, verdict.lineless) == (True, (alone.pk,))
    assert f"末尾 1 条（第 {alone.pk} 条起）在库外没有摘要" in verdict.words


def test_an_entry_without_a_line_is_covered_by_the_line_of_a_later_one(
    entries, clerk, django_capture_on_commit_callbacks
):
    record("查看", by=clerk)
    with django_capture_on_commit_callbacks(execute=True):
        record("查看", by=clerk)
    assert verify().lineless == ()


def test_lines_that_are_lost_are_missed(entries):
    assert "库外" not in verify().words
    heads.path().unlink()
    assert (verify().holds, verify().lineless) == (True, tuple(entry.pk for entry in entries))


def test_an_entry_added_while_the_record_is_read_is_not_said_to_have_no_line(entries, clerk, monkeypatch):
    """Its line is written after the lines were read, before the entries are."""
    late, read = record("查看", by=clerk), heads.kept

    def meanwhile():
        monkeypatch.setattr(heads, "kept", read)
        lines = read()
        heads.keep(late.pk, late.digest)
        return lines

    monkeypatch.setattr(heads, "kept", meanwhile)
    assert verify().lineless == ()


@pytest.mark.parametrize("torn", [1, 3, 20], ids=["in the number", "after it", "in the digest"])
def test_a_torn_line_takes_the_next_with_it_nowhere(torn, entries, clerk):
    """The disk filled up in the middle of a line; the next one finds room again."""
    first, second = record("查看", by=clerk), record("查看", by=clerk)
    with heads.path().open("a") as file:
        file.write(f"\n{first.pk} {first.digest}"[: 1 + torn])
    heads.keep(second.pk, second.digest)
    assert verify().holds
    assert [one.pk in heads.kept() for one in (first, second)] == [False, True]


@pytest.mark.parametrize(
    ("newest", "changed", "holds"), [(2, 3, False), (2, 2, True), (5, 0, False), (6, 0, False), (None, 0, False)]
)
def test_the_newest_entries_are_verified_by_themselves(newest, changed, holds, entries):
    without_triggers("UPDATE audit_entry SET action = '没看' WHERE id = %s", [entries[changed].pk])
    verdict = verify(newest)
    assert (verdict.count, verdict.holds) == (min(newest or 5, 5), holds)


@pytest.mark.parametrize("cut", [1, 4])
def test_the_end_is_missed_where_the_newest_are_verified(cut, entries):
    without_triggers("DELETE FROM audit_entry WHERE id >= %s", [entries[-cut].pk])
    assert len(verify(1).cut_off) == cut


def test_half_a_line_is_left_out(entries):
    whole = heads.path().read_text()
    heads.path().write_text(whole[:-30])
    assert (len(heads.kept()), verify().holds) == (4, True)


def test_after_a_restoration_the_lines_are_those_of_what_was_restored(entries):
    without_triggers("DELETE FROM audit_entry WHERE id >= %s", [entries[3].pk])
    heads.begin_anew()
    assert (verify().holds, sorted(heads.kept())) == (True, [entry.pk for entry in entries[:3]])
    assert heads.path().stat().st_mode & 0o777 == 0o600


def test_the_command_says_what_the_button_says(entries):
    told = io.StringIO()
    call_command("verify_audit", "--mark", str(heads.head_before(today())), "--format", "json", stdout=told)
    result = json.loads(told.getvalue())
    assert (result["holds"], result["entries"], result["lineless"]) == (True, 5, 0)
    assert "从第一条到这一条前后相符" in result["mark"]
    without_triggers("DELETE FROM audit_entry WHERE id >= %s", [entries[4].pk])
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=io.StringIO())


def test_random_tamperings_are_found_and_named(clerk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(30):
            record("查看", by=clerk, number=number)
    rows, lines = list(verifying.rows()), heads.kept()
    for seed in range(200):
        way, found, first = tampered(rows, random.Random(seed))
        assert verifying.compared(found, lines).first_bad == first, (seed, way)


# On paper -----------------------------------------------------------------------------------------------


def sheet(day):
    return Sheet("表", "甲单位", "2021年", day, (PaperColumn("姓名", str), PaperColumn("职务", str)), ("李雷",))


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_the_head_of_the_day_stands_at_the_foot_and_a_sheet_made_again_is_the_same(form, entries):
    mark = heads.mark(today())
    made = write_paper(sheet(today()), form, mark=mark)
    record("查看")
    assert made == write_paper(sheet(today()), form, mark=heads.mark(today()))
    assert entries[0].digest[:4] in mark
    assert f"第 {entries[0].pk} 条" in footer(made, form)
    assert entries[0].digest[4:8] in footer(made, form)


def footer(data, form):
    if form == "pdf":
        return PdfReader(io.BytesIO(data)).pages[0].extract_text()
    return openpyxl.load_workbook(io.BytesIO(data)).active.oddFooter.left.text


def test_a_days_head_is_the_last_entry_before_its_midnight(entries):
    midnight = timezone.make_aware(datetime.datetime.combine(today(), datetime.time.min))
    for entry, seconds in zip(entries, (-90000, -1, 0, 1, 2), strict=True):
        without_triggers(
            "UPDATE audit_entry SET at = %s WHERE id = %s", [midnight + datetime.timedelta(seconds=seconds), entry.pk]
        )
    found = [heads.head_before(today() + datetime.timedelta(days=days)) for days in (-9, -1, 0, 1)]
    assert [head.number for head in found] == [entries[place].pk for place in (0, 0, 1, 4)]
    assert found[2].day == today() - datetime.timedelta(days=1)


@pytest.mark.parametrize("typed", ["{whole}", "{short}", "{bare}", "{upper}"])
def test_a_mark_is_read_however_it_is_copied(typed, entries):
    head = heads.head_before(today())
    short = str(head)[-19:]
    text = typed.format(whole=head, short=short, bare=short.replace(" ", ""), upper=f"  {short.upper()} ")
    assert looking_up.look_up(text, verify()).tone == "good"


def test_a_mark_of_an_entry_that_was_touched_is_no_longer_good(entries):
    mark = str(heads.Head(today(), entries[3].pk, entries[3].digest))
    without_triggers("UPDATE audit_entry SET action = '没看' WHERE id = %s", [entries[2].pk])
    assert looking_up.look_up(mark, verify()).tone == "bad"
    without_triggers("DELETE FROM audit_entry WHERE id >= %s", [entries[3].pk])
    assert "已经没有" in looking_up.look_up(mark, verify()).words
    assert "没有认出" in looking_up.look_up("xyz", verify()).words

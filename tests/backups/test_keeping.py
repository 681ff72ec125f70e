"""Which backups stay, when the next one is due, and when the newest one may be relied upon."""

import datetime
import shutil

import pytest
from django.core.management.base import CommandError
from django.utils import timezone

from dingnan_sw.audit.models import Entry, KeyProof
from dingnan_sw.backups import keeping
from dingnan_sw.backups.models import Run
from dingnan_sw.lib.secrets import Keyring
from positions import self_check

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


def at(*moment):
    return timezone.make_aware(datetime.datetime(*moment))


NOW = at(2026, 11, 25, 9, 0)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_DIR.mkdir()
    return settings.BACKUP_DIR


def put(place, *moments):
    for moment in moments:
        (place / keeping.name_of(moment)).write_bytes(b"x")


# How long


def nightly(nights, last=NOW):
    return [last - number * DAY for number in range(nights)]


def test_thirty_days_stay_and_the_thirty_first_goes():
    nights = nightly(31, at(2026, 11, 30, 2, 30))
    assert keeping.kept(nights[:30]) == set(nights[:30])
    # 31 October is the last one of its month; 1 November is not
    nights = nightly(31, at(2026, 12, 1, 2, 30))
    assert keeping.kept(nights) == set(nights[:30])


def test_of_a_day_the_last_one_stays():
    morning, evening = at(2026, 11, 25, 2, 30), at(2026, 11, 25, 18, 0)
    assert keeping.kept([morning, evening]) == {evening}


def test_twelve_months_and_ten_years_stay():
    ends = [at(year, month, 28) for year in range(2010, 2027) for month in range(1, 13)]
    stay = sorted(keeping.kept(ends))
    # thirty newest days reach back to July 2024; before that the last of each year, ten years in all
    assert stay[:7] == [at(year, 12, 28) for year in range(2017, 2024)]
    assert stay[7:] == [one for one in ends if one >= at(2024, 7, 28)]


def test_months_hold_where_days_have_ended():
    nights = nightly(400)
    stay = keeping.kept(nights)
    assert {one.strftime("%Y-%m") for one in stay} >= {f"2026-{month:02d}" for month in range(1, 12)}
    assert len(stay) == 30 + 9 + 1  # January to September, and the last day of 2025, which is also its year's


def test_a_clock_gone_wrong_takes_nothing_away():
    nights = nightly(30)
    future = at(2099, 1, 1)
    assert keeping.kept([*nights, future]) >= set(nights[:29])


def test_thinning_out_touches_backups_alone(place):
    nights = nightly(45, at(2026, 11, 30, 2, 30))
    put(place, *nights)
    (place / "读我.txt").touch()
    (place / "dingnan-20269999-000000.dnbak").touch()
    assert len(keeping.thin_out(place)) == 14  # the last of October stays
    assert (place / "读我.txt").exists()
    assert (place / "dingnan-20269999-000000.dnbak").exists()


# When


@pytest.mark.parametrize(
    ("newest", "now", "due"),
    [
        (None, at(2026, 11, 25, 0, 0), True),
        (at(2026, 11, 24, 2, 30), at(2026, 11, 25, 2, 29, 59), False),
        (at(2026, 11, 24, 2, 30), at(2026, 11, 25, 2, 30), True),
        (at(2026, 11, 25, 2, 30), at(2026, 11, 25, 2, 31), False),
        (at(2026, 11, 20, 2, 30), at(2026, 11, 25, 1, 0), True),  # the machine was off
    ],
)
def test_a_backup_is_due_once_the_hour_has_struck_since_the_last(place, settings, newest, now, due):
    settings.BACKUP_AT = datetime.time(2, 30)
    put(place, *([newest] if newest else []))
    assert keeping.due(now) is due


@pytest.mark.parametrize(("seconds", "due"), [(60, False), (61, True)])
def test_a_backup_dated_ahead_of_the_clock_stops_none(place, settings, seconds, due):
    settings.BACKUP_AT = datetime.time(2, 30)
    put(place, NOW + datetime.timedelta(seconds=seconds))
    assert keeping.due(NOW) is due


def test_switched_off_it_is_never_due(settings):
    settings.BACKUP_AT = None
    assert not keeping.due(NOW)


# How it stands


def drilled(moment, *, good):
    Run.objects.create(kind=Run.Kind.DRILL, file=keeping.name_of(moment), began=NOW, good=good, words="说明")


@pytest.mark.django_db
class TestStanding:
    def test_without_a_backup_it_is_bad(self):
        assert keeping.standing(NOW).tone == "bad"

    def test_with_no_folder_it_is_bad(self, settings, tmp_path):
        settings.BACKUP_DIR = tmp_path / "none"
        assert keeping.standing(NOW).tone == "bad"

    def test_a_backup_that_nobody_has_drilled_is_not_good(self, place):
        put(place, NOW)
        assert keeping.standing(NOW).tone == "waiting"

    def test_a_drilled_one_is_good_up_to_26_hours(self, place):
        put(place, NOW)
        drilled(NOW, good=True)
        assert keeping.standing(NOW + 26 * HOUR).tone == "good"
        late = keeping.standing(NOW + 26 * HOUR + datetime.timedelta(seconds=1))
        assert late.tone == "bad"
        assert "超过 26 小时" in late.words

    def test_one_that_failed_its_last_drill_is_bad(self, place):
        put(place, NOW)
        drilled(NOW, good=True)
        drilled(NOW, good=False)
        assert keeping.standing(NOW).tone == "bad"

    def test_one_that_was_not_whole_when_it_was_taken_is_bad_undrilled(self, place):
        put(place, NOW)
        taken = Run.objects.create(kind=Run.Kind.BACKUP, file=keeping.name_of(NOW), began=NOW, good=False, words="有缺")
        assert (keeping.standing(NOW).tone, "不完整：有缺" in keeping.standing(NOW).words) == ("bad", True)
        Run.objects.filter(pk=taken.pk).update(good=True)
        assert keeping.standing(NOW).tone == "waiting"

    def test_a_newer_one_needs_a_drill_of_its_own(self, place):
        put(place, NOW, NOW + HOUR)
        drilled(NOW, good=True)
        assert keeping.standing(NOW + HOUR).tone == "waiting"

    @pytest.mark.parametrize(("seconds", "tone"), [(60, "good"), (61, "bad")])
    def test_one_dated_ahead_of_the_clock_is_bad_and_named(self, place, seconds, tone):
        future = NOW + datetime.timedelta(seconds=seconds)
        put(place, NOW, future)
        drilled(NOW, good=True)
        drilled(future, good=True)
        found = keeping.standing(NOW)
        assert (found.tone, "时钟曾经走快" in found.words) == (tone, tone == "bad")
        assert (keeping.name_of(future) in found.words) == (tone == "bad")

    def test_on_the_disk_of_the_data_there_is_a_warning(self, place, settings):
        settings.BACKUP_DIR = settings.DATA_DIR / "backups"
        assert "同一块磁盘" in keeping.beside()


# The key


def test_a_key_typed_by_hand_may_have_spaces_and_lines(tmp_path):
    (tmp_path / "key").write_text("ab" * 8 + " \n" + "CD" * 24 + "\n")
    assert keeping.key_in(tmp_path / "key") == bytes.fromhex("ab" * 8 + "cd" * 24)


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 33, "xy" * 32])
def test_what_is_no_key_is_refused_in_words(tmp_path, text):
    (tmp_path / "key").write_text(text)
    with pytest.raises(CommandError, match="64 个十六进制字符"):
        keeping.key_in(tmp_path / "key")


@pytest.fixture
def ring(settings, tmp_path):
    """The keys of a portal that has not backed up yet, the audit key being the database's."""
    ring = Keyring(tmp_path / "keys")
    shutil.copytree(settings.KEYRING.folder, ring.folder, ignore=shutil.ignore_patterns("backup", "*.*"))
    settings.KEYRING = ring
    return ring


def stands():
    """(whether a backup may be taken, what the page and the self-check say of it)."""
    return not keeping.key_amiss(), keeping.standing(NOW).tone, self_check.keys().tone


@pytest.mark.django_db
class TestKey:
    def test_the_first_backup_makes_it_and_it_is_known_from_then_on(self, ring):
        assert not (ring.folder / "backup").exists()
        made = keeping.key()
        assert keeping.key() == made == bytes.fromhex(ring.text("backup"))
        assert KeyProof.objects.get(name="backup").proof == ring.proof("backup")

    @pytest.mark.parametrize("left", [None, "00" * 32, ""])
    def test_without_it_none_is_taken_until_it_is_put_back(self, left, ring, place):
        put(place, NOW)
        drilled(NOW, good=True)
        keeping.key()
        assert stands() == (True, "good", "good")
        away = (ring.folder / "backup").rename(place / "safe")
        if left is not None:
            (ring.folder / "backup").write_text(left)
        with pytest.raises(CommandError, match=r"封存的那一份拷回去.*--new-key"):
            keeping.key()
        assert stands() == (False, "bad", "bad")
        assert (ring.folder / "backup").exists() == (left is not None)
        away.rename(ring.folder / "backup")
        assert stands() == (True, "good", "good")

    def test_a_lost_key_of_the_data_is_told_before_the_next_backup_fails_to_start(self, ring, place):
        put(place, NOW)
        drilled(NOW, good=True)
        (ring.folder / "fields").rename(place / "away")
        assert stands() == (True, "bad", "bad")
        assert " fields 丢失" in keeping.standing(NOW).words

    @pytest.mark.parametrize("file", ["", "dingnan-20261125-023000.dnbak"])
    def test_of_an_earlier_version_it_is_missed_where_there_was_a_backup(self, file, ring):
        Run.objects.create(kind=Run.Kind.BACKUP, file=file, began=NOW, good=True)
        assert bool(keeping.key_amiss()) == bool(file)

    def test_of_an_earlier_version_the_one_that_lies_there_is_taken(self, ring):
        Run.objects.create(kind=Run.Kind.BACKUP, file="dingnan-20261125-023000.dnbak", began=NOW, good=True)
        (ring.folder / "backup").write_text("ab" * 32)
        assert keeping.key() == b"\xab" * 32
        (ring.folder / "backup").write_text("cd" * 32)
        assert keeping.key_amiss()

    def test_another_takes_its_place_only_where_none_lies_and_the_record_says_so(self, ring):
        lost = keeping.key()
        with pytest.raises(CommandError, match="没有换备份密钥"):
            keeping.begin_anew()
        assert not Entry.objects.filter(action="换用新的备份密钥").exists()
        (ring.folder / "backup").unlink()
        keeping.begin_anew()
        assert keeping.key() != lost
        assert Entry.objects.filter(action="换用新的备份密钥").count() == 1

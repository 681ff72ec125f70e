"""Twelve drills in a row are green while the office works; a backup with one bit changed is always red. DRILLS, FLIPS: how many."""

import os
import random

from django.core.management.base import CommandError

from dingnan_sw.backups import archive, keeping
from dingnan_sw.backups.drilling import drill
from dingnan_sw.backups.taking import take
from dingnan_sw.lib.dates import Month

pytest_plugins = ("tests.backups.working",)
DRILLS = int(os.environ.get("DRILLS", "12"))
FLIPS = int(os.environ.get("FLIPS", "2000"))


def test_drills_in_a_row_and_no_changed_bit_unnoticed(office, place, busy, figure):
    for number in range(DRILLS):
        office.send(office.allowances(str(Month(2021, 4).plus(number % 9))))
        with busy():
            run = take()
        assert run.good, run.words
        found = drill()
        assert found.good, found.words
    path, chance = keeping.backups(place)[0].path, random.Random(1)
    whole = path.read_bytes()
    unnoticed = 0
    for _ in range(FLIPS):
        changed = bytearray(whole)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        try:
            archive.examine(path, keeping.key())
            unnoticed += 1
        except CommandError:
            continue
    figure("备份改动一位", f"{FLIPS:,} 次全部发现", f"漏过 {unnoticed} 次（{len(whole):,} 字节）", unnoticed == 0)
    figure("恢复演练", f"连续 {DRILLS} 次通过", f"{DRILLS} 次")

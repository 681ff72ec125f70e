"""Broken workbooks by the thousand: each is taken whole or refused in words, within bounds of time and memory. WORKBOOKS: how many."""

import os

import pytest

from tests.prove import taking
from tests.prove.broken import broken

WORKBOOKS = int(os.environ.get("WORKBOOKS", "10000"))


@pytest.fixture
def bench(db, tmp_path, jobs_at_once):
    with taking.capped():
        yield taking.Bench(tmp_path)


def test_a_broken_workbook_is_taken_whole_or_refused_in_words(bench, figure):
    tally = taking.fuzz(bench, broken, WORKBOOKS)
    figure(
        "工作簿读取的乱数据",
        f"{WORKBOOKS:,} 个变坏的工作簿，要么整本收下，要么用中文拒绝",
        f"收下 {tally.taken:,}，拒绝 {tally.refused:,}，出错 {len(tally.wrong)} {tally.wrong[:3]}",
        not tally.wrong,
    )
    figure(
        "工作簿读取的时间",
        f"每个不超过 {taking.SECONDS} 秒",
        f"最长 {tally.slowest:.1f} 秒",
        tally.slowest <= taking.SECONDS,
    )
    peak = tally.peak()
    figure("工作簿读取的内存", f"任何进程不超过 {taking.MEGABYTES} MB", f"最多 {peak:.0f} MB", peak <= taking.MEGABYTES)

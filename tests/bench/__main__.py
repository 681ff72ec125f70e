"""Speed and memory, on invented counties in databases of their own: `make bench`, or `python -m tests.bench --help`."""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dingnan_sw.lib.commands import text_table
from tests.bench import load
from tests.bench.apart import Found, apart, database

MOST = 3  # times the plain statement
JUDGED_FROM = (
    100_000  # people: below, the month's statement is too quick to compare with, and growth is mostly the start
)
MEMORY = ("起步 MB", "峰值 MB")
# How often a batch is generated: small ones often, since other work of the machine weighs more on them; the sizes whose growth
# is judged equally often, as the best of three is quicker than the only one.
ROUNDS, LEAST, PEOPLE_ROUNDS = 9, 3, 300_000
SLACK = 1.2  # between two sizes on a machine that others use too
lines_took: dict[int, tuple[float, float]] = {}  # people → seconds for each line, generated and copied
# A clerk's list by turns: as it opens, far inside, searched by name, in another order.
PAGES = {
    "people": ("人员花名册", ("", "?page=20", "?q=晓燕", "?sort=-unit")),
    "certificates": ("证书", ("", "?page=20", "?q=晓燕", "?sort=number")),
    "services": ("任职与上岗", ("", "?page=20", "?q=晓燕", "?sort=-since")),
    "allowances": (
        "职业津贴（2025年7月）",
        tuple(f"?month=2025-07{more}" for more in ("", "&page=20", "&q=晓燕", "&sort=-amount")),
    ),
}


def main() -> int:
    options = _options()
    print(_machine(), flush=True)
    if options.only in (None, "import"):
        measure_import(options.rows)
    good = True
    if options.only not in ("import", "load"):
        for people in options.people:
            good &= measure_county(people, options.only)
    if options.only in (None, "batch") and options.country:
        good &= measure_county(options.country, "batch")
    if options.only in (None, "load"):
        good &= measure_load()
    return 0 if good and grows_linearly() else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="速度与内存")
    parser.add_argument(
        "--people", type=int, nargs="+", default=[3000, 100_000], metavar="N", help="县的人数，可以多个"
    )
    parser.add_argument(
        "--country", type=int, default=1_200_000, metavar="N", help="只测生成批次的人数（约需 9 GB 内存），0 为不测"
    )
    parser.add_argument("--rows", type=int, default=10_000, metavar="N", help="导入的花名册行数")
    parser.add_argument(
        "--only",
        choices=("import", "month", "batch", "lists", "load"),
        help="只测导入、月度与年度计算、生成批次、列表页，或许多人同时办公",
    )
    return parser.parse_args()


def _machine() -> str:
    with database("machine") as home:
        server = apart("version", home)["version"]
    return f"{os.cpu_count()} 核，Python {platform.python_version()}，PostgreSQL {server}"


def measure_import(rows: int) -> None:
    with database("roster") as home:
        apart("write_roster", home, rows=rows)
        taken = [
            ("其中读取文件（单独的进程）", apart("read_alone", home) | {"count": rows, "begun": None}),
            ("首次导入", apart("take_roster", home, status="created")),
            ("再次导入，没有变化", apart("take_roster", home, status="unchanged")),
        ]
    show(
        f"导入花名册 {rows:,} 行",
        ("", "秒", "行/秒", *MEMORY),
        [(words, _s(f["seconds"]), f"{f['count'] / f['seconds']:,.0f}", *_memory(f)) for words, f in taken],
    )


def measure_county(people: int, only: str | None) -> bool:
    """False when the month is too slow."""
    with database(f"people-{people}") as home:
        filled = apart("prepare", home, people=people)
        print(f"\n\n== {people:,} 人的县（造数据 {filled['seconds']:.0f} 秒）", flush=True)
        good = only in ("lists", "batch") or measure_month(people, home)
        if only in (None, "lists"):
            measure_lists(home)
        if only in (None, "batch"):
            good &= measure_batch(people, home)
    return good


def grows_linearly() -> bool:
    """Whether a line of the largest batch took no longer than one of the next smaller, small ones being mostly the start.

    Copying lines is linear work: what a copied line takes longer among more of them is the machine's (its caches hold less of the
    tables), measured in the same minutes, and is left out.
    """
    sizes = [people for people in sorted(lines_took) if people >= JUDGED_FROM]
    if len(sizes) < 2:
        return True
    smaller, largest = (lines_took[people] for people in sizes[-2:])
    ours, copied = (after / before for before, after in zip(smaller, largest, strict=True))
    good = ours / copied <= SLACK
    print(
        f"\n每条明细的时间，{sizes[-1]:,} 人与 {sizes[-2]:,} 人之比：生成 {ours:.2f}，照抄 {copied:.2f}，"
        f"相除 {ours / copied:.2f}（至多 {SLACK}）{'合格 PASS' if good else '不合格 FAIL'}"
    )
    return good


def measure_batch(people: int, home: Path) -> bool:
    """False when generating takes too many times as long as the plain statement."""
    rounds = max(LEAST, min(ROUNDS, PEOPLE_ROUNDS // people))
    batch = apart("prepare_month", home, rounds=rounds)
    lines_took[people] = (batch["seconds"] / batch["count"], batch["copied"] / batch["count"])
    ratio = batch["seconds"] / batch["plain"]
    good = ratio <= MOST
    show(
        f"生成一个月的津贴批次（{batch['count']:,} 条明细）与从登记算出同样明细的一条 INSERT … SELECT 相比（交替 {rounds} 次取最快）",
        ("生成 秒", "SQL 秒", "比值", f"至多 {MOST} 倍", "照抄已有明细 秒", "每万人 秒", *MEMORY),
        [
            (
                _s(batch["seconds"]),
                _s(batch["plain"]),
                f"{ratio:.2f}",
                "合格 PASS" if good else "不合格 FAIL",
                _s(batch["copied"]),
                _s(batch["seconds"] / people * 10_000),
                *_memory(batch),
            )
        ],
    )
    return good


def measure_month(people: int, home: Path) -> bool:
    taken = [
        ("一个月的职业津贴（2025年7月）", apart("month", home)),
        ("一个考试年度的奖励（2024）", apart("year", home)),
    ]
    show(
        "全县计算",
        ("", "条数", "秒", *MEMORY),
        [(words, f"{f['count']:,}", _s(f["seconds"]), *_memory(f)) for words, f in taken],
    )
    return judge(people, apart("month_and_sql", home))


def judge(people: int, found: Found) -> bool:
    ratio = found["rule"] / found["sql"]
    good = people < JUDGED_FROM or ratio <= MOST
    verdict = "不评" if people < JUDGED_FROM else "合格 PASS" if good else "不合格 FAIL"
    show(
        f"与一条 SQL 语句相比（交替各测数次取最快；两边的 {found['count']:,} 人和金额完全相同）",
        ("规则 秒", "SQL 秒", "比值", f"至多 {MOST} 倍"),
        [(_s(found["rule"]), _s(found["sql"]), f"{ratio:.2f}", verdict)],
    )
    return good


def measure_lists(home: Path) -> None:
    apart("collect_static", home)
    taken = [(title, apart("page", home, name=name, states=states)) for name, (title, states) in PAGES.items()]
    show(
        "列表页（首页、第 20 页、按姓名检索、换一种排序，轮流请求；毫秒）",
        ("", "次数", "p50", "p95", *MEMORY),
        [(title, f["count"], _ms(f["p50"]), _ms(f["p95"]), *_memory(f)) for title, f in taken],
    )


def measure_load() -> bool:
    """False when anything failed, or a list or detail page took too long."""
    told, machine = load.measure()
    p95 = {kind: told.p95(kind) for kind in load.JUDGED}
    slow = [kind for kind, seconds in p95.items() if seconds > load.MOST]
    show(
        f"{load.PEOPLE} 人同时办公 {load.MINUTES:g} 分钟，{load.COUNTY:,} 人的县（毫秒）：{machine}",
        ("", "次数", "p50", "p95", "最长"),
        list(told.rows()),
    )
    ratios = "、".join(f"{kind} {seconds / told.p95(load.EMPTY):.1f} 倍" for kind, seconds in p95.items())
    print(
        f"p95 与同一时间的空页相比：{ratios}；列表和明细至多 {_ms(load.MOST)} 毫秒：{'合格 PASS' if not slow else '不合格 FAIL'}"
    )
    print(f"出错 {len(told.wrong)} 次", *told.wrong[:10], sep="\n", flush=True)
    return not slow and not told.wrong


def _memory(found: Found) -> tuple[str, str]:
    return _mb(found["begun"]), _mb(found["peak"])


def _mb(number: float | None) -> str:
    return "" if number is None else f"{number:.0f}"


def _s(seconds: float) -> str:
    return f"{seconds:.3f}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


def show(title: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    print(f"\n{title}\n{text_table(headings, rows)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""The page on security says what is so: forty-eight items, none twice, each with tests that are there; figures with their files."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
MADE, PARTLY, NOT_MADE = "满足", "部分满足", "不满足"
NOT_MEASURED = "待测"


def table(heading):
    """The rows of the section's table below its headings."""
    _, _, section = PAGE.partition(f"\n## {heading}")
    lines = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


ITEMS = table("1. ")


@cache
def names_in(path):
    if not (ROOT / path).exists():
        return set()
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def named_tests(cell):
    """(file, test) of each that the cell names."""
    return re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", cell)


def test_there_are_forty_eight_items_in_order_and_none_twice():
    assert [number for number, *_ in ITEMS] == [str(number) for number in range(1, 49)]
    assert len({requirement for _, requirement, *_ in ITEMS}) == 48


@pytest.mark.parametrize(("number", "named"), [(item[0], item[3]) for item in ITEMS])
def test_the_tests_of_an_item_are_there(number, named):
    tests = named_tests(named)
    assert tests
    assert named.count("`") == 2 * len(tests)  # nothing else is named as a test
    assert [name for path, name in tests if name not in names_in(path)] == []


def test_what_does_not_hold_is_told_with_its_reason():
    assert {item[4] for item in ITEMS} <= {MADE, PARTLY, NOT_MADE}
    _, _, section = PAGE.partition("\n## 2. ")
    told = re.findall(r"^- \*\*(\d+)\*\*：", section.partition("\n## ")[0], re.MULTILINE)
    assert told == [item[0] for item in ITEMS if item[4] != MADE]


def test_every_measured_figure_names_files_that_are_there():
    rows = table("5. ")
    measured = [how for _, _, found, how in rows if found != NOT_MEASURED]
    assert len(measured) >= 4
    assert [
        path for how in measured for path in re.findall(r"`(tests/[\w/]+\.py)`", how) if not (ROOT / path).exists()
    ] == []
    assert all(re.search(r"`make (?:test|prove|bench)`", how) for _, _, _, how in rows)

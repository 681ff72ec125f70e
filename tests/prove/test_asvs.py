"""The forty-eight items of docs/security.md: the tests that are named there are run, and an item counts whose tests all pass.

The long proofs among them run beside this one, and have lines of their own in the table.
"""

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

from tests.site.test_security_page import ITEMS, MADE, named_tests

ROOT = Path(__file__).resolve().parents[2]


def outcomes(folder, tests):
    """(file, test) → whether each of its cases passed; what did not run is not there."""
    told = folder / "told.xml"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    named = sorted({f"{path}::{name}" for path, name in tests})
    subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-q", f"--junitxml={told}", *named],
        cwd=ROOT, env={**environment, "DATA_DIR": str(folder / "data")}, capture_output=True, check=False,
    )  # fmt: skip
    found = defaultdict(list)
    for case in ElementTree.parse(told).iter("testcase"):
        key = f"{case.get('classname').replace('.', '/')}.py", case.get("name").partition("[")[0]
        found[key].append(not {"failure", "error", "skipped"} & {part.tag for part in case})
    return {key: all(passed) for key, passed in found.items()}


def short(tests):
    return [(path, name) for path, name in tests if not path.startswith("tests/prove/")]


def test_every_item_is_shown_by_its_tests(home, figure):
    tests = {number: short(named_tests(named)) for number, _, _, named, _ in ITEMS}
    passed = outcomes(home, {one for some in tests.values() for one in some})
    unshown = [number for number, some in tests.items() if not all(passed.get(one) for one in some)]
    made = [number for number, *_, result in ITEMS if result == MADE]
    partly = [number for number in tests if number not in made]
    figure(
        "ASVS 条目",
        "48 项，每一项的测试都通过（长证明另列）；没有全部做到的写明原因",
        f"{len(tests) - len(unshown)}/48 项的测试通过（没有通过的 {unshown}），满足 {len(made)}，部分满足 {len(partly)}（第 {'、'.join(partly)} 项）",
        len(tests) == 48 and not unshown,
    )

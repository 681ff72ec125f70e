import contextlib
import io

import pytest

from dingnan_sw.lib.workbook import child, reading


@pytest.fixture(autouse=True)
def read_in_this_process(monkeypatch):
    """What we wrote ourselves is no danger: a process of its own for each of some hundred sheets takes most of the time."""

    def parse(path, limits, names):
        out = io.TextIOWrapper(io.BytesIO())
        with contextlib.redirect_stdout(out):
            assert child.main(str(path), limits.rows, limits.columns, list(names)) == 0
        return out.buffer.getvalue()

    monkeypatch.setattr(reading, "_parse", parse)

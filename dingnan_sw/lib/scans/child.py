"""The process that decodes: started by taking.py under limits of memory and time, so that a hostile file ends it alone.

It works in a folder of its own on the file `sent`, writes the picture drawn anew to `drawn`, and says how many pages there
are on standard output as JSON; or why the file is refused, with REFUSED as its exit code.
"""

import json
import logging
import sys
from pathlib import Path
from typing import cast

from dingnan_sw.lib.scans.guard import Kind, Limits, ScanRefused

REFUSED = 3


def main(kind: str, limits: str) -> int:
    """limits is a JSON object, the kind one of guard's."""
    logging.disable()
    try:
        answer = _pages(cast(Kind, kind), Limits(**json.loads(limits)))
    except ScanRefused as refused:
        json.dump([refused.code, refused.message], sys.stdout)
        return REFUSED
    json.dump(answer, sys.stdout)
    return 0


def _pages(kind: Kind, limits: Limits) -> int:
    data = Path("sent").read_bytes()
    if kind == "pdf":
        from dingnan_sw.lib.scans import documents  # slow to import, and of no use to a picture

        return documents.pages_of(data, limits)
    from dingnan_sw.lib.scans import pictures  # likewise

    Path("drawn").write_bytes(pictures.drawn_anew(data, kind, limits))
    return 1

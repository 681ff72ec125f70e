"""The sheets of the demo county as pictures: the first page of each, as the portal writes its PDF.

Run by tests.pictures in the shell of manage.py once the demo county stands; docs/sheets.md shows them.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db.models import Count
from pypdf import PdfReader

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.official import write_letter_pdf
from dingnan_sw.lib.paper import write_pdf
from dingnan_sw.lib.paper.grid import write_grid
from incentives.amendments.book import current_book
from incentives.applications import allowance_forms, bonus_forms
from incentives.filing import FILED
from incentives.learning.papers import holder_grid
from incentives.paying.acting import last_step_on
from incentives.paying.models import Batch
from incentives.paying.request import funds_of, request_for_funds
from incentives.paying.sheets.kinds import made
from incentives.paying.vocabulary import Item
from positions.access import EVERYTHING
from positions.models import Post, Unit
from talent.appointments.papers import post_filing
from talent.departments.sheets import report_sheet
from talent.models import Person
from talent.reimbursements.models import Reimbursement
from talent.reimbursements.papers import claim_grid
from talent.remuneration.papers import remuneration_sheet
from tests.pictures.shrinking import shrink

TARGET = Path(__file__).resolve().parents[2] / "docs" / "pictures"
UPRIGHT, ACROSS = 700, 1000  # pixels: a sheet of many columns has to stay legible


def main() -> None:
    for name, grid in forms():
        _take(name, write_grid(grid, "pdf"))
    for name, sheet in (*filed(), *of_batches(), *of_parts()):
        _take(name, write_pdf(sheet))
    _take("request", _letter())


def _take(name: str, data: bytes) -> None:
    box, target = PdfReader(BytesIO(data)).pages[0].mediabox, TARGET / f"sheet-{name}"
    width = ACROSS if box.width > box.height else UPRIGHT
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
        subprocess.run(["pdftoppm", "-png", "-singlefile", *size, file.name, str(target)], check=True)
    shrink(target.with_suffix(".png"))


def forms() -> Iterator[tuple[str, Any]]:
    """Of one person each, on one page."""
    on, book = today(), current_book()
    holders = Person.objects.filter(certificates__isnull=False, services__postings__isnull=False)
    yield "holder", holder_grid(holders.earliest("pk"), EVERYTHING, on)
    yield "bonus-form", bonus_forms(EVERYTHING, book, on, str(on.year - 1)).grids[0]
    yield "allowance-form", allowance_forms(EVERYTHING, book, on, str(on.year)).grids[0]
    yield "reimbursement-form", claim_grid(Reimbursement.objects.filter(paid_on__isnull=False).earliest("pk"), on)


def filed() -> Iterator[tuple[str, Any]]:
    """Each for a period of which the demo county has something to tell."""
    on, book = today(), current_book()
    last, this, ahead = (str(on.year + years) for years in (-1, 0, 1))
    periods = {
        **dict.fromkeys(("roster", "coverage", "forecast", "organisations"), str(on)),
        **dict.fromkeys(("statistics", "lottery", "targets", "review"), last),
        **dict.fromkeys(("registrations", "reimbursements", "purchases", "funds"), this),
        "budget": ahead,
    }
    for name, period in periods.items():
        yield name, FILED[name].make(EVERYTHING, book, on, period)


def of_batches() -> Iterator[tuple[str, Any]]:
    bonus, allowance = (Batch.objects.filter(kind=item).latest("number") for item in (Item.BONUS, Item.ALLOWANCE))
    for name, kind, batch in (
        ("bonuses", "roster", bonus),
        ("allowances", "roster", allowance),
        ("changes", "changes", allowance),
        ("notice", "notice", bonus),
    ):
        _, make = made(batch)[kind]
        yield name, make(batch)


def of_parts() -> Iterator[tuple[str, Any]]:
    on = today()
    unit = Unit.objects.filter(posts__in=Post.objects.filed(on)).annotate(many=Count("posts")).latest("many", "pk")
    yield "posts", post_filing(EVERYTHING, on, str(unit.pk))
    yield "remuneration", remuneration_sheet(EVERYTHING, on, on.year - 1)
    yield "departments", report_sheet(EVERYTHING, on, on.year)


def _letter() -> bytes:
    batch = Batch.objects.filter(kind=Item.BONUS).latest("number")
    return write_letter_pdf(request_for_funds(batch, funds_of(batch), last_step_on(batch)))

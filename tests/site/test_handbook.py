"""The handbook shows what there is: every picture, and every sheet that the portal makes."""

import re
from pathlib import Path

import pytest

from incentives.filing import FILED
from incentives.paying.sheets.kinds import ROSTERS

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MOST = 120_000  # bytes


def shown():
    """The pictures that the pages show."""
    return {
        (page.parent / target).resolve()
        for page in PAGES
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }


def test_every_picture_shown_is_there_and_every_picture_is_shown():
    assert shown() == set(PICTURES.glob("*.png"))


@pytest.mark.parametrize("picture", sorted(PICTURES.glob("*.png")), ids=lambda path: path.stem)
def test_a_picture_stays_small(picture):
    assert picture.stat().st_size < MOST


@pytest.mark.parametrize(
    "title", [*(filed.title for filed in FILED.values()), *(title for title, _ in ROSTERS.values())]
)
def test_each_sheet_is_described(title):
    page = (ROOT / "docs" / "sheets.md").read_text(encoding="utf-8")
    assert title in page


def test_what_takes_the_pictures_of_the_sheets_knows_them_all():
    from tests.pictures import sheets  # noqa: F401 # a name that is gone fails here and not on the day pictures are taken

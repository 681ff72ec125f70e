"""What a backup holds besides the tables: the folders of stored files and which of them the rows need; the sums it states."""

from dataclasses import dataclass
from pathlib import Path

from dingnan_sw.backups.database import Cursor, column

OWNER = 36  # a file is named after its row, whose key is a UUID; more may follow it


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder under DATA_DIR. owners: the rows whose files are kept; needed: the paths inside it that must be there."""

    folder: str
    owners: str
    needed: str


SHELVES = (
    Shelf(
        "uploads",
        "SELECT id::text FROM talent_upload",
        "SELECT id::text FROM talent_upload WHERE state IN ('checking', 'ready', 'applying')",
    ),
    Shelf("results", *["SELECT id::text FROM jobs_job WHERE state = 'done' AND result_name <> ''"] * 2),
    Shelf("papers", *["SELECT id::text FROM paying_paper"] * 2),
    Shelf(
        "scans",
        "SELECT id::text FROM submissions_scan",
        "SELECT id || '/' || page FROM submissions_scan, generate_series(0, pages) AS page",
    ),
    Shelf(
        "scans/incoming",
        "SELECT id::text FROM submissions_delivery WHERE NOT done",
        "SELECT id || '-' || place - 1 FROM submissions_delivery,"
        " jsonb_array_elements(files) WITH ORDINALITY AS file (told, place)"
        " WHERE NOT done AND told ->> 'tone' = 'waiting'",
    ),
)
# By year, as numeric; a difference of a cent in any year is found.
SUMS = {
    "账目": "SELECT year, sum(amount) FROM paying_entry GROUP BY year",
    "支付": "SELECT extract(year FROM batch.prepared_on)::int, sum(payment.amount) FROM paying_payment AS payment"
    " JOIN paying_batch AS batch ON batch.id = batch_id GROUP BY 1",
    "资金支出": "SELECT year, sum(amount) FROM funds_expenditure GROUP BY year",
}


def needed(cursor: Cursor) -> set[str]:
    """The paths under DATA_DIR of the files that the rows cannot do without."""
    return {f"{shelf.folder}/{path}" for shelf in SHELVES for path in column(cursor, shelf.needed)}


def owned(cursor: Cursor, data_dir: Path) -> list[Path]:
    """The files there are whose rows there are."""
    return [path for shelf in SHELVES for path in _owned(shelf, set(column(cursor, shelf.owners)), data_dir)]


def _owned(shelf: Shelf, owners: set[str], data_dir: Path) -> list[Path]:
    folder = data_dir / shelf.folder
    found = (one for one in folder.glob("*") if one.name[:OWNER] in owners)
    return sorted(path for one in found for path in ([one] if one.is_file() else one.glob("*")))


def used(data_dir: Path) -> str:
    """The first folder with a file in it; empty when there is none."""
    return next((s.folder for s in SHELVES if any(p.is_file() for p in (data_dir / s.folder).rglob("*"))), "")

"""A sheet as the bytes of a file."""

from collections.abc import Callable
from io import BytesIO

from dingnan_sw.lib.paper.grid import Grids, write_grids
from dingnan_sw.lib.paper.pdf import write_pdf
from dingnan_sw.lib.paper.sheet import Folder, Sheet
from dingnan_sw.lib.paper.xlsx import write_xlsx

# The ending of the file → what people call it.
FORMATS = {"xlsx": "Excel", "pdf": "PDF"}


def as_xlsx(made: Sheet | Folder, mark: str = "") -> bytes:
    target = BytesIO()
    write_xlsx(made, target, mark)
    return target.getvalue()


def write_paper(
    made: Sheet | Folder | Grids,
    form: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
    mark: str = "",
) -> bytes:
    """The file of that form, one of FORMATS; only a PDF takes long enough to tell its progress. mark: at the foot of each page."""
    if isinstance(made, Grids):
        return write_grids(made, form, progress, mark)
    match form:
        case "pdf":
            return write_pdf(made, progress, mark)
        case "xlsx":
            return as_xlsx(made, mark)
        case _:
            raise ValueError(form)

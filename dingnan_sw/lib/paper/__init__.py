"""The sheets that offices file, described once and written as .xlsx and as PDF."""

from dingnan_sw.lib.paper.numbering import NUMBER, column, numbered
from dingnan_sw.lib.paper.pdf import write_pdf
from dingnan_sw.lib.paper.sheet import Folder, PaperColumn, Sheet
from dingnan_sw.lib.paper.writing import FORMATS, as_xlsx, write_paper
from dingnan_sw.lib.paper.xlsx import write_list, write_lists, write_xlsx

__all__ = [
    "FORMATS",
    "NUMBER",
    "Folder",
    "PaperColumn",
    "Sheet",
    "as_xlsx",
    "column",
    "numbered",
    "write_list",
    "write_lists",
    "write_paper",
    "write_pdf",
    "write_xlsx",
]

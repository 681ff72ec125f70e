"""The sheets that offices file, described once and written as .xlsx and as PDF."""

from dingnan_sw.lib.paper.pdf import write_pdf
from dingnan_sw.lib.paper.sheet import Folder, PaperColumn, Sheet
from dingnan_sw.lib.paper.xlsx import write_list, write_xlsx

__all__ = ["Folder", "PaperColumn", "Sheet", "write_list", "write_pdf", "write_xlsx"]

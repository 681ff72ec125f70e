"""Reading an untrusted .xlsx safely, understanding its cells, and giving it back with its faults marked.

Knows nothing of the portal's sheets.
"""

from dingnan_sw.lib.workbook.cells import (
    CellError,
    ErrorText,
    as_account_number,
    as_area_code,
    as_choice,
    as_credit_code,
    as_date,
    as_decimal,
    as_id_number,
    as_integer,
    as_key_text,
    as_long_number,
    as_name,
    as_number_text,
    as_text,
    as_year,
)
from dingnan_sw.lib.workbook.guard import LIMITS, Limits, WorkbookRefused
from dingnan_sw.lib.workbook.header import Header, best_candidate, data_rows, ends, find_header, normal_heading
from dingnan_sw.lib.workbook.marking import Mark, mark_errors, write_report
from dingnan_sw.lib.workbook.reading import Row, SheetData, Workbook, read_workbook

__all__ = [
    "LIMITS",
    "CellError",
    "ErrorText",
    "Header",
    "Limits",
    "Mark",
    "Row",
    "SheetData",
    "Workbook",
    "WorkbookRefused",
    "as_account_number",
    "as_area_code",
    "as_choice",
    "as_credit_code",
    "as_date",
    "as_decimal",
    "as_id_number",
    "as_integer",
    "as_key_text",
    "as_long_number",
    "as_name",
    "as_number_text",
    "as_text",
    "as_year",
    "best_candidate",
    "data_rows",
    "ends",
    "find_header",
    "mark_errors",
    "normal_heading",
    "read_workbook",
    "write_report",
]

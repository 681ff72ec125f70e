"""Workbooks in the layout of the exchange: the template to fill in, and sheets of given rows."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

import xlsxwriter

from dingnan_sw.lib.exchange import Layout
from positions.vocabulary import POST_CATEGORIES, SERVICE_FIELDS, SetupMode, UnitKind
from talent.imports import layouts
from talent.rolls.declared import NAME, ROLLS
from talent.vocabulary import Level, StaffCategory

TEMPLATE_ROWS = 2000
LONGEST_DROP_DOWN = 255  # what Excel takes; longer lists stand in the guide alone
GUIDE = "填写说明"
ANY_FILE = "每张表可以单独使用，用不到的表可以删去；表名和栏名不要改，栏的先后可以调整，可以另加自己的栏（不导入）。"
TWO_ROWS = "一人有两个证书或两段任职的，分两行填，姓名和身份证号照填。"
# What becomes of a file that is imported, and of one of which drafts are made.
FOR_REGISTERS = (
    ANY_FILE,
    "同一文件可以反复上传：已登记且没有变化的行显示“不变”，空着的格不会抹掉已登记的内容。",
    "有一行错误，整个文件就不写入；系统把错误标在您的文件里退回，改好后重新上传。",
    TWO_ROWS,
)
FOR_DRAFTS = (
    ANY_FILE,
    "同一文件可以反复上传：已登记、已存为草稿和正在审核的不会重复，空着的格不会抹掉已登记的内容。",
    "没有错误的存为草稿，有错误的不存；系统把错误标在您的文件里退回，改好后再上传同一个文件。一个人有几行的，错一行就都不存。",
    TWO_ROWS,
)


@dataclass(frozen=True, slots=True)
class Hint:
    """How a column is filled in: its form, an example, the words of its drop-down, its width in characters."""

    form: str
    example: Any
    options: tuple[str, ...] = ()
    width: int = 14


def _words(choices: Any) -> tuple[str, ...]:
    return tuple(str(choice.label) for choice in choices)


DATE = "日期，如 2021-06-20、2021年6月20日"
MONTH_OR_DATE = "日期；只知道月份的可填 2021-06 或 2021年6月，按当月1日"
LONG = "文本；长号码须为文本格式，否则末尾数字会丢失"
HINTS: Mapping[str, Mapping[str, Hint]] = {
    "全县年度数据": {
        "年度": Hint("四位年份", 2021, width=10),
        "常住人口": Hint("整数（人）", 219000, width=12),
        "户籍人口": Hint("整数（人）", 222000, width=12),
        "来源": Hint("文字", "统计公报", width=24),
    },
    "社区（村）": {
        "统计用区划代码": Hint("12 位数字", "999999100001", width=18),
        "名称": Hint("全称；以“村民委员会”“村委会”“村”结尾的为村，其余为社区", "示例社区居民委员会", width=28),
        "所属镇": Hint("镇名", "示例镇"),
        "常住人口": Hint("整数（人）", 3200, width=12),
        "备注": Hint("文字", "", width=20),
    },
    "单位": {
        "单位名称": Hint("全称，作为单位的唯一标识", "示例社区居民委员会", width=30),
        "单位类别": Hint("从下拉中选", "社区居委会", _words(UnitKind), 18),
        "统一社会信用代码": Hint("18 位；没有的留空", "", width=22),
        "统计用区划代码": Hint("12 位，所在社区（村）的代码", "999999100001", width=18),
        "所属镇": Hint("镇名", "示例镇"),
        "主管部门": Hint("文字", "县民政局", width=18),
        "服务领域": Hint("文字", "", SERVICE_FIELDS),
        "联系人": Hint("文字", "", width=10),
        "联系电话": Hint("文本", "", width=16),
    },
    "岗位": {
        "单位名称": Hint("与“单位”表一致", "示例社区居民委员会", width=30),
        "岗位名称": Hint("同一单位内不重复", "社区社工岗", width=20),
        "岗位数": Hint("整数", 1, width=8),
        "设置方式": Hint("从下拉中选", "现有岗位转换", _words(SetupMode), 16),
        "设置日期": Hint(DATE, datetime.date(2020, 12, 1)),
        "撤销日期": Hint(DATE + "，当日仍在备案；仍在备案的留空", None),
        "岗位类别": Hint("文字；医院、学校须为专业技术岗位", "社区专职岗位", POST_CATEGORIES, 16),
        "岗位等级": Hint("文字", ""),
        "服务领域": Hint("文字", "", SERVICE_FIELDS),
        "职责任务": Hint("文字", "资源链接、社会融入", width=30),
        "任职条件": Hint("文字", "持有助理社会工作师以上证书", width=30),
    },
    "花名册": {
        "姓名": Hint("中文姓名，中间可以有空格", "示例甲", width=10),
        "身份证号": Hint(LONG, "999999199001010011", width=22),
        "工作单位": Hint("与“单位”表一致", "示例社区居民委员会", width=30),
        "人员类别": Hint("从下拉中选", "社区工作者", _words(StaffCategory), 16),
        "任职起始日期": Hint(DATE, datetime.date(2020, 3, 1)),
        "任职终止日期": Hint(DATE + "，当日仍在职；在职的留空", None),
        "岗位名称": Hint("在社会工作岗位上岗的填，与“岗位”表一致", "社区社工岗", width=18),
        "上岗日期": Hint(DATE + "；空着按任职起始日期", None),
        "离岗日期": Hint(DATE + "，当日仍在岗；空着按任职终止日期", None),
        "证书级别": Hint("从下拉中选；一人两证分两行填", "助理社会工作师", _words(Level), 16),
        "管理号": Hint(LONG, "DEMO20210001", width=26),
        "考试年度": Hint("四位年份；空着按批准日期的年份", 2021, width=10),
        "批准日期": Hint(MONTH_OR_DATE, datetime.date(2021, 10, 17)),
        "签发日期": Hint(MONTH_OR_DATE, None),
        "撤销日期": Hint(MONTH_OR_DATE + "；自这一日起不再持有", None),
        "学历": Hint("文字", "大专", width=10),
        "政治面貌": Hint("文字", "", width=10),
        "职务": Hint("文字", "", width=12),
        "联系电话": Hint("文本", "", width=16),
        "开户银行": Hint("全称", "", width=24),
        "银行账号": Hint(LONG, "", width=24),
        "备注": Hint("文字", "", width=20),
    },
    "培训记录": {
        "身份证号": Hint(LONG + "；须已在花名册", "999999199001010011", width=22),
        "培训名称": Hint("文字", "社会工作实务培训", width=28),
        "结束日期": Hint(DATE, datetime.date(2021, 9, 30)),
        "学时": Hint("数字，最多两位小数", 8, width=8),
        "主办单位": Hint("文字", "县民政局", width=20),
    },
}


def hint(layout: Layout, heading: str) -> Hint:
    """How a column of a sheet is filled in."""
    roll = ROLLS.titled(layout.name)
    if roll is None:
        return HINTS[layout.name][heading]
    if heading == NAME and roll.names:
        return Hint("与身份证号核对，不另存", "", width=10)
    entry = next(one for one in roll.entries if one.heading == heading)
    return Hint(entry.hint, entry.example, entry.words, entry.width)


def template(sheets: Sequence[Layout], notes: Sequence[str] = FOR_REGISTERS) -> bytes:
    """The empty workbook of these sheets: an example above each heading row (so that it can never be imported), drop-downs,
    a guide that begins with these notes."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        styles = _styles(book)
        _write_guide(book, styles, sheets, notes)
        for layout in sheets:
            _write_sheet(book, styles, layout, (), with_example=True)
    return target.getvalue()


def write_rows(target: BinaryIO, rows: Mapping[str, Iterable[Mapping[str, Any]]], today: datetime.date) -> None:
    """A workbook of the exchange with these rows by sheet; a row gives values by heading."""
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        styles = _styles(book)
        for layout in layouts(today):
            if layout.name in rows:
                _write_sheet(book, styles, layout, rows[layout.name], with_example=False)


def _styles(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "border_color": "#9AA5B1"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "required": book.add_format(
            {"bold": True, "bg_color": "#E8F0F9", "align": "center", "text_wrap": True, **edge}
        ),
        "optional": book.add_format(
            {"bold": True, "bg_color": "#F5F7FA", "align": "center", "text_wrap": True, **edge}
        ),
        "example": book.add_format({"italic": True, "font_color": "#52606D", "num_format": "@"}),
        "example_date": book.add_format(
            {"italic": True, "font_color": "#52606D", "num_format": "yyyy-mm-dd", "align": "left"}
        ),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top", **edge}),
    }


def _write_sheet(
    book: Any, styles: Mapping[str, Any], layout: Layout, rows: Iterable[Mapping[str, Any]], *, with_example: bool
) -> None:
    sheet = book.add_worksheet(layout.name)
    heading_row = _write_top(sheet, styles, layout) if with_example else 0
    for column, field in enumerate(layout.fields):
        told = hint(layout, field.heading)
        sheet.set_column(column, column, told.width, styles["date" if _is_date(field.heading) else "text"])
        sheet.write_string(
            heading_row,
            column,
            field.heading + ("*" if field.required else ""),
            styles["required" if field.required else "optional"],
        )
        if with_example:
            _write_cell(sheet, 1, column, told.example, styles["example"], styles["example_date"])
            _restrict(sheet, heading_row + 1, column, told)
    sheet.set_row(heading_row, 30)
    sheet.freeze_panes(heading_row + 1, 2)
    for number, row in enumerate(rows, heading_row + 1):
        for column, field in enumerate(layout.fields):
            _write_cell(sheet, number, column, row.get(field.heading), styles["text"], styles["date"])


def _write_top(sheet: Any, styles: Mapping[str, Any], layout: Layout) -> int:
    """Title and example row; returns the row, counted from 0, where the headings go."""
    sheet.write_string(
        0, 0, f"{layout.name}（第 2 行是示例，不会导入；数据从第 4 行填起；带 * 的必填）", styles["title"]
    )
    return 2


def _is_date(heading: str) -> bool:
    return heading.endswith("日期")


def _write_cell(sheet: Any, row: int, column: int, value: Any, text: Any, date: Any) -> None:
    match value:
        case None | "":
            return
        case datetime.date():
            sheet.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()), date)
        case int():
            sheet.write_number(row, column, value, text)
        case _:
            sheet.write_string(row, column, str(value), text)


def _restrict(sheet: Any, first: int, column: int, told: Hint) -> None:
    if told.options and len(",".join(told.options)) <= LONGEST_DROP_DOWN:
        rule = {
            "validate": "list",
            "source": list(told.options),
            "error_type": "warning",
            "error_title": "请从下拉中选",
        }
        sheet.data_validation(first, column, first + TEMPLATE_ROWS, column, rule)


def _write_guide(book: Any, styles: Mapping[str, Any], sheets: Sequence[Layout], notes: Sequence[str]) -> None:
    guide = book.add_worksheet(GUIDE)
    guide.write_string(0, 0, "填写说明", styles["title"])
    for row, note in enumerate(notes, 1):
        guide.write_string(row, 0, f"{row}. {note}")
    headings = ("工作表", "栏", "必填", "怎样填", "可选的值", "示例")
    for column, heading in enumerate(headings):
        guide.write_string(6, column, heading, styles["required"])
    for row, cells in enumerate(_guide_rows(sheets), 7):
        for column, cell in enumerate(cells):
            guide.write_string(row, column, cell, styles["wrap"])
    for column, width in enumerate((14, 18, 6, 44, 44, 24)):
        guide.set_column(column, column, width)
    guide.freeze_panes(7, 0)


def _guide_rows(sheets: Sequence[Layout]) -> Iterable[tuple[str, ...]]:
    for layout in sheets:
        for field in layout.fields:
            told = hint(layout, field.heading)
            example = "" if told.example is None else str(told.example)
            yield (
                layout.name,
                field.heading,
                "必填" if field.required else "",
                told.form,
                "、".join(told.options),
                example,
            )

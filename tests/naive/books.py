"""A world as a workbook, laid out as carelessly as offices do and docs/commands.md allows."""

import random

from openpyxl import Workbook

HEADINGS = {
    "全县年度数据": "年度* 常住人口* 户籍人口 来源",
    "社区（村）": "统计用区划代码* 名称* 所属镇* 常住人口 备注",
    "单位": "单位名称* 单位类别* 统一社会信用代码 统计用区划代码 所属镇 主管部门 服务领域 联系人 联系电话",
    "岗位": "单位名称* 岗位名称* 岗位数* 设置方式* 设置日期* 撤销日期 岗位类别 岗位等级 服务领域 职责任务 任职条件",
    "花名册": (
        "姓名* 身份证号* 工作单位* 人员类别* 任职起始日期* 任职终止日期 岗位名称 上岗日期 离岗日期 证书级别 管理号 考试年度 "
        "批准日期 签发日期 撤销日期 学历 政治面貌 职务 联系电话 开户银行 银行账号 备注"
    ),
    "培训记录": "身份证号* 培训名称* 结束日期* 学时* 主办单位",
}
CLOSINGS = (
    "合计",
    "合计：9人",
    "合计 9",
    "填表人：钟芳",
    "制表人",
    "审核人（签字）",
    "单位负责人:",
    "注：以上属实",
    "备注：以上属实",
)


def halves(world):
    """The same world sent in two files: the second has the later half of the roster, and the trainings."""
    middle = len(world["花名册"]) // 2
    early, late = world["花名册"][:middle], world["花名册"][middle:]
    registers = {sheet: rows for sheet, rows in world.items() if sheet != "培训记录"}
    return {**registers, "花名册": early}, {"花名册": late, "培训记录": world["培训记录"]}


def write_book(world, path, seed):
    dice = random.Random(seed)
    book = Workbook()
    book.remove(book.active)
    sheets = list(world)
    dice.shuffle(sheets)
    for sheet in sheets:
        _write_sheet(dice, book.create_sheet(sheet), HEADINGS[sheet].split(), world[sheet])
    book.save(path)
    return path


def _write_sheet(dice, sheet, headings, rows):
    columns = _columns(dice, headings, rows)
    _write_title(dice, sheet, len(columns))
    sheet.append([_heading(dice, name) for name in columns])
    for number, row in enumerate(rows, start=1):
        if dice.random() < 0.05:
            sheet.append([None, "  ", None])
        _write_row(sheet, [number if name == "序号" else row.get(name.strip("*")) for name in columns])
    if dice.random() < 0.5:
        _write_closing(dice, sheet, len(columns))


def _columns(dice, headings, rows):
    """In any order, an unknown one among them, and without some of those which nobody filled."""
    columns = []
    for name in headings:
        empty = all(row.get(name) is None for row in rows)
        if name.endswith("*") or not empty or dice.random() < 0.5:
            columns.append(name)
    if dice.random() < 0.5:
        dice.shuffle(columns)
    return ["序号", *columns] if dice.random() < 0.6 else columns


def _heading(dice, name):
    bare = name.strip("*")
    forms = [bare, bare, f"{bare[:2]} {bare[2:]}", f"{bare[:2]}\n{bare[2:]}"]
    if name.endswith("*"):
        forms += [name, f"{bare} *", f"{bare}（必填）"]
    return dice.choice(forms)


def _write_title(dice, sheet, width):
    for line in range(1, dice.choice((0, 0, 1, 2, 10)) + 1):
        sheet.append([f"定南县{sheet.title}（第{line}行）"])
        if dice.random() < 0.5 and width > 1:
            sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=width)


def _write_row(sheet, cells):
    sheet.append(cells)
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.number_format = "@"


def _write_closing(dice, sheet, width):
    """What stands below the closing line is not data, whatever it says."""
    sheet.append([None] * dice.choice((0, 1)) + [dice.choice(CLOSINGS)])
    if dice.random() < 0.5:
        sheet.append([f"第{column}列" for column in range(width)])

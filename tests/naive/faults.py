"""One fault in an otherwise acceptable world, for each reason of docs/commands.md section 1 to refuse a row."""

from tests.naive.roster import check_digit

FAULTS = (
    ("花名册", "身份证号", "id_is_number"),
    ("花名册", "身份证号", "id_format"),
    ("花名册", "身份证号", "id_check_digit"),
    ("花名册", "管理号", "id_is_number"),
    ("花名册", "银行账号", "id_is_number"),
    ("花名册", "姓名", "name_conflict"),
    ("花名册", "姓名", "required"),
    ("花名册", "工作单位", "unknown_unit"),
    ("花名册", "岗位名称", "unknown_post"),
    ("花名册", "人员类别", "choice"),
    ("花名册", "证书级别", "choice"),
    ("花名册", "任职起始日期", "date"),
    ("花名册", "任职终止日期", "date_order"),
    ("花名册", "批准日期", "date"),
    ("花名册", "批准日期", "certificate_incomplete"),
    ("花名册", "管理号", "certificate_incomplete"),
    ("花名册", "管理号", "certificate_taken"),
    ("培训记录", "身份证号", "unknown_person"),
    ("培训记录", "学时", "number"),
    ("岗位", "撤销日期", "date_order"),
    ("岗位", "单位名称", "unknown_unit"),
    ("单位", "单位类别", "choice"),
    ("单位", "统计用区划代码", "unknown_community"),
    ("社区（村）", "统计用区划代码", "code_format"),
    ("全县年度数据", "常住人口", "number"),
)
CERTIFICATE = {"证书级别": "初级", "管理号": "20213607999", "批准日期": "2021-06"}
STRANGER = "99999919990101999"


def spoil(world, sheet, column, code):
    """Spoils the last row of the sheet, after which nothing can mend it."""
    rows = world[sheet]
    row = rows[-1]
    if column in (*CERTIFICATE, "证书级别"):
        row.update(CERTIFICATE)
    if code == "certificate_taken":
        _give_away(rows, row)
        return
    row.update(_fault(row, column, code))


def _give_away(rows, row):
    """The 管理号 of this row's certificate stands with somebody else's, too."""
    other = next(other for other in rows if other["姓名"] != row["姓名"])
    other.update(CERTIFICATE)


def _fault(row, column, code):
    match code:
        case "required" | "certificate_incomplete":
            return {column: None}
        case "id_is_number":
            return {column: 6228480402564890018}
        case "id_format":
            return {column: "99999919990101"}
        case "id_check_digit":
            return {column: STRANGER + ("0" if check_digit(STRANGER) != "0" else "1")}
        case "unknown_person":
            return {column: STRANGER + check_digit(STRANGER)}
        case "unknown_community":
            return {column: "360728999999"}
        case "code_format":
            return {column: "36072810000"}
        case "date_order":
            return {column: "1999-12-31"}
        case "date":
            return {column: 2020.1 if column == "批准日期" else "2021-02-30"}
        case _:
            return {column: "某某无此"}

"""Workbooks for the tests of the import: sheets as headings and rows, and the import as the command does it."""

import io
import json
import re
import zipfile

import openpyxl
from django.core.management import call_command

from tests.county import id_number

COUNTY = {
    "社区（村）": [
        {"统计用区划代码": "360728100001", "名称": "甲社区居民委员会", "所属镇": "历市镇", "常住人口": 1000}
    ],
    "单位": [
        {"单位名称": "甲社区居民委员会", "单位类别": "社区居委会", "统计用区划代码": "360728100001"},
        {"单位名称": "乙小学", "单位类别": "学校", "所属镇": "历市镇"},
    ],
    "岗位": [{"单位名称": "乙小学", "岗位名称": "社工岗", "岗位数": 1, "设置方式": "招聘", "设置日期": "2020-01-01"}],
}

AT_SCHOOL = {"工作单位": "乙小学", "人员类别": "事业单位在编", "岗位名称": "社工岗"}


def holder(number=1, name="张三", **cells):
    """A row of 花名册: someone in the committee's service with a certificate; None takes a cell out."""
    row = {
        "姓名": name, "身份证号": id_number(number), "工作单位": "甲社区居民委员会", "人员类别": "社区工作者",
        "任职起始日期": "2020-01-01", "证书级别": "助理社会工作师", "管理号": f"DEMO{number}", "批准日期": "2021-06-20",
    }  # fmt: skip
    return {heading: value for heading, value in {**row, **cells}.items() if value is not None}


def write(path, sheets, *, above=(), order=None):
    """sheets: name → rows as dicts; above are rows before the headings; order turns the headings round."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line in above:
            sheet.append(line)
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        headings = order(headings) if order else headings
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    book.save(path)
    return path


def altered(path, changes=(), left_out=()):
    """The workbook with these members replaced or added."""
    changes = dict(changes)
    with zipfile.ZipFile(path) as source:
        members = {name: source.read(name) for name in source.namelist() if name not in left_out}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in {**members, **changes}.items():
            target.writestr(name, data)
    return path


def with_cell(path, sheet, place, markup):
    """The workbook with this markup for a cell of a sheet, as `t="e"><v>#N/A</v>`; it keeps its place."""
    part = f"xl/worksheets/sheet{openpyxl.load_workbook(path).sheetnames.index(sheet) + 1}.xml"
    with zipfile.ZipFile(path) as book:
        text = book.read(part).decode()
    cell = f'<c r="{place}" {markup}</c>'
    text, count = re.subn(rf'<c r="{place}"(?:[^>]*/>|.*?</c>)', lambda _: cell, text)
    assert count == 1
    return altered(path, {part: text})


def take(path, *options):
    """(exit status, result) of `manage.py import_workbook`."""
    out = io.StringIO()
    try:
        call_command("import_workbook", str(path), "--format", "json", *options, stdout=out)
    except SystemExit as end:
        return end.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def codes(result, kind="errors"):
    return [(one["sheet"], one["row"], one["column"], one["code"]) for one in result[kind]]


def send(tmp_path, roster=(), *options, **sheets):
    """A file with the small county, these rows of 花名册, and these other sheets instead of the county's."""
    content = {**COUNTY, **sheets}
    if roster:
        content["花名册"] = list(roster)
    return take(write(tmp_path / "file.xlsx", content), *options)


def counts(result, sheet="花名册"):
    return tuple(result["sheets"][sheet][key] for key in ("rows", "created", "updated", "unchanged", "refused"))

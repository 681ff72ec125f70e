"""The registers that the rows of a world make, and how things stand in them on one day: what tests/naive/answers.py counts.

A world is what the sheets of a workbook say: {sheet name: [{heading: cell}]}.
"""

from tests.naive import cells

# The registers: the rows of a world, merged in order.


def registers(world):
    """The sheets are read in the order of docs/commands.md, wherever they stand in the file."""
    found = {"years": {}, "communities": {}, "units": {}, "posts": {}, "people": {}}
    found |= {"services": {}, "postings": {}, "certificates": {}, "trainings": {}}
    for sheet, merge_row in MERGE.items():
        for row in world.get(sheet, []):
            merge_row(found, row)
    return found


def _fill(register, key, row, headings):
    """An empty cell never erases; a filled one replaces what an earlier row said."""
    entry = register.setdefault(key, dict.fromkeys(headings))
    for name, (heading, read) in headings.items():
        if not cells.blank(row.get(heading)):
            entry[name] = read(row[heading])
    return entry


def _merge_year(found, row):
    _fill(found["years"], cells.whole(row["年度"]), row, {"population": ("常住人口", cells.whole)})


def _merge_community(found, row):
    headings = {"name": ("名称", cells.plain), "town": ("所属镇", cells.plain)}
    _fill(found["communities"], cells.plain(row["统计用区划代码"]), row, headings)


def _merge_unit(found, row):
    headings = {"kind": ("单位类别", cells.plain), "code": ("统计用区划代码", cells.plain)}
    _fill(found["units"], cells.plain(row["单位名称"]), row, headings)


def _merge_post(found, row):
    key = (cells.plain(row["单位名称"]), cells.plain(row["岗位名称"]))
    _fill(found["posts"], key, row, {"since": ("设置日期", cells.day), "until": ("撤销日期", cells.day)})


def _merge_roster(found, row):
    person = cells.id_number(row["身份证号"])
    _fill(found["people"], person, row, {"name": ("姓名", cells.plain)})
    service = (person, cells.plain(row["工作单位"]), cells.plain(row["人员类别"]), cells.day(row["任职起始日期"]))
    _fill(found["services"], service, row, {"until": ("任职终止日期", cells.day)})
    if not cells.blank(row.get("岗位名称")):
        _merge_posting(found, row, service)
    if not cells.blank(row.get("证书级别")):
        _merge_certificate(found, row, person)


def _merge_posting(found, row, service):
    """Without 上岗日期 the posting begins with the service; without 离岗日期 it ends with the service."""
    since = service[3] if cells.blank(row.get("上岗日期")) else cells.day(row["上岗日期"])
    key = (service, cells.plain(row["岗位名称"]), since)
    _fill(found["postings"], key, row, {"until": ("离岗日期", cells.day)})


def _merge_certificate(found, row, person):
    headings = {
        "exam_year": ("考试年度", cells.whole),
        "approved": ("批准日期", cells.day),
        "issued": ("签发日期", cells.day),
        "revoked": ("撤销日期", cells.day),
    }
    key = (person, cells.level(row["证书级别"]), cells.plain(row["管理号"]))
    _fill(found["certificates"], key, row, headings)


def _merge_training(found, row):
    key = (cells.id_number(row["身份证号"]), cells.plain(row["培训名称"]), cells.day(row["结束日期"]))
    _fill(found["trainings"], key, row, {"hours": ("学时", cells.number)})


MERGE = {
    "全县年度数据": _merge_year,
    "社区（村）": _merge_community,
    "单位": _merge_unit,
    "岗位": _merge_post,
    "花名册": _merge_roster,
    "培训记录": _merge_training,
}


# How things stand on one day, docs/decisions.md 1.


def _covers(since, until, day):
    """Both days included."""
    if day < since:
        return False
    return until is None or day <= until


def services_on(found, person, day):
    """The services of a person that last on that day, the one that began first in front, then by the unit's name."""
    serving = []
    for key, service in found["services"].items():
        if key[0] == person and _covers(key[3], service["until"], day):
            serving.append(key)
    return sorted(serving, key=lambda key: (key[3], key[1]))


def posts_held_on(found, service, day):
    """The posts, filed or not, in which somebody stands on that day by this service."""
    if not _covers(service[3], found["services"][service]["until"], day):
        return []
    held = []
    for (of_service, post, since), posting in found["postings"].items():
        if of_service == service and _covers(since, posting["until"], day):
            held.append((service[1], post))
    return held


def filed(found, post, day):
    return _covers(found["posts"][post]["since"], found["posts"][post]["until"], day)


def obtained(certificate):
    return certificate["issued"] or certificate["approved"]


def levels_held(found, person, day):
    levels = []
    for (holder, level, _number), certificate in found["certificates"].items():
        if holder != person or day < obtained(certificate):
            continue
        # 撤销日期 is the first day without the certificate.
        if certificate["revoked"] is not None and day >= certificate["revoked"]:
            continue
        levels.append(level)
    return levels

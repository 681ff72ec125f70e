"""A second reading of docs/decisions.md, written apart from the portal's own and in the plainest way: one day, one person, one loop at a time.

It shares no line with the portal, so that the two err alike only where both misread the page. Being the second source, it states the figures itself.
A world is what the sheets of a workbook say; tests/naive/standing.py reads it.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from tests.naive.standing import filed, levels_held, obtained, posts_held_on, registers, services_on

ASSISTANT, WORKER, SENIOR = "助理社会工作师", "社会工作师", "高级社会工作师"
RANK = {ASSISTANT: 1, WORKER: 2, SENIOR: 3}
BONUS = {ASSISTANT: 1000, WORKER: 2000}  # 三（一）
ALLOWANCE = {ASSISTANT: 100, WORKER: 150, SENIOR: 260}  # 三（二）
FIRST_BONUS_YEAR = 2020  # docs/decisions.md 2
FIRST_ALLOWANCE_MONTH = "2021-01"  # docs/decisions.md 3
COMMITTEES = ("社区居委会", "村委会")
INSTITUTIONS = ("事业单位", "公立医院", "学校")  # docs/decisions.md 1, public institution
BONUS_KINDS = (
    *COMMITTEES,
    *INSTITUTIONS,
    "镇基层站所",
    "城市社区管委会基层站所",
    "社区社会组织",
)  # docs/decisions.md 2
CIVIL_SERVANT = "公务员（参公）"


# 三（一）: the exam bonus, docs/decisions.md 2.


def bonuses(world, year):
    found = registers(world)
    lines = []
    for key in sorted(found["certificates"]):
        if _exam_year(found["certificates"][key]) == year:
            lines.append(_bonus_line(found, key))
    totals = {outcome: _total(lines, outcome) for outcome in ("payable", "held", "refused")}
    return {"year": year, "lines": lines, "totals": totals}


def _exam_year(certificate):
    return certificate["exam_year"] or certificate["approved"].year


def _total(lines, outcome):
    amounts = [Decimal(line["amount"]) for line in lines if line["outcome"] == outcome]
    return {"count": len(amounts), "amount": _yuan(sum(amounts))}


def _yuan(amount):
    return f"{Decimal(amount):.2f}"


def _bonus_line(found, key):
    person, level, number = key
    certificate = found["certificates"][key]
    outcome, amount, reason = _bonus_outcome(found, key)
    return {
        "id_number": person,
        "name": found["people"][person]["name"],
        "level": level,
        "certificate_number": number,
        "exam_year": _exam_year(certificate),
        "obtained_on": obtained(certificate).isoformat(),
        "unit": _bonus_unit(found, person, obtained(certificate)),
        "outcome": outcome,
        "amount": _yuan(amount),
        "reason": reason,
        "clause": "三（一）",
    }


def _bonus_outcome(found, key):
    refused = _why_refused(found, key)
    if refused:
        return "refused", 0, refused
    held = _why_held(found, key)
    if held:
        return "held", BONUS[key[1]], held
    return "payable", BONUS[key[1]], None


def _why_refused(found, key):
    person, level, _number = key
    certificate = found["certificates"][key]
    if _exam_year(certificate) < FIRST_BONUS_YEAR:
        return "before_policy"
    if level not in BONUS:
        return "no_bonus_for_level"
    if _same_level_first(found, key):
        return "level_obtained_earlier"
    if _higher_level_first(found, key):
        return "higher_level_earlier"
    if not services_on(found, person, obtained(certificate)):
        return "not_in_service"
    return None


def _same_level_first(found, key):
    """On the same day the smaller 管理号 counts as the first."""
    person, level, number = key
    mine = (obtained(found["certificates"][key]), number)
    earlier = []
    for other, certificate in found["certificates"].items():
        if other[0] == person and other[1] == level and (obtained(certificate), other[2]) < mine:
            earlier.append(other)
    return bool(earlier)


def _higher_level_first(found, key):
    person, level, _number = key
    mine = obtained(found["certificates"][key])
    earlier = []
    for other, certificate in found["certificates"].items():
        if other[0] == person and RANK[other[1]] > RANK[level] and obtained(certificate) < mine:
            earlier.append(other)
    return bool(earlier)


def _why_held(found, key):
    person = key[0]
    certificate = found["certificates"][key]
    if len(_levels_of_exam_year(found, person, _exam_year(certificate))) > 1:
        return "two_levels_same_year"
    eligible = []
    for service in services_on(found, person, obtained(certificate)):
        if found["units"][service[1]]["kind"] in BONUS_KINDS:
            eligible.append(service)
    if not eligible:
        return "unit_kind"
    if all(service[2] == CIVIL_SERVANT for service in eligible):
        return "civil_servant"
    return None


def _levels_of_exam_year(found, person, year):
    levels = set()
    for (holder, level, _number), certificate in found["certificates"].items():
        if holder == person and _exam_year(certificate) == year:
            levels.add(level)
    return levels


def _bonus_unit(found, person, day):
    serving = services_on(found, person, day)
    for service in serving:
        if found["units"][service[1]]["kind"] in BONUS_KINDS and service[2] != CIVIL_SERVANT:
            return service[1]
    return serving[0][1] if serving else None


# 三（二）: the monthly allowance, docs/decisions.md 3.


def allowances(world, month):
    found = registers(world)
    lines = []
    for person in sorted(found["people"]):
        line = _allowance_line(found, person, month)
        if line:
            lines.append(line)
    amount = sum(Decimal(line["amount"]) for line in lines)
    return {"month": month, "lines": lines, "total": {"count": len(lines), "amount": _yuan(amount)}}


def _allowance_line(found, person, month):
    if month < FIRST_ALLOWANCE_MONTH:
        return None
    first = datetime.date.fromisoformat(month + "-01")
    eve = first - datetime.timedelta(days=1)
    levels = levels_held(found, person, eve)
    if not levels or not _qualifying(found, person, eve) or not _qualifying(found, person, first):
        return None
    level = max(levels, key=RANK.get)
    basis, _since, unit = min(_qualifying(found, person, first))
    return {
        "id_number": person,
        "name": found["people"][person]["name"],
        "unit": unit,
        "level": level,
        "amount": _yuan(ALLOWANCE[level]),
        "basis": basis,
        "clause": "三（二）",
    }


def _qualifying(found, person, day):
    """Each qualifying service as (basis, first day, unit), which is also the order in which one is chosen."""
    qualifying = []
    for service in services_on(found, person, day):
        basis = _basis(found, service, day)
        if basis:
            qualifying.append((basis, service[3], service[1]))
    return qualifying


def _basis(found, service, day):
    kind, category = found["units"][service[1]]["kind"], service[2]
    if kind in COMMITTEES and category in ("社区工作者", "村（居）干部"):
        return "A"
    if kind in INSTITUTIONS and category in ("事业单位在编", "事业单位聘用"):
        for post in posts_held_on(found, service, day):
            if filed(found, post, day):
                return "B"
    return None


# 一（一）, 三（二）: coverage, docs/decisions.md 4.


def coverage(world, on, today):
    found = registers(world)
    rows = _community_rows(found, on)
    urban = [row for row in rows if not _is_village(row["name"])]
    holders = len(_holders_in_service(found, on))
    population = _population(found, on.year)
    return {
        "on": on.isoformat(),
        "communities": {
            "count": len(rows),
            "posted": sum(row["posted"] for row in rows),
            "staffed": sum(row["staffed"] for row in rows),
            "both": sum(row["posted"] and row["staffed"] for row in rows),
        },
        "urban": {"count": len(urban), "staffed": sum(row["staffed"] for row in urban)},
        "gaps": [row for row in rows if not (row["posted"] and row["staffed"])],
        "holders": holders,
        "population": population,
        "per_mille": None if population is None else _two_places(holders * 1000, population),
        "needed": None if population is None else _needed(holders, population),
        "training": _training(found, on, today),
    }


def _community_rows(found, on):
    """The communities that count: a virtual one is listed but never counted."""
    rows = []
    for code in sorted(found["communities"]):
        community = found["communities"][code]
        if "虚拟" in community["name"]:
            continue
        standing = {"posted": _community_posted(found, code, on), "staffed": _community_staffed(found, code, on)}
        rows.append({"code": code, "name": community["name"], "town": community["town"], **standing})
    return rows


def _is_village(name):
    return name.endswith(("村民委员会", "村委会", "村"))


def _is_committee_of(found, unit, code):
    return found["units"][unit]["kind"] in COMMITTEES and found["units"][unit]["code"] == code


def _community_posted(found, code, on):
    return any(_is_committee_of(found, post[0], code) and filed(found, post, on) for post in found["posts"])


def _community_staffed(found, code, on):
    for person in _holders_in_service(found, on):
        for service in services_on(found, person, on):
            if _is_committee_of(found, service[1], code):
                return True
    return False


def _holders_in_service(found, on):
    holders = []
    for person in found["people"]:
        if levels_held(found, person, on) and services_on(found, person, on):
            holders.append(person)
    return holders


def _population(found, year):
    """常住人口 of the latest year on record that is not after this one."""
    years = [recorded for recorded in found["years"] if recorded <= year]
    return found["years"][max(years)]["population"] if years else None


def _two_places(part, whole):
    return str((Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _needed(holders, population):
    """One holder for each thousand or part of a thousand."""
    target = population // 1000
    if population % 1000:
        target = target + 1
    return max(target - holders, 0)


def _training(found, on, today):
    """A past year is judged on its last day, the current one on the day asked."""
    day = on if on.year == today.year else datetime.date(on.year, 12, 31)
    in_post = [person for person in found["people"] if _in_post(found, person, day)]
    trained = [person for person in in_post if _hours(found, person, on.year) >= 1]
    rate = _two_places(len(trained) * 100, len(in_post)) if in_post else None
    return {"in_post": len(in_post), "trained": len(trained), "rate": rate}


def _in_post(found, person, day):
    return any(posts_held_on(found, service, day) for service in services_on(found, person, day))


def _hours(found, person, year):
    hours = 0
    for (trained, _name, ended), training in found["trainings"].items():
        if trained == person and ended.year == year:
            hours = hours + training["hours"]
    return hours


# 三（三）: the purchase preference, docs/decisions.md 5.


def preference(world, on):
    found = registers(world)
    organisations = []
    for unit in sorted(found["units"]):
        if found["units"][unit]["kind"] != "社区社会组织":
            continue
        people = _counting_holders(found, unit, on)
        if people:
            organisations.append(
                {"name": unit, "holders": len(people), "recommended": len(people) >= 3, "people": sorted(people)}
            )
    return {"on": on.isoformat(), "organisations": organisations}


def _counting_holders(found, unit, on):
    """The names of those who hold a certificate and lead the organisation or work for it full time."""
    names = []
    for person in _holders_in_service(found, on):
        categories = [service[2] for service in services_on(found, person, on) if service[1] == unit]
        if "社会组织负责人" in categories or "社会组织专职" in categories:
            names.append(found["people"][person]["name"])
    return names

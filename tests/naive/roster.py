"""The people of a random county and their rows in 花名册.

The days of one person come from a few moments of theirs and the days beside them, because only then do services, postings, certificates and posts
begin and end on the same day, the day before and the day after.
"""

import datetime
from dataclasses import dataclass

from tests.naive.clerks import LEVEL_WORDS, say_certificate, say_day, say_id, say_name
from tests.naive.days import ends, maybe, moment, near, not_before

CATEGORIES = (
    "社区工作者",
    "村（居）干部",
    "事业单位在编",
    "事业单位聘用",
    "站所干部",
    "公务员（参公）",
    "社会组织负责人",
    "社会组织专职",
    "社会组织兼职",
    "其他",
)
USUAL_CATEGORIES = {
    "社区居委会": ("社区工作者", "村（居）干部"),
    "村委会": ("村（居）干部", "社区工作者"),
    "事业单位": ("事业单位在编", "事业单位聘用"),
    "公立医院": ("事业单位在编", "事业单位聘用"),
    "学校": ("事业单位聘用", "事业单位在编"),
    "社区社会组织": ("社会组织负责人", "社会组织专职", "社会组织兼职"),
}
SURNAMES, GIVEN = "张王李赵曾钟", ("三", "伟", "芳", "小英", "建国")
# In front of the same digits, each makes another number.
LETTERS = ("SW", "sw", "SW-", "赣社（2020）第")
LONG_AGO = datetime.date(2019, 12, 1)


@dataclass
class Someone:
    id_number: str
    name: str
    moments: list
    services: list
    certificates: list


def make_people(county):
    people = {}
    for _ in range(county.dice.choice((5, 8, 12, 20, 40))):
        id_number = make_id(county.dice)
        people[id_number] = _someone(county, id_number)
    return list(people.values())


def make_id(dice):
    """Address code 999999 belongs to nobody; the check digit is that of ISO 7064 mod 11-2."""
    born = datetime.date(1955, 1, 1) + datetime.timedelta(days=dice.randint(0, 18_500))
    while True:
        body = f"999999{born:%Y%m%d}{dice.randint(0, 999):03}"
        check = check_digit(body)
        if check == "X" or dice.random() < 0.6:
            return body + check


def check_digit(body):
    remainder = 0
    for digit in body:
        remainder = (remainder + int(digit)) * 2 % 11
    return "0123456789X"[(12 - remainder) % 11]


def _someone(county, id_number):
    dice = county.dice
    moments = [moment(dice) for _ in range(dice.randint(1, 3))] + dice.sample(county.moments, 2)
    services = [_service(county, moments, after=None)]
    for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
        services.append(_service(county, moments, after=dice.choice(services)))
    name = dice.choice(SURNAMES) + dice.choice(GIVEN)
    return Someone(id_number, name, moments, services, _certificates(dice, moments, id_number))


def _service(county, moments, after):
    dice = county.dice
    unit = _employer(county, after)
    usual = USUAL_CATEGORIES.get(county.kinds[unit], CATEGORIES)
    category = dice.choice(usual if dice.random() < 0.7 else CATEGORIES)
    since = _service_since(dice, moments, after)
    service = {"unit": unit, "category": category, "since": since, "ends": ends(dice, moments, since, 0.5)}
    service["postings"] = []
    for post in county.posts[unit]:
        for _ in range(dice.choice((0, 1, 1, 1, 2))):
            service["postings"].append(_posting(dice, moments, post, service))
    return service


def _employer(county, after):
    """Often the same unit again; 社区社会组织 rather often, or none would have three holders."""
    dice = county.dice
    if after and dice.random() < 0.3:
        return after["unit"]
    organisations = [unit for unit, kind in county.kinds.items() if kind == "社区社会组织"]
    if organisations and dice.random() < 0.2:
        return organisations[0]
    return dice.choice(tuple(county.kinds))


def _service_since(dice, moments, after):
    """Often just as another service ends: on its last day, the day after, or with a gap of one day."""
    end = after["ends"][-1] if after else None
    if end and dice.random() < 0.6:
        return end + datetime.timedelta(days=dice.choice((0, 1, 1, 1, 2)))
    return dice.choice((near(dice, moments), LONG_AGO, min(moments)))


def _posting(dice, moments, post, service):
    since = maybe(dice, 0.5, near(dice, moments))
    until = ends(dice, moments, since or service["since"], 0.4)
    if _begins_after(since, service):
        # Blank would mean the service's last day, and an end before its start is refused.
        until = [not_before(dice, moments, since)]
    return {"post": post, "since": since, "ends": until}


def _begins_after(since, service):
    return since is not None and any(end and since > end for end in service["ends"])


def _certificates(dice, moments, id_number):
    certificates = {}
    for order in range(dice.choice((0, 1, 1, 1, 2, 2, 3, 4))):
        level = dice.choices(tuple(LEVEL_WORDS), (5, 5, 2))[0]
        number = _certificate_number(dice, id_number, order)
        certificates[level, number] = _certificate(dice, moments, level, number)
    return list(certificates.values())


def _certificate_number(dice, id_number, order):
    """Of different lengths, so that smaller as text and smaller as a number part; now and then two levels share one."""
    digits = str(int(id_number[6:17]))
    return dice.choice(
        (f"{digits}{order}", f"9{digits}", f"10{digits}{order:03}", f"{LETTERS[order]}{digits}", f"20203607{digits}")
    )


def _certificate(dice, moments, level, number):
    approved = near(dice, moments)
    if dice.random() < 0.3:
        approved = datetime.date(dice.choice((2019, approved.year, approved.year)), approved.month, 1)
    issued = maybe(dice, 0.4, near(dice, moments))
    return {
        "level": level,
        "number": number,
        "exam_year": dice.choice((None, None, None, approved.year, approved.year - 1, 2020, 2021)),
        "approved": approved,
        "issued": issued,
        "revoked": maybe(dice, 0.25, not_before(dice, moments, max(approved, issued or approved))),
    }


def rows_of(dice, someone):
    """Each service, posting and certificate is stated at least once; some are stated again with fewer or other cells."""
    rows = []
    for service in someone.services:
        for posting in service["postings"] or (None,):
            rows.append(_service_row(dice, someone, service, posting))
    while len(rows) < len(someone.certificates) or dice.random() < 0.3:
        rows.append(_repeated_row(dice, someone))
    for row, certificate in zip(dice.sample(rows, len(someone.certificates)), someone.certificates, strict=True):
        row.update(say_certificate(dice, certificate, complete=True))
    for row in rows:
        if "证书级别" not in row and someone.certificates and dice.random() < 0.3:
            row.update(say_certificate(dice, dice.choice(someone.certificates), complete=False))
    return rows


def _repeated_row(dice, someone):
    service = dice.choice(someone.services)
    posting = dice.choice((None, *service["postings"]))
    row = _service_row(dice, someone, service, posting)
    row["任职终止日期"] = maybe(dice, 0.5, row["任职终止日期"])
    if posting and not _begins_after(posting["since"], service):
        row["离岗日期"] = maybe(dice, 0.5, row["离岗日期"])
    return row


def _service_row(dice, someone, service, posting):
    posting = posting or {"post": None, "since": None, "ends": [None]}
    return {
        "姓名": say_name(dice, someone.name),
        "身份证号": say_id(dice, someone.id_number),
        "工作单位": say_name(dice, service["unit"]),
        "人员类别": service["category"],
        "任职起始日期": say_day(dice, service["since"]),
        "任职终止日期": say_day(dice, dice.choice(service["ends"])),
        "岗位名称": posting["post"] and say_name(dice, posting["post"]),
        "上岗日期": say_day(dice, posting["since"]),
        "离岗日期": say_day(dice, dice.choice(posting["ends"])),
        **_what_no_rule_reads(dice),
    }


def _what_no_rule_reads(dice):
    return {
        "学历": dice.choice((None, "本科", "大专")),
        "政治面貌": dice.choice((None, "群众")),
        "职务": dice.choice((None, "主任")),
        "联系电话": dice.choice((None, "13800138000")),
        "开户银行": dice.choice((None, "农商银行")),
        "银行账号": dice.choice((None, "6228480402564890018")),
        "备注": dice.choice((None, "见附件")),
    }

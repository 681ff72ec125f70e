"""How clerks write things down: every form that docs/commands.md section 1 accepts."""

import datetime

from tests.naive.days import maybe

LEVEL_WORDS = {
    "助理社会工作师": ("助理社会工作师", "助理社工师", "初级"),
    "社会工作师": ("社会工作师", "社工师", "中级"),
    "高级社会工作师": ("高级社会工作师", "高级社工师", "高级"),
}
# Whether inner spaces also stand in the names with which the sheets 社区（村）, 单位 and 培训记录 make something known.
SPACES_WHERE_NAMES_ARE_GIVEN = False


def say_day(dice, day):
    if day is None:
        return None
    y, m, d = day.year, day.month, day.day
    texts = (f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y}{m:02}{d:02}")
    loose = (f"{y}-{m}-{d}", f"{y}/{m:02}/{d:02}", f"{y}年{m:02}月{d:02}日")
    moment = datetime.datetime(y, m, d)
    return dice.choice((day, day, day, moment, *texts, *loose))


def say_certificate_day(dice, day):
    """Certificates may name a month, which means its first day, and may hold 20210620 as a number."""
    if day is None or dice.random() < 0.6:
        return say_day(dice, day)
    if day.day == 1:
        return dice.choice((f"{day:%Y-%m}", f"{day.year}.{day.month}", f"{day.year}年{day.month}月", f"{day:%Y.%m}"))
    return int(f"{day:%Y%m%d}")


def say_name(dice, name):
    if dice.random() < 0.85:
        return name
    cut = dice.randint(1, len(name) - 1)
    return name[:cut] + dice.choice((" ", "  ", "　")) + name[cut:]


def give_name(dice, name):
    """The name as the sheet writes it that makes the thing known."""
    return say_name(dice, name) if SPACES_WHERE_NAMES_ARE_GIVEN else name


def say_number(dice, number):
    return number if dice.random() < 0.7 else str(number)


def say_id(dice, number):
    says = dice.random()
    if says < 0.7:
        return number
    if says < 0.8:
        return number.lower()
    if says < 0.9:
        return f" {number[:6]} {number[6:14]}　{number[14:]}"
    return "".join(chr(ord(character) + 0xFEE0) for character in number)


def say_certificate(dice, certificate, *, complete):
    """The six cells of a certificate; without 管理号 and 批准日期 a row would be refused."""
    share = 1 if complete else 0.5
    return {
        "证书级别": dice.choice(LEVEL_WORDS[certificate["level"]]),
        "管理号": _say_certificate_number(dice, certificate["number"]),
        "考试年度": maybe(dice, share, certificate["exam_year"]),
        "批准日期": say_certificate_day(dice, certificate["approved"]),
        "签发日期": say_certificate_day(dice, maybe(dice, share, certificate["issued"])),
        "撤销日期": say_certificate_day(dice, maybe(dice, share, certificate["revoked"])),
    }


def _say_certificate_number(dice, number):
    """Up to 15 digits survive as a number."""
    if number.isdigit() and len(number) <= 15 and dice.random() < 0.2:
        return int(number)
    return number

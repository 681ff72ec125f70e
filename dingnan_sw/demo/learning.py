"""The demo county's registrations, continuing education and training plan: invented, plain to see as such."""

import datetime
import random
from collections.abc import Iterator
from typing import Any

from dingnan_sw.demo.county import County, Row


def rows(county: County, chance: random.Random, today: datetime.date) -> dict[str, list[Row]]:
    """By sheet, for holders of the demo's own rows; the training plan has the sessions that its 培训记录 name."""
    holders = [person for person in county.people if person.get("证书级别") and not person.get("任职终止日期")]
    return {
        "证书登记": [row for person in holders for row in _registrations(person, chance, today)],
        "继续教育": [row for person in holders for row in _learnings(person, chance, today)],
        "培训计划": list(_plan(today)),
    }


def _registrations(person: Row, chance: random.Random, today: datetime.date) -> Iterator[Row]:
    """Most are registered some months after the certificate and renewed; some are late, some have applied."""
    since = (person["签发日期"] or person["批准日期"]) + datetime.timedelta(days=chance.randint(40, 330))
    kind, number = "首次登记", 1
    while since <= today and chance.random() < 0.8:
        yield _granted(person, kind, since, number)
        since, kind, number = _after(since), "再登记", number + 1
    if number > 1 and today <= since <= today + datetime.timedelta(days=60) and chance.random() < 0.5:
        yield _of(person, kind, today - datetime.timedelta(days=9)) | {"办理情况": "办理中"}


def _after(since: datetime.date) -> datetime.date:
    return since.replace(year=since.year + 3, day=min(since.day, 28))


def _granted(person: Row, kind: str, since: datetime.date, number: int) -> Row:
    return _of(person, kind, since - datetime.timedelta(days=20)) | {
        "办理情况": "已登记",
        "登记证书编号": f"{person['管理号']}-{number}",
        "有效期起始日期": since,
        "有效期终止日期": _after(since) - datetime.timedelta(days=1),
        "登记机构或凭据": "演示登记",
    }


def _of(person: Row, kind: str, filed_on: datetime.date) -> Row:
    return _person(person) | {"证书级别": person["证书级别"], "登记类型": kind, "申请日期": filed_on}


def _person(person: Row) -> dict[str, Any]:
    return {"姓名": person["姓名"], "身份证号": person["身份证号"], "单位名称": person["工作单位"]}


def _learnings(person: Row, chance: random.Random, today: datetime.date) -> Iterator[Row]:
    for year in (today.year - 1, today.year):
        if chance.random() < 0.4:
            yield _person(person) | {
                "学习形式": chance.choice(("网络学习", "学术交流", "督导与研究")),
                "内容": f"{year}年社会工作网络课程（演示）",
                "完成日期": min(datetime.date(year, 5, 20), today),
                "学时": chance.choice((12, 24, 36)),
                "出具证明的单位": "演示培训机构",
            }


def _plan(today: datetime.date) -> Iterator[Row]:
    for year in range(2022, today.year + 1):
        ended = min(datetime.date(year, 9, 20), today)
        yield _session(year, f"{year}年社会工作实务培训", ended, 16)
    yield _session(today.year + 1, f"{today.year + 1}年考前培训", datetime.date(today.year + 1, 4, 20), 24)


def _session(year: int, title: str, ended: datetime.date, hours: int) -> Row:
    return {
        "培训名称": title,
        "计划年度": year,
        "培训内容": "社会工作实务",
        "开始日期": ended - datetime.timedelta(days=1),
        "结束日期": ended,
        "学时": hours,
        "主办单位": "县民政局（演示）",
        "名额": 200,
    }

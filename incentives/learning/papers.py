"""持证社会工作者登记表 (docs/sheets.md 1): one holder with what is on record; what is not on record is left to be written in."""

import datetime
from collections.abc import Sequence
from typing import Any

from dingnan_sw.lib.dates import full_years, last_day
from dingnan_sw.lib.paper.grid import BY_HAND, SEALED, Box, Grid
from positions.access import Scope
from positions.lists import filed_by
from positions.models import Office, Unit, covering
from talent.appointments.models import Appointment
from talent.learning.holders import Holder, standing_of
from talent.models import Certificate, Person, Posting, Service
from talent.sight import still_keeps

TITLE = "持证社会工作者登记表"


def holder_grid(person: Person, scope: Scope, on: datetime.date) -> Grid:
    """As far as scope sees it: phone and account only where they are its business."""
    return Grid(
        title=TITLE,
        of=person.name,
        unit=filed_by(scope, on),
        made_on=on,
        rows=(
            *_self(person),
            *_work(person, scope, on),
            *_certificate(person, scope, on),
            *_contact(person, scope, on),
        ),
        opinions=_opinions(on),
        photo=True,
        notes=("已登记的内容由系统填入，空着的由本人填写；照片贴近期免冠照。",),
    )


def _opinions(on: datetime.date) -> Sequence[tuple[str, str]]:
    sealed = ("单位意见", "主管部门意见", f"{Office.objects.on(on).name}\n意见")
    return (("本人签名", BY_HAND), *((who, SEALED) for who in sealed))


def _self(person: Person) -> Sequence[Sequence[Box]]:
    return (
        (("姓名", person.name), ("性别", person.sex), ("出生年月", f"{person.born:%Y-%m}")),
        (("民族", ""), ("政治面貌", person.political_status), ("学历", person.education)),
        (("身份证号", person.id_number), ("参加工作时间", "")),
        (("毕业院校", ""), ("专业", "")),
    )


def _work(person: Person, scope: Scope, on: datetime.date) -> Sequence[Sequence[Box]]:
    services = Service.objects.within(scope).on(on).filter(person=person).select_related("unit").order_by("since", "pk")
    service = services.first()
    postings = Posting.objects.within(scope).filter(service__person=person).select_related("post").order_by("since")
    now = "、".join(dict.fromkeys(one.post.name for one in postings.on(on)))
    first = postings.first()
    return (
        (("工作单位", service.unit.name if service else ""), ("单位类别", service.unit.kind if service else "")),
        (
            ("岗位/职务", "、".join(filter(None, (now, service.title if service else "")))),
            ("从事社会工作年限", f"{full_years(first.since, on)} 年" if first and first.since <= on else ""),
        ),
    )


def _certificate(person: Person, scope: Scope, on: datetime.date) -> Sequence[Sequence[Box]]:
    held = Certificate.objects.within(scope).held(on).filter(person=person).order_by("-level", "obtained_on").first()
    holder = standing_of(person, on) if held else None
    return (
        (("证书级别", held and held.get_level_display()), ("管理号", held and held.number)),
        (("批准日期", held and held.approved_on), ("签发日期", held and held.issued_on)),
        (("登记证书编号", holder and holder.number), ("登记有效期", _validity(holder))),
        (("继续教育学时", _hours(holder)), *_appointed(person, scope, on)),
    )


def _validity(holder: Holder | None) -> str:
    period = holder and holder.standing.period
    return f"{period.since} 至 {last_day(period.until)}" if period else ""


def _hours(holder: Holder | None) -> str:
    """Of the registration period, beside what it needs."""
    if holder is None or holder.earned is None:
        return ""
    return f"{holder.earned}（应有 {holder.needed}）"


def _appointed(person: Person, scope: Scope, on: datetime.date) -> Sequence[Box]:
    found: Any = Appointment.objects.filter(covering(on), person=person, unit__in=Unit.objects.within(scope)).first()
    words = f"{found.get_title_display()} {found.grade} 级" if found else ""
    return (("聘任职务及等级", words), ("聘任时间", found and found.since))


def _contact(person: Person, scope: Scope, on: datetime.date) -> Sequence[Sequence[Box]]:
    keeps = still_keeps(person, scope, on)
    return (
        (("联系电话", person.phone if keeps else ""), ("开户银行", person.bank_name if keeps else "")),
        (("银行账号", person.bank_account if keeps else ""),),
    )

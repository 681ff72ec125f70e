"""What is on record, said again as rows of the exchange's sheets: importing them changes nothing."""

import datetime
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from django.db.models import Prefetch, QuerySet

from dingnan_sw.lib.dates import last_day
from positions.models import Post, Unit
from talent.models import Certificate, Person, Posting, Service
from talent.vocabulary import Level

Row = dict[str, Any]
CERTIFICATE = ("证书级别", "管理号", "考试年度", "批准日期", "签发日期", "撤销日期")


def people_of(unit: Unit, on: datetime.date) -> QuerySet[Person]:
    """Who serves in the unit that day, with what roster_rows reads, in few queries."""
    services = Service.objects.filter(unit=unit).prefetch_related("postings__post")
    return (
        Person.objects.filter(pk__in=Service.objects.filter(unit=unit).on(on).values("person"))
        .prefetch_related(Prefetch("services", services, to_attr="own_services"), "certificates")
        .order_by("search_keys", "pk")
    )


def roster_rows(person: Person, unit: Unit, certificates: Iterable[Certificate]) -> list[Row]:
    """花名册: a row for each of the person's services and postings in the unit, the certificates beside them."""
    services = getattr(person, "own_services", None)
    if services is None:
        services = list(person.services.filter(unit=unit).prefetch_related("postings__post"))
    stays = [_stay(service, posting) for service in services for posting in service.postings.all() or (None,)]
    held = [_certificate(certificate) for certificate in certificates]
    return [
        {**_person(person), "工作单位": unit.name, **(stay or stays[-1]), **(certificate or {})}
        for stay, certificate in zip_longest(stays, held)
        if stays
    ]


def _person(person: Person) -> Row:
    return {
        "姓名": person.name,
        "身份证号": person.id_number,
        "学历": person.education,
        "政治面貌": person.political_status,
        "联系电话": person.phone,
        "开户银行": person.bank_name,
        "银行账号": person.bank_account,
    }


def _stay(service: Service, posting: Posting | None) -> Row:
    row: Row = {
        "人员类别": service.category,
        "任职起始日期": service.since,
        "任职终止日期": service.ended_on,
        "职务": service.title,
        "备注": service.note,
    }
    if posting is None:
        return row
    return row | {"岗位名称": posting.post.name, "上岗日期": posting.since, "离岗日期": posting.left_on}


def _certificate(certificate: Certificate) -> Row:
    return {
        "证书级别": str(Level(certificate.level).label),
        "管理号": certificate.number,
        "考试年度": certificate.stated_exam_year,
        "批准日期": certificate.approved_on,
        "签发日期": certificate.issued_on,
        "撤销日期": certificate.revoked_on,
    }


def post_row(post: Post) -> Row:
    return {
        "单位名称": post.unit.name,
        "岗位名称": post.name,
        "岗位数": post.headcount,
        "设置方式": post.setup_mode,
        "设置日期": post.since,
        "撤销日期": last_day(post.until),
        "岗位类别": post.category,
        "岗位等级": post.grade,
        "服务领域": post.service_field,
        "职责任务": post.duties,
        "任职条件": post.requirements,
    }

"""The county put straight into the tables by COPY, past the history triggers."""

from functools import cache
from io import StringIO
from typing import Any
from unittest import mock

from django.db import connection

from dingnan_sw.audit.grants import owner
from dingnan_sw.demo.county import TOWN_CODES, TOWNS
from dingnan_sw.lib.dates import closing
from dingnan_sw.lib.pinyin import search_keys
from dingnan_sw.lib.workbook import as_key_text
from positions.models import Mandate, Post, Town, Unit, User
from positions.vocabulary import Role
from talent.models import Certificate, Person, Posting, Service
from tests.bench.county import FIRST, LEVELS, County, Row

CLERK = "clerk"


def fill(people: int) -> None:
    # Invented names repeat: their pinyin is looked up once each.
    with mock.patch("talent.models.people.search_keys", cache(search_keys)):
        registers = Registers(County(people))
    with owner(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for register in registers.in_order():
            _copy(cursor, list(register.values()))
        cursor.execute("VACUUM ANALYZE")
    clerk = User.objects.create(username=CLERK, display_name="民政经办")
    Mandate.objects.create(user=clerk, role=Role.CLERK, since=FIRST)


def _copy(cursor: Any, instances: list[Any]) -> None:
    meta = instances[0]._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    lines = StringIO()
    for instance in instances:
        values = (field.get_prep_value(getattr(instance, field.attname)) for field in fields)
        lines.write("\t".join(map(_text, values)) + "\n")
    lines.seek(0)
    cursor.copy_expert(f"COPY {meta.db_table} ({', '.join(field.column for field in fields)}) FROM STDIN", lines)


def _text(value: Any) -> str:
    """As COPY reads it; what is invented here has no tabs or line breaks."""
    match value:
        case None:
            return r"\N"
        case bytes():
            return rf"\\x{value.hex()}"
        case _:
            return str(value)


class Registers:
    """The county's rows as model instances with their keys set, each under its natural key."""

    def __init__(self, county: County) -> None:
        self.towns: dict[Any, Town] = {}
        self.units: dict[Any, Unit] = {}
        self.posts: dict[Any, Post] = {}
        self.people: dict[Any, Person] = {}
        self.services: dict[Any, Service] = {}
        self.postings: dict[Any, Posting] = {}
        self.certificates: dict[Any, Certificate] = {}
        for name, code in zip(TOWNS, TOWN_CODES, strict=True):
            _keep(self.towns, name, Town(name=name, code=code))
        for row in county.units:
            _keep(self.units, row["单位名称"], self._unit(row))
        for name, row in county.posts.items():
            _keep(self.posts, name, self._post(row))
        for row in county.roster():
            self._take(row)

    def in_order(self) -> tuple[dict[Any, Any], ...]:
        return self.towns, self.units, self.posts, self.people, self.services, self.postings, self.certificates

    def _unit(self, row: Row) -> Unit:
        name, town = row["单位名称"], self.towns[row["所属镇"]]
        return Unit(name=name, match_name=as_key_text(name), kind=row["单位类别"], town=town)

    def _post(self, row: Row) -> Post:
        return Post(
            unit=self.units[row["单位名称"]],
            name=row["岗位名称"],
            headcount=row["岗位数"],
            setup_mode=row["设置方式"],
            since=row["设置日期"],
            until=closing(row["撤销日期"]),
        )

    def _take(self, row: Row) -> None:
        number = row["身份证号"]
        if number not in self.people:
            _keep(self.people, number, _person(row))
        self._take_service(row, self.people[number])
        if "管理号" in row:
            _keep(self.certificates, row["管理号"], _certificate(row, self.people[number]))

    def _take_service(self, row: Row, person: Person) -> None:
        unit, category, since = row["工作单位"], row["人员类别"], row["任职起始日期"]
        key = (person.pk, unit, category, since)
        if key in self.services:
            return
        until = closing(row.get("任职终止日期"))
        service = Service(person=person, unit=self.units[unit], category=category, since=since, until=until)
        _keep(self.services, key, service)
        if "岗位名称" in row:
            _keep(self.postings, key, self._posting(row, service))

    def _posting(self, row: Row, service: Service) -> Posting:
        post = self.posts[row["工作单位"]]
        return Posting(service=service, post=post, since=row["上岗日期"], until=closing(row["离岗日期"]))


def _keep(register: dict[Any, Any], key: Any, instance: Any) -> None:
    instance.pk = len(register) + 1
    register[key] = instance


def _person(row: Row) -> Person:
    return Person(
        id_number=row["身份证号"],
        name=row["姓名"],
        education=row["学历"],
        phone=row["联系电话"],
        bank_name=row["开户银行"],
        bank_account=row["银行账号"],
    ).derive()


def _certificate(row: Row, person: Person) -> Certificate:
    return Certificate(
        person=person,
        level=LEVELS.index(row["证书级别"]) + 1,
        number=row["管理号"],
        approved_on=row["批准日期"],
        issued_on=row["签发日期"],
        revoked_on=row["撤销日期"],
    )

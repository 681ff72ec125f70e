"""All registers while a workbook is being read: what is on record, what the rows make of it, what is odd in the whole."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dingnan_sw.lib import identity, workbook
from dingnan_sw.lib.dates import closing, last_day
from dingnan_sw.lib.exchange import Line, Record, Register, in_portions
from dingnan_sw.lib.secrets import blind_index
from positions.access import EVERYTHING, Scope
from positions.imports import Establishment, check_order
from talent.models import Certificate, Person, Posting, Service, Training
from talent.rolls.taking import Taking, needed
from talent.vocabulary import USUAL_CATEGORIES

CERTIFICATE_HEADINGS = ("证书级别", "管理号", "考试年度", "批准日期", "签发日期", "撤销日期")


class Staging(Establishment):
    """All registers while a file is being read."""

    def __init__(self, year: int, scope: Scope = EVERYTHING) -> None:
        super().__init__(year, scope)
        self.people = Register(
            Person, ("id_number", "name", "education", "political_status", "phone", "bank_name", "bank_account")
        )
        self.services = Register(Service, ("person", "unit", "category", "since", "until", "title", "note"))
        self.postings = Register(Posting, ("service", "post", "since", "until"))
        self.certificates = Register(
            Certificate,
            ("person", "level", "number", "stated_exam_year", "approved_on", "issued_on", "revoked_on"),
        )
        self.trainings = Register(Training, ("person", "name", "ended_on", "hours", "organiser"))
        self.rolls: dict[str, Taking] = {}
        self.takers: dict[str, Callable[[Line], None]] = {
            "全县年度数据": self.take_county_year,
            "社区（村）": self.take_community,
            "单位": self.take_unit,
            "岗位": self.take_post,
            "花名册": self.take_person,
            "培训记录": self.take_training,
        }
        self.holders: dict[str, Record] = {}
        self.stated: dict[Record, Line] = {}

    def take(self, line: Line) -> None:
        self.takers[line.sheet](line)

    # What is on record ----------------------------------------------------------------------

    def load(self, lines: Sequence[Line] = ()) -> None:
        super().load()
        numbers = {line.get("身份证号") for line in lines} - {None}
        self._load_people({blind_index(number) for number in numbers})
        stated = {line.get("管理号") for line in lines} - {None}
        self._load_holders(stated)
        for roll in needed({line.sheet for line in lines}):
            self.rolls[roll.name] = Taking(roll, self)
            self.rolls[roll.name].load(list(self.people.by_pk))
        self.takers |= {taking.roll.title: taking.take for taking in self.rolls.values()}

    def _load_people(self, indexes: set[bytes]) -> None:
        for some in in_portions(sorted(indexes)):
            for person in Person.objects.within(self.scope).filter(id_index__in=some):
                self.people.load(person.id_number, person)
            self._load_details(some)

    def _load_details(self, indexes: list[bytes]) -> None:
        for service in Service.objects.within(self.scope).filter(person__id_index__in=indexes):
            person, unit = self.people.by_pk[service.person_id], self.units.by_pk[service.unit_id]
            key = (person.key, unit.key, service.category, service.since)
            self.services.load(key, service, person=person, unit=unit)
        for posting in Posting.objects.within(self.scope).filter(service__person__id_index__in=indexes):
            service, post = self.services.by_pk[posting.service_id], self.posts.by_pk[posting.post_id]
            self.postings.load((service.key, post.key, posting.since), posting, service=service, post=post)
        for certificate in Certificate.objects.within(self.scope).filter(person__id_index__in=indexes):
            person = self.people.by_pk[certificate.person_id]
            self.certificates.load((certificate.level, certificate.number), certificate, person=person)
            self.holders[certificate.number] = person
        for record in Training.objects.within(self.scope).filter(person__id_index__in=indexes):
            person = self.people.by_pk[record.person_id]
            self.trainings.load((person.key, record.name, record.ended_on), record, person=person)

    def _load_holders(self, numbers: set[str]) -> None:
        """Whose are the certificate numbers of the file that belong to people who are not in it."""
        for some in in_portions(sorted(numbers)):
            for certificate in Certificate.objects.within(self.scope).filter(number__in=some).select_related("person"):
                if certificate.number not in self.holders:
                    self.holders[certificate.number] = Record(None, {}, {"name": certificate.person.name})

    # 花名册 ----------------------------------------------------------------------

    def take_person(self, line: Line) -> None:
        unit = self.find_unit(line, "工作单位")
        person = self._person(line)
        service = self._service(line, person, unit)
        posting = self._posting(line, service, unit)
        certificate = self._certificate(line, person)
        if line.problems:
            self._remember(self.people, person.key if person else None)
            self._remember(self.certificates, certificate.key if certificate else None)
            return
        for register, part in (
            (self.people, person),
            (self.services, service),
            (self.postings, posting),
            (self.certificates, certificate),
        ):
            if part is not None:
                line.records.append(register.state(part.record, part.values, line))
                self.stated[part.record] = line
        if certificate and person:
            self.holders[certificate.values["number"]] = person.record

    def _person(self, line: Line) -> "Part | None":
        number, name = line.get("身份证号"), line.get("姓名")
        if number is None:
            return None
        record = self.people.new(number)
        known = record.merged.get("name")
        if name and known and name != known:
            message = f"身份证号 {identity.masked_id(number)} 登记的姓名是“{known}”，这里是“{name}”：请核对号码和姓名；确实改名的，请联系民政局更正。"
            line.refuse("姓名", "name_conflict", message)
        values = {
            "id_number": number,
            "name": name,
            "education": line.get("学历"),
            "political_status": line.get("政治面貌"),
            "phone": line.get("联系电话"),
            "bank_name": line.get("开户银行"),
            "bank_account": line.get("银行账号"),
        }
        return Part(number, record, values)

    def _service(self, line: Line, person: "Part | None", unit: Record | None) -> "Part | None":
        since, category = line.get("任职起始日期"), line.get("人员类别")
        if person is None or unit is None or since is None or category is None:
            self._check_plain_order(line, since, "任职终止日期", "任职起始日期")
            return None
        key = (person.key, unit.key, str(category), since)
        record = self.services.new(key)
        values = {
            "person": person.record,
            "unit": unit,
            "category": str(category),
            "since": since,
            "until": closing(line.get("任职终止日期")),
            "title": line.get("职务"),
            "note": line.get("备注"),
        }
        check_order(line, record.would_be(values), "任职终止日期", "任职起始日期")
        return Part(key, record, values)

    def _check_plain_order(self, line: Line, since: datetime.date | None, end: str, start: str) -> None:
        check_order(line, {"since": since, "until": closing(line.get(end))}, end, start)

    def _posting(self, line: Line, service: "Part | None", unit: Record | None) -> "Part | None":
        name = line.get("岗位名称")
        since = line.get("上岗日期") or line.get("任职起始日期")
        if name is None:
            return None
        post = self._known(self.posts, (unit.key, workbook.as_key_text(name)), "岗位") if unit else None
        if unit is not None and post is None:
            message = f"单位没有登记岗位“{name}”：请先在“岗位”表填这个岗位，或更正岗位名称。"
            line.refuse("岗位名称", "unknown_post", message)
        if service is None or post is None or since is None:
            self._check_plain_order(line, since, "离岗日期", "上岗日期")
            return None
        key = (service.key, post.key, since)
        record = self.postings.new(key)
        values = {"service": service.record, "post": post, "since": since, "until": closing(line.get("离岗日期"))}
        check_order(line, record.would_be(values), "离岗日期", "上岗日期")
        return Part(key, record, values)

    def _certificate(self, line: Line, person: "Part | None") -> "Part | None":
        """The certificate of a row that states one, None when it cannot be told which, or when it is not complete."""
        if not any(heading in line.values for heading in CERTIFICATE_HEADINGS):
            return None
        level, number = line.get("证书级别"), line.get("管理号")
        known = self.certificates.get((int(level), number)) if level and number else None
        complete = self._complete(line, known)
        if number is not None and person is not None:
            self._refuse_taken(line, number, person.record)
        if person is None or level is None or number is None:
            return None
        record = self.certificates.new((int(level), number))
        values = {
            "person": person.record,
            "level": int(level),
            "number": number,
            "stated_exam_year": line.get("考试年度"),
            "approved_on": line.get("批准日期"),
            "issued_on": line.get("签发日期"),
            "revoked_on": line.get("撤销日期"),
        }
        _check_revoked(line, record.would_be(values))
        return Part(record.key, record, values) if complete else None

    def _complete(self, line: Line, known: Record | None) -> bool:
        """A certificate on record, or stated by an earlier row, is: the row need not say again what it says already."""
        if known is not None:
            return True
        refused = {problem.column for problem in line.problems}
        missing = [h for h in ("证书级别", "管理号", "批准日期") if h not in line.values and h not in refused]
        for heading in missing:
            message = f"填了证书就要填“{heading}”；没有证书的，六个证书栏都留空。"
            line.refuse(heading, "certificate_incomplete", message)
        return not missing

    def _refuse_taken(self, line: Line, number: str, person: Record) -> None:
        holder = self.holders.get(number)
        if holder is not None and holder is not person:
            message = f"管理号 {number} 已登记在“{holder.merged['name']}”名下，请核对证书原件。"
            line.refuse("管理号", "certificate_taken", message)

    # 培训记录 ----------------------------------------------------------------------

    def take_training(self, line: Line) -> None:
        person = self.find_person(line, "身份证号")
        if line.problems or person is None:
            return
        values = {
            "person": person,
            "name": line.get("培训名称"),
            "ended_on": line.get("结束日期"),
            "hours": line.get("学时"),
            "organiser": line.get("主办单位"),
        }
        record = self.trainings.new((person.key, values["name"], values["ended_on"]))
        line.records.append(self.trainings.state(record, values, line))

    def find_person(self, line: Line, heading: str) -> Record | None:
        """The person a line names by ID number; an unknown one is refused."""
        number = line.get(heading)
        if number is None:
            return None
        person = self._known(self.people, number, "花名册")
        if person is None:
            message = f"身份证号 {identity.masked_id(number)} 不在人员登记中：请先在“花名册”填这个人，或更正号码。"
            line.refuse(heading, "unknown_person", message)
        return person

    # What is odd but possible ----------------------------------------------------------------------

    def doubt(self) -> None:
        """Collect the warnings that need the merged whole."""
        seen: set[Record] = set()
        for record, line in self.stated.items():
            match record.merged:
                case {"id_number": _}:
                    self._doubt_person(record, line)
                case {"category": _}:
                    self._doubt_service(record, line)
                    seen.add(record.merged["person"])
                case {"post": _}:
                    self._doubt_posting(record, line)
                case {"approved_on": datetime.date()}:
                    self._doubt_certificate(record, line)
        self._doubt_overlaps(seen)

    def _doubt_person(self, person: Record, line: Line) -> None:
        self.doubt_name(line, "姓名", person.merged.get("name") or "")
        code = str(person.key)[:6]
        if not identity.address_code_in_force(code):
            self.warn(
                line, "身份证号", "address_code", f"身份证号的地址码 {code} 不是现行区划（老号码属正常），已照录。"
            )

    def _doubt_service(self, service: Record, line: Line) -> None:
        values = service.merged
        kind = values["unit"].merged.get("kind")
        if kind and values["category"] not in USUAL_CATEGORIES[kind]:
            message = f"“{kind}”里通常没有“{values['category']}”，已照录，请核对人员类别。"
            self.warn(line, "人员类别", "unusual_category", message)
        age = identity.age(str(values["person"].key), values["since"])
        if age < identity.ADULT:
            self.warn(line, "任职起始日期", "under_age", f"任职起始时只有 {age} 岁，已照录，请核对身份证号和日期。")

    def _doubt_posting(self, posting: Record, line: Line) -> None:
        values = posting.merged
        service, post = values["service"].merged, values["post"].merged
        until = _earlier(values.get("until"), service.get("until"))
        own = values.get("until")
        if (
            values["since"] < service["since"]
            or _later(values["since"], service.get("until"))
            or _ends_later(own, service)
        ):
            self.warn(line, "上岗日期", "outside_service", "上岗时间超出任职时间，超出部分不计，请核对。")
        if "since" in post and (values["since"] < post["since"] or _outlasts(until, post.get("until"))):
            message = f"上岗时间超出岗位备案时间（{post['since']} 至 {last_day(post.get('until')) or '今'}），请核对。"
            self.warn(line, "上岗日期", "post_not_filed", message)

    def _doubt_certificate(self, certificate: Record, line: Line) -> None:
        values = certificate.merged
        column = "签发日期" if values.get("issued_on") else "批准日期"
        age = identity.age(str(values["person"].key), _obtained(values))
        if age < identity.WORKING_AGE:
            self.warn(line, column, "young_holder", f"取得证书时只有 {age} 岁，已照录，请核对身份证号和日期。")

    def _doubt_overlaps(self, people: set[Record]) -> None:
        by_person: dict[Record, list[Record]] = defaultdict(list)
        for service in self.services.records.values():
            if service.merged and service.merged["person"] in people:
                by_person[service.merged["person"]].append(service)
        for services in by_person.values():
            self._doubt_overlap(sorted(services, key=lambda service: service.merged["since"]))

    def _doubt_overlap(self, services: list[Record]) -> None:
        for place, later in enumerate(services):
            for earlier in services[:place]:
                line = self.stated.get(later) or self.stated.get(earlier)
                if line and not _later(later.merged["since"], earlier.merged.get("until")):
                    name = earlier.merged["unit"].merged.get("name", "")
                    self.warn(
                        line, "任职起始日期", "overlap", f"与在“{name}”的任职时间重叠，已照录；同时任职的不需改。"
                    )
                    break

    def write(self) -> None:
        super().write()
        self.people.write(finish=Person.derive)
        for register in (self.services, self.postings, self.certificates, self.trainings):
            register.write()
        for taking in self.rolls.values():
            taking.write()


@dataclass(frozen=True, slots=True)
class Part:
    """What a roster row says of one register: the record it means, and the values it states."""

    key: Any
    record: Record
    values: dict[str, Any]


def _obtained(certificate: dict[str, Any]) -> Any:
    return certificate.get("issued_on") or certificate.get("approved_on")


def _check_revoked(line: Line, merged: dict[str, Any]) -> None:
    obtained = _obtained(merged)
    revoked = merged.get("revoked_on")
    if obtained is None or revoked is None or revoked >= obtained:
        return
    column = "撤销日期" if "撤销日期" in line.values else "签发日期"
    line.refuse(column, "date_order", f"撤销日期 {revoked} 早于取得日期 {obtained}，请核对。")


def _earlier(one: datetime.date | None, other: datetime.date | None) -> datetime.date | None:
    return min((day for day in (one, other) if day), default=None)


def _later(since: datetime.date, until: datetime.date | None) -> bool:
    return until is not None and since >= until


def _outlasts(until: datetime.date | None, limit: datetime.date | None) -> bool:
    return limit is not None and (until is None or until > limit)


def _ends_later(own: datetime.date | None, service: dict[str, Any]) -> bool:
    """Only an end of its own can reach outside: without one a posting ends with its service."""
    return own is not None and _outlasts(own, service.get("until"))

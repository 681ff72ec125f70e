"""Small counties in the database: as many people as a test needs, in few statements."""

import contextlib
import datetime

import pgtrigger
from django.db import connection
from stdnum.iso7064 import mod_11_2

from positions.models import Community, CommunityPopulation, CountyYear, Post, Town, Unit
from positions.vocabulary import SetupMode, UnitKind
from talent.models import Certificate, Person, Posting, Service, Training
from talent.vocabulary import Level, StaffCategory

SINCE = datetime.date(2020, 1, 1)


@contextlib.contextmanager
def unguarded(model):
    """Inside, rows of the model are written as nothing of the portal writes them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} ENABLE TRIGGER USER")


@contextlib.contextmanager
def emptying():
    """Inside, tables can be emptied, also those records which otherwise refuse it."""
    found = [(model, trigger) for model, trigger in pgtrigger.registered() if trigger.name == "never_emptied"]
    named = [(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in found]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("".join(f"ALTER TABLE {table} DISABLE TRIGGER {name};" for table, name in named))
        try:
            yield
        finally:
            cursor.execute("".join(f"ALTER TABLE {table} ENABLE TRIGGER {name};" for table, name in named))


def id_number(number, born="19900101"):
    """A demo ID number: the address code 999999 does not exist."""
    body = f"999999{born}{number:03d}"
    return body + mod_11_2.calc_check_digit(body)


def _born(number):
    return f"{1950 + number // 900 % 50}{1 + number // 75 % 12:02d}{1 + number // 1000 % 28:02d}"


def town(name="历市镇", code="360728100"):
    return Town.objects.get_or_create(name=name, defaults={"code": code})[0]


def committee(name="甲社区居民委员会", code="360728100001", *, place=None):
    """A community with its committee."""
    place = place or town()
    community = Community.objects.create(code=code, name=name, town=place)
    CommunityPopulation.objects.create(community=community, year=2021, residents=1000)
    return unit(name, UnitKind.COMMUNITY_COMMITTEE, community=community, place=place)


def unit(name, kind, *, community=None, place=None):
    return Unit.objects.create(name=name, match_name=name, kind=kind, community=community, town=place or town())


def post(employer, name="社工岗", since=SINCE, until=None):
    return Post.objects.create(
        unit=employer, name=name, headcount=1, setup_mode=SetupMode.RECRUITMENT, since=since, until=until
    )


def person(number=1, name="张三", **values):
    return Person.objects.create(**_derived(Person(id_number=id_number(number), name=name, **values)))


def _derived(one):
    one.derive()
    return {field.name: getattr(one, field.name) for field in Person._meta.concrete_fields if field.name != "id"}


def serve(one, employer, category=StaffCategory.COMMUNITY_WORKER, since=SINCE, until=None):
    return Service.objects.create(person=one, unit=employer, category=category, since=since, until=until)


def certify(one, number="DEMO1", level=Level.ASSISTANT, approved_on=datetime.date(2021, 6, 20), **values):
    return Certificate.objects.create(person=one, number=number, level=level, approved_on=approved_on, **values)


def county_year(year=2021, residents=5000):
    return CountyYear.objects.create(year=year, residents=residents)


def many(count, employer, since=SINCE):
    """count people in the employer's service, each with a certificate, a posting and a training."""
    people = Person.objects.bulk_create(
        Person(
            id_number=id_number(n % 1000, _born(n)), name=f"某{chr(0x4E00 + n % 5000)}", bank_account=f"9999{n:015d}"
        ).derive()
        for n in range(count)
    )
    place = post(employer, since=since)
    services = Service.objects.bulk_create(
        Service(person=one, unit=employer, category=StaffCategory.COMMUNITY_WORKER, since=since) for one in people
    )
    Posting.objects.bulk_create(Posting(service=service, post=place, since=since) for service in services)
    Certificate.objects.bulk_create(
        Certificate(person=one, number=f"DEMO{n:06d}", level=Level(1 + n % 3), approved_on=datetime.date(2021, 6, 20))
        for n, one in enumerate(people)
    )
    Training.objects.bulk_create(
        Training(person=one, name="实务培训", ended_on=datetime.date(2021, 9, 1), hours=8) for one in people
    )
    return people

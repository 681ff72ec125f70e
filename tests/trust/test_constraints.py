"""What the database itself refuses, whoever writes to it."""

import datetime
import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.models import F

from positions.models import CommunityPopulation, CountyYear, Mandate, Town, Unit
from positions.vocabulary import UnitKind
from talent.models import Certificate, Person, Posting, Service
from talent.vocabulary import Level
from tests import county

DAY = datetime.date(2021, 6, 20)


def refused(write, words=""):
    """The database refuses it, at the latest when the transaction would end."""

    def to_the_end():
        with transaction.atomic():
            write()
            connection.check_constraints()

    with pytest.raises(IntegrityError, match=words):
        to_the_end()


@pytest.fixture
def one(unit):
    return county.person(1)


@pytest.mark.parametrize("code", ["36072810", "36072810x", "３６０７２８１００"])
def test_a_town_code_has_nine_digits_or_is_missing(code, db):
    Town.objects.create(name="没有代码")
    refused(lambda: Town.objects.create(name="历市镇", code=code), "town_code")


@pytest.mark.parametrize("year", [1899, 3000, 0])
def test_a_year_is_between_1900_and_2999(year, community):
    refused(lambda: CountyYear.objects.create(year=year, residents=1), "sensible_year")
    refused(lambda: CommunityPopulation.objects.create(community=community, year=year, residents=1), "sensible_year")


def test_a_county_without_residents_may_be_stated(db):
    assert CountyYear.objects.create(year=1900, residents=0).pk
    assert CountyYear.objects.create(year=2999, residents=0).pk


def test_words_outside_the_closed_lists_are_refused(one, unit, clerk):
    service = county.serve(one, unit)
    certificate = county.certify(one)
    refused(lambda: Unit.objects.filter(pk=unit.pk).update(kind="公司"), "unit_kind")
    refused(lambda: Service.objects.filter(pk=service.pk).update(category="临时工"), "staff_category")
    refused(lambda: Mandate.objects.filter(user=clerk).update(role="king"), "mandate_role")
    refused(lambda: Certificate.objects.filter(pk=certificate.pk).update(level=4), "certificate_level")


def test_how_a_post_is_set_up_stays_free_text(unit):
    place = county.post(unit)
    type(place).objects.filter(pk=place.pk).update(setup_mode="按老办法")


def test_nobody_is_without_an_id_number(db):
    refused(lambda: Person.objects.bulk_create([Person(id_number="", name="张三").derive()]), "id_number")


def test_a_posting_is_in_the_unit_of_its_service(one, unit, other_unit):
    service = county.serve(one, unit)
    elsewhere = county.post(other_unit)
    refused(lambda: Posting.objects.create(service=service, post=elsewhere, since=DAY), "不属于任职的单位")
    posting = Posting.objects.create(service=service, post=county.post(unit), since=DAY)
    refused(lambda: Posting.objects.filter(pk=posting.pk).update(post=elsewhere), "不属于任职的单位")
    refused(lambda: Service.objects.filter(pk=service.pk).update(unit=other_unit), "不属于任职的单位")


def test_a_service_may_move_with_its_posting_in_one_transaction(one, unit, other_unit):
    service = county.serve(one, unit)
    posting = Posting.objects.create(service=service, post=county.post(unit), since=DAY)
    with transaction.atomic():
        Service.objects.filter(pk=service.pk).update(unit=other_unit)
        Posting.objects.filter(pk=posting.pk).update(post=county.post(other_unit))
        connection.check_constraints()


def test_a_post_stays_in_its_unit(unit, other_unit):
    place = county.post(unit)
    refused(lambda: type(place).objects.filter(pk=place.pk).update(unit=other_unit), "岗位不能改到别的单位")


def test_a_certificate_number_is_of_one_person_at_every_level(one):
    other = county.person(2, "李四")
    county.certify(one, "GL1")
    county.certify(one, "GL1", Level.SOCIAL_WORKER)
    connection.check_constraints()
    refused(lambda: county.certify(other, "GL1", Level.SENIOR), "另一人名下")
    county.certify(other, "GL2")
    refused(lambda: Certificate.objects.filter(number="GL2").update(number="GL1", level=Level.SENIOR), "另一人名下")


def test_two_people_may_change_numbers_in_one_transaction(one):
    other = county.person(2, "李四")
    county.certify(one, "GL1"), county.certify(other, "GL2", Level.SENIOR)
    with transaction.atomic():
        Certificate.objects.update(person=F("person"))
        Certificate.objects.filter(person=one).update(person=other)
        Certificate.objects.filter(number="GL2").update(person=one)
        connection.check_constraints()


@pytest.mark.django_db(transaction=True)
def test_two_transactions_that_end_at_once_do_not_slip_past_each_other():
    people = [county.person(1), county.person(2, "李四")]
    meet, ended = threading.Barrier(2), []

    def certify(one, level):
        try:
            with transaction.atomic():
                county.certify(one, "GL1", level)
                meet.wait()
            ended.append("stored")
        except IntegrityError:
            ended.append("refused")
        finally:
            connections.close_all()

    levels = (Level.ASSISTANT, Level.SENIOR)
    threads = [threading.Thread(target=certify, args=pair) for pair in zip(people, levels, strict=True)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(ended) == ["refused", "stored"]


def test_no_record_of_changes_can_be_emptied(db):
    tables = [table for table in connection.introspection.table_names() if table.endswith("event")]
    assert len(tables) >= 14
    for table in [*tables, "audit_entry"]:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_forms_say_the_refusal_in_chinese(db):
    unit = Unit(name="丙", match_name="丙", kind="公司")
    town = Town(name="历市镇", code="36")
    for one, words in ((unit, "单位类别不在列表中"), (town, "九位数字")):
        with pytest.raises(Exception, match=words):
            one.validate_constraints()
    Unit(name="丙", match_name="丙", kind=UnitKind.SCHOOL).validate_constraints()

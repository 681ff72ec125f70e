"""What is held about a person: all of it and nothing of anybody else, told to the audit record."""

import datetime
import io

import openpyxl
import pytest
from django.apps import apps
from django.urls import reverse
from pghistory.models import Event

from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import Entry
from incentives.held import everything_about, paths
from positions.access import EVERYTHING
from talent.models import Person
from tests import county


@pytest.fixture
def people(unit, other_unit):
    found = []
    for number, name, employer in ((1, "李雷", unit), (2, "韩梅", other_unit)):
        one = county.person(
            number, name, phone=f"1390000000{number}", bank_name="银行", bank_account=f"62170000{number}"
        )
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}")
        found.append(one)
    return found


def book(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def words(made):
    return [
        str(cell) for sheet in made for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]


def test_every_table_that_leads_to_a_person_is_covered():
    """Also one that is added later: whatever refers to a person, or to something of a person, has its path."""
    own = [model for model in apps.get_models() if not issubclass(model, Event)]
    leading = {m for m in own for f in m._meta.concrete_fields if f.is_relation and f.related_model in paths()}
    assert leading | {Person} == set(paths())
    titles = [str(model._meta.verbose_name)[:31] for model in paths()]
    assert len(set(titles)) == len(titles)
    assert not {"报送", "变更历史", "谁查看或办理过"} & set(titles)


def test_the_path_of_each_table_leads_to_the_person(db):
    for model, path in paths().items():
        assert list(model._base_manager.filter(**{path: 0})) == []


def test_all_of_the_person_in_clear_and_nothing_of_others(people, clerk):
    record("查看完整号码", by=clerk, about=people[0], address="10.0.0.9")
    record("查看完整号码", by=clerk, about=people[1], address="10.0.0.8")
    made = book(everything_about(people[0], EVERYTHING))
    told = words(made)
    mine = (people[0].id_number, "13900000001", "621700001", "DEMO1", "甲社区居民委员会", "10.0.0.9")
    others = (people[1].id_number, "13900000002", "621700002", "DEMO2", "韩梅", "乙小学", "10.0.0.8")
    assert [word for word in mine if not any(word in cell for cell in told)] == []
    assert [word for word in others if any(word in cell for cell in told)] == []
    assert {"人员", "证书", "变更历史", "报送", "谁查看或办理过"} <= set(made.sheetnames)


def test_it_is_handed_out_after_the_password_and_told(people, signed_in, clerk, settings):
    browser, url = signed_in(clerk), reverse("person-held", args=[people[0].pk])
    kept, settings.FRESH = settings.FRESH, datetime.timedelta()
    assert browser.post(url).url.startswith(reverse("confirm-identity"))
    assert not Entry.objects.filter(action="导出本人信息").exists()
    settings.FRESH = kept
    answer = browser.post(url)
    assert people[0].id_number in words(book(answer.content))
    assert people[0].id_number not in answer.headers["Content-Disposition"]
    (entry,) = Entry.objects.filter(action="导出本人信息")
    assert (entry.actor, entry.object_id, entry.address) == (clerk, str(people[0].pk), "127.0.0.1")

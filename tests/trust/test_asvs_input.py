"""What is typed in does no more than it says: no formula, no field that was not asked for."""

import io

import openpyxl
from django.urls import reverse

from talent.models import Person
from talent.submissions.flow import State
from talent.submissions.models import Submission
from tests import county
from tests.submissions.test_story import PERSON, TOKEN

FORMULAS = ("=1+1", "+1+1", "-2+3", "@SUM(1,2)", "\t=1+1", '=HYPERLINK("http://x")', "＝1+1", "'=1")


def test_no_list_hands_out_a_formula(signed_in, clerk, unit):
    for number, formula in enumerate(FORMULAS, 1):
        one = county.person(number, "某人")
        county.serve(one, unit)
        Person.objects.filter(pk=one.pk).update(name=formula)
    data = signed_in(clerk).get(reverse("people"), {"format": "xlsx"}).content
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row if cell.value]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert {formula.strip() for formula in FORMULAS} <= {cell.value.strip() for cell in texts}
    assert {cell.number_format for cell in texts} == {"@"}


def test_a_unit_sets_nothing_that_its_form_does_not_ask(signed_in, hr, unit, other_unit, clerk):
    more = {"state": "approved", "unit_id": other_unit.pk, "author": clerk.pk, "handler": clerk.pk, "amount": "9999",
            "reviewer": clerk.pk, "waiting_since": "2020-01-01", "r0-state": "approved", "r0-id": "1"}  # fmt: skip
    signed_in(hr).post(reverse("submission-new", args=["person"]), {**PERSON, **more, "token": TOKEN})
    made = Submission.objects.get(token=TOKEN)
    assert (made.state, made.unit, made.author, made.handler, made.waiting_since) == (State.DRAFT, unit, hr, None, None)

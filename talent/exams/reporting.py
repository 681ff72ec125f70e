"""A unit reports the certificate of a pass: what the registration and the register say already stands in the draft."""

import datetime
import uuid

from talent.exams.certifying import Pass
from talent.exams.models import ExamRegistration
from talent.models import Person
from talent.recorded import CERTIFICATE
from talent.submissions import drafts
from talent.submissions.actions import Actor
from talent.submissions.models import Kind, Submission
from talent.submissions.statement import Row

# With it and the key of a registration a draft is known again, so that two clicks make one.
PASSES = uuid.UUID("0d3a1c52-6f0e-4f53-9a0b-5b1f6a2c7e41")


def begin(actor: Actor, one: Pass, person: Person | None, today: datetime.date) -> Submission:
    """What is under way about the examinee, else a new draft.

    Raises:
        Refused: the unit has something under way about the same person by another name.
    """
    if one.submission is not None:
        return one.submission
    row, token = one.registration, uuid.uuid5(PASSES, str(one.registration.pk))
    return drafts.create(actor, row.unit, Kind.PERSON, _stated(row, person, today), token, today)


def _stated(row: ExamRegistration, person: Person | None, today: datetime.date) -> list[Row]:
    """Rows of 花名册: those on record, the certificate beside the first that has none, else in a row of its own."""
    passed = {"证书级别": row.get_level_display(), "考试年度": str(row.exam_year)}
    known = drafts.known(person, row.unit, today) if person else []
    if not known:
        stranger = {"工作单位": row.unit.name, "姓名": row.name, "联系电话": row.phone}
        return [drafts.typed(stranger) | passed]
    free = next((place for place, said in enumerate(known) if "管理号" not in said), None)
    if free is None:
        bare = {heading: cell for heading, cell in known[-1].items() if heading not in CERTIFICATE}
        return [*known, bare | passed]
    return [said | passed if place == free else said for place, said in enumerate(known)]

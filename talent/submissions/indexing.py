"""The blind indexes of people and submissions, written anew when their key changes."""

from dingnan_sw.audit.rotation import reindexer
from dingnan_sw.lib.dates import today
from talent.models import Person
from talent.submissions.drafts import marks, subject_of
from talent.submissions.models import Kind, Submission

PORTION = 500


@reindexer
def people() -> int:
    found = [person.derive() for person in Person.objects.select_for_update().order_by("pk")]
    Person.objects.bulk_update(found, ("id_index", "phone_index", "account_index"), PORTION)
    return len(found)


@reindexer
def submissions() -> int:
    day = today()
    found = list(Submission.objects.select_for_update().filter(sealed_rows__isnull=False))
    for one in found:
        kind = Kind(one.kind)
        one.subject_index, one.marks = subject_of(kind, one.rows, day).index, marks(kind, one.rows, day)
    Submission.objects.bulk_update(found, ("subject_index", "marks"), PORTION)
    return len(found)

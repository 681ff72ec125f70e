"""Making the yearly report for its owner, as it may be seen now."""

from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.paper import write_paper
from positions.access import Scope
from positions.models import User
from talent.departments.sheets import report_sheet


@work.register("department_report")
def make(desk: work.Desk) -> None:
    """arguments: format, year."""
    said = desk.job.arguments
    scope = Scope.of(User.objects.get(pk=desk.job.owner_id), today())
    sheet = report_sheet(scope, said["year"], today())
    desk.deliver(f"{sheet.title}（{sheet.period}）.{said['format']}", write_paper(sheet, said["format"], desk.progress))

"""Making the yearly report for its owner, as it may be seen now."""

from io import BytesIO

from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.paper import write_pdf, write_xlsx
from positions.access import Scope
from positions.models import User
from talent.departments.sheets import report_sheet


@work.register("department_report")
def make(desk: work.Desk) -> None:
    """arguments: format, year."""
    said = desk.job.arguments
    scope = Scope.of(User.objects.get(pk=desk.job.owner_id), today())
    sheet = report_sheet(scope, said["year"], today())
    target = BytesIO()
    match said["format"]:
        case "pdf":
            target.write(write_pdf(sheet, desk.progress))
        case "xlsx":
            write_xlsx(sheet, target)
        case other:
            raise ValueError(other)
    desk.deliver(f"{sheet.title}（{sheet.period}）.{said['format']}", target)

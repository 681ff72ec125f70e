"""Forms of one person or thing: made and handed over at once, each time with its line in the audit."""

from django.db import models
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from dingnan_sw.audit import heads
from dingnan_sw.audit.bounds import exported
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.paper import FORMATS
from dingnan_sw.lib.paper.grid import Grid, write_grid
from positions.access import ScopedRequest
from positions.lists import XLSX

CONTENT = {"xlsx": XLSX, "pdf": "application/pdf"}


def hand_over(request: ScopedRequest, grid: Grid, kind: str, about: models.Model) -> HttpResponse:
    """The form as a file of that kind; about is whom or what the audit says it concerns."""
    if kind not in CONTENT:
        raise Http404
    response = HttpResponse(write_grid(grid, kind, heads.mark(today())), content_type=CONTENT[kind])
    name = f"{grid.title} {grid.of}.{kind}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    exported("出具表单", by=request.user, about=about, sheet=grid.title, kind=kind)
    return response


def offered(name: str, *about: object) -> list[tuple[str, str]]:
    """(what people call it, address) of each kind of file, of the form whose address has that name."""
    return [(words, reverse(name, args=[*about, kind])) for kind, words in FORMATS.items()]

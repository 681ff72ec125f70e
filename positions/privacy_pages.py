"""个人信息说明: the notice of docs/privacy.md and the retention schedule, for everyone, also before signing in."""

from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dingnan_sw.jobs import retention
from dingnan_sw.lib.dates import today

NOTICE = settings.BASE_DIR / "docs" / "privacy.md"
FIRST, SECOND = "## 一、个人信息处理告知\n", "## 二、"


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    run = retention.last_run() if request.user.is_authenticated else None
    counts = run.details["counts"] if run else {}
    terms = [(term, counts.get(term.name)) for term in retention.schedule(today())]
    shown = {"notice": notice(), "terms": terms, "ran": timezone.localtime(run.at) if run else None}
    return render(request, "positions/privacy.html", shown)


@cache
def notice() -> SafeString:
    """The first part of the document: paragraphs, and lists of lines that begin with a dash."""
    text = NOTICE.read_text(encoding="utf-8").partition(FIRST)[2].partition(SECOND)[0]
    return format_html_join("\n", "{}", ((_block(block),) for block in text.strip().split("\n\n")))


def _block(block: str) -> SafeString:
    if not block.startswith("- "):
        return format_html("<p>{}</p>", _strong(block))
    items = format_html_join("", "<li>{}</li>", ((_strong(line[2:]),) for line in block.splitlines()))
    return format_html("<ul>{}</ul>", items)


def _strong(text: str) -> SafeString:
    parts = (
        (part,) if place % 2 == 0 else (format_html("<strong>{}</strong>", part),)
        for place, part in enumerate(text.split("**"))
    )
    return format_html_join("", "{}", parts)

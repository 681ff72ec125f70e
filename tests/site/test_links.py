"""No page leads its reader to a page that is closed to them."""

import html
import re
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.site import matrix
from tests.site.world import ROLES

HREF = re.compile(r'href="(/[^"#]*)')
OF_A_KIND = 25  # addresses of one view, which differ in their objects


@pytest.mark.parametrize("role", ROLES)
def test_no_page_leads_to_where_its_reader_may_not_go(role, world):
    browser = Client()
    browser.force_login(world.users[role])
    opened = [
        line for line in matrix.LINES if line.method == "get" and line.answers.split()[ROLES.index(role)] == "200"
    ]
    led = defaultdict(dict)  # view → address → the page that leads there
    for line in opened:
        for address in _links(browser, matrix.address(line, world)):
            led[resolve(urlsplit(address).path).view_name].setdefault(address.partition("?")[0], (address, str(line)))
    asked = [found for addresses in led.values() for found in list(addresses.values())[:OF_A_KIND]]
    assert [(*found, status) for found in asked if (status := _opens(browser, found[0])) not in (200, 302)] == []
    assert len(led) > 10


def _opens(browser, address):
    with transaction.atomic():
        status = browser.get(address).status_code
        transaction.set_rollback(True)
    return status


def _links(browser, address):
    """Those of the page at the address that stay within the portal."""
    with transaction.atomic():
        answer = browser.get(address)
        transaction.set_rollback(True)
    if not answer.get("Content-Type", "").startswith("text/html"):
        return []
    return sorted(
        {html.unescape(one) for one in HREF.findall(answer.content.decode()) if not one.startswith("/static/")}
    )

"""The number cells of a page, and where each leads, as whoever clicks on them finds it."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.urls import reverse

NUMBERS = {"integer", "money", "decimal", "status", "figure"}
RECORDS = ("budget-granted", "budget-paid", "budget-banked")


@dataclass
class Cell:
    text: str = ""
    links: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """All cells whose class says that they hold a number, figures above the tables among them."""

    def __init__(self, page):
        super().__init__()
        self.cells, self._end = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag in ("td", "div") and NUMBERS.intersection((said.get("class") or "").split()):
            self.cells.append(Cell())
            self._end = tag
        if tag == "a" and self._end:
            self.cells[-1].links.append(said["href"])

    def handle_data(self, data):
        if self._end:
            self.cells[-1].text += data

    def handle_endtag(self, tag):
        if tag == self._end:
            self._end = None


def numbers(page):
    """Those in which a number stands."""
    return [cell for cell in Reader(page).cells if re.search(r"\d", cell.text)]


class Visitor:
    """Opens links in a signed-in browser, each once."""

    def __init__(self, browser):
        self.browser, self.pages = browser, {}

    def page(self, link):
        """What stands on it; there is no link that does not answer."""
        if link not in self.pages:
            answer = self.browser.get(link)
            assert answer.status_code == 200, link
            self.pages[link] = answer.content.decode()
        return self.pages[link]

    def shows(self, cell, link):
        """Whether what is behind a sum comes to the same, nothing to no row; a clause gives the rate, tags and counts are no sums."""
        amount = cell.text.removesuffix(" 元")
        if _of_clause(link) or not re.fullmatch(r"-?[\d,]+\.\d\d", amount):
            return True
        page = self.page(link)
        return amount in page or (amount == "0.00" and "<tbody>" not in page)

    def reaches(self, link, clicks=3):
        """Whether so many clicks, this one the first, lead to a clause of the policy or to the records of money."""
        page = self.page(link)
        if _of_clause(link) or urlsplit(link).path in [reverse(name) for name in RECORDS]:
            return True
        if clicks == 1:
            return False
        ahead = list(dict.fromkeys(unescape(found) for found in re.findall(r'<a href="(/[^"]*)"', page)))
        if any(map(_of_clause, ahead)):
            return True
        behind = [other for cell in numbers(page) for other in cell.links]
        return any(self.reaches(other, clicks - 1) for other in behind[:3])


def _of_clause(link):
    return link.startswith(f"{reverse('policy')}#")

"""How an account comes into being and in: its record, its link, the password that its owner chooses."""

import datetime

from dingnan_sw.audit import denials
from dingnan_sw.audit.models import Entry

SINCE = datetime.date(2020, 1, 1)
PASSWORD = "a long pass phrase"
OWN = "chosen by its owner 7"


def acts():
    """What was done, in order; what was refused is asked in tests/trust/test_denials."""
    done = Entry.objects.exclude(action__in=(denials.DENIED, denials.REFUSED)).order_by("pk")
    return list(done.values_list("action", flat=True))


def follow(browser, link):
    """The page to which a first sign-in link leads."""
    return browser.get(link, follow=True)


def choose(browser, page, first=OWN, second=None):
    return browser.post(page.request["PATH_INFO"], {"new_password1": first, "new_password2": second or first})

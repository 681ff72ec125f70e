"""A person's number is looked for without standing in an address, a log, a referrer or a background job."""

import datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse

from dingnan_sw.jobs.models import Job
from dingnan_sw.lib import veil
from positions import lists
from tests import county


@pytest.fixture
def people(unit, other_unit):
    found = [county.person(1, "李雷"), county.person(2, "韩梅")]
    for person in found:
        county.serve(person, unit)
    return found


def names(answer):
    return [person.name for person in answer.context["page"].object_list]


@pytest.mark.parametrize(
    "typed", ["{}", " {} ", "{0:.6} {0:.14}", "12345678901", "138-0000-0000", "１３８００００００００"]
)
def test_what_could_be_a_persons_number_is_veiled_and_read_again(typed):
    text = typed.format(county.id_number(1))
    hidden = veil.veil(text)
    assert (hidden.startswith("~"), veil.unveil(hidden)) == (True, text)
    assert not veil.tells_a_number(hidden[:1])
    assert text not in hidden


@pytest.mark.parametrize("text", ["李雷", "2021-08-01", "1234567890", "", "~", "~nonsense", "~" + "A" * 63])
def test_what_could_not_be_stays_as_it_is(text):
    assert (veil.veil(text), veil.unveil(text)) == (text, text)


FORM = "application/x-www-form-urlencoded"


def asked(browser, address, follow=False, **filled):
    """The form as a browser sends it."""
    return browser.post(address, urlencode({"_asked": "1", **filled}), content_type=FORM, follow=follow)


def test_a_search_by_number_is_posted_and_its_address_tells_nothing(people, signed_in, clerk):
    number = people[0].id_number
    browser = signed_in(clerk)
    answer = asked(browser, reverse("people"), q=number, level="", standing="in")
    assert answer.status_code == 302
    assert number not in answer.url
    assert set(parse_qs(urlsplit(answer.url).query)) == {"q", "standing"}
    page = browser.get(answer.url)
    assert names(page) == ["李雷"]
    links = [part.split('"')[0] for part in page.content.decode().split('href="')[1:]]
    assert not any(number in link for link in links)


def test_the_box_at_the_top_leads_to_the_person(people, signed_in, clerk):
    answer = asked(signed_in(clerk), reverse("search"), q=people[1].id_number, follow=True)
    assert [url for url, _ in answer.redirect_chain if people[1].id_number in url] == []
    assert answer.redirect_chain[-1][0] == reverse("person", args=[people[1].pk])


def test_an_address_typed_with_a_number_leads_to_one_without(people, signed_in, clerk):
    number = people[0].id_number
    browser = signed_in(clerk)
    for path in (reverse("people"), reverse("search"), "/login/", "/admin/positions/user/"):
        answer = browser.get(path, {"q": number, "page": "1"})
        assert (answer.status_code, number in answer.url, urlsplit(answer.url).path) == (302, False, path)
    assert names(browser.get(reverse("people"), {"q": number}, follow=True)) == ["李雷"]


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example/x", "//evil.example"])
def test_neither_way_leads_to_another_host(path, client):
    """Two slashes at the beginning of an address name a host."""
    answers = [
        client.get("/", {"q": county.id_number(1)}, PATH_INFO=path),
        client.post("/", "_asked=1&q=x", content_type=FORM, PATH_INFO=path),
        client.post("/", "_asked=1", content_type=FORM, PATH_INFO=path),
    ]
    for answer in answers:
        assert (answer.status_code, answer.url.startswith("/%2F")) == (302, True), answer.url


def test_the_download_of_what_was_found_holds_just_that(people, signed_in, clerk, jobs_at_once, monkeypatch):
    number = people[0].id_number
    monkeypatch.setattr(lists, "AT_ONCE", 0)
    browser = signed_in(clerk)
    answer = browser.get(reverse("people"), {"q": number, "format": "xlsx"}, follow=True)
    job = Job.objects.get(kind="export_list")
    assert (answer.status_code, job.total) == (200, 1)
    assert number not in str(job.arguments)


def test_a_form_that_only_asks_needs_no_session(client, db):
    answer = asked(client, reverse("people"), q="李雷", follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("login"))


def test_the_lists_of_one_value_stay_lists():
    state = QueryDict("a=1&a=13800000000&b=")
    assert veil.unveiled(QueryDict(veil.address(state))).lists().__iter__().__next__() == ("a", ["1", "13800000000"])
    assert datetime.date(2021, 1, 1).isoformat() == veil.veil("2021-01-01")

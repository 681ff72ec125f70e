"""After a working day of every role with a thousand people, none of their numbers lies anywhere in clear."""

import io
import logging
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from dingnan_sw.lib import secrets, veil
from positions.models import Town, Unit, User
from positions.vocabulary import Role
from talent.models import Person
from talent.submissions.models import Submission
from tests import county
from tests.chromium import chromium  # noqa: F401 # a fixture
from tests.paying.office import Office
from tests.site.browser import account, enter
from tests.site.conftest import page  # noqa: F401 # a fixture
from tests.submissions import filling
from tests.talent import books

pytestmark = [pytest.mark.browser]
PEOPLE = int(os.environ.get("PLAIN_PEOPLE", "1000"))
DIGITS = re.compile(rb"\d{11,}[Xx]?")
COUNTY_ROLES = (Role.ADMINISTRATOR, Role.CLERK, Role.APPROVER, Role.FINANCE, Role.AUDITOR)


def number_of(place):
    return county.id_number(place % 1000, f"19{70 + place // 1000}0101")


def holder(place):
    return books.holder(
        place,
        f"某{chr(0x4E00 + place)}",
        身份证号=number_of(place),
        联系电话=f"139{place:08d}",
        开户银行="演示银行",
        银行账号=f"62170000{place:011d}",
    )


def needles(people):
    return {value.encode() for row in people for value in (row["身份证号"], row["联系电话"], row["银行账号"])}


def finds(data, wanted):
    """The numbers of persons that stand in the bytes, also inside longer runs of digits."""
    lengths = {len(needle) for needle in wanted}
    return [
        run[start : start + length]
        for run in DIGITS.findall(data)
        for length in lengths
        for start in range(len(run) - length + 1)
        if run[start : start + length] in wanted
    ]


def test_the_search_itself_finds_what_is_there():
    wanted = needles([holder(7)])
    number = number_of(7).encode()
    assert finds(b"x" + number + b"y", wanted) == [number]
    assert finds(b"000" + b"13900000007" + b"9", wanted) == [b"13900000007"]
    assert finds(number[:-2], wanted) == []


@pytest.fixture
def logged():
    """Every line that any logger writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    names = (None, "django", "django.server", "django.request", "django.db.backends")
    for name in names:
        logging.getLogger(name).addHandler(handler)
    yield stream
    for name in names:
        logging.getLogger(name).removeHandler(handler)


def every_table():
    """The rows of all tables as a dump has them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            target = io.BytesIO()
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', target)
            found[table] = target.getvalue()
    return found


def every_file():
    """Path and bytes of each file under DATA_DIR: uploads, results, papers, lines of the record, logs, what the database
    itself writes, and what should have been taken away again."""
    for path in Path(settings.DATA_DIR).rglob("*"):
        try:
            if path.is_file():
                yield path, path.read_bytes()
        except FileNotFoundError:
            continue


def imported(page, people, path):  # noqa: F811 # the page is given
    enter(page, "clerk")
    page.goto(reverse("exchange"))
    page.get_by_label("工作簿文件").set_input_files(books.write(path, {**books.COUNTY, "花名册": people}))
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("button", name=re.compile("确认导入")).click(timeout=300_000)
    expect(page.get_by_text("已导入。")).to_be_visible(timeout=300_000)


def looked_for(page, number):  # noqa: F811
    """In the box at the top, in the list, in an address typed by hand; then revealed and taken out."""
    page.get_by_role("searchbox").first.fill(number)
    page.get_by_role("searchbox").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("某")
    page.get_by_role("button", name=re.compile("显示|查看")).first.click()
    page.goto(reverse("people"))
    page.locator("#filter-q").fill(number)
    page.locator("#filter-q").press("Enter")
    page.wait_for_load_state()
    with page.expect_download():
        page.get_by_role("link", name=re.compile("导出")).first.click()


def mistyped(page, number):  # noqa: F811
    """The number in the box of the user name."""
    page.get_by_role("button", name="退出").click()
    page.get_by_label("用户名").fill(number)
    page.get_by_label("密码").fill(number)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()


def drafted(username, person):
    """A draft of a unit with all numbers of a person."""
    browser = Client()
    browser.force_login(User.objects.get(username=username))
    form = filling.typed(browser.get(filling.new()))
    named = {name: person.get(name.partition("-")[2], value) for name, value in form.items()}
    browser.post(filling.new(), {**named, "rows": 1, "token": filling.TOKEN})
    assert Submission.objects.count() == 1


def rounds(page):  # noqa: F811
    """Every page that the account's navigation leads to."""
    links = page.get_by_label("主导航").get_by_role("link")
    for address in [links.nth(place).get_attribute("href") for place in range(links.count())]:
        page.goto(address)


def test_nothing_of_a_thousand_people_lies_in_clear(page, logged, tmp_path, figure):  # noqa: F811
    people, seen = [holder(place) for place in range(PEOPLE)], []
    wanted = needles(people)
    page.on("request", lambda request: seen.append(f"{request.url} {request.headers.get('referer', '')}"))
    for role in COUNTY_ROLES:
        account(str(role), role)
    imported(page, people, tmp_path / "花名册.xlsx")
    assert Person.objects.count() == PEOPLE
    account("hr", Role.UNIT, Unit.objects.first())
    reviewer = account("reviewer", Role.VIEWER, Unit.objects.first())
    reviewer.mandates.update(role=Role.REVIEWER, unit=None, town=Town.objects.first())
    looked_for(page, number_of(1))
    office = Office()
    office.send(office.allowances("2021-08"))
    mistyped(page, number_of(3))
    drafted("hr", people[4])
    for name in (*map(str, COUNTY_ROLES), "hr", "reviewer"):
        enter(page, name)
        rounds(page)
    tables, files = every_table(), list(every_file())
    left = {
        "数据库": [table for table, data in tables.items() if finds(data, wanted)],
        "文件": [path.name for path, data in files if finds(data, wanted)],
        "文件名": [path.name for path, _ in files if finds(path.name.encode(), wanted)],
        "网址": [url for url in seen if finds(url.encode(), wanted)],
        "日志": finds(logged.getvalue().encode(), wanted),
    }
    told = f"{sum(map(len, left.values()))} 处（{len(tables)} 张表、{len(files):,} 个文件、{len(seen):,} 个请求）"
    figure("明文个人信息", f"{PEOPLE:,} 人的证件号、电话、账号，0 处", f"{told} {left}", not any(left.values()))


def test_a_value_once_sealed_is_found_by_nobody_but_the_portal(db):
    number = number_of(5)
    assert finds(secrets.seal(number.encode()), {number.encode()}) == []
    assert finds(veil.veil(number).encode(), {number.encode()}) == []

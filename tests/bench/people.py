"""What people of an office do at the portal all day, each at their own pace: look up, fill in, send, review, print."""

import json
import random
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from itertools import count

import xlsxwriter
from PIL import Image

from tests.bench.browsing import Browser, Failed, Page, Told
from tests.bench.county import CATEGORIES, id_number

PASSWORD = "a long pass phrase of the bench"
THINKING = (10.0, 50.0)  # seconds between two things, as one reads and telephones
ROWS = 5  # of a workbook that a unit sends
SURNAMES = ("陈", "刘", "曾", "赖", "钟")
LISTS = {
    "clerk": ("/people/", "/certificates/", "/services/", "/units/", "/posts/", "/allowances/?month=2025-07",
              "/bonuses/?year=2024", "/submissions/", "/people/?page=20", "/people/?sort=-unit", "/held/"),
    "approver": ("/people/", "/allowances/?month=2025-07", "/bonuses/?year=2024", "/submissions/", "/batches/"),
    "finance": ("/bonuses/?year=2024", "/allowances/?month=2025-07", "/batches/", "/receivables/"),
    "reviewer": ("/people/", "/certificates/", "/submissions/", "/allowances/?month=2025-07"),
    "unit": ("/people/", "/certificates/", "/submissions/", "/allowances/?month=2025-07", "/bonuses/?year=2024"),
}  # fmt: skip
DETAIL = r"/(?:people/\d+|bonuses/\d+|allowances/\d{4}-\d\d/\d+|units/\d+|posts/\d+)/"
WEIGHTS = {
    "clerk": {"home": 2, "list": 6, "detail": 6, "search": 3, "review": 5, "sheet": 1},
    "approver": {"home": 2, "list": 5, "detail": 5, "search": 2, "sheet": 1},
    "finance": {"home": 2, "list": 5, "detail": 5, "sheet": 1},
    "reviewer": {"home": 2, "list": 5, "detail": 5, "search": 2},
    "unit": {"home": 3, "list": 5, "detail": 5, "search": 1, "fill_in": 3, "send": 1},
}
_numbers = count(1_000_000)  # people who are in no register yet


class Person:
    """One account at work until the end; of whatever fails it is told, and the next thing is begun."""

    def __init__(self, home: str, account: Sequence[str], told: Told) -> None:
        self.username, self.role, self.unit, self.kind = account
        self.browser, self.chance = Browser(home, told), random.Random(self.username)

    def sign_in(self) -> None:
        page = self.browser.get("登录页", "/login/")
        self.browser.post("登录", page, "/login/", {"username": self.username, "password": PASSWORD})

    def work(self, until: Callable[[], bool]) -> None:
        acts, weights = zip(*WEIGHTS[self.role].items(), strict=True)
        time.sleep(self.chance.uniform(0, THINKING[1]))
        while not until():
            (act,) = self.chance.choices(acts, weights)
            with suppress(Failed):
                getattr(self, act)()
            self.think()

    def think(self) -> None:
        time.sleep(self.chance.uniform(*THINKING))

    def home(self) -> None:
        self.browser.get("首页", "/")

    def list(self) -> Page:
        return self.browser.get("列表", self.chance.choice(LISTS[self.role]))

    def detail(self) -> None:
        links = self.list().links(DETAIL)
        if links:
            self.think()
            self.browser.get("明细", self.chance.choice(links))

    def search(self) -> None:
        self.browser.get("查找", f"/search/?q={self.chance.choice(('zxy', 'chen', 'lxm', 'DEMO2021', 'wj'))}")

    # What units send ---------------------------------------------------------------------------------

    def fill_in(self) -> None:
        """A new person with their certificate and its scan, submitted."""
        page, row = self.browser.get("填报表单", "/submissions/new/person/"), self._newcomer()
        self.think()
        cells = {f"r0-{heading}": text for heading, text in row.items() if heading != "工作单位"}
        made = self.browser.post("填报", page, "/submissions/new/person/", {**cells, "step": "check"})
        scans = f"{made.path.removesuffix('edit/')}scans/"
        made = self.browser.post("上传扫描件", made, scans, files=[("files", f"{row['管理号']}.jpg", self._scan())])
        made = self._after(self.browser.get("报送明细", scans.removesuffix("scans/")))
        self.think()
        self.browser.post("提交", made, f"{made.path}do/submit/")

    def send(self) -> None:
        """A workbook, looked over and kept as drafts."""
        page = self.browser.get("填报表单", "/submissions/workbook/")
        checked = self._after(
            self.browser.post("上传工作簿", page, page.path, files=[("file", "报送.xlsx", self._book())])
        )
        self.think()
        self._after(self.browser.post("存为草稿", checked, f"{checked.path}keep/"))

    def _newcomer(self) -> dict[str, str]:
        number = next(_numbers)
        return {
            "姓名": self.chance.choice(SURNAMES) + "新来",
            "身份证号": id_number(number),
            "工作单位": self.unit,
            "人员类别": CATEGORIES[self.kind][0],
            "任职起始日期": "2024-03-01",
            "证书级别": "助理社会工作师",
            "管理号": f"DEMO2025{number}",
            "批准日期": "2025-06-15",
        }

    def _book(self) -> bytes:
        file, rows = BytesIO(), [self._newcomer() for _ in range(ROWS)]
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            sheet = book.add_worksheet("花名册")
            sheet.write_row(0, 0, list(rows[0]))
            for line, row in enumerate(rows, 1):
                sheet.write_row(line, 0, list(row.values()))
        return file.getvalue()

    def _scan(self) -> bytes:
        """As a telephone takes it: a page of some hundred kilobytes."""
        file = BytesIO()
        Image.effect_noise((1000, 700), 20).save(file, "JPEG", quality=80)
        return file.getvalue()

    # What the bureau does ------------------------------------------------------------------------------

    def review(self) -> None:
        """One of those that wait, read and approved; another clerk may have been quicker, which is told in words."""
        waiting = self.browser.get("列表", "/submissions/?turn=me").links(r"/submissions/\d+/")
        if not waiting:
            return
        self.think()
        page = self.browser.get("报送明细", self.chance.choice(waiting))
        self.think()
        if f"{page.path}do/approve/" in page.text:
            self.browser.post("审核", page, f"{page.path}do/approve/")

    def sheet(self) -> None:
        """Asked for, waited for, fetched; the portal asks again who sits there."""
        name, period = self.chance.choice((("bonuses", "2024"), ("allowances", "2025-07")))
        page = self.browser.get("列表", f"/{name}/?{'year' if name == 'bonuses' else 'month'}={period}")
        made = self.browser.post("报表", page, f"/papers/{name}/xlsx/")
        if made.path == "/confirm-identity/":
            again = self.browser.post("确认身份", made, made.address, {"proof": PASSWORD})
            made = self.browser.post("报表", again, f"/papers/{name}/xlsx/")
        self._after(made)

    def _after(self, page: Page) -> Page:
        """Where a background job leads once it is over; the page itself when there is none."""
        while re.fullmatch(r"/jobs/[^/]+/", page.path):
            told = json.loads(self.browser.get("进度", f"{page.path}progress/").text)
            if told["over"]:
                return self.browser.get("结果", told["url"])
            time.sleep(1)
        return page

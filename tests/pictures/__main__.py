"""Take the pictures of README and handbook anew: the demo county, served as `make run` serves it, in Chromium, and its sheets.

The data directory (DATA_DIR) has to be empty; the pictures go to docs/pictures.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import openpyxl
from playwright.sync_api import Browser, Page, sync_playwright
from stdnum.iso7064 import mod_11_2

from tests.pictures.shrinking import shrink

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "pictures"
ADDRESS = "127.0.0.1:8765"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FAULTLESS = "99999919900101001" + mod_11_2.calc_check_digit("99999919900101001")
# Accounts of units that have submitted nothing, so that the list of those to be reminded is not empty: username → unit.
SILENT = {"yiyuan": "演示县人民医院", "zhongxue": "演示县第一中学"}
# name → where, as the clerk sees it
PAGES = {
    "home": "/",
    "people": "/people/?q=zcm",
    "person": "/people/3/",
    "bonuses": "/bonuses/?year=2023",
    "allowances": "/allowances/?month=2024-05",
    "allowance": "/allowances/2024-05/3/",
    "coverage": "/coverage/",
    "preference": "/preference/",
    "policy": "/policy/",
    "exchange": "/exchange/",
    "queue": "/submissions/?turn=me",
    "review": "/submissions/1/",
    "batch": "/submissions/batch/approve/",
    "silent": "/submissions/silent/",
    "paying-preview": "/batches/prepare/?kind=bonus&year=2024&through=",
    "paying-batch": "/batches/3/",
    "paying-people": "/batches/people/?batch=2",
    "paying-notice": "/batches/3/notice/",
    "held": "/held/",
    "budget": "/budget/",
    "what-if": "/what-if/",
}
FINANCE_PAGES = {
    "paying-finance": "/batches/2/",
    "paying-payments": "/batches/payments/?batch=2",
    "budget-execution": "/budget-execution/",
    "budget-settings": "/budget-settings/",
}
UNIT_PAGES = {
    "unit-home": "/",
    "unit-submissions": "/submissions/",
    "unit-form": "/submissions/new/person/",
    "unit-post": "/submissions/new/post/",
    "unit-returned": "/submissions/5/",
    "unit-workbook": "/submissions/workbook/",
    "unit-paste": "/submissions/paste/person/",
    "unit-scans": "/submissions/scans/",
}


def main() -> None:
    data = Path(os.environ["DATA_DIR"])
    shutil.rmtree(data, ignore_errors=True)
    manage("prepare")
    manage("demo")
    for username, unit in SILENT.items():
        manage("create_account", username, "--role", "unit", "--unit", unit)
    server = subprocess.Popen([sys.executable, "manage.py", "serve", "--address", ADDRESS], cwd=ROOT)
    try:
        wait_for_server()
        take(data / "demo-accounts.txt")
        manage("shell", "--no-imports", "-c", "from tests.pictures.sheets import main; main()")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)


def wait_for_server() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://{ADDRESS}/login/")
        except urllib.error.URLError:
            time.sleep(0.5)
            continue
        return
    sys.exit("服务没有启动")


def password(notes: Path, username: str) -> str:
    found = re.search(rf"^{username}\s+(\S+)", notes.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, username
    return found[1]


def take(notes: Path) -> None:
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        clerk = signed_in(browser, "minzheng", password(notes, "minzheng"))
        take_pages(clerk, PAGES)
        take_upload(clerk)
        take_pages(signed_in(browser, "caizheng", password(notes, "caizheng")), FINANCE_PAGES)
        take_pages(signed_in(browser, "danwei", password(notes, "danwei")), UNIT_PAGES)
        browser.close()


def take_pages(page: Page, pages: dict[str, str]) -> None:
    for name, where in pages.items():
        page.goto(where)
        page.wait_for_load_state("networkidle")
        shoot(page, name)


def shoot(page: Page, name: str) -> None:
    path = TARGET / f"{name}.png"
    page.screenshot(path=path)
    shrink(path)


def signed_in(browser: Browser, username: str, secret: str) -> Page:
    page = browser.new_page(viewport={"width": 1366, "height": 768}, base_url=f"http://{ADDRESS}", locale="zh-CN")
    page.goto("/login/")
    shoot(page, "sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(secret)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="退出").wait_for()
    return page


def take_upload(page: Page) -> None:
    """A file with a fault, as the page gives it back."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet.append(("姓名", "身份证号", "工作单位", "人员类别", "任职起始日期", "证书级别", "管理号", "批准日期"))
    rows = (
        (FAULTLESS, "示例甲", "演示慈善会", "2020.3.1", "DEMO90001"),
        (FAULTLESS[:-1] + "?", "示例乙", "没有登记的单位", "2020-13-01", "DEMO90002"),
    )
    for number, name, unit, since, certificate in rows:
        sheet.append((name, number, unit, "社会组织专职", since, "中级", certificate, "2023年6月"))
    file = Path(os.environ["DATA_DIR"]) / "示例名册.xlsx"
    book.save(file)
    page.goto("/exchange/")
    page.get_by_label("工作簿文件").set_input_files(file)
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_text("逐行预览").wait_for()
    shoot(page, "preview")


if __name__ == "__main__":
    main()

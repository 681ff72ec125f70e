"""Weighty acts ask again who sits there."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.dates import today
from positions.access import Scope
from positions.models import User
from positions.signin import second
from positions.signin.models import HeldForm
from talent.models import Upload
from talent.submissions import actions, drafts
from talent.submissions.actions import Actor
from talent.submissions.approval import plan
from talent.submissions.models import Kind, Submission
from talent.vocabulary import StaffCategory
from tests import county
from tests.signin.conftest import code, enrol, wrong
from tests.signin.test_sessions import again
from tests.site.entering import PASSWORD, acts
from tests.site.test_account_pages import ADD, edited, form, link_of, page_of

PAPER = reverse("paper", args=["roster", "xlsx"])
PERIOD = {"period": "2021-12-31"}
CONFIRM = reverse("confirm-identity")


def confirm(browser, proof, after=""):
    return browser.post(CONFIRM, {"proof": proof, "next": after})


@pytest.mark.parametrize(("passed", "asked"), [({"minutes": 4, "seconds": 59}, False), ({"minutes": 5}, True)])
def test_a_sheet_with_full_numbers_wants_a_password_of_the_last_five_minutes(
    passed, asked, clock, jobs_at_once, signed_in, clerk
):
    browser = signed_in(clerk)
    clock(**passed)
    answer = browser.post(PAPER, PERIOD)
    assert answer.url.startswith(CONFIRM) == asked
    assert ("导出报表" in acts()) != asked


def test_after_the_password_the_button_is_pressed_once_more(clock, jobs_at_once, signed_in, clerk):
    browser = signed_in(clerk)
    clock(minutes=6)
    asked = browser.post(PAPER, PERIOD, follow=True)
    answer = confirm(browser, PASSWORD, asked.context["next"])
    action, fields = again(browser.get(answer.url).content.decode())
    assert (action, fields["period"]) == (PAPER, "2021-12-31")
    assert browser.post(action, fields, follow=True).headers["Content-Disposition"].startswith("attachment")
    assert (acts(), HeldForm.objects.count()) == (["重新确认身份", "导出报表"], 0)


def test_what_was_asked_by_address_follows_at_once(clock, signed_in, hr):
    browser = signed_in(hr)
    clock(minutes=6)
    address = reverse("roll-export", args=["appointments"])
    asked = browser.get(address)
    assert asked.url == f"{CONFIRM}?next=%2Frolls%2Fappointments%2Fexport%2F" or "next=" in asked.url
    answer = confirm(browser, PASSWORD, address)
    assert (answer.url, browser.get(answer.url).status_code) == (address, 200)


@pytest.mark.parametrize("proof", ["wrong", "", PASSWORD + " "])
def test_a_wrong_password_opens_nothing(proof, clock, signed_in, clerk):
    browser = signed_in(clerk)
    clock(minutes=6)
    assert confirm(browser, proof).status_code == 200
    assert browser.post(PAPER, PERIOD).url.startswith(CONFIRM)
    assert "重新确认身份" not in acts()


def test_wrong_passwords_close_the_account_here_too(clock, signed_in, clerk):
    browser = signed_in(clerk)
    answers = [confirm(browser, "wrong").status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    assert confirm(browser, PASSWORD).status_code == 429


def test_a_right_password_forgets_the_wrong_ones_before_it(clock, signed_in, clerk):
    browser = signed_in(clerk)
    for _ in range(2):
        assert [confirm(browser, "wrong").status_code for _ in range(4)] == [200] * 4
        assert confirm(browser, PASSWORD).status_code == 302


def test_a_code_of_the_telephone_does_as_well_and_once(clock, signed_in, clerk):
    enrol(clerk)
    browser = signed_in(clerk)
    session = browser.session
    session["otp_device_id"] = second.Authenticator.objects.get(user=clerk).persistent_id
    session.save()
    clock(minutes=6)
    now = code(clerk)
    assert confirm(browser, wrong(clerk)).status_code == 200
    clock(minutes=6, seconds=2)
    assert (confirm(browser, now).url, confirm(browser, now).status_code) == (reverse("home"), 200)
    assert browser.post(PAPER, PERIOD).status_code != 302 or not browser.post(PAPER, PERIOD).url.startswith(CONFIRM)


def test_the_six_digits_of_somebody_without_a_telephone_are_a_password(clock, signed_in, clerk):
    clerk.set_password("123456")
    clerk.save()
    browser = signed_in(clerk)
    assert confirm(browser, "123456").status_code == 302


def uploaded(browser, account):
    """A workbook, checked, that states where 张三 is paid."""
    book, target = openpyxl.Workbook(), BytesIO()
    book.active.title = "花名册"
    book.active.append(("姓名", "身份证号", "工作单位", "人员类别", "任职起始日期", "开户银行", "银行账号"))
    book.active.append(
        ("张三", county.id_number(1), "甲社区居民委员会", "社区工作者", "2020-01-01", "演示银行", account)
    )
    book.save(target)
    browser.post(reverse("exchange"), {"file": SimpleUploadedFile("账号.xlsx", target.getvalue())})
    return reverse("upload-confirm", args=[Upload.objects.get().pk])


@pytest.mark.parametrize(("passed", "asked"), [({"minutes": 4, "seconds": 59}, False), ({"minutes": 5}, True)])
def test_a_workbook_that_changes_an_account_on_record_wants_it(
    passed, asked, clock, jobs_at_once, signed_in, clerk, unit
):
    person, browser = county.person(1, "张三"), signed_in(clerk)
    person.bank_name, person.bank_account = "演示银行", "9999000000000000001"
    person.derive().save()
    address = uploaded(browser, "9999000000000000002")
    clock(**passed)
    assert browser.post(address).url.startswith(CONFIRM) == asked
    person.refresh_from_db()
    assert (person.bank_account[-1] == "1") == asked


def test_a_workbook_that_gives_a_first_account_does_not(clock, jobs_at_once, signed_in, clerk, unit):
    person, browser = county.person(1, "张三"), signed_in(clerk)
    address = uploaded(browser, "9999000000000000002")
    clock(minutes=6)
    browser.post(address)
    person.refresh_from_db()
    assert person.bank_account == "9999000000000000002"


# Accounts ---------------------------------------------------------------------------------------


def test_accounts_are_opened_and_changed_with_it_alone(clock, signed_in, administrator, clerk, unit):
    browser = signed_in(administrator)
    clock(minutes=6)
    mandate = {"role": "unit", "unit": unit.pk, "since": "2020-01-01"}
    posts = [
        (ADD, form(mandate, username="zhang", display_name="张")),
        (page_of(clerk), edited(clerk, (clerk.mandates.get(), {}), display_name="改名")),
        (link_of(clerk), {}),
        (reverse("admin:positions_user_unlock", args=[clerk.pk]), {}),
        (reverse("admin:positions_user_reset_second", args=[clerk.pk]), {}),
    ]
    for address, data in posts:
        assert browser.post(address, data).url.startswith(CONFIRM), address
    assert browser.get(page_of(clerk)).status_code == 200
    clerk.refresh_from_db()
    assert (User.objects.count(), clerk.display_name, acts()) == (2, "clerk", [])


def test_the_account_form_is_not_lost(clock, signed_in, administrator, clerk):
    browser = signed_in(administrator)
    clock(minutes=6)
    browser.post(page_of(clerk), edited(clerk, (clerk.mandates.get(), {}), display_name="改名"))
    confirm(browser, PASSWORD)
    action, fields = again(browser.get(reverse("held-forms")).content.decode())
    browser.post(action, fields)
    clerk.refresh_from_db()
    assert clerk.display_name == "改名"
    assert Entry.objects.get(action="变更账号").actor == administrator


def test_new_recovery_codes_want_it_too(clock, signed_in, clerk):
    enrol(clerk)
    browser = signed_in(clerk)
    session = browser.session
    session["otp_device_id"] = second.Authenticator.objects.get(user=clerk).persistent_id
    session.save()
    clock(minutes=6)
    assert browser.post(reverse("recovery-codes")).url.startswith(CONFIRM)


@pytest.mark.parametrize(("passed", "asked"), [({"minutes": 14, "seconds": 59}, False), ({"minutes": 15}, True)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_telephone_is_enrolled_within_a_quarter_of_an_hour(method, passed, asked, clock, signed_in, clerk):
    browser = signed_in(clerk)
    clock(**passed)
    answer = getattr(browser, method)(reverse("second-factor"), {"code": "123456"})
    assert (answer.status_code == 302 and answer.url.startswith(CONFIRM)) == asked
    assert not HeldForm.objects.exists()


# A changed bank account -------------------------------------------------------------------------


@pytest.fixture
def sent(unit, hr, clerk, signed_in):
    """sent(account) is a submission by the unit that states that account for somebody who has one on record."""
    worker = county.person(1, "张三", bank_account="99990001", education="大专")
    county.serve(worker, unit)

    def make(account):
        row = {
            **STATED,
            "姓名": "张三",
            "身份证号": county.id_number(1),
            "工作单位": unit.name,
            "银行账号": account,
        }
        keeper = Actor(hr, Scope.of(hr, today()))
        draft = drafts.create(keeper, unit, Kind.PERSON, [row], None, today())
        actions.submit(keeper, {draft.pk: draft.version}, lambda sent: drafts.problems_of(sent, today()))
        return draft

    return make


STATED = {"人员类别": str(StaffCategory.COMMUNITY_WORKER), "任职起始日期": "2020-01-01", "学历": "本科"}


@pytest.mark.parametrize(("account", "asked"), [("99990002", True), ("99990001", False), ("", False)])
@pytest.mark.parametrize("way", ["one", "batch"])
def test_the_bureau_approves_a_changed_bank_account_with_it_alone(way, account, asked, sent, clock, signed_in, clerk):
    draft = sent(account)
    browser = signed_in(clerk)
    clock(minutes=6)
    key = plan([Submission.objects.get(pk=draft.pk)], today()).all[0].digest
    address, data = {
        "one": (reverse("submission-act", args=[draft.pk, "approve"]), {"digest": key}),
        "batch": (reverse("submission-batch", args=["approve"]), {"pick": draft.pk, f"key-{draft.pk}": key}),
    }[way]
    assert browser.post(address, data).url.startswith(CONFIRM) == asked
    draft.refresh_from_db()
    assert (draft.state == "approved") != asked

"""From a unit's draft to the registers: submitted, returned, mended, approved."""

import datetime
from io import BytesIO

from django.urls import reverse
from PIL import Image

from positions.models import Unit
from talent.models import Certificate, Person, Service
from talent.submissions.models import Scan, Submission
from tests import county
from tests.talent.books import holder, write

PERSON = {
    "r0-姓名": "张三",
    "r0-身份证号": county.id_number(1),
    "r0-人员类别": "社区工作者",
    "r0-任职起始日期": "2020-03-01",
    "r0-证书级别": "助理社会工作师",
    "r0-管理号": "DEMO1",
    "r0-批准日期": "2021-06-20",
    "rows": "1",
}
TOKEN = "11111111-1111-4111-8111-111111111111"


def picture(color=(200, 30, 30)):
    file = BytesIO()
    Image.new("RGB", (200, 300), color).save(file, "JPEG")
    file.seek(0)
    file.name = "DEMO1.jpg"
    return file


def drafted(browser, **cells):
    """The draft that the form makes of the standard person with these cells instead."""
    data = {**PERSON, **{f"r0-{heading}": value for heading, value in cells.items()}, "token": TOKEN}
    answer = browser.post(reverse("submission-new", args=["person"]), data)
    assert answer.status_code == 302, answer.content.decode()
    return Submission.objects.get(token=TOKEN)


def act(browser, submission, action, **data):
    submission.refresh_from_db()
    data = {"version": submission.version, **data}
    answer = browser.post(reverse("submission-act", args=[submission.pk, action]), data, follow=True)
    submission.refresh_from_db() if Submission.objects.filter(pk=submission.pk).exists() else None
    return answer


def digest(browser, submission):
    page = browser.get(reverse("submission", args=[submission.pk]))
    return page.context["digest"]


def test_nothing_counts_until_the_bureau_has_approved(mine, bureau, unit):
    draft = drafted(mine)
    assert Person.objects.count() == 0
    act(mine, draft, "submit")
    assert (draft.state, Person.objects.count()) == ("bureau", 0)
    act(bureau, draft, "approve", digest=digest(bureau, draft))
    assert draft.state == "approved"
    service = Service.objects.get()
    assert (service.unit, service.since) == (unit, datetime.date(2020, 3, 1))
    assert Certificate.objects.get().number == "DEMO1"


def test_the_registers_lead_back_to_the_submission(mine, bureau):
    draft = drafted(mine)
    act(mine, draft, "submit")
    act(bureau, draft, "approve", digest=digest(bureau, draft))
    registers = set(draft.traces.values_list("register", flat=True))
    assert registers == {"talent.person", "talent.service", "talent.certificate"}
    page = bureau.get(reverse("person", args=[Person.objects.get().pk])).content.decode()
    assert reverse("submission", args=[draft.pk]) in page


def test_a_returned_one_says_why_at_the_field_and_comes_back_mended(mine, bureau):
    draft = drafted(mine)
    act(mine, draft, "submit")
    act(bureau, draft, "return", **{"own-1-批准日期": "请核对批准日期"})
    assert draft.state == "returned"
    page = mine.get(reverse("submission", args=[draft.pk])).content.decode()
    assert "请核对批准日期" in page
    form = mine.get(reverse("submission-edit", args=[draft.pk])).content.decode()
    assert '<p class="error" id="id_r0-批准日期-reason">退回：请核对批准日期</p>' in form
    edited = {**PERSON, "r0-批准日期": "2021-10-17", "version": draft.version}
    mine.post(reverse("submission-edit", args=[draft.pk]), edited)
    act(mine, draft, "submit")
    assert (draft.state, draft.reasons) == ("bureau", [])
    act(bureau, draft, "approve", digest=digest(bureau, draft))
    assert Certificate.objects.get().approved_on == datetime.date(2021, 10, 17)


def test_a_return_without_a_reason_is_refused(mine, bureau):
    draft = drafted(mine)
    act(mine, draft, "submit")
    page = act(bureau, draft, "return")
    assert (draft.state, "退回要写明原因" in page.content.decode()) == ("bureau", True)


def test_submitting_twice_is_one_submission(mine, unit):
    draft = drafted(mine)
    drafted(mine)
    act(mine, draft, "submit")
    page = act(mine, draft, "submit").content.decode()
    assert "没有重复提交" in page
    assert (Submission.objects.count(), draft.steps.count()) == (1, 1)


def test_a_second_window_never_overwrites(mine):
    draft = drafted(mine)
    first = {**PERSON, "r0-姓名": "张三丰", "version": draft.version}
    mine.post(reverse("submission-edit", args=[draft.pk]), first)
    second = {**PERSON, "r0-姓名": "张三三", "version": draft.version}
    page = mine.post(reverse("submission-edit", args=[draft.pk]), second).content.decode()
    draft.refresh_from_db()
    assert (draft.subject, "在您打开之后改过" in page) == ("张三丰", True)


def test_what_changed_since_it_was_opened_cannot_be_approved_unseen(mine, bureau, unit):
    draft = drafted(mine, 学历="大专")
    act(mine, draft, "submit")
    seen = digest(bureau, draft)
    county.serve(county.person(1, "张三", education="本科"), unit, since=datetime.date(2019, 1, 1))
    page = act(bureau, draft, "approve", digest=seen).content.decode()
    assert (draft.state, "在您打开之后变了" in page) == ("bureau", True)
    act(bureau, draft, "approve", digest=digest(bureau, draft))
    assert (draft.state, Person.objects.get().education) == ("approved", "大专")


def test_a_scan_is_shown_as_an_image_and_handed_out_as_an_attachment(mine, bureau, jobs_at_once):
    draft = drafted(mine)
    mine.post(reverse("submission-scans", args=[draft.pk]), {"files": [picture()]})
    scan = Scan.objects.get()
    act(mine, draft, "submit")
    page = bureau.get(reverse("scan-page", args=[scan.pk, 1]))
    assert (page.status_code, page.headers["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in page.headers["Content-Security-Policy"]
    original = bureau.get(reverse("scan-original", args=[scan.pk]))
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_scans_sent_together_find_their_submission_by_name(mine, jobs_at_once):
    draft = drafted(mine)
    page = mine.post(reverse("scans"), {"files": [picture()]}, follow=True).content.decode()
    assert "已附到" in page
    assert draft.scans.get().name == "DEMO1.jpg"


def test_a_workbook_becomes_drafts_and_the_faulty_rows_come_back(mine, unit, jobs_at_once, tmp_path):
    rows = [holder(1, 工作单位=unit.name), holder(2, "李四", 工作单位=unit.name, 身份证号="999999199001010030")]
    path = write(tmp_path / "roster.xlsx", {"花名册": rows})
    with path.open("rb") as file:
        page = mine.post(reverse("submission-workbook"), {"file": file}, follow=True)
    assert "存为 1 件草稿" in page.content.decode()
    upload = page.context["upload"]
    mine.post(reverse("submission-upload-keep", args=[upload.pk]))
    assert [s.subject for s in Submission.objects.all()] == ["张三"]
    assert mine.get(reverse("submission-upload-errors", args=[upload.pk])).status_code == 200


def test_a_post_of_a_school_must_be_a_professional_one(signed_in, outsider, other_unit):
    browser = signed_in(outsider)
    cells = {"岗位名称": "社工岗", "岗位数": "1", "设置方式": "岗位招聘", "设置日期": "2021-01-01", "任职条件": "持证"}
    data = {**{f"r0-{k}": v for k, v in cells.items()}, "r0-职责任务_0": ["能力建设"], "rows": "1", "token": TOKEN}
    answer = browser.post(reverse("submission-new", args=["post"]), data, follow=True)
    page = answer.content.decode()
    assert "专业技术岗位" in page
    assert "二（二）" in page
    draft = Submission.objects.get()
    more = {**data, "r0-岗位类别": "专业技术岗位", "r0-岗位等级": "专业技术十一级", "version": draft.version}
    browser.post(reverse("submission-edit", args=[draft.pk]), more)
    act(browser, draft, "submit")
    assert draft.state == "bureau"


def test_another_unit_learns_nothing_of_a_person_it_names(signed_in, outsider, unit, other_unit):
    county.serve(county.person(1, "李雷", bank_account="999900001111"), unit)
    browser = signed_in(outsider)
    draft = drafted(browser, 姓名="猜一猜", 人员类别="事业单位在编", 银行账号="1234")
    page = browser.get(reverse("submission", args=[draft.pk])).content.decode()
    assert "李雷" not in page
    act(browser, draft, "submit")
    assert draft.state == "bureau"
    assert Unit.objects.get(pk=other_unit.pk).services.count() == 0


def test_a_post_page_leads_to_its_filing_and_to_its_change(signed_in, outsider, other_unit, bureau):
    browser = signed_in(outsider)
    post = county.post(other_unit)
    page = browser.get(reverse("post", args=[post.pk])).content.decode()
    assert "报送变动或撤销" in page
    address = f"{reverse('submission-new', args=['post'])}?unit={other_unit.pk}&post={post.pk}"
    form = browser.get(address).context["forms"].forms[0]
    cells = {f"r0-{heading}": value for heading, value in form.initial.items()}
    cells |= {"r0-撤销日期": "2026-10-31", "r0-职责任务_0": ["能力建设"], "r0-任职条件": "持证", "rows": "1"}
    cells |= {"r0-岗位类别": "专业技术岗位", "r0-岗位等级": "专业技术十一级", "token": TOKEN, "unit": other_unit.pk}
    browser.post(reverse("submission-new", args=["post"]), cells)
    one = Submission.objects.get()
    act(browser, one, "submit")
    act(bureau, one, "approve", digest=digest(bureau, one))
    post.refresh_from_db()
    assert post.until == datetime.date(2026, 11, 1)
    assert reverse("submission", args=[one.pk]) in bureau.get(reverse("post", args=[post.pk])).content.decode()

"""The pages of units and reviewers: corrections, the yearly confirmation, pasted cells, batches, scans, reminders."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.secrets import read_sealed
from dingnan_sw.notices.models import Notice
from talent.models import Person, Training
from talent.submissions import evidence, reminders
from talent.submissions.evidence import attach
from talent.submissions.flow import State
from talent.submissions.models import Kind, Scan, Submission
from tests import county
from tests.lib.hostile import HOSTILE
from tests.site.world import picture
from tests.submissions.people import Cast, actor, row, submission
from tests.submissions.test_story import PERSON, TOKEN, act, digest, drafted

TODAY = datetime.date(2026, 11, 25)
PASTED = "姓名\t身份证号\t人员类别\t任职起始日期\n张三\t{}\t社区工作者\t2020-03-01\n李四\t{}\t社区工作者\t2020-13-01"


@pytest.fixture
def worker(unit):
    one = county.person(1, "张三", bank_account="99990001", education="大专")
    county.serve(one, unit)
    return one


# Corrections --------------------------------------------------------------------------------------


def corrected(browser, person, **values):
    """The correction that the form makes of these values of the person's row."""
    page = browser.get(reverse("submission-correct", args=[person.pk]))
    form = {value.name: value.old for block in page.context["blocks"] for value in block.values}
    form |= {f"person-{person.pk}-{field}": value for field, value in values.items()}
    answer = browser.post(reverse("submission-correct", args=[person.pk]), {**form, "token": TOKEN}, follow=True)
    return answer, Submission.objects.filter(kind=Kind.CORRECTION).first()


def test_a_correction_states_old_and_new_and_counts_when_approved(mine, bureau, worker):
    _, one = corrected(mine, worker, name="张山", education="")
    assert [(r["field"], r["old"], r["new"]) for r in one.rows] == [("name", "张三", "张山"), ("education", "大专", "")]
    act(mine, one, "submit")
    act(bureau, one, "approve", digest=digest(bureau, one))
    worker.refresh_from_db()
    assert (worker.name, worker.education, " zs" in worker.search_keys) == ("张山", "", True)


def test_a_correction_that_rests_on_an_old_value_is_not_applied(mine, bureau, worker):
    _, one = corrected(mine, worker, education="本科")
    act(mine, one, "submit")
    Person.objects.filter(pk=worker.pk).update(education="研究生")
    page = bureau.get(reverse("submission", args=[one.pk])).content.decode()
    assert "登记的内容在填报之后变了" in page
    act(bureau, one, "approve", digest=digest(bureau, one))
    worker.refresh_from_db()
    assert (one.state, worker.education) == ("bureau", "研究生")


def test_a_wrong_value_is_refused_at_once(mine, worker):
    page, one = corrected(mine, worker, id_number="999999199001010000")
    assert ("校验位" in page.content.decode(), one) == (True, None)


def test_a_changed_account_is_marked_for_the_reviewer(mine, bureau, worker):
    draft = drafted(mine, 银行账号="99990002")
    act(mine, draft, "submit")
    assert "收款账户变更" in bureau.get(reverse("submission", args=[draft.pk])).content.decode()


# The yearly confirmation --------------------------------------------------------------------------


def test_the_whole_roster_is_confirmed_once_a_year(mine, bureau, worker, unit):
    address = reverse("submission-roster", args=[unit.pk])
    mine.post(address, {"token": TOKEN, f"changed-{worker.pk}": "on", f"note-{worker.pk}": "已退休"})
    one = Submission.objects.get()
    assert [(p["姓名"], p["核对"], p["说明"]) for p in one.rows[1:]] == [("张三", "有变动", "已退休")]
    act(mine, one, "submit")
    assert mine.get(address).url == reverse("submission", args=[one.pk])
    act(bureau, one, "approve", digest=digest(bureau, one))
    assert one.state == "approved"


# Pasted cells -------------------------------------------------------------------------------------


def test_pasted_cells_become_drafts_and_the_faulty_row_stays_to_be_mended(mine):
    address = reverse("submission-paste", args=["person"])
    text = PASTED.format(county.id_number(1), county.id_number(2))
    page = mine.post(address, {"text": text, "step": "check"})
    assert (page.context["usable"], page.context["faults"]) == (1, 1)
    cells = {
        f"c{r}-{c}": cell for r, line in enumerate(page.context["rows"]) for c, (_, cell, _) in enumerate(line["cells"])
    }
    page = mine.post(address, {**cells, "rows": len(page.context["rows"]), "step": "keep"})
    assert [s.subject for s in Submission.objects.all()] == ["张三"]
    assert page.context["rows"][0]["cells"][0][1] == "李四"


# Trainings ----------------------------------------------------------------------------------------


def test_a_training_names_people_of_the_unit_alone(mine, bureau, worker, other_unit):
    county.serve(county.person(2, "韩梅"), other_unit)
    data = {"r0-培训名称": "实务培训", "r0-结束日期": "2026-09-20", "r0-学时": "8", "rows": "2", "token": TOKEN}
    data |= {"r0-身份证号": county.id_number(1), "r1-身份证号": county.id_number(2)}
    page = mine.post(reverse("submission-new", args=["training"]), data, follow=True).content.decode()
    assert "不在人员登记中" in page
    one = Submission.objects.get()
    mine.post(reverse("submission-edit", args=[one.pk]), {**data, "r1-身份证号": "", "version": one.version})
    act(mine, one, "submit")
    act(bureau, one, "approve", digest=digest(bureau, one))
    assert [(t.person, t.hours) for t in Training.objects.all()] == [(worker, 8)]


# Batches ------------------------------------------------------------------------------------------


def test_a_batch_says_what_will_happen_and_does_exactly_that(mine, bureau, unit, hr):
    keeper = actor("keeper", "unit", unit=unit)
    ones = [submission(unit, keeper, State.BUREAU, number=n, rows=[row(unit, n, f"张{n}")]) for n in (1, 2, 3)]
    page = bureau.get(reverse("submission-batch", args=["approve"]))
    lines = {line["submission"].pk: line for line in page.context["lines"]}
    assert all("考试奖励 1,000.00 元" in line["stakes"][0].words for line in lines.values())
    assert Person.objects.count() == 0
    picked = [ones[0].pk, ones[1].pk]
    bureau.post(
        reverse("submission-batch", args=["approve"]),
        {"pick": picked, **{f"key-{pk}": lines[pk]["key"] for pk in lines}},
    )
    assert sorted(p.name for p in Person.objects.all()) == ["张1", "张2"]
    assert set(Submission.objects.filter(state=State.APPROVED).values_list("pk", flat=True)) == set(picked)


# Conflicts ----------------------------------------------------------------------------------------


def test_the_reviewer_sees_what_conflicts(mine, bureau, unit, other_unit):
    elsewhere = county.person(1, "张三")
    county.serve(elsewhere, other_unit, "事业单位在编")
    county.person(2, "李四", bank_account="99990009", phone="13900000000")
    county.certify(Person.objects.get(name="李四"), "DEMO1")
    draft = drafted(mine, 银行账号="99990009", 联系电话="13900000000")
    act(mine, draft, "submit")
    words = [c.words for c in bureau.get(reverse("submission", args=[draft.pk])).context["conflicts"]]
    assert len(words) == 4
    for piece in ("乙小学", "时间重叠", "银行账号与 李四", "联系电话与 李四", "管理号 DEMO1 登记在 李四"):
        assert any(piece in word for word in words), piece


# Scans --------------------------------------------------------------------------------------------


def test_hostile_files_are_refused_and_nothing_is_stored(mine, hr, jobs_at_once, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.DATA_DIR = tmp_path
    draft = drafted(mine)
    names = [name for name, (code, _) in HOSTILE.items() if code != "exhausted"][:48]
    files = [SimpleUploadedFile(f"DEMO1 {name}", HOSTILE[name][1]()) for name in names]
    page = mine.post(reverse("scans"), {"files": files}, follow=True)
    told = page.context["delivery"].files
    assert len(told) == 48
    assert all(file["tone"] == "bad" and file["words"] for file in told)
    stored = [path for path in (tmp_path / "scans").rglob("*") if path.is_file()]
    assert (Scan.objects.count(), draft.scans.count(), stored) == (0, 0, [])


def test_each_view_of_a_scan_is_an_audit_line(mine, bureau, unit):
    one = submission(unit, actor("keeper", "unit", unit=unit))
    scan = attach(actor("keeper2", "unit", unit=unit), one.pk, picture())
    Submission.objects.update(state=State.BUREAU)
    before = Entry.objects.count()
    bureau.get(reverse("scan-page", args=[scan.pk, 1]))
    bureau.get(reverse("scan-original", args=[scan.pk]))
    assert [entry.action for entry in Entry.objects.order_by("pk")[before:]] == ["查看扫描件", "下载扫描件原件"]


def test_a_full_quota_refuses_the_next_scan(mine, unit, monkeypatch):
    keeper = actor("keeper", "unit", unit=unit)
    one = submission(unit, keeper)
    size = len(picture().original) * 2
    monkeypatch.setattr(evidence, "QUOTA", size)
    attach(keeper, one.pk, picture())
    two = submission(unit, keeper, number=2)
    with pytest.raises(evidence.Refused, match="已满"):
        attach(keeper, two.pk, picture())
    assert (Scan.objects.count(), len(read_sealed(Scan.objects.get().path(1)))) == (1, size // 2)


def test_scans_lie_sealed_under_names_that_tell_nothing(unit):
    keeper = actor("keeper", "unit", unit=unit)
    scan = attach(keeper, submission(unit, keeper).pk, picture())
    assert b"PNG" not in scan.path().read_bytes()
    assert "DEMO" not in str(scan.path())


# Notices and reminders ----------------------------------------------------------------------------


def test_the_unit_is_told_once_that_something_came_back(mine, bureau, hr):
    draft = drafted(mine)
    act(mine, draft, "submit")
    act(bureau, draft, "return", **{"own--": "请更正"})
    notice = Notice.objects.get(user=hr)
    assert ("退回待修改" in notice.text, notice.read) == (True, None)
    assert mine.post(reverse("notice-open", args=[notice.pk])).url == reverse("submission", args=[draft.pk])
    notice.refresh_from_db()
    assert notice.read is not None


@pytest.mark.parametrize(("day", "told"), [(datetime.date(2026, 10, 12), 0), (datetime.date(2026, 10, 13), 1)])
def test_a_returned_one_is_reminded_after_five_working_days(day, told, unit):
    """Returned on 30 September 2026: the week after is off, Saturday the 10th is worked, so the 5th working day is the 13th."""
    one = submission(unit, actor("keeper", "unit", unit=unit), State.RETURNED)
    at = datetime.datetime(2026, 9, 30, 4, tzinfo=datetime.UTC)
    Submission.objects.filter(pk=one.pk).update(changed=at, waiting_since=at)
    assert [reminders.remind(day), reminders.remind(day)] == [told, 0]


def test_nobody_is_chased_for_what_waits_on_others(mine, bureau, unit, outsider, other_unit):
    draft = drafted(mine)
    act(mine, draft, "submit")
    page = bureau.get(reverse("submission-silent")).content.decode()
    assert (other_unit.name in page, f">{unit.name}<" in page) == (True, False)
    bureau.post(reverse("submission-chase"))
    bureau.post(reverse("submission-chase"))
    assert [n.user for n in Notice.objects.filter(key__startswith="chase")] == [outsider]


def test_a_mail_goes_out_where_mail_is_configured(settings, bureau, mine, hr, django_capture_on_commit_callbacks):
    settings.EMAIL_HOST = "mail.invalid"
    hr.email = "hr@example.invalid"
    hr.save()
    draft = drafted(mine)
    act(mine, draft, "submit")
    with django_capture_on_commit_callbacks(execute=True):
        act(bureau, draft, "return", **{"own--": "请更正"})
    assert [sent.to for sent in mail.outbox] == [["hr@example.invalid"]]


# A form keeps everything that was typed -----------------------------------------------------------


def test_a_draft_may_be_unfinished_and_loses_nothing(mine):
    cells = {**PERSON, "r0-身份证号": "1234", "r0-任职起始日期": "去年", "step": "save", "token": TOKEN}
    mine.post(reverse("submission-new", args=["person"]), cells)
    one = Submission.objects.get()
    assert (one.rows[0]["身份证号"], one.rows[0]["任职起始日期"]) == ("1234", "去年")
    page = act(mine, one, "submit").content.decode()
    assert (one.state, "还有没改好的地方" in page) == ("draft", True)


def test_two_rows_say_two_certificates_of_one_person(mine, bureau):
    second = {"r1-证书级别": "社会工作师", "r1-管理号": "DEMO2", "r1-批准日期": "2022-06-20", "rows": "2"}
    second |= {"r1-人员类别": "社区工作者", "r1-任职起始日期": "2020-03-01"}
    mine.post(reverse("submission-new", args=["person"]), {**PERSON, **second, "token": TOKEN})
    one = Submission.objects.get()
    act(mine, one, "submit")
    act(bureau, one, "approve", digest=digest(bureau, one))
    assert (Person.objects.get().certificates.count(), Person.objects.get().services.count()) == (2, 1)


def test_the_reviewer_of_the_department_sees_its_units(signed_in, unit, other_unit, db):
    health = county.unit("县卫健委", "党政机关")
    other_unit.department = "县卫健委"
    other_unit.save()
    cast = Cast(unit)
    of_health = actor("health", "reviewer", unit=health)
    submission(other_unit, actor("school", "unit", unit=other_unit), State.REVIEW)
    submission(unit, cast.keeper, State.REVIEW, number=2)
    page = signed_in(of_health.user).get(reverse("submissions") + "?turn=me")
    assert [s.unit for s in page.context["page"].object_list] == [other_unit]

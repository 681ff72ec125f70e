"""What a reviewer sees and what an approval writes: nothing beyond the scope, nothing unseen, nothing lost, nobody alone."""

import datetime

import pytest
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from positions.access import EVERYTHING
from positions.models import User
from talent.models import Certificate, Person, Posting, Service, Training
from talent.submissions import actions, approval, checks, corrections, drafts, stake
from talent.submissions.actions import Actor, Refused
from talent.submissions.flow import State
from talent.submissions.models import Kind, ReviewRoute, Submission
from tests import county
from tests.submissions.people import Cast, actor, row, submission

TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def cast(unit):
    return Cast(unit)


def seen(*ones):
    plans = approval.plan(ones, TODAY)
    return {one.pk: plans[one.pk].digest for one in ones}


def correction(unit, author, person, typed=None, **values):
    """Of these values of the person's own row, and of those typed (register-row-field)."""
    found = corrections.blocks(person, drafts.unit_scope(unit), TODAY)
    name = {f"person-{person.pk}-{field}": value for field, value in values.items()} | (typed or {})
    old = {value.name: value.old for block in found for value in block.values}
    rows = corrections.asked(found, lambda asked: name.get(asked, old[asked]))
    return submission(
        unit, author, State.BUREAU, rows=[{"person": person.pk, **one} for one in rows], kind=Kind.CORRECTION
    )


# Within the scope -----------------------------------------------------------------------------------


def test_the_head_of_a_unit_learns_nothing_of_other_units(cast, unit, other_unit, signed_in):
    ReviewRoute.objects.create(unit_kind=unit.kind, head=True)
    secret = county.person(1, "王秘密", bank_account="99990009", phone="13900000000")
    county.serve(secret, other_unit)
    county.certify(secret, "DEMO1")
    rows = [row(unit, 1, 银行账号="99990009", 联系电话="13900000000")]
    one = submission(unit, cast.keeper, State.HEAD, rows=rows)
    page = signed_in(cast.head.user).get(reverse("submission", args=[one.pk])).content.decode()
    assert ("王秘密" in page, "乙小学" in page, "确认 张三" in page) == (False, False, True)


def test_a_towns_reviewer_sees_the_conflicts_of_its_town_alone(cast, unit, signed_in):
    far = county.committee("丙社区居民委员会", "360728101001", place=county.town("岿美山镇", "360728101"))
    near = county.unit("丁学校", "学校", place=unit.town)
    for number, (name, employer) in enumerate((("远处的人", far), ("近处的人", near)), 2):
        county.serve(county.person(number, name, bank_account="99990009"), employer)
    one = submission(unit, cast.keeper, State.REVIEW, rows=[row(unit, 1, 银行账号="99990009")])
    words = [
        c.words for c in signed_in(cast.reviewer.user).get(reverse("submission", args=[one.pk])).context["conflicts"]
    ]
    assert (any("近处的人" in word for word in words), any("远处的人" in word for word in words)) == (True, False)


# What the portal finds of itself -----------------------------------------------------------------------


def failed(one, scope=EVERYTHING):
    (plan,) = approval.plan([one], TODAY, scope).all
    return {check.words for check in checks.checks(plan, scope) if not check.passed}


@pytest.mark.parametrize(("obtained", "odd"), [("2007-12-31", {"取得证书时已满 18 岁"}), ("2008-01-01", set())])
def test_a_corrected_certificate_is_of_somebody_of_age(obtained, odd, cast, unit):
    worker = county.person()  # born on 1 January 1990
    county.serve(worker, unit)
    held = county.certify(worker)
    assert failed(correction(unit, cast.keeper, worker, {f"certificate-{held.pk}-approved_on": obtained})) == odd


@pytest.mark.parametrize(("since", "odd"), [("2007-12-31", {"任职时已满 18 岁"}), ("2008-01-01", set())])
def test_a_corrected_service_begins_of_age(since, odd, cast, unit):
    worker = county.person()  # born on 1 January 1990
    service = county.serve(worker, unit)
    assert failed(correction(unit, cast.keeper, worker, {f"service-{service.pk}-since": since})) == odd


def test_a_corrected_category_is_held_against_the_units_kind(cast, unit):
    worker = county.person(1)
    service = county.serve(worker, unit)
    assert failed(correction(unit, cast.keeper, worker, {f"service-{service.pk}-category": "社会组织专职"})) == {
        "人员类别与单位类别相称"
    }


@pytest.mark.parametrize(
    ("born", "odd"),
    [
        ("20020303", {"任职时已满 18 岁", "取得证书时已满 18 岁"}),
        ("20020302", {"取得证书时已满 18 岁"}),
        ("20020301", set()),
    ],
)
def test_another_id_number_is_held_against_every_certificate_and_service(born, odd, cast, unit):
    worker = county.person()
    county.serve(worker, unit, since=datetime.date(2020, 3, 2))
    county.certify(worker, approved_on=datetime.date(2020, 3, 1))
    assert failed(correction(unit, cast.keeper, worker, id_number=county.id_number(1, born))) == odd


def test_it_is_not_held_against_what_the_reviewer_cannot_see(cast, unit):
    far = county.committee("丙社区居民委员会", "360728101001", place=county.town("岿美山镇", "360728101"))
    worker = county.person()
    county.serve(worker, unit, since=datetime.date(2020, 3, 2))
    county.serve(worker, far, since=datetime.date(2010, 1, 1), until=datetime.date(2012, 1, 1))
    one = correction(unit, cast.keeper, worker, id_number=county.id_number(1, "20000101"))
    assert (failed(one), failed(one, cast.reviewer.scope)) == ({"任职时已满 18 岁"}, set())


@pytest.mark.parametrize(
    ("since", "odd"),
    [
        ("2020-03-01", {"上岗在任职期间", "上岗时岗位已备案"}),
        ("2020-03-02", {"上岗时岗位已备案"}),
        ("2020-03-03", set()),
    ],
)
def test_a_corrected_posting_lies_in_the_service_and_in_the_posts_time(since, odd, cast, unit):
    service = county.serve(county.person(), unit, since=datetime.date(2020, 3, 2))
    post = county.post(unit, since=datetime.date(2020, 3, 3))
    posting = Posting.objects.create(service=service, post=post, since=datetime.date(2020, 4, 1))
    assert failed(correction(unit, cast.keeper, service.person, {f"posting-{posting.pk}-since": since})) == odd


def test_a_service_put_right_together_with_its_posting_counts_as_corrected(cast, unit):
    service = county.serve(county.person(), unit, since=datetime.date(2020, 3, 2))
    post = county.post(unit, since=datetime.date(2020, 1, 1))
    posting = Posting.objects.create(service=service, post=post, since=datetime.date(2020, 4, 1))
    typed = {f"posting-{posting.pk}-since": "2020-02-01", f"service-{service.pk}-since": "2020-02-01"}
    assert failed(correction(unit, cast.keeper, service.person, typed)) == set()


def test_among_many_to_be_approved_one_failed_check_leaves_the_box_empty(cast, unit, signed_in):
    """With one check failed, the row is not chosen beforehand, and says which."""
    one = submission(unit, cast.keeper, State.BUREAU)
    assert failed(one) == {"有证书扫描件"}
    (line,) = signed_in(cast.clerk.user).get(reverse("submission-batch", args=["approve"])).context["lines"]
    assert line["doubts"] == ["有证书扫描件：没有附扫描件"]


def conflicts(one):
    (plan,) = approval.plan([one], TODAY).all
    return [conflict.words for conflict in checks.conflicts(plan, EVERYTHING)]


@pytest.mark.parametrize("typed", ["622200001111", "6222 0000 1111", "６２２２００００１１１１"])
def test_a_correction_to_anothers_account_is_told_however_it_is_typed(typed, cast, unit):
    county.serve(county.person(2, "李四", bank_account="622200001111"), unit)
    worker = county.person(1, "张三")
    county.serve(worker, unit)
    (words,) = conflicts(correction(unit, cast.keeper, worker, bank_account=typed))
    assert words.startswith("银行账号与 李四")


def test_a_correction_of_something_else_has_no_conflict(cast, unit):
    county.serve(county.person(2, "李四", bank_account="622200001111"), unit)
    worker = county.person(1, "张三", bank_account="622200001111")
    county.serve(worker, unit)
    assert conflicts(correction(unit, cast.keeper, worker, education="本科")) == []


@pytest.mark.parametrize(("field", "heading"), [("bank_account", "银行账号"), ("phone", "联系电话")])
def test_a_correction_and_a_person_under_way_with_the_same_number_see_each_other(field, heading, cast, unit):
    worker = county.person(1, "张三")
    county.serve(worker, unit)
    one = correction(unit, cast.keeper, worker, **{field: " 13900001111"})
    other = submission(
        unit, cast.keeper, State.BUREAU, number=3, rows=[row(unit, 3, "王五", **{heading: "13900001111"})]
    )
    for here, there in ((one, other), (other, one)):
        assert conflicts(here) == [f"相同的{heading}：{unit} 也在报送 {there}"]


@pytest.mark.parametrize(
    ("cells", "odd"),
    [
        ({"岗位等级": "没有的"}, set()),
        ({"职责任务": ""}, {"职责任务、任职条件已写明（二（一））"}),
        ({"任职条件": ""}, {"职责任务、任职条件已写明（二（一））"}),
        ({}, set()),
    ],
)
def test_the_check_of_a_posts_duties_fails_for_them_alone(cells, odd, cast, other_unit):
    rows = [
        {
            "单位名称": other_unit.name, "岗位名称": "社工岗", "岗位数": "1", "设置方式": "招聘", "设置日期": "2020-01-01",
            "职责任务": "走访", "任职条件": "持证", "岗位类别": "专业技术岗位", "岗位等级": "十二级", **cells,
        }
    ]  # fmt: skip
    one = submission(other_unit, cast.keeper, State.BUREAU, kind=Kind.POST, rows=rows)
    assert failed(one) - {checks.WRITABLE} == odd


def detail(one, words):
    (plan,) = approval.plan([one], TODAY).all
    return next(check.detail for check in checks.checks(plan, EVERYTHING) if check.words == words)


def test_a_check_of_times_names_both_ends(cast, unit):
    service = county.serve(county.person(), unit, since=datetime.date(2020, 3, 2), until=datetime.date(2022, 1, 1))
    post = county.post(unit, since=datetime.date(2020, 1, 1), until=datetime.date(2021, 1, 1))
    posting = Posting.objects.create(service=service, post=post, since=datetime.date(2020, 4, 1))
    typed = {f"posting-{posting.pk}-since": "2021-01-01", f"posting-{posting.pk}-until": "2022-01-31"}
    one = correction(unit, cast.keeper, service.person, typed)
    assert failed(one) == {"上岗在任职期间", "上岗时岗位已备案"}
    assert detail(one, "上岗时岗位已备案") == "岗位备案 2020-01-01 至 2020-12-31，2021-01-01 上岗"
    assert detail(one, "上岗在任职期间") == "任职 2020-03-02 至 2021-12-31，上岗 2021-01-01 至 2022-01-31"


# Seen before it is written ---------------------------------------------------------------------------


def test_a_service_that_has_become_new_meanwhile_is_not_approved_unseen(cast, unit):
    worker = county.person(1, "张三")
    service = county.serve(worker, unit, since=datetime.date(2020, 3, 1))
    one = submission(unit, cast.keeper, State.BUREAU)
    digests = seen(one)
    Service.objects.filter(pk=service.pk).update(since=datetime.date(2020, 4, 1))
    with pytest.raises(Refused, match="在您打开之后变了"):
        approval.approve(cast.clerk, digests, TODAY)


def test_accounts_that_look_alike_when_masked_are_told_apart(cast, unit, signed_in):
    worker = county.person(1, "张三", bank_account="111100001")
    county.serve(worker, unit, since=datetime.date(2020, 3, 1))
    one = submission(unit, cast.keeper, State.BUREAU, rows=[row(unit, 1, 银行账号="222200001")])
    digests = seen(one)
    page = signed_in(cast.clerk.user).get(reverse("submission", args=[one.pk])).content.decode()
    assert "号码不同，末几位相同" in page
    worker.bank_account = "333300001"
    worker.derive().save()
    with pytest.raises(Refused, match="在您打开之后变了"):
        approval.approve(cast.clerk, digests, TODAY)


def test_what_was_approved_stays_as_it_was_when_the_registers_move_on(cast, unit, signed_in):
    one = submission(unit, cast.keeper, State.BUREAU)
    approval.approve(cast.clerk, seen(one), TODAY)
    Person.objects.update(name="张改名", education="博士")
    page = signed_in(cast.keeper.user).get(reverse("submission", args=[one.pk])).content.decode()
    assert ("请核对号码和姓名" in page, "张三" in page, county.id_number(1) in page) == (False, True, False)


def test_the_entry_of_an_approval_says_what_it_changed(cast, unit):
    worker = county.person(1, "张三", phone="13900001111")
    county.serve(worker, unit, since=datetime.date(2020, 3, 1))
    one = submission(unit, cast.keeper, State.BUREAU, rows=[row(unit, 1, 联系电话="13900009999", 学历="本科")])
    approval.approve(cast.clerk, seen(one), TODAY)
    (done,) = Entry.objects.get(action="报送批准").details["done"]
    assert "学历 （空）→本科" in done
    assert "联系电话 139****1111→139****9999" in done


def test_the_entry_of_an_approved_correction_has_both_sides(cast, unit):
    worker = county.person(1, "张三")
    county.serve(worker, unit)
    approval.approve(cast.clerk, seen(correction(unit, cast.keeper, worker, name="张山")), TODAY)
    assert Entry.objects.get(action="报送批准").details["done"] == ["姓名 张三→张山"]


# Nothing is lost in a batch --------------------------------------------------------------------------


def test_two_submissions_about_one_person_are_not_approved_together(cast, unit):
    worker = county.person(1, "张三")
    county.serve(worker, unit, since=datetime.date(2020, 3, 1))
    first = correction(unit, cast.keeper, worker, name="张山")
    second = submission(unit, cast.keeper, State.BUREAU, rows=[row(unit, 1, 联系电话="13900009999")])
    with pytest.raises(Refused, match="分开批准"):
        approval.approve(cast.clerk, seen(first, second), TODAY)
    approval.approve(cast.clerk, seen(first), TODAY)
    assert Person.objects.get().name == "张山"


def moved(cast, unit, other_unit):
    """One unit says that somebody leaves, another that he starts, with another account."""
    worker = county.person(1, "张三", bank_account="99990001")
    county.serve(worker, unit, since=datetime.date(2020, 3, 1))
    bare = dict.fromkeys(("证书级别", "管理号", "批准日期"), "")
    leaves = row(unit, 任职终止日期="2026-06-30", **bare)
    starts = row(other_unit, 人员类别="事业单位聘用", 任职起始日期="2026-07-01", 学历="本科", 银行账号="777788889999")
    keeper = actor("keeper-two", "unit", unit=other_unit)
    first = submission(unit, cast.keeper, State.BUREAU, rows=[leaves])
    return first, submission(other_unit, keeper, State.BUREAU, rows=[starts | bare])


def test_of_two_units_submissions_about_one_person_the_first_is_as_it_is_alone(cast, unit, other_unit):
    first, second = moved(cast, unit, other_unit)
    plans = approval.plan([first, second], TODAY)
    assert plans[first.pk].changes == approval.plan([first], TODAY)[first.pk].changes
    assert seen(first, second)[first.pk] == seen(first)[first.pk]
    assert (plans[first.pk].problems, [p.code for p in plans[second.pk].problems]) == ([], ["same_person"])
    assert not plans[second.pk].changes[0]


def test_the_first_of_two_about_one_person_is_approved_from_the_page_of_many(cast, unit, other_unit, signed_in):
    first, second = moved(cast, unit, other_unit)
    browser, address = signed_in(cast.clerk.user), reverse("submission-batch", args=["approve"])
    lines = {line["submission"]: line for line in browser.get(address).context["lines"]}
    assert ("分开批准" in lines[second]["problems"][0], lines[first]["problems"]) == (True, [])
    assert [what for what, _ in lines[first]["changes"]] == ["任职终止日期"]
    browser.post(address, {"pick": [first.pk], f"key-{first.pk}": lines[first]["key"]})
    states = {one.pk: one.state for one in Submission.objects.all()}
    assert states == {first.pk: State.APPROVED, second.pk: State.BUREAU}


def test_a_correction_writes_its_own_fields_alone(cast, unit):
    worker = county.person(1, "张三")
    county.serve(worker, unit)
    plans = approval.plan([correction(unit, cast.keeper, worker, name="张山")], TODAY)
    Person.objects.update(education="本科")
    plans.write()
    assert (Person.objects.get().name, Person.objects.get().education) == ("张山", "本科")


def test_what_the_registers_refuse_is_said_and_nothing_is_written(cast, unit):
    worker = county.person(1, "张三")
    county.serve(worker, unit)
    ones = [county.certify(worker, f"DEMO{n}", approved_on=datetime.date(2020 + n, 6, 1)) for n in (1, 2)]
    rows = [
        {
            "person": worker.pk, "register": "certificate", "row": one.pk, "field": "number", "label": f"管理号 {one.pk}",
            "old": one.number, "new": "SAME",
        }
        for one in ones
    ]  # fmt: skip
    both = submission(unit, cast.keeper, State.BUREAU, rows=rows, kind=Kind.CORRECTION)
    with pytest.raises(Refused):
        approval.approve(cast.clerk, seen(both), TODAY)
    assert set(Certificate.objects.values_list("number", flat=True)) == {"DEMO1", "DEMO2"}


@pytest.mark.parametrize("heading", ["姓名", "学历", "政治面貌", "管理号"])
def test_a_cell_too_long_for_its_column_never_leaves_the_unit(heading, cast, unit):
    one = submission(unit, cast.keeper, rows=[row(unit, 1, **{heading: "张" * 150})])
    assert [p.column for p in drafts.problems(one, TODAY)] == [heading]


def test_the_pages_stand_even_when_the_registers_would_refuse(cast, unit, monkeypatch):
    one = submission(unit, cast.keeper, State.BUREAU)
    plans = approval.plan([one], TODAY)
    plans.staging.people.records[county.id_number(1)].merged["education"] = "张" * 150
    assert stake.stakes(plans) == {}


def test_a_training_of_another_units_person_is_not_approved(cast, unit, other_unit):
    county.serve(county.person(2, "韩梅"), other_unit)
    rows = [{"身份证号": county.id_number(2), "培训名称": "实务", "结束日期": "2026-09-01", "学时": "8"}]
    one = submission(unit, cast.keeper, State.BUREAU, rows=rows, kind=Kind.TRAINING)
    with pytest.raises(Refused, match="不在本单位的任职登记中"):
        approval.approve(cast.clerk, seen(one), TODAY)
    assert Training.objects.count() == 0


# Never alone ------------------------------------------------------------------------------------------


def test_a_handler_who_is_gone_holds_nothing_up(cast, unit):
    one = submission(unit, cast.keeper, State.BUREAU)
    actions.take(cast.clerk, one.pk)
    User.objects.filter(pk=cast.clerk.user.pk).update(is_active=False)
    actions.take(cast.other_clerk, one.pk)
    one.refresh_from_db()
    assert one.handler == cast.other_clerk.user


def test_who_wrote_the_draft_does_not_review_it_though_another_submits(cast, unit):
    both = actor("clerk-one", "unit", unit=unit)
    draft = drafts.create(both, unit, Kind.PERSON, [row(unit)], None, TODAY)
    actions.submit(cast.keeper, {draft.pk: draft.version}, lambda sent: {})
    draft.refresh_from_db()
    with pytest.raises(Refused, match="自己填写"):
        approval.approve(Actor(both.user, both.scope), seen(draft), TODAY)
    assert Submission.objects.get().state == State.BUREAU


def test_many_drafts_are_checked_in_few_queries(cast, unit, django_assert_max_num_queries):
    ones = [submission(unit, cast.keeper, number=n, rows=[row(unit, n)]) for n in range(1, 31)]
    with django_assert_max_num_queries(40):
        assert not any(drafts.problems_of(ones, TODAY).values())

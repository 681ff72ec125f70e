"""The page of many submissions: all that will happen, what is odd of it, and no box chosen beforehand where something is."""

import pytest
from django.urls import reverse

from dingnan_sw.lib.identity import masked_id
from talent.models import Service, Training
from talent.submissions.choice import hold_together
from talent.submissions.evidence import attach
from talent.submissions.flow import State
from talent.submissions.models import Kind, ReviewRoute, Submission
from tests import county
from tests.site.world import picture
from tests.submissions.filling import ACCOUNT, PHONE
from tests.submissions.people import POST, Cast, filed, row, submission

pytestmark = pytest.mark.usefixtures("folder")
STATES = {"submit": State.DRAFT, "confirm": State.HEAD, "pass": State.REVIEW, "approve": State.BUREAU}
BARE = dict.fromkeys(("证书级别", "管理号", "批准日期"), "")


@pytest.fixture
def cast(unit):
    ReviewRoute.objects.create(unit_kind=unit.kind, head=True, review=True)
    return Cast(unit)


@pytest.fixture
def page(cast, signed_in):
    """The page on which each does it, and what it says of the submissions."""
    who = {"submit": cast.keeper, "confirm": cast.head, "pass": cast.reviewer, "approve": cast.clerk}
    return lambda action: signed_in(who[action].user).get(reverse("submission-batch", args=[action]))


def lines(answer):
    return answer.context["lines"]


def ticked(answer):
    return answer.content.decode().count(" checked ")


def posted(unit, author, state, **cells):
    """Someone who is to work on the post."""
    return submission(
        unit, author, state, rows=[row(unit, 1, 岗位名称=POST["岗位名称"], 上岗日期="2020-03-01", **cells)]
    )


def attended(number):
    """Someone's row of a training."""
    return {"身份证号": county.id_number(number), "培训名称": "实务培训", "结束日期": "2026-09-20", "学时": "8"}


def confirmed(unit, author, state, **changed):
    """The yearly confirmation of two who serve in the unit; changed: by name, what is noted of whoever has changed."""
    people = [county.person(number, name) for number, name in ((1, "张三"), (2, "李四"))]
    for one in people:
        county.serve(one, unit)
    roster = [
        {
            "编号": one.pk,
            "姓名": one.name,
            "身份证号": one.masked_id,
            "核对": "有变动" if one.name in changed else "属实",
            "说明": changed.get(one.name, ""),
        }
        for one in people
    ]
    return submission(unit, author, state, kind=Kind.CONFIRMATION, rows=[{"年度": 2026}, *roster])


# What is odd ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", STATES)
def test_whoever_acts_on_many_sees_what_is_odd_and_finds_that_box_empty(action, page, cast, unit):
    odd = submission(unit, cast.keeper, STATES[action], rows=[row(unit, 1, 人员类别="社会组织专职")])
    sound = submission(unit, cast.keeper, number=2, rows=[row(unit, 2, "李四")])
    attach(cast.keeper, sound.pk, picture())
    Submission.objects.filter(pk=sound.pk).update(state=STATES[action])
    answer = page(action)
    found = {line["submission"]: line["doubts"] for line in lines(answer)}
    assert found[sound] == []
    assert any("没有附扫描件" in doubt for doubt in found[odd])
    assert any("人员类别" in doubt for doubt in found[odd])
    assert ("有疑点的 1 件没有勾" in answer.content.decode(), ticked(answer)) == (True, 1)


@pytest.mark.parametrize("action", STATES)
def test_doubts_are_spoken_of_only_where_there_are_any(action, page, cast, unit):
    submission(unit, cast.keeper, STATES[action], rows=[row(unit, 1, **BARE)])
    answer = page(action)
    assert ("疑点" in answer.content.decode(), ticked(answer)) == (False, 1)


def test_what_came_back_and_says_the_same_is_not_chosen_beforehand(page, cast, unit):
    one = submission(unit, cast.keeper, State.RETURNED, rows=[row(unit, 1, **BARE)])
    one.reasons = [{"column": "学历", "text": "请写全称"}]
    one.save()
    assert doubts_of(page("submit"), one) == ["退回以后内容没有改过：请写全称"]
    one.rows = [row(unit, 1, 学历="大学本科", **BARE)]
    one.save()
    assert doubts_of(page("submit"), one) == []


def test_a_towns_reviewer_sees_what_conflicts_in_the_town(page, cast, unit, other_unit):
    county.serve(county.person(1, "张三"), other_unit)
    submission(unit, cast.keeper, State.REVIEW)
    answer = page("pass")
    assert any("也登记在 乙小学" in doubt for doubt in lines(answer)[0]["doubts"])
    assert ticked(answer) == 0


@pytest.mark.parametrize("action", ["submit", "confirm", "pass"])
def test_the_page_of_many_tells_nothing_of_who_has_left(action, page, cast, unit):
    far = county.committee("丙社区居民委员会", "360728101001", place=county.town("岿美山镇", "360728101"))
    gone = county.person(1, "张三", phone=PHONE, bank_account=ACCOUNT, bank_name="农商银行", education="博士")
    Service.objects.filter(pk=county.serve(gone, unit).pk).update(until="2022-01-01")
    county.serve(gone, far)
    submission(
        unit, cast.keeper, STATES[action], rows=[row(unit, 1, 银行账号="77770000", 学历="大专", 开户银行="工行")]
    )
    text = page(action).content.decode()
    assert not any(told in text for told in ("农商银行", "博士", gone.masked_account))


def test_what_could_not_be_approved_so_is_doubtful_to_who_passes_it_on(page, cast, unit):
    submission(unit, cast.keeper, State.REVIEW, rows=[row(unit, 1, 岗位名称="没有的岗位")])
    (line,) = lines(page("pass"))
    assert (line["problems"], any("没有登记岗位" in doubt for doubt in line["doubts"])) == ([], True)


def test_a_head_finds_no_fault_with_a_post_that_is_under_way_itself(page, cast, unit):
    filed(unit, cast.keeper, State.BUREAU)
    posted(unit, cast.keeper, State.HEAD)
    assert not any("社工岗" in doubt for doubt in lines(page("confirm"))[0]["doubts"])


@pytest.mark.parametrize(("action", "stands"), [("confirm", State.DRAFT), ("approve", State.BUREAU)])
def test_a_post_without_its_first_day_is_spoken_of_and_stops_no_page(action, stands, page, cast, unit):
    filed(unit, cast.keeper, stands, 设置日期="")
    resting = posted(unit, cast.keeper, STATES[action])
    found = {line["submission"]: [*line["problems"], *line["doubts"]] for line in lines(page(action))}
    assert any("这个岗位的备案不能批准" in words for words in found[resting])


# What is chosen beforehand ----------------------------------------------------------------------------

LATER = {"submit": State.HEAD, "approve": State.APPROVED}


def pressed(answer, action):
    """The button of the page, with its boxes as they were; returns what has been done."""
    ready = [line for line in lines(answer) if not line["problems"] and not line["doubts"]]
    picks = {f"key-{line['submission'].pk}": line["key"] for line in ready}
    said = answer.client.post(
        reverse("submission-batch", args=[action]), {"pick": [line["submission"].pk for line in ready], **picks}
    )
    assert said.status_code == 302
    return set(Submission.objects.filter(state=LATER[action]))


def line_of(one, *doubts):
    return {"submission": one, "problems": [], "doubts": [*doubts]}


def doubts_of(answer, one):
    return next(line["doubts"] for line in lines(answer) if line["submission"] == one)


@pytest.mark.parametrize("action", LATER)
@pytest.mark.parametrize(
    ("odd", "words"),
    [({"设置方式": "借用"}, "先勾选“岗位设置备案 社工岗”"), ({"职责任务": ""}, "先办好“岗位设置备案 社工岗”")],
)
def test_who_rests_on_a_post_that_is_not_chosen_is_not_chosen_either(odd, words, action, page, cast, unit):
    filed(unit, cast.keeper, STATES[action], **odd)
    resting = posted(unit, cast.keeper, STATES[action], **BARE)
    sound = submission(unit, cast.keeper, STATES[action], number=2, rows=[row(unit, 2, "李四", **BARE)])
    answer = page(action)
    (doubt,) = doubts_of(answer, resting)
    assert doubt.startswith(words)
    assert pressed(answer, action) == {sound}


@pytest.mark.parametrize("action", LATER)
def test_who_rests_on_a_post_that_is_chosen_is_chosen_too(action, page, cast, unit):
    post = filed(unit, cast.keeper, STATES[action])
    resting = posted(unit, cast.keeper, STATES[action], **BARE)
    submission(unit, cast.keeper, STATES[action], number=2, rows=[row(unit, 2, "李四")])
    assert pressed(page(action), action) == {post, resting}


def test_a_training_rests_on_who_rests_on_a_post(page, cast, unit):
    training = submission(unit, cast.keeper, State.BUREAU, kind=Kind.TRAINING, rows=[attended(1)], number=3)
    posted(unit, cast.keeper, State.BUREAU, **BARE)
    filed(unit, cast.keeper, State.BUREAU, 设置方式="借用")
    sound = submission(unit, cast.keeper, State.BUREAU, number=2, rows=[row(unit, 2, "李四", **BARE)])
    answer = page("approve")
    (doubt,) = doubts_of(answer, training)
    assert doubt.startswith("先勾选“人员 张三”")
    assert pressed(answer, "approve") == {sound}


def test_what_a_doubtful_change_of_a_post_makes_of_a_person_is_not_chosen_without_it(page, cast, unit):
    county.post(unit, since="2021-01-01")
    filed(unit, cast.keeper, State.BUREAU, 设置方式="借用")
    resting = posted(unit, cast.keeper, State.BUREAU, **BARE)
    sound = submission(unit, cast.keeper, State.BUREAU, number=2, rows=[row(unit, 2, "李四", **BARE)])
    answer = page("approve")
    assert doubts_of(answer, resting)[0].startswith("先勾选")
    assert pressed(answer, "approve") == {sound}


@pytest.mark.parametrize("action", LATER)
def test_who_is_doubtful_already_is_told_all_the_same_which_post_goes_first(action, page, cast, unit):
    filed(unit, cast.keeper, STATES[action], 设置方式="借用")
    resting = posted(unit, cast.keeper, STATES[action])
    found = doubts_of(page(action), resting)
    assert any("没有附扫描件" in doubt for doubt in found)
    assert any(doubt.startswith("先勾选“岗位设置备案 社工岗”") for doubt in found)


def test_what_would_do_something_else_alone_without_naming_another_is_to_be_opened(cast, unit):
    found = [line_of(filed(unit, cast.keeper, State.DRAFT), "借用"), line_of(submission(unit, cast.keeper))]
    hold_together(found, lambda some: {one.pk for one in some}, "批准", county.SINCE)
    assert found[1]["doubts"] == ["单独批准的结果和这里写的不同，请打开这一件看。"]


def test_of_many_that_are_to_be_chosen_first_a_few_are_named(cast, unit):
    training = submission(unit, cast.keeper, kind=Kind.TRAINING, rows=[attended(number) for number in range(1, 8)])
    people = [submission(unit, cast.keeper, number=n, rows=[row(unit, n)]) for n in range(1, 8)]
    found = [line_of(training), *(line_of(one, "没有附扫描件") for one in people)]
    hold_together(found, lambda some: {one.pk for one in some}, "批准", county.SINCE)
    assert f"先勾选{'“人员 张三”' * 5}等 7 件：" in found[0]["doubts"][0]


# What will happen -----------------------------------------------------------------------------------


def test_all_that_a_new_row_states_is_told(page, cast, unit):
    cells = {"任职终止日期": "2021-12-31", "岗位名称": "社工岗", "上岗日期": "2020-04-01", "离岗日期": "2021-01-31",
             "撤销日期": "2022-01-01", "开户银行": "农商银行", "银行账号": "622200001234", "学历": "本科"}  # fmt: skip
    county.post(unit)
    submission(unit, cast.keeper, State.BUREAU, rows=[row(unit, 1, **cells)])
    (words,) = lines(page("approve"))[0]["adds"]
    assert "622200001234" not in words
    for heading, value in cells.items():
        assert f"{heading} {value if heading != '银行账号' else '**** 1234'}" in words


def test_a_training_tells_who_took_part_and_for_how_long(page, cast, unit):
    for number, name in ((1, "张三"), (2, "李四")):
        county.serve(county.person(number, name), unit)
    submission(unit, cast.keeper, State.BUREAU, rows=[attended(number) for number in (1, 2)], kind=Kind.TRAINING)
    (words,) = lines(page("approve"))[0]["adds"]
    assert (
        words
        == f"培训名称 实务培训，结束日期 2026-09-20，学时 8，2 人：{'、'.join(masked_id(county.id_number(n)) for n in (1, 2))}"
    )


def test_of_two_trainings_the_one_that_is_changed_is_named(page, cast, unit):
    one = county.person(1, "张三")
    county.serve(one, unit)
    Training.objects.create(person=one, name="实务培训", ended_on="2026-09-20", hours=8)
    about = {"身份证号": one.id_number, "结束日期": "2026-09-20", "学时": "9"}
    rows = [{**about, "培训名称": name} for name in ("实务培训", "督导培训")]
    submission(unit, cast.keeper, State.BUREAU, rows=rows, kind=Kind.TRAINING)
    (line,) = lines(page("approve"))
    assert [(what, cell.old, cell.new) for what, cell in line["changes"]] == [(f"{one.masked_id} 学时", "8.00", "9")]
    assert len(line["adds"]) == 1


def test_another_account_that_ends_alike_is_told_apart(page, cast, unit, worker):
    Service.objects.update(since="2020-03-01")
    submission(unit, cast.keeper, State.BUREAU, rows=[row(unit, 1, 银行账号=f"8888{ACCOUNT[-4:]}")])
    answer = page("approve")
    assert [cell.alike for what, cell in lines(answer)[0]["changes"] if what == "银行账号"] == [True]
    assert "号码不同，末几位相同" in answer.content.decode()


def test_a_row_that_only_ends_a_service_tells_that_alone(page, cast, unit, worker):
    Service.objects.update(since="2020-03-01")
    submission(unit, cast.keeper, State.BUREAU, rows=[row(unit, 1, 任职终止日期="2026-06-30", **BARE)])
    answer = page("approve")
    (line,) = lines(answer)
    assert ([what for what, _ in line["changes"]], line["adds"]) == (["任职终止日期"], [])
    assert "新增：" not in answer.content.decode()


@pytest.mark.parametrize("action", STATES)
def test_a_yearly_confirmation_tells_how_many_it_is_of_and_who_has_changed(action, page, cast, unit):
    confirmed(unit, cast.keeper, STATES[action], 李四="已退休")
    answer = page(action)
    (line,) = lines(answer)
    assert line["doubts"] == [f"李四（{masked_id(county.id_number(2))}）有变动：已退休"]
    assert ("核对 2 人" in answer.content.decode(), ticked(answer)) == (True, 0)


@pytest.mark.parametrize("action", STATES)
def test_a_yearly_confirmation_in_which_all_is_true_is_chosen_beforehand(action, page, cast, unit):
    confirmed(unit, cast.keeper, STATES[action])
    answer = page(action)
    assert ("核对 2 人" in answer.content.decode(), ticked(answer)) == (True, 1)


@pytest.mark.parametrize("action", STATES)
def test_a_row_that_is_refused_tells_what_it_states_all_the_same(action, page, cast, unit):
    submission(unit, cast.keeper, STATES[action], rows=[row(unit, 1, 岗位名称="没有的岗位", 银行账号=ACCOUNT, 学历="")])
    (line,) = lines(page(action))
    (words,) = line["states"]
    assert words.startswith(f"报送：姓名 张三，身份证号 {masked_id(county.id_number(1))}，人员类别 社区工作者")
    assert words.endswith("岗位名称 没有的岗位，银行账号 **** 1111")
    assert (line["adds"], line["changes"]) == ([], [])


@pytest.mark.parametrize("action", ["confirm", "pass", "approve"])
def test_the_second_of_two_about_one_person_tells_what_it_states(action, page, cast, unit, worker):
    for number, name in ((1, "学历"), (2, "职务")):
        submission(unit, cast.keeper, STATES[action], number=number, rows=[row(unit, 1, **{name: f"某{name}"})])
    second = lines(page(action))[1]
    assert ["职务 某职务" in words for words in second["states"]] == [True]


def test_a_training_of_somebody_unknown_tells_who_took_part_all_the_same(page, cast, unit):
    submission(unit, cast.keeper, State.REVIEW, rows=[attended(number) for number in (1, 2)], kind=Kind.TRAINING)
    (words,) = lines(page("pass"))[0]["states"]
    assert words.startswith("报送：培训名称 实务培训，结束日期 2026-09-20，学时 8，2 人：")


@pytest.mark.parametrize(("action", "each"), [("submit", 0), ("confirm", 6), ("pass", 6)])
def test_many_are_looked_through_together(action, each, page, cast, unit, django_assert_max_num_queries):
    """Only what conflicts is asked of each by itself."""
    for number in range(1, 31):
        submission(unit, cast.keeper, STATES[action], number=number, rows=[row(unit, number)])
    with django_assert_max_num_queries(60 + 30 * each):
        assert len(lines(page(action))) == 30

"""Accounts and submissions for the tests of what may be done with them."""

from positions.access import Scope
from positions.models import Mandate, User
from positions.vocabulary import Role
from talent.submissions.actions import Actor
from talent.submissions.drafts import marks, subject_of
from talent.submissions.flow import State
from talent.submissions.models import Kind, Submission
from talent.submissions.statement import subject_index
from tests import county


def actor(username, role, **place):
    user = User.objects.filter(username=username).first() or User.objects.create_user(username, display_name=username)
    Mandate.objects.create(user=user, role=role, since=county.SINCE, **place)
    return Actor(user, Scope.of(user, county.SINCE))


def row(unit, number=1, name="张三", **cells):
    return {
        "姓名": name,
        "身份证号": county.id_number(number),
        "工作单位": unit.name,
        "人员类别": "社区工作者",
        "任职起始日期": "2020-03-01",
        "证书级别": "助理社会工作师",
        "管理号": f"DEMO{number}",
        "批准日期": "2021-06-20",
        **cells,
    }


def submission(unit, author, state=State.DRAFT, *, rows=None, kind=Kind.PERSON, number=1):
    """A submission that stands in that state already."""
    made = Submission(
        unit=unit,
        kind=kind,
        subject="张三",
        subject_index=subject_index(kind, county.id_number(number)),
        author=author.user,
    )
    made.rows = rows or [row(unit, number)]
    made.state, made.editors = state, [author.user.pk]
    made.leave()
    made.marks = marks(kind, made.rows, county.SINCE)
    made.save()
    return made


POST = {
    "岗位名称": "社工岗",
    "岗位数": "1",
    "设置方式": "岗位招聘",
    "设置日期": "2020-01-01",
    "职责任务": "x",
    "任职条件": "y",
}


def filed(unit, author, state, **cells):
    """A post that stands in that state."""
    made = submission(unit, author, state, kind=Kind.POST, rows=[{"单位名称": unit.name, **POST, **cells}])
    about = subject_of(Kind.POST, made.rows, county.SINCE)
    made.subject, made.subject_index = about.words, about.index
    made.save()
    return made


class Cast:
    """Everyone who may act on a unit's submissions."""

    def __init__(self, unit):
        self.unit = unit
        self.keeper = actor("keeper", Role.UNIT, unit=unit)
        self.head = actor("head", Role.UNIT, unit=unit, heads=True)
        self.reviewer = actor("reviewer", Role.REVIEWER, town=unit.town)
        self.clerk = actor("clerk-one", Role.CLERK)
        self.other_clerk = actor("clerk-two", Role.CLERK)

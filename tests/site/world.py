"""A county with one of everything twice: what belongs to the unit of the HR account, and what belongs to a unit far away."""

import datetime
from functools import cache
from io import BytesIO

from PIL import Image

from dingnan_sw.jobs.models import Job, State
from dingnan_sw.lib.scans import take
from dingnan_sw.lib.secrets import write_sealed
from dingnan_sw.notices.models import Notice
from incentives.amendments import actions
from incentives.budget.models import AccountCode, PassRate
from incentives.paying import objections, papers
from incentives.paying.models import Receivable
from positions.models import Mandate, User
from positions.vocabulary import Role, UnitKind
from talent.appointments.models import Appointment
from talent.models import Upload
from talent.reimbursements.models import Reimbursement
from talent.submissions import flow
from talent.submissions.evidence import attach
from talent.submissions.models import Delivery, Kind, ReviewRoute, Step, Submission, Trace
from talent.submissions.statement import subject_index
from talent.vocabulary import StaffCategory
from tests import county
from tests.budget.counties import appropriate, fund, funds, register
from tests.paying.office import Office
from tests.purchases.projects import project

ROLES = ("administrator", "clerk", "approver", "finance", "auditor", "reviewer", "hr")
SINCE = county.SINCE
AMENDMENT = """
document = "测民字〔2022〕8号"
clause = "第二条"
phrase = "初级每月120元"

[[monthly_allowance]]
from = 2022-07-01
assistant = "120.00"
"""


def account(username, role, **place):
    user = User.objects.create_user(username, password=None, display_name=username)
    Mandate.objects.create(user=user, role=role, since=SINCE, **place)
    return user


@cache
def picture(color="#c33"):
    file = BytesIO()
    Image.new("RGB", (40, 40), color).save(file, "PNG")
    return take("DEMO.png", file.getvalue())


class Side:
    """One of everything that belongs to a unit; number keeps ID and certificate numbers apart."""

    def __init__(self, number, employer, keeper):
        self.number, self.unit, self.keeper = number, employer, keeper
        self.community = employer.community
        self.person = county.person(number, "李雷" if number == 1 else "韩梅")
        self.appointment = Appointment.objects.create(
            person=self.person, unit=employer, title=1, grade=12, since=datetime.date(2021, 1, 1)
        )
        county.serve(self.person, employer)
        self.certificate = county.certify(self.person, f"DEMO{number}")
        self.post = county.post(employer)
        self.project = project(f"项目{number}", buyer=employer)
        self.submissions = {state: self.submission(state) for state in flow.State}
        for row in (self.person, employer, self.post, *self.person.services.all()):
            Trace.objects.create(
                submission=self.submissions[flow.State.APPROVED], register=row._meta.label_lower, row=row.pk
            )
        self.scans = {state: self.scan(state) for state in (flow.State.DRAFT, flow.State.BUREAU)}
        self.upload = self.uploaded(Upload.Purpose.DRAFTS)
        self.job = self.finished_job()
        self.notice = Notice.objects.create(user=keeper, text="退回", url="/")
        self.delivery = Delivery.objects.create(owner=keeper, done=True)

    def row(self, place):
        return {
            "姓名": "新来的",
            "身份证号": county.id_number(100 * self.number + place),
            "工作单位": self.unit.name,
            "人员类别": str(StaffCategory.COMMUNITY_WORKER),
            "任职起始日期": "2021-01-01",
        }

    def submission(self, state):
        row = self.row(list(flow.State).index(state))
        made = Submission(
            unit=self.unit, kind=Kind.PERSON, subject="新来的", state=flow.State.DRAFT, author=self.keeper,
            subject_index=subject_index(Kind.PERSON, row["身份证号"]),
        )  # fmt: skip
        made.rows = [row]
        made.save()
        if state == flow.State.RETURNED:  # by those outside the unit, whom it must have reached before
            Step.objects.create(submission=made, by=self.keeper, action=flow.Action.SUBMIT, state=flow.State.BUREAU)
        Submission.objects.filter(pk=made.pk).update(state=state)
        made.refresh_from_db()
        return made

    def scan(self, state):
        from positions.access import Scope
        from talent.submissions.actions import Actor

        submission = self.submissions[state]
        Submission.objects.filter(pk=submission.pk).update(state=flow.State.DRAFT)
        scan = attach(Actor(self.keeper, Scope.of(self.keeper, SINCE)), submission.pk, picture())
        Submission.objects.filter(pk=submission.pk).update(state=state)
        submission.refresh_from_db()
        return scan

    def uploaded(self, purpose, owner=None):
        upload = Upload.objects.create(
            owner=owner or self.keeper, purpose=purpose, name="a.xlsx", sha256="0", state=Upload.State.READY
        )
        write_sealed(upload.path, b"none")
        write_sealed(upload.marked_path, b"none")
        return upload

    def finished_job(self):
        job = Job.objects.create(
            kind="export_list", title="导出", owner=self.keeper, state=State.DONE, result_name="a.xlsx"
        )
        write_sealed(job.result_path, b"none")
        return job


class World:
    def __init__(self):
        town, away = county.town(), county.town("岿美山镇", "360728101")
        near = county.committee(place=town)
        far = county.committee("丙社区居民委员会", "360728101001", place=away)
        ReviewRoute.objects.create(unit_kind=UnitKind.COMMUNITY_COMMITTEE)
        self.users = {
            role: account(role, role) for role in ("administrator", "clerk", "approver", "finance", "auditor")
        }
        self.users["reviewer"] = account("reviewer", Role.REVIEWER, town=town)
        self.users["hr"] = account("hr", Role.UNIT, unit=near)
        self.colleague = account("colleague", Role.CLERK)
        self.outsider = account("outsider", Role.UNIT, unit=far)
        self.near = Side(1, near, self.users["hr"])
        self.far = Side(2, far, self.outsider)
        self.near.imported = self.near.uploaded(Upload.Purpose.REGISTERS, self.users["clerk"])
        self.far.imported = self.far.uploaded(Upload.Purpose.REGISTERS, self.colleague)
        self.amendment = actions.propose(AMENDMENT, by=self.users["clerk"], on=SINCE)

        self.pay()
        self.budget()

    def budget(self):
        """A row of each kind that the budget is made of."""
        funds()
        for side in (self.near, self.far):
            side.registration = register(side.unit, "某报考")
            side.reimbursement = Reimbursement.objects.create(unit=side.unit, name="某报销", exam_year=2021, level=1)
        self.settings = {
            "funds": fund(),
            "accounts": AccountCode.objects.first(),
            "appropriations": appropriate(100),
            "pass-rates": PassRate.objects.create(year=2021, level=1, percent=20),
        }

    def pay(self):
        """Batches in the states that the pages tell apart, by people other than those who ask."""
        office = Office(datetime.date(2022, 3, 1))
        paying = office.allowances("2021-08")
        office.send(paying)
        office.step(paying, "paying", "payer", datetime.date(2022, 3, 9), "已核实")
        published, sent = office.allowances("2021-10"), office.bonuses(2020)
        for to in ("reviewed", "published"):
            office.step(published, to, "checker")
        office.send(sent)
        self.batches = {"paying": paying, "published": published, "sent": sent, "draft": office.bonuses(2021)}
        for batch in self.batches.values():
            batch.refresh_from_db()
        self.objection = objections.object_to(office.actor("checker"), published.number, "李某", "不在岗")
        payer = office.actor("payer").user
        self.papers = {
            "roster": papers.keep(paying, "roster-xlsx", "花名册.xlsx", b"roster", payer),
            "bank": papers.keep(paying, "bank-card", "支付文件.xlsx", b"bank", payer),
        }
        with county.unguarded(Receivable):
            self.receivable = Receivable.objects.create(batch=paying, person=self.near.person, amount=100, balance=100)

    def side(self, owner):
        return self.far if owner == "far" else self.near

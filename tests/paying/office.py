"""The people of the office who take a batch from draft to payment, and the shortest way through all its steps."""

import datetime

import pytest

from dingnan_sw.jobs import work
from dingnan_sw.jobs.models import Job
from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.workdays import workday_after
from incentives.paying import papers
from incentives.paying.acting import Actor
from incentives.paying.flow import State
from incentives.paying.models import Entry, Paper
from incentives.paying.preparing import Asked, prepare
from incentives.paying.steps import advance
from incentives.paying.vocabulary import Item
from incentives.refusals import Refused
from positions.models import Mandate, User
from positions.vocabulary import Role

SINCE = datetime.date(2020, 1, 1)
DAY = datetime.date(2022, 3, 1)
PAID_ON = datetime.date(2022, 3, 9)  # of a batch that was prepared on DAY, by Office.pay


def account(username, role, **place):
    user = User.objects.create_user(username, password=None, display_name=username)
    Mandate.objects.create(user=user, role=role, since=SINCE, **place)
    return user


class Office:
    """Preparer, reviewer, approver, payer; `on` is the working date of all that they do."""

    def __init__(self, on=DAY):
        self.on = on
        for name, role in (
            ("preparer", Role.CLERK), ("checker", Role.CLERK), ("head", Role.APPROVER), ("payer", Role.FINANCE)
        ):  # fmt: skip
            account(name, role)

    def actor(self, name, on=None):
        return Actor.named(name, on or self.on)

    def allowances(self, through, by="preparer"):
        return prepare(self.actor(by), Asked(Item.ALLOWANCE, through=Month.parse(through)))

    def bonuses(self, year, by="preparer"):
        return prepare(self.actor(by), Asked(Item.BONUS, year=year))

    def step(self, batch, to, by, on=None, note=""):
        return advance(self.actor(by, on), batch.number, State(to), note)

    def approve(self, batch):
        self.step(batch, "reviewed", "checker")
        self.step(batch, "published", "checker")
        return self.step(batch, "approved", "head", workday_after(self.on, 6))

    def send(self, batch):
        self.approve(batch)
        return self.step(batch, "sent", "head", workday_after(self.on, 6))

    def paper(self, batch, paper, form):
        """The kept paper of that kind to which having it made leads."""
        said = {"batch": batch.pk, "paper": paper, "form": form}
        desk = work.Desk(Job(kind="batch_paper", owner=self.actor("checker").user, arguments=said))
        papers.make(desk)
        return Paper.objects.get(pk=desk.job.result_url.strip("/").rpartition("/")[2])

    def pay(self, batch):
        """To the end, every finding acknowledged; the next batch begins where this one ended."""
        self.send(batch)
        self.on = workday_after(self.on, 6)
        self.step(batch, "paying", "payer", note="已核实")
        return self.step(batch, "paid", "payer")


def net(person, month):
    """What the ledger holds for a person's month, reversals taken off."""
    entries = Entry.objects.filter(person=person, month=Month.parse(month).first)
    return sum(entry.amount for entry in entries)


def told(batch):
    """The batch's lines as (person, month, kind, amount), in order."""
    lines = batch.lines.in_order().select_related("person")
    return [(line.person.name, _month(line), line.kind, f"{line.amount:.2f}") for line in lines]


def _month(line):
    return str(Month.of(line.month)) if line.month else None


def back(person, amount="300.00"):
    """A row of the bank's answer: the payment came back."""
    return (person.id_number, amount, "失败", "已销户")


def refused(act, *arguments, **named):
    """What the verb said instead of doing it."""
    with pytest.raises(Refused) as caught:
        act(*arguments, **named)
    return caught.value

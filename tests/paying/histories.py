"""A county to which anything may happen between two batches, as a state machine; after each payment ledger and facts agree."""

import datetime
import itertools
import os
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from dingnan_sw.lib.dates import Month, today
from incentives import facts
from incentives.amendments import actions
from incentives.amendments.book import current_book
from incentives.paying import receivables
from incentives.paying.bank_file import order_number
from incentives.paying.flow import State
from incentives.paying.models import Batch, Entry, Line, Payment, Receivable, Settlement
from incentives.paying.results import import_results
from incentives.paying.vocabulary import Item, Result, Settling
from incentives.refusals import Refused
from incentives.rules.allowance import monthly_allowance
from incentives.rules.timeline import facts_of_month
from incentives.rules.vocabulary import Outcome
from positions.vocabulary import UnitKind
from talent.learning.models import Registration
from talent.learning.vocabulary import Kind, Progress
from talent.models import Certificate, Person, Service
from talent.rolls.models import Checked
from talent.vocabulary import Level, StaffCategory
from tests import county
from tests.paying.office import Office

AMENDMENT = """
document = "演示办字〔2021〕1号"
clause = "三（二）"
phrase = "按新标准发放"
[[monthly_allowance]]
from = {first}-01
{name} = "{rate}.00"
"""
GATE = """
document = "演示办字〔2021〕2号"
clause = "三（一）"
phrase = "登记后发放"
[[registration_gate]]
from = {first}-01
mode = "{mode}"
"""
FIRST, LAST = datetime.date(2020, 11, 1), datetime.date(2021, 12, 31)
days = st.dates(FIRST, LAST)
maybe_days = st.one_of(st.none(), days)
places = st.integers(0, 3)
months = st.integers(1, 12).map(lambda number: Month(2021, number))
levels = st.sampled_from(list(Level))
LONG, ORDINARY, SHORT = 10_000, 500, 20
EXAMPLES = int(os.environ.get("HISTORIES", SHORT))
# Tests of their own: what one of them rolled back is cleaned away before the database grows slow with it.
PARTS = -(-EXAMPLES // ORDINARY)
FULL = settings(
    max_examples=EXAMPLES // PARTS,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    print_blob=True,
)


class SteadyOffice(Office):
    """Its people keep their mandates for as long as the example lasts."""

    def __init__(self):
        super().__init__()
        self.known = {}

    def actor(self, name, on=None):
        if name not in self.known:
            self.known[name] = super().actor(name, on)
        return replace(self.known[name], on=on or self.on)


class Histories(RuleBasedStateMachine):
    """Each example in a transaction that is rolled back."""

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.office = SteadyOffice()
        committee = county.committee()
        school = county.unit("演示小学", UnitKind.SCHOOL)
        self.units = [committee, school, county.unit("演示协会", UnitKind.OTHER_ORGANISATION)]
        self.units.append(county.committee("乙社区居民委员会", "360728100002"))
        self.posts = [county.post(unit) for unit in self.units]
        self.people = [county.person(number, f"某{number}") for number in range(4)]
        self.numbers = 0
        for person in self.people:
            county.serve(person, committee)

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def service(self, place):
        services = list(Service.objects.order_by("pk"))
        return services[place % len(services)] if services else None

    def certificate(self, place):
        certificates = list(Certificate.objects.order_by("pk"))
        return certificates[place % len(certificates)] if certificates else None

    @rule(person=places, level=levels, on=days, year=st.sampled_from([None, 2020, 2021]))
    def certify(self, person, level, on, year):
        self.numbers += 1
        county.certify(self.people[person], f"DEMO{self.numbers}", level, on, stated_exam_year=year)

    @rule(person=places, unit=places, since=days, category=st.sampled_from(list(StaffCategory)))
    def serve(self, person, unit, since, category):
        known = {"person": self.people[person], "unit": self.units[unit], "category": category, "since": since}
        if Service.objects.filter(**known).exists():
            return
        service = Service.objects.create(**known)
        service.postings.create(post=self.posts[unit], since=since)

    @rule(place=st.integers(0, 20), until=maybe_days)
    def leave_or_return(self, place, until):
        service = self.service(place)
        if service and (until is None or until > service.since):
            service.until = until
            service.save()

    @rule(place=st.integers(0, 20))
    def never_served(self, place):
        service = self.service(place)
        if service:
            service.delete()

    @rule(place=st.integers(0, 20), person=places)
    def was_another(self, place, person):
        service = self.service(place)
        key = {"unit": service.unit, "category": service.category, "since": service.since} if service else {}
        if service and not Service.objects.filter(person=self.people[person], **key).exists():
            service.person = self.people[person]
            service.save()

    @rule(place=st.integers(0, 20), level=levels, year=st.sampled_from([None, 2020, 2021]))
    def correct_certificate(self, place, level, year):
        certificate = self.certificate(place)
        if certificate:
            certificate.level, certificate.stated_exam_year = level, year
            certificate.save()

    @rule(place=st.integers(0, 20), on=maybe_days)
    def revoke_or_restore(self, place, on):
        certificate = self.certificate(place)
        if certificate and (on is None or on >= certificate.approved_on):
            certificate.revoked_on = on
            certificate.save()

    @rule(place=places, since=days, until=maybe_days)
    def file_post(self, place, since, until):
        post = self.posts[place]
        if until is None or until > since:
            post.since, post.until = since, until
            post.save()

    @rule(place=places, kind=st.sampled_from([UnitKind.SCHOOL, UnitKind.COMMUNITY_COMMITTEE, UnitKind.OTHER]))
    def change_kind(self, place, kind):
        unit = self.units[place]
        unit.kind = kind
        unit.save()

    @rule(first=months, more=st.integers(0, 50), level=st.sampled_from([("assistant", 100), ("social_worker", 150)]))
    def amend_the_rate(self, first, more, level):
        """A rate above the floor from some month on, past or to come: signed by another person than proposed it."""
        name, floor = level
        try:
            self.amend(AMENDMENT.format(first=first, name=name, rate=floor + more))
        except Refused as refused:
            assert refused.code == "rate_below_floor"  # noqa: PT017 # most examples are not refused

    def amend(self, text):
        amendment = actions.propose(text, by=self.office.actor("preparer").user, on=today())
        actions.sign_off(amendment.number, by=self.office.actor("head").user, on=today())

    @rule(first=months, mode=st.sampled_from(["block", "warn"]))
    def amend_the_gate(self, first, mode):
        """From some month on a bonus waits for the registration of its certificate, or does not."""
        self.amend(GATE.format(first=first, mode=mode))

    @rule(person=places, level=levels, state=st.sampled_from(Checked), progress=st.sampled_from(Progress))
    def register(self, person, level, state, progress):
        """Stated by the unit, looked over or sent back, granted or refused, one after another."""
        known = {"person": self.people[person], "level": level, "filed_on": FIRST}
        said = {"unit": self.units[0], "kind": Kind.FIRST, "number": "DEMO-DJ", "since": FIRST, "until": LAST}
        Registration.objects.update_or_create(**known, defaults={**said, "state": state, "progress": progress})

    @rule(person=places, level=levels)
    def never_registered(self, person, level):
        Registration.objects.filter(person=self.people[person], level=level).delete()

    @rule(through=months)
    def pay_allowances(self, through):
        self.office.on = min(self.office.on, today() - datetime.timedelta(days=30))
        self.pay(self.office.allowances(str(through)))
        self.months_agree(through)
        self.receivables_agree()
        self.money_agrees()

    @rule(year=st.sampled_from([2020, 2021]))
    def pay_bonuses(self, year):
        self.office.on = min(self.office.on, today() - datetime.timedelta(days=30))
        self.pay(self.office.bonuses(year))
        self.bonuses_agree(year)
        self.receivables_agree()
        self.money_agrees()

    def pay(self, batch):
        """Nothing is taken back of money that stays unpaid as long as some of that is left."""
        self.office.pay(batch)
        left = {one.person_id for one in Payment.objects.cancelled()}
        lines = batch.lines.filter(person__in=left, new__lt=F("old")).order_by().values_list("person")
        taken = dict(lines.annotate(back=Sum(F("old") - F("new"))))
        assert taken == dict(batch.receivables.filter(person__in=left, balance=0).values_list("person", "amount"))

    @rule(through=months)
    def prepare_and_void(self, through):
        batch = self.office.allowances(str(through))
        self.office.step(batch, "voided", "preparer", on=batch.prepared_on)

    @rule(place=st.integers(0, 20))
    def bounce(self, place):
        """A payment that is thought to have succeeded comes back, whether its batch is closed or archived."""
        paid = list(Payment.objects.filter(result=Result.SUCCEEDED).order_by("pk").select_related("person"))
        if paid:
            answer(self.office.actor("payer"), paid[place % len(paid)])
            self.money_agrees()

    @rule(place=st.integers(0, 20), way=st.sampled_from(["again", "set off", "never"]))
    def deal(self, place, way):
        """What came back is ordered again with all of its batch, set off as far as it goes, or stays unpaid."""
        waiting = list(Payment.objects.to_order_again().order_by("pk").select_related("batch"))
        if not waiting:
            return
        payment = waiting[place % len(waiting)]
        owing = Receivable.objects.outstanding().filter(person=payment.person_id).first()
        match way:
            case "set off" if owing:
                receivables.set_off_bounced(self.office.actor("payer"), owing.pk, payment.pk)
            case "never" if not owing:
                receivables.cancel_bounced(self.office.actor("head"), payment.pk, "本人放弃")
            case _:
                self.office.step(payment.batch, "paying", "payer", note="已核实")
                self.office.step(payment.batch, "paid", "payer")
        self.receivables_agree()
        self.money_agrees()

    @rule(place=st.integers(0, 20))
    def archive(self, place):
        paid = list(Batch.objects.filter(state=State.PAID).order_by("pk"))
        if paid:
            self.office.step(paid[place % len(paid)], "archived", "preparer")

    def money_agrees(self):
        """What is due is received, set off, waiting or known to stay unpaid, and nothing twice; nobody owes who was not paid."""
        assert accounted() == due()
        unpaid = Payment.objects.cancelled().values_list("person")
        assert not Receivable.objects.outstanding().filter(person__in=unpaid).exists()

    def months_agree(self, through):
        book, months = current_book(), list(Month(2021, 1).through(through))
        people = [(one.pk, facts.person_facts(one)) for one in facts.with_facts(Person.objects.order_by("pk"))]
        decided = {(pk, month.first): decision(known, month, book) for pk, known in people for month in months}
        owed = {slot: found.amount for slot, found in decided.items() if found.outcome is Outcome.PAYABLE}
        held = _sums(Entry.objects.filter(item=Item.ALLOWANCE, month__lte=through.first), "month")
        assert held == owed

    def bonuses_agree(self, year):
        """Of the levels that the year earns; what another year earns is paid by that year's batch."""
        lines = [line for one in (2020, 2021) for line in facts.bonus_lines(one, current_book())]
        payable = [line for line in lines if line.decision.outcome is Outcome.PAYABLE]
        owed = {(line.person.pk, line.certificate.level): line.decision.amount for line in payable}
        here = {(line.person.pk, line.certificate.level) for line in payable if line.certificate.exam_year == year}
        held = _sums(Entry.objects.filter(item=Item.BONUS), "level")
        assert {key: held.get(key, 0) for key in here} == {key: owed[key] for key in here}
        gone = Entry.objects.live().filter(item=Item.BONUS, year=year).values_list("person_id", "level")
        assert all(key in owed for key in gone)

    def receivables_agree(self):
        for one in Receivable.objects.annotate(settled=Coalesce(Sum("settlements__amount"), Decimal())):
            assert one.balance == one.amount - one.settled >= 0


def decision(person, month, book):
    return monthly_allowance(facts_of_month(person, month.first), month.first, book)


def due():
    """By batch and person what it comes to, and what they owe of it that was not taken off."""
    nets = Line.objects.filter(batch__in=Batch.objects.posted()).order_by().values_list("batch", "person")
    owed = {(one.batch_id, one.person_id): one.amount for one in Receivable.objects.all()}
    found = nets.annotate(net=Sum(F("new") - F("old")))
    sums = {(batch, person): net + owed.get((batch, person), 0) for batch, person, net in found}
    return {key: amount for key, amount in sums.items() if amount}


def accounted():
    """By batch and person what was received, waits at the bank or with us, was set off, or stays unpaid."""
    parts = (
        Payment.objects.filter(result=Result.SUCCEEDED).values_list("batch", "person", "amount"),
        Payment.objects.bounced().values_list("batch", "person", "left"),
        Settlement.objects.filter(payment__isnull=False).values_list("payment__batch", "payment__person", "amount"),
        Settlement.objects.filter(way=Settling.SET_OFF).values_list("batch", "receivable__person", "amount"),
    )
    sums = {}
    for batch, person, amount in itertools.chain(*parts):
        sums[batch, person] = sums.get((batch, person), 0) + amount
    return {key: amount for key, amount in sums.items() if amount}


def answer(payer, payment):
    """The bank's file of one row that says so."""
    book = openpyxl.Workbook()
    book.active.append(("证件号码", "金额", "结果", "失败原因", "支付编号"))
    number = order_number(payment)
    book.active.append((payment.person.id_number, str(payment.amount), "失败", "已销户", number))
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        book.save(file.name)
        import_results(payer, payment.batch.number, Path(file.name), today())


def _sums(entries, slot):
    sums = {}
    for entry in entries:
        key = entry.person_id, getattr(entry, slot)
        sums[key] = sums.get(key, 0) + entry.amount
    return {key: amount for key, amount in sums.items() if amount}

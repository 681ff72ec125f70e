"""Ten years of a county of three hundred: what happens to its people every quarter, and what it pays them.

Between two batches anything may happen, also what should have been known years before; a seed always gives the same decade.
The clock stands at the decade's end, so that every working date has passed.
"""

import datetime
import random

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.workdays import workday_after
from incentives.amendments import actions
from incentives.paying import receivables
from incentives.paying.models import Batch, Payment, Receivable
from incentives.paying.vocabulary import Result
from incentives.refusals import Refused
from positions.vocabulary import UnitKind
from talent.models import Certificate, Person, Posting, Service
from talent.vocabulary import Level, StaffCategory
from tests import county
from tests.paying import histories

FIRST, YEARS, PEOPLE = 2021, 10, 300
LAST = FIRST + YEARS - 1
END = datetime.date(LAST + 1, 12, 1)  # time enough for the batches of all exam years
RHYTHMS = (3, 6, 12)  # months between two batches of allowances; a county keeps its own
RATES = (("assistant", 100), ("social_worker", 150), ("senior_social_worker", 260))


class Decade:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.rhythm, self.turn = self.chance.choice(RHYTHMS), self.chance.randrange(2)
        self.office = histories.SteadyOffice()
        self.units = [county.committee(f"演示社区{n}", f"36072810000{n}") for n in range(1, 5)]
        self.units += [county.unit("演示小学", UnitKind.SCHOOL), county.unit("演示协会", UnitKind.OTHER_ORGANISATION)]
        self.posts = [county.post(unit) for unit in self.units]
        self.made = self.numbers = 0
        self.join(PEOPLE, county.SINCE)
        self.certify(self.some(PEOPLE * 2 // 3), lambda: datetime.date(2020, self.chance.randint(7, 12), 15))

    def some(self, count):
        return self.some_of(Person.objects.all(), count)

    def some_of(self, rows, count):
        """Chosen by their keys: reading a person means unsealing what is kept of them."""
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        chosen = self.chance.sample(keys, min(count, len(keys)))
        return list(rows.filter(pk__in=chosen).order_by("pk")) if chosen else []

    def day(self, quarter):
        """Mostly of this quarter; now and then of any time before, learnt only now."""
        first = FIRST if self.chance.random() < 0.3 else quarter.year
        last = datetime.date(quarter.year, quarter.number, 28)
        return datetime.date.fromordinal(self.chance.randint(datetime.date(first, 1, 1).toordinal(), last.toordinal()))

    # What happens -----------------------------------------------------------------------------------------------------

    def join(self, count, since):
        people = Person.objects.bulk_create(
            Person(id_number=county.id_number(n % 1000, county._born(n)), name=f"某{chr(0x4E00 + n)}", bank_name="演示银行",
                   bank_account=f"9999{n:015d}").derive()
            for n in range(self.made, self.made + count)
        )  # fmt: skip
        self.made += count
        self.serve(people, lambda: since)
        return people

    def serve(self, people, since):
        places = [self.chance.choice((0, 0, 1, 2, 3, 3, 4, 5)) for _ in people]
        kinds = [StaffCategory.COMMUNITY_WORKER if place < 4 else StaffCategory.EMPLOYED for place in places]
        known = set(Service.objects.values_list("person_id", "unit_id", "category", "since"))
        made = [
            Service(person=one, unit=self.units[place], category=kind, since=since())
            for one, place, kind in zip(people, places, kinds, strict=True)
        ]
        fresh = [one for one in made if (one.person_id, one.unit_id, one.category, one.since) not in known]
        Service.objects.bulk_create(fresh)
        of_unit = {post.unit_id: post for post in self.posts}
        Posting.objects.bulk_create(Posting(service=one, post=of_unit[one.unit_id], since=one.since) for one in fresh)

    def certify(self, people, day):
        held = set(Certificate.objects.values_list("person_id", "level"))
        fresh = []
        for one in people:
            level = next((level for level in Level if (one.pk, level) not in held), None)
            if level:
                self.numbers += 1
                fresh.append(Certificate(person=one, number=f"DEMO{self.numbers:06d}", level=level, approved_on=day()))
        Certificate.objects.bulk_create(fresh)

    def happen(self, quarter):
        """A quarter's news: each of these for as many people as chance will have it."""
        often, day = self.chance.randrange, lambda: self.day(quarter)
        self.certify(self.some(often(9)), day)
        self.certify(self.join(often(5), day()), day)
        self.serve(self.some(often(4)), day)
        for service in self.some_of(Service.objects.filter(until=None), often(6)):  # leaves, dies or moves
            service.until = max(day(), service.since + datetime.timedelta(days=1))
            service.save()
        for service in self.some_of(Service.objects.exclude(until=None), often(3)):  # did not leave after all
            service.until = None
            service.save()
        for service in self.some_of(Service.objects.all(), often(3)):  # began at another time than was thought
            self.begin_on(service, day())
        for one in self.some_of(Certificate.objects.all(), often(3)):
            one.revoked_on = None if one.revoked_on else max(day(), one.approved_on)
            one.save()
        for one in self.some_of(Certificate.objects.filter(revoked_on=None), often(3)):
            one.stated_exam_year = self.chance.choice((None, 2020, quarter.year - 1, quarter.year))
            one.save()
        if quarter.number == 3 and self.chance.random() < 0.4:
            self.amend(quarter)

    def begin_on(self, service, day):
        others = Service.objects.filter(
            person=service.person_id, unit=service.unit_id, category=service.category, since=day
        )
        if others.exists() or (service.until and service.until <= day):
            return
        service.postings.filter(since__lt=day).update(since=day)
        service.since = day
        service.save()

    def amend(self, quarter):
        """A rate above the floor from a month of this year or the last on; one below an earlier one may be refused in words."""
        name, floor = self.chance.choice(RATES[:2])
        first = Month(quarter.year - self.chance.randrange(2), self.chance.randint(1, 12))
        text = histories.AMENDMENT.format(
            first=max(first, Month(FIRST, 1)), name=name, rate=floor + self.chance.randrange(0, 60, 10)
        )
        try:
            made = actions.propose(text, by=self.office.actor("preparer").user, on=END)
            actions.sign_off(made.number, by=self.office.actor("head").user, on=END)
        except Refused as refused:
            assert refused.code in ("rate_below_floor", "no_change"), refused.code  # noqa: PT017 # most are not refused

    # What is paid -----------------------------------------------------------------------------------------------------

    def pay(self, batch):
        """Into the ledger and to finance; every other goes to the bank too, and of every eighth some comes back."""
        self.office.send(batch)
        self.office.on = workday_after(self.office.on, 6)
        if batch.number % 2 == 0:
            self.office.step(batch, "paying", "payer", note="已核实")
            self.office.step(batch, "paid", "payer")
        if batch.number % 8 == 0:
            self.bounce()

    def allowances(self, last):
        """Through that month; now and then a first draft is thrown away."""
        self.office.on = max(self.office.on, datetime.date(last.year, last.number, 28))
        if self.chance.random() < 0.15:
            batch = self.office.allowances(str(last))
            self.office.step(batch, "voided", "preparer", on=batch.prepared_on)
        self.pay(self.office.allowances(str(last)))

    def bounce(self):
        """Some of what is thought to have arrived comes back: ordered again, set off, or left unpaid."""
        paid = self.some_of(Payment.objects.filter(result=Result.SUCCEEDED).select_related("person", "batch"), 2)
        for payment in paid:
            histories.answer(self.office.actor("payer", END), payment)
        for _ in range(2):
            payment = Payment.objects.to_order_again().order_by("pk").select_related("batch").first()
            if payment is None:
                return
            owing = Receivable.objects.outstanding().filter(person=payment.person_id).first()
            act = self.chance.choice(("again", "never"))
            if owing:
                receivables.set_off_bounced(self.office.actor("payer", END), owing.pk, payment.pk)
            elif act == "never":
                receivables.cancel_bounced(self.office.actor("head", END), payment.pk, "本人放弃")
            else:
                self.again(payment)

    def again(self, payment):
        batch = Batch.objects.get(pk=payment.batch_id)
        self.office.step(batch, "paying", "payer", on=END, note="已核实")
        self.office.step(batch, "paid", "payer", on=END)

    def year(self, year):
        """Four quarters and the batches that are due in them, then the bonuses."""
        for number in (3, 6, 9, 12):
            self.happen(Month(year, number))
            if number % self.rhythm == 0:
                self.allowances(Month(year, number))
        for one in self.bonus_years(year):
            self.pay(self.office.bonuses(one))

    def bonus_years(self, year):
        """The exam years with a batch at the end of the year: its own, at first the one before, at last every other one before."""
        before = {FIRST: [FIRST - 1], LAST: range(FIRST - self.turn, LAST, 2)}
        return *before.get(year, ()), year

"""What is killed: generates the next month's batch and takes it to the archive, over and over; says each as soon as it is done."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dingnan_sw.settings")
django.setup()

import datetime  # noqa: E402 # models can be imported only now

from django.db import connection  # noqa: E402

from dingnan_sw.lib.dates import Month  # noqa: E402
from dingnan_sw.lib.workdays import workday_after  # noqa: E402
from incentives.paying.acting import Actor  # noqa: E402
from incentives.paying.flow import State  # noqa: E402
from incentives.paying.models import Batch  # noqa: E402
from incentives.paying.preparing import Asked, prepare  # noqa: E402
from incentives.paying.steps import advance  # noqa: E402
from incentives.paying.vocabulary import Item  # noqa: E402

FIRST, DAY = Month(2021, 1), datetime.date(2022, 3, 1)
PAID_ON = workday_after(DAY, 6)
WAY = (
    (State.REVIEWED, "checker", DAY), (State.PUBLISHED, "checker", DAY),
    (State.APPROVED, "head", PAID_ON), (State.SENT, "head", PAID_ON), (State.PAYING, "payer", PAID_ON),
    (State.PAID, "payer", PAID_ON), (State.ARCHIVED, "checker", PAID_ON),
)  # fmt: skip


def say(word, number):
    """A whole line or nothing, whenever it is killed."""
    os.write(sys.stdout.fileno(), f"{word} {number}\n".encode())


def run():
    while True:
        unfinished = Batch.objects.exclude(state=State.ARCHIVED).first()
        batch = unfinished or prepare(Actor.named("preparer", DAY), Asked(Item.ALLOWANCE, through=next_month()))
        say("prepared", batch.number)
        reached = [state for state, _, _ in WAY].index(State(batch.state)) + 1 if batch.state != State.DRAFT else 0
        for state, who, on in WAY[reached:]:
            advance(Actor.named(who, on), batch.number, state)
            say(state.value, batch.number)


def next_month():
    last = Batch.objects.posted().order_by("through").last()
    return Month.of(last.through).plus(1) if last else FIRST


if __name__ == "__main__":
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        say("backend", cursor.fetchone()[0])
    run()
    sys.exit(0)

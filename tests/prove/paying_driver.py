"""What is killed: generates the next month's batch and takes it to finance, over and over; says each as soon as it is done."""

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
from incentives.paying.flow import OPEN, State  # noqa: E402
from incentives.paying.models import Batch  # noqa: E402
from incentives.paying.preparing import Asked, prepare  # noqa: E402
from incentives.paying.steps import advance  # noqa: E402
from incentives.paying.vocabulary import Item  # noqa: E402

FIRST, DAY = Month(2021, 1), datetime.date(2022, 3, 1)
WAY = (
    (State.REVIEWED, "checker", DAY), (State.PUBLISHED, "checker", DAY),
    (State.APPROVED, "head", workday_after(DAY, 6)), (State.SENT, "head", workday_after(DAY, 6)),
)  # fmt: skip


def say(word, number):
    print(word, number, flush=True)


def run():
    while True:
        open_batch = Batch.objects.filter(state__in=OPEN).first()
        batch = open_batch or prepare(Actor.named("preparer", DAY), Asked(Item.ALLOWANCE, through=next_month()))
        say("prepared", batch.number)
        for state, who, on in WAY[OPEN.index(State(batch.state)) :]:
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

"""The daily reminders of all parts: each part says what is due, the command gives them all."""

import datetime
from collections.abc import Callable

Remind = Callable[[datetime.date], int]
_reminders: list[Remind] = []


def reminder(remind: Remind) -> Remind:
    """remind gives the reminders of that day and returns how many; it may run any number of times and tells nobody twice."""
    _reminders.append(remind)
    return remind


def give(today: datetime.date) -> int:
    return sum(remind(today) for remind in _reminders)

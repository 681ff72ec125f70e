"""The daily reminders of all parts: each part says what is due, the command gives them all."""

import datetime
from collections.abc import Callable

Remind = Callable[[datetime.date], int]
_reminders: list[Remind] = []


def reminder(remind: Remind) -> Remind:
    """remind gives the reminders of that day and returns how many; it may run any number of times and tells
    nobody twice in the time that notices are kept."""
    _reminders.append(remind)
    return remind


def give(today: datetime.date) -> int:
    """A part that fails keeps none of the others back.

    Raises:
        ExceptionGroup: what failed, after all have had their turn.
    """
    given, failures = 0, []
    for remind in _reminders:
        try:
            given += remind(today)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("reminders that were not given", failures)
    return given

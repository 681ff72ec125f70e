"""Results shared by the figures of one page: what several of them rest on is reckoned once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Inside, what functions marked with `once` have answered stands; outside nothing is kept."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(function: Callable[P, R]) -> Callable[P, R]:
    """Ask the function once for the same arguments, as long as figures are told together."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _kept.get()
        if kept is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(kwargs.items()))
        if key not in kept:
            kept[key] = function(*args, **kwargs)
        return kept[key]  # type: ignore[no-any-return]

    return asked

"""The book in force: policy.toml and, laid over it in the order in which they were signed, the amendments in force."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from incentives.amendments.models import Amendment, State
from incentives.refusals import Refused
from incentives.rules.overlay import ABOUT, InvalidAmendment, Source, changes, overlaid, read
from incentives.rules.rulebook import RateBelowFloor, RuleBook, build, standard_source

# An amendment as far as a book depends on it: its key, and the digest of its text, which never changes.
Key = tuple[int, str]
LARGEST = 100_000  # characters of a text
# What a what-if rests on where it says nothing of it.
SUPPOSED = dict.fromkeys(ABOUT, "测算")
_of_this_request: ContextVar[list[RuleBook] | None] = ContextVar("book_of_this_request", default=None)


def current_book() -> RuleBook:
    """The book in force now; within a request the one that it began with, asked for once."""
    known = _of_this_request.get()
    if known:
        return known[0]
    book = _book(tuple(_in_force().values_list("pk", "digest")))
    if known is not None:
        known.append(book)
    return book


def one_book(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: all of a page is computed by one book."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _of_this_request.set([])
        try:
            return get_response(request)
        finally:
            _of_this_request.reset(token)

    return middleware


def in_force() -> list[int]:
    """The keys of the amendments in force, in the order in which they were laid over the policy."""
    return list(_in_force().values_list("pk", flat=True))


def _in_force() -> Any:
    return Amendment.objects.filter(state=State.IN_FORCE).order_by("place")


def book_of(pks: Sequence[int]) -> RuleBook:
    """The book with these amendments laid over it in this order, as a batch was computed by it.

    Raises:
        Refused: unknown_amendment.
    """
    digests = dict(Amendment.objects.filter(pk__in=pks).values_list("pk", "digest"))
    if missing := [pk for pk in pks if pk not in digests]:
        raise Refused("unknown_amendment", f"没有这些修订：{'、'.join(map(str, missing))}。")
    return _book(tuple((pk, digests[pk]) for pk in pks))


def books_around(amendment: Amendment) -> tuple[RuleBook, RuleBook]:
    """The book before the amendment and the one with it: as it came into force, or as it would now.

    Raises:
        Refused: as for book_with.
    """
    if amendment.place is None:
        return current_book(), book_with(amendment)
    pks = list(_in_force().filter(place__lte=amendment.place).values_list("pk", flat=True))
    return book_of(pks[:-1]), book_of(pks)


def book_with(*amendments: Amendment | Source | str) -> RuleBook:
    """The book in force with these laid over it as well: amendments, or what one says, parsed or as TOML.

    Raises:
        Refused: rate_below_floor, or invalid_amendment for all else that cannot be laid over the policy.
    """
    texts = _texts(in_force())
    return _built([*map(parsed, texts), *map(_source, amendments)])


def words_of_changes(old_pks: Iterable[int], new_pks: Iterable[int], scales: Collection[str]) -> str:
    """The amendments of new_pks that are not among old_pks and change one of the scales, in a few words; empty without one."""
    rows = Amendment.objects.in_bulk(set(new_pks) - set(old_pks))
    fresh = [rows[pk] for pk in new_pks if pk in rows]
    told = [one for one in fresh if any(change.scale in scales for change in changes(parsed(one.text)))]
    return "；".join(f"{one.rests_on}（自 {one.first_day}）" for one in told)


def origins() -> dict[tuple[str, date], int]:
    """By scale and first day: the number of the amendment that set the entry in force."""
    rows = _in_force().values_list("number", "text")
    return {(change.scale, change.since): number for number, text in rows for change in changes(parsed(text))}


def parsed(text: str) -> dict[str, Any]:
    """What the text says, its own checks passed.

    Raises:
        Refused: invalid_amendment.
    """
    source = _read(text)
    try:
        changes(source)
    except InvalidAmendment as error:
        raise Refused("invalid_amendment", str(error)) from error
    return source


def supposed(text: str) -> RuleBook:
    """The book in force with a what-if laid over it, given as TOML; it is never kept, so it need not say where it rests.

    Raises:
        Refused: as for book_with.
    """
    source = _read(text)
    return book_with({**source, **{key: source.get(key) or words for key, words in SUPPOSED.items()}})


def _read(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise Refused("invalid_amendment", f"修订文件超过 {LARGEST:,} 个字，不像是一份修订。")
    try:
        return read(text)
    except InvalidAmendment as error:
        raise Refused("invalid_amendment", str(error)) from error


def _source(amendment: Amendment | Source | str) -> Source:
    if isinstance(amendment, Mapping):
        return amendment
    return parsed(amendment if isinstance(amendment, str) else amendment.text)


def _texts(pks: Sequence[int]) -> list[str]:
    texts = dict(Amendment.objects.filter(pk__in=pks).values_list("pk", "text"))
    return [texts[pk] for pk in pks]


@lru_cache(maxsize=64)
def _book(keys: tuple[Key, ...]) -> RuleBook:
    return _built([parsed(text) for text in _texts([pk for pk, _ in keys])])


def _built(sources: Sequence[Source]) -> RuleBook:
    try:
        return build(overlaid(standard_source(), sources))
    except RateBelowFloor as error:
        raise Refused("rate_below_floor", f"{error}。") from error
    except InvalidAmendment as error:
        raise Refused("invalid_amendment", str(error)) from error

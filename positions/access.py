"""Who may see which rows, and do what: the scope that is the root of every query."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from positions.models import Mandate, Town, Unit, User
from positions.vocabulary import COUNTY, Role

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Scope:
    """What one account may look at on one day: the whole county, or some units; and in which roles.

    units are those it submits for, headed those of them whose submissions it confirms; towns and departments (by name)
    are those whose units it reviews, watched the departments (by name) whose units it may only look at.
    """

    roles: frozenset[Role] = frozenset()
    county: bool = False
    units: frozenset[int] = frozenset()
    headed: frozenset[int] = frozenset()
    towns: frozenset[int] = frozenset()
    departments: frozenset[str] = frozenset()
    watched: frozenset[str] = frozenset()
    labels: tuple[str, ...] = field(default=(), compare=False)
    account: int | None = field(default=None, compare=False)

    @classmethod
    def of(cls, user: Any, on: datetime.date) -> "Scope":
        """One query; an anonymous or disabled account sees nothing."""
        if not isinstance(user, User) or not user.is_active:
            return cls()
        mandates = list(Mandate.objects.in_force(on).filter(user=user).select_related("unit", "town"))
        return cls(
            roles=frozenset(Role(m.role) for m in mandates),
            county=any(m.role in COUNTY for m in mandates),
            units=frozenset(m.unit_id for m in mandates if m.unit_id and m.role == Role.UNIT),
            headed=frozenset(m.unit_id for m in mandates if m.unit_id and m.heads),
            towns=frozenset(m.town_id for m in mandates if m.town_id),
            departments=_named(mandates, Role.REVIEWER),
            watched=_named(mandates, Role.VIEWER),
            labels=tuple(dict.fromkeys(_label(m) for m in mandates)),
            account=user.pk,
        )

    @property
    def digest(self) -> str:
        """Equal for scopes that see the same in the same roles."""
        parts = (self.roles, self.units, self.headed, self.towns, self.departments, self.watched)
        told = [self.county, *(sorted(map(str, part)) for part in parts)]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def may(self, *roles: Role) -> bool:
        return bool(self.roles.intersection(roles))

    def only(self, *roles: Role) -> "Scope":
        """What of it these roles alone give: an account may hold others, which open more elsewhere."""
        kept = self.roles.intersection(roles)
        nothing: frozenset[Any] = frozenset()
        return replace(
            self,
            roles=kept,
            county=self.county and not kept.isdisjoint(COUNTY),
            units=self.units if Role.UNIT in kept else nothing,
            headed=self.headed if Role.UNIT in kept else nothing,
            towns=self.towns if Role.REVIEWER in kept else nothing,
            departments=self.departments if Role.REVIEWER in kept else nothing,
            watched=self.watched if Role.VIEWER in kept else nothing,
        )


EVERYTHING = Scope(roles=frozenset(Role), county=True)


def _named(mandates: Iterable[Mandate], role: Role) -> frozenset[str]:
    """The departments that mandates of that role name."""
    return frozenset(m.unit.name for m in mandates if m.unit and m.role == role)


def _label(mandate: Mandate) -> str:
    place: Unit | Town | None = mandate.unit or mandate.town
    return f"{mandate.get_role_display()} · {place}" if place else str(mandate.get_role_display())


class ScopedRequest(HttpRequest):
    """A request after positions.middleware: it knows its scope."""

    scope: Scope
    user: User


View = Callable[Concatenate[ScopedRequest, P], HttpResponse]


def roles(*allowed: Role) -> Callable[[View[P]], View[P]]:
    """Only holders of one of these roles may use the view; others are told 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: ScopedRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.scope.may(*allowed):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.allowed_roles = frozenset(allowed)  # type: ignore[attr-defined] # read by the navigation and by tests
        return guarded

    return decorate

"""Whom a submission concerns: the accounts that submit, confirm and review for a unit, and the page they are sent to."""

from collections.abc import Iterable

from django.urls import reverse

from dingnan_sw.lib.dates import today
from positions.access import Scope
from positions.models import Mandate, Unit, User
from positions.vocabulary import Role
from talent.submissions.models import Submission


def page_of(submission: Submission) -> str:
    return reverse("submission", args=[submission.pk])


def reviews(scope: Scope, unit: Unit) -> bool:
    """Whether scope's towns or departments are those that review the unit."""
    town = unit.town_id or (unit.community and unit.community.town_id)
    return town in scope.towns or unit.department in scope.departments


def keepers(unit: Unit) -> list[User]:
    """The accounts that submit for a unit today."""
    mandates = Mandate.objects.in_force(today()).filter(role=Role.UNIT, unit=unit)
    return list(User.objects.filter(mandates__in=mandates, is_active=True).distinct())


def confirmers(unit: Unit, but: Iterable[int]) -> list[User]:
    """The accounts that may confirm for a unit today what those others filled in or sent."""
    heads = Mandate.objects.in_force(today()).filter(role=Role.UNIT, unit=unit, heads=True)
    return list(User.objects.filter(mandates__in=heads, is_active=True).exclude(pk__in=list(but)).distinct())

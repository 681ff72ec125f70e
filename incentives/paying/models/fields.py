"""Fields and constraints that the tables of paying share."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incentives.paying.vocabulary import Item

User = settings.AUTH_USER_MODEL


def money(words: str, **more: object) -> models.DecimalField:
    return models.DecimalField(words, max_digits=14, decimal_places=2, **more)


def official(words: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=words, **more)


def slot(amount: str) -> models.CheckConstraint:
    """An allowance names its month, a bonus none."""
    return models.CheckConstraint(
        condition=Q(item=Item.ALLOWANCE, month__isnull=False, month__day=1) | Q(item=Item.BONUS, month__isnull=True),
        name=f"{amount}_names_its_slot",
    )

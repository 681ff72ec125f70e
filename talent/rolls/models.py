"""What the rows of all rolls have in common."""

import hashlib
import json
from typing import Any

from django.db import models

from positions.models import Unit


class Checked(models.TextChoices):
    """核对: whether the bureau has looked at what a unit wrote."""

    REPORTED = "reported", "待核对"
    CHECKED = "checked", "已核对"
    RETURNED = "returned", "退回"


TONES = {Checked.REPORTED: "waiting", Checked.CHECKED: "good", Checked.RETURNED: "bad"}


def as_seen(row: models.Model) -> str:
    """Which row, as it is shown: whoever has looked at it says so of this and of nothing that was written since."""
    said = [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
    return f"{row.pk}-{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]}"


class Row(models.Model):
    """A row of a roll."""

    class Meta:
        abstract = True

    @property
    def roll_key(self) -> Any:
        """By which a row of another roll refers to it."""
        return str(self)

    @property
    def is_the_bureaus(self) -> bool:
        """Whether the bureau alone may take it away, whoever keeps it."""
        return False


class UnitRow(Row):
    """A row that a unit keeps; what it writes waits for the bureau, what the bureau writes is checked as it stands."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    state = models.CharField("核对", max_length=10, choices=Checked, default=Checked.REPORTED, editable=False)
    remark = models.CharField("退回原因", max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def seen(self) -> str:
        return as_seen(self)

    @property
    def tag(self) -> tuple[str, str]:
        """(tone, words) of its state."""
        return TONES[Checked(self.state)], str(Checked(self.state).label)

"""What waits for the bureau among purchases — 四（二）: projects that have stood still for too long."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from incentives.purchases.models import Project
from incentives.purchases.stages import late
from positions.access import Scope
from positions.vocabulary import Role


def waiting(scope: Scope, on: datetime.date) -> Iterator[tuple[str, int, str]]:
    """(words, how many, where)."""
    if scope.may(Role.CLERK):
        yield "超过办理时限的购买服务项目", len(late(Project.objects.all(), on)), f"{reverse('purchases')}#late"

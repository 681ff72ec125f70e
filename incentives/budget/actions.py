"""The verb by which the bureau and finance write down what the budget is made of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dingnan_sw.audit.chain import record
from dingnan_sw.audit.protect import said
from dingnan_sw.lib import history
from incentives.budget.forms import Form
from incentives.refusals import Refused
from positions.access import Scope
from positions.models import User


@transaction.atomic
def save(form: Form, by: User, scope: Scope) -> Any:
    """What a valid form says, stored, with its line in the audit.

    Raises:
        Refused: not_permitted for an account without the role that keeps it; not_as_stated for what the rows on record
            or the database do not allow.
    """
    if not scope.may(*form.KEEPERS):
        words = "、".join(str(role.label) for role in form.KEEPERS)
        raise Refused("not_permitted", f"这一项由{words}填写，{by}没有这个权限。")
    form._meta.model.objects.select_for_update().filter(pk=form.instance.pk).first()
    before = history.stored(form.instance)
    row = _stored(form)
    changed = history.difference(before, history.stored(row))
    record(f"{'修改' if before else '新增'}{row._meta.verbose_name}", by=by, about=row, **changed)
    return row


def _stored(form: Form) -> Any:
    try:
        form.instance.full_clean()
        with transaction.atomic():
            return form.save()
    except ValidationError as error:
        raise Refused("not_as_stated", "".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused("not_as_stated", said(error)) from error

"""What is done with amendments: one transaction each, taking turns, so that numbers and the order in force have no gap."""

import datetime
import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.notices.telling import tell
from incentives.amendments.book import book_of, book_with, in_force, parsed
from incentives.amendments.models import Amendment, State
from incentives.refusals import Refused
from incentives.rules.overlay import changes
from positions.access import Scope
from positions.models import Mandate, User
from positions.vocabulary import Role

# Any fixed number: it names the lock under which amendments are numbered and come into force one after the other.
TURN = 412_023


@transaction.atomic
def propose(text: str, *, by: User, on: datetime.date) -> Amendment:
    """Keep an amendment, given as TOML, for another person to sign; the same text waiting already is returned as it is.

    Raises:
        Refused: not_permitted, rate_below_floor, invalid_amendment.
    """
    _permit(by, on, Role.CLERK, words="只有民政经办可以提出修订。")
    source = _checked(text)
    _take_turn()
    digest = hashlib.sha256(text.encode()).hexdigest()
    waiting = Amendment.objects.filter(digest=digest, state=State.PROPOSED).first()
    if waiting is not None:
        return waiting
    amendment = Amendment(
        number=_next("number"),
        document=source["document"],
        clause=source["clause"],
        phrase=source["phrase"],
        text=text,
        digest=digest,
        first_day=min(change.since for change in changes(source)),
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    _keep(amendment)
    _record("提出标准修订", amendment, by)
    approvers = Mandate.objects.in_force(on).filter(role=Role.APPROVER)
    others = User.objects.filter(mandates__in=approvers, is_active=True).exclude(pk=by.pk).distinct()
    tell(others, f"待审批的标准修订：{amendment}，{amendment.rests_on}", page_of(amendment))
    return amendment


@transaction.atomic
def sign_off(number: int, *, by: User, on: datetime.date, seen: str | None = None) -> Amendment:
    """Put the amendment in force; seen is the digest of the book whose effects the signer was shown, None without a page.

    Raises:
        Refused: not_permitted, unknown_amendment, same_person, wrong_state; rate_below_floor or invalid_amendment where what
            came into force since no longer goes with it.
    """
    _permit(by, on, Role.APPROVER, words="只有民政审批可以审批修订。")
    _take_turn()
    amendment = _locked(number)
    if amendment.proposed_by_id == by.pk:
        raise Refused("same_person", f"{amendment}是您自己提出的，请由另一个人审批。")
    _check_proposed(amendment, "审批")
    new = book_with(amendment).digest
    if seen is not None and seen != book_of(in_force()).digest:
        raise Refused("wrong_state", "您打开页面之后标准又变过，下面是按新标准重算的影响，请看过再审批。")
    amendment.state, amendment.place = State.IN_FORCE, _next("place")
    amendment.approved_by, amendment.approved_at = by, timezone.now()
    amendment.save()
    _record("批准标准修订", amendment, by, book=new)
    tell([amendment.proposed_by], f"已批准：{amendment}，{amendment.rests_on}", page_of(amendment))
    return amendment


@transaction.atomic
def withdraw(number: int, reason: str, *, by: User, on: datetime.date) -> Amendment:
    """Take back one's own proposal, or turn one down as approver; either with its reason.

    Raises:
        Refused: not_permitted, unknown_amendment, wrong_state, or invalid_amendment without a reason.
    """
    scope = _permit(by, on, Role.CLERK, Role.APPROVER, words="只有民政经办和民政审批可以撤回修订。")
    amendment = _locked(number)
    if amendment.proposed_by_id != by.pk and not scope.may(Role.APPROVER):
        raise Refused("not_permitted", f"{amendment}是{amendment.proposed_by}提出的，只有提出人和民政审批可以撤回。")
    _check_proposed(amendment, "撤回")
    if not reason.strip():
        raise Refused("invalid_amendment", "撤回修订要写明理由。")
    amendment.state, amendment.reason = State.WITHDRAWN, reason.strip()
    amendment.withdrawn_by, amendment.withdrawn_at = by, timezone.now()
    _keep(amendment)
    _record("撤回标准修订", amendment, by)
    told = [amendment.proposed_by] if amendment.proposed_by_id != by.pk else []
    tell(told, f"已退回：{amendment}，{amendment.rests_on}", page_of(amendment))
    return amendment


def page_of(amendment: Amendment) -> str:
    return reverse("amendment", args=[amendment.number])


def _permit(by: User, on: datetime.date, *roles: Role, words: str) -> Scope:
    scope = Scope.of(by, on)
    if not scope.may(*roles):
        raise Refused("not_permitted", words)
    return scope


def _checked(text: str) -> dict[str, Any]:
    source = parsed(text)
    if not changes(source):
        raise Refused("invalid_amendment", "修订里没有任何一项修改：至少写一项标准和它的起始日期。")
    book_with(source)
    return source


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def _next(field: str) -> int:
    last = Amendment.objects.aggregate(last=Max(field))["last"]
    return (last or 0) + 1


def _locked(number: int) -> Amendment:
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("proposed_by")
    amendment = rows.filter(number=number).first()
    if amendment is None:
        raise Refused("unknown_amendment", f"没有第 {number} 号修订。")
    return amendment


def _check_proposed(amendment: Amendment, act: str) -> None:
    if amendment.state != State.PROPOSED:
        words = f"{amendment}现在是“{amendment.get_state_display()}”，不能{act}；要再改的请另提修订。"
        raise Refused("wrong_state", words)


def _keep(amendment: Amendment) -> None:
    """Save what a person typed, after the checks of its length."""
    try:
        amendment.clean_fields()
    except ValidationError as error:
        faults = (f"{_words(name)}：{words}" for name, said in error.message_dict.items() for words in said)
        raise Refused("invalid_amendment", "；".join(faults)) from error
    amendment.save()


def _words(field: str) -> str:
    return str(Amendment._meta.get_field(field).verbose_name)


def _record(action: str, amendment: Amendment, by: User, **details: str) -> None:
    told = {"document": amendment.document, "clause": amendment.clause, "first_day": str(amendment.first_day)}
    record(action, by=by, about=amendment, number=amendment.number, **told, digest=amendment.digest, **details)

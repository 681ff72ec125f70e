"""The words of a decision: levels, bases, outcomes, reasons."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum

NOTHING = Decimal("0.00")

# The closed lists of the registers (docs/decisions.md 1), by which an amendment is checked.
UNIT_KINDS = frozenset({
    "社区居委会", "村委会", "事业单位", "公立医院", "学校", "镇基层站所", "城市社区管委会基层站所", "社区社会组织", "其他社会组织", "群团组织",
    "党政机关", "企业", "其他",
})  # fmt: skip
STAFF_CATEGORIES = frozenset({
    "社区工作者", "村（居）干部", "事业单位在编", "事业单位聘用", "站所干部", "公务员（参公）", "社会组织负责人", "社会组织专职", "社会组织兼职",
    "其他",
})  # fmt: skip


class Level(IntEnum):
    """Certificate levels, lowest first (docs/decisions.md 1)."""

    ASSISTANT = 1
    SOCIAL_WORKER = 2
    SENIOR = 3

    @property
    def key(self) -> str:
        """Its name in policy.toml."""
        return self.name.lower()

    @property
    def words(self) -> str:
        """As the document calls it."""
        return ("初级", "中级", "高级")[self - 1]


class Basis(StrEnum):
    """Why a service qualifies for the allowance: 三（二）, the two populations."""

    COMMUNITY = "A"
    INSTITUTION = "B"


class Outcome(StrEnum):
    PAYABLE = "payable"
    HELD = "held"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a sum is not paid, or not yet."""

    CIVIL_SERVANT = "civil_servant"
    UNIT_KIND = "unit_kind"
    TWO_LEVELS_SAME_YEAR = "two_levels_same_year"
    DENIED = "denied"
    BEFORE_POLICY = "before_policy"
    NO_BONUS_FOR_LEVEL = "no_bonus_for_level"
    LEVEL_OBTAINED_EARLIER = "level_obtained_earlier"
    HIGHER_LEVEL_EARLIER = "higher_level_earlier"
    NOT_IN_SERVICE = "not_in_service"
    NOTHING_TO_ADD = "nothing_to_add"
    NOT_REGISTERED = "not_registered"
    NO_CERTIFICATE = "no_certificate"
    NOT_QUALIFYING_BEFORE = "not_qualifying_before"
    NOT_QUALIFYING = "not_qualifying"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the policy says of one case.

    amount is in yuan with two places; for a held case it is what would be paid. reason is None only for what is payable.
    """

    outcome: Outcome
    amount: Decimal
    reason: Reason | None
    clause: str


@dataclass(frozen=True, slots=True)
class AllowanceDecision(Decision):
    """Also: the basis, and which of the facts' engagements it is booked to (an index into `first`)."""

    basis: Basis | None = None
    chosen: int | None = None


def pay(amount: Decimal, clause: str) -> Decision:
    return Decision(Outcome.PAYABLE, amount, None, clause)


def hold(amount: Decimal, reason: Reason, clause: str) -> Decision:
    return Decision(Outcome.HELD, amount, reason, clause)


def refuse(reason: Reason, clause: str) -> Decision:
    return Decision(Outcome.REFUSED, NOTHING, reason, clause)

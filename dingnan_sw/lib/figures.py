"""A live figure of an obligation: how much is done of how much is due, in words that stand alone."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


def percent(part: Decimal | int, whole: Decimal | int, places: int = 2) -> Decimal | None:
    """How many of a hundred, half up as the rules of coverage round; None of nothing."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Figure:
    """words say it in full (“已配备 41 个，共 52 个社区”); due is None where nothing is due, and what is recorded is told."""

    words: str
    done: int = 0
    due: int | None = None

    def __post_init__(self) -> None:
        if self.due == 0:
            object.__setattr__(self, "due", None)

    @property
    def short(self) -> int:
        return max(0, self.due - self.done) if self.due is not None else 0

    @property
    def tone(self) -> str:
        if self.due is None:
            return "neutral"
        return "bad" if self.short else "good"

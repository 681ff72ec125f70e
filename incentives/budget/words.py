"""测算依据 in the office's words."""

from decimal import Decimal

from incentives.budget.estimate import AllowanceRow, BonusRow, Estimate, ExpectedRow
from incentives.budget.expecting import Expectation
from incentives.budget.vocabulary import Item
from incentives.rules.vocabulary import Level, Outcome
from talent.vocabulary import SHORT_LEVELS
from talent.vocabulary import Level as RegisterLevel

# What a part of a sum rests on.
IN_SERVICE, CERTIFIED, HELD, LIKELY = "在册津贴", "已取证", "待认定", "预计新取证"
# Instead of an account where none is on record.
NO_ACCOUNT = "（没有登记科目）"
DUE, LATER = "已到期", "以后到期"


def short(level: Level) -> str:
    """初级, 中级, 高级."""
    return SHORT_LEVELS[RegisterLevel(level)]


def plain(amount: Decimal) -> str:
    """100 for 100.00, 43.80 for 43.80."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def allowance_words(row: AllowanceRow) -> str:
    """初级 37 人 × 100 元 × 12 月; where not all stay for as long, by months of persons."""
    months = (row.last.year - row.first.year) * 12 + row.last.number - row.first.number + 1
    people, rate = f"{short(row.level)} {row.people:,} 人", f"{plain(row.rate)} 元"
    if row.person_months == row.people * months:
        return f"{people} × {rate} × {months} 月"
    return f"{people}共 {row.person_months:,} 人月 × {rate}"


def bonus_words(row: BonusRow, found: Estimate) -> str:
    rate = found.bonus_rate(row.level)
    if row.outcome is Outcome.HELD:
        return f"{short(row.level)}待认定 {row.people:,} 人，涉及 {plain(row.amount)} 元（只计入最高）"
    if rate is not None and rate * row.people == row.amount:
        return f"{short(row.level)}已取证 {row.people:,} 人 × {plain(rate)} 元"
    return f"{short(row.level)}已取证 {row.people:,} 人共 {plain(row.amount)} 元"


def expected_words(row: ExpectedRow) -> str:
    chances = {one.chance for one in row.expected}
    percent = f"，通过率 {plain(next(iter(chances)).expected)}%" if len(chances) == 1 else ""
    months = f"共 {row.person_months:,} 人月" if row.item is Item.ALLOWANCE else ""
    waiting = len({one.examinee for one in row.expected if one.waits}) if row.item is Item.BONUS else 0
    held = f"，其中待认定 {waiting:,} 人（只计入最高）" if waiting else ""
    return f"{short(row.level)}预计新取证：报考 {row.people:,} 人{months}{percent}{held}"


def counted_words(one: Expectation, item: Item) -> str:
    """What the figures of a registration leave to others."""
    before = "、".join(f"{other.exam_year}年{other.get_level_display()}" for other in one.before)
    parts = [f"同一人的报名合并计算，先算{before}，这里是再增加的"] if before else []
    if item is Item.BONUS and one.waits:
        parts.append("取证后有奖励要待认定，只计入最高")
    return "；".join(parts)


def basis_words(found: Estimate, item: Item) -> str:
    """All of an item's rows in one sentence."""
    own = [expected_words(row) for row in found.expected if row.item is item]
    match item:
        case Item.ALLOWANCE:
            parts = [allowance_words(row) for row in found.allowances] + own
        case Item.BONUS:
            parts = [bonus_words(row, found) for row in found.bonuses] + own
        case Item.OTHER:
            parts = own
    return "；".join(parts) or "没有应发或预计的人员"

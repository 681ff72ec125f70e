"""The words of the budget."""

from django.db import models


class Item(models.TextChoices):
    """What money is budgeted for: what persons are paid, and all else that 四（二） supports."""

    BONUS = "bonus", "考试奖励"
    ALLOWANCE = "allowance", "职业津贴"
    OTHER = "other", "培训、购买服务等（不发给个人）"


# Paid to persons: never from lottery money (docs/decisions.md 9).
TO_PERSONS = (Item.BONUS, Item.ALLOWANCE)


class Stage(models.TextChoices):
    """How far money has come: only what is approved or added can be spent."""

    REQUESTED = "requested", "申报"
    APPROVED = "approved", "年初批复"
    ADDED = "added", "年中追加（减）"


SPENDABLE = (Stage.APPROVED, Stage.ADDED)
# Every public welfare lottery fund has this word in its name.
LOTTERY = "公益金"
LOTTERY_REFUSED = (
    "福彩公益金只能用于项目支出，不能发给个人：考试奖励和职业津贴请选一般公共预算等可以发给个人的资金来源。"
)

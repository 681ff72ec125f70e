"""The words of paying."""

from django.db import models


class Item(models.TextChoices):
    """What is paid: 三（一） once for a level, 三（二） for each month."""

    BONUS = "bonus", "考试奖励"
    ALLOWANCE = "allowance", "职业津贴"


class LineKind(models.TextChoices):
    NORMAL = "normal", "正常"
    ARREARS = "arrears", "补发"
    RECOVERY = "recovery", "扣回"


LINE_TONES = {LineKind.NORMAL: "neutral", LineKind.ARREARS: "good", LineKind.RECOVERY: "bad"}


class EntryKind(models.TextChoices):
    PAY = "pay", "入账"
    REVERSAL = "reversal", "冲销"


class Channel(models.TextChoices):
    """How the money reaches the person (一卡通 / 单位代发 / 直接支付)."""

    CARD = "card", "一卡通"
    UNIT = "unit", "单位代发"
    DIRECT = "direct", "财政直接支付"


class Result(models.TextChoices):
    WAITING = "waiting", "待回盘"
    SUCCEEDED = "succeeded", "成功"
    FAILED = "failed", "退票"


class Settling(models.TextChoices):
    """How a receivable becomes less."""

    SET_OFF = "set_off", "冲抵"
    REPAID = "repaid", "退回"
    BOUNCED = "bounced", "退票冲抵"

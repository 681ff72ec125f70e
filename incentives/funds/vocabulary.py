"""The words of the use of money."""

from django.db import models

from positions.vocabulary import Words

CLAUSE = "四（二）"


class Use(Words):
    """用途: what money is spent on. Bonuses and allowances are not among them: the batches book them."""

    PURCHASE = "购买服务"
    TRAINING = "培训"
    STATION = "社工站（点）建设"
    SUPERVISION = "督导与评估"
    PUBLICITY = "宣传"
    OTHER = "其他项目支出"
    PERSONS = "发给个人的补助、奖励"


class Nature(models.TextChoices):
    """属性 of the project that a performance sheet is about."""

    NEW = "new", "新增项目"
    CONTINUED = "continued", "延续项目"

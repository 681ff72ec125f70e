"""The words of 出差待遇: what is paid back, and what the standards say of it."""

from django.db import models


class Standard(models.TextChoices):
    """What a dated standard sets: yuan a night or day, and after how many days the bureau asks."""

    LODGING = "lodging", "住宿费（元/天）"
    MEALS = "meals", "伙食补助（元/天）"
    LOCAL = "local", "市内交通（元/天）"
    PATIENCE = "patience", "考后多少天未报销要提醒"


# What a standard bounds: the attribute of the amount, its heading, the attribute of the days and theirs.
BOUNDED = {
    Standard.LODGING: ("lodging", "住宿费", "nights", "住宿天数"),
    Standard.MEALS: ("meals", "伙食补助", "meal_days", "伙食补助天数"),
    Standard.LOCAL: ("local", "市内交通", "local_days", "市内交通天数"),
}
AMOUNTS = ("fee", "transport", "lodging", "meals", "local")

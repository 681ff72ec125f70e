"""The words of appointments: titles and the post grades that belong to them."""

from django.db import models


class Title(models.IntegerChoices):
    """专业技术职务, by level."""

    JUNIOR = 1, "初级"
    MIDDLE = 2, "中级"
    SENIOR = 3, "高级"


# 国人部发〔2006〕70号: which of the thirteen grades a title has; 高级 of social work ends at 副高 (5–7).
GRADES = {Title.JUNIOR: range(11, 14), Title.MIDDLE: range(8, 11), Title.SENIOR: range(5, 8)}

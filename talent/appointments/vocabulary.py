"""The words of appointments: titles and the post grades that belong to them, results of the yearly appraisal."""

from django.db import models
from django.db.models import Q

from positions.vocabulary import COMMITTEE_KINDS, PROFESSIONAL_KINDS, UnitKind, Words


class Title(models.IntegerChoices):
    """专业技术职务, by level."""

    JUNIOR = 1, "初级"
    MIDDLE = 2, "中级"
    SENIOR = 3, "高级"


class Outcome(Words):
    """年度考核结果 — 一（二）3; 未定等次 is what those get who served less than half of the year."""

    EXCELLENT = "优秀"
    GOOD = "合格"
    FAIR = "基本合格"
    POOR = "不合格"
    UNGRADED = "未定等次"


# 国人部发〔2006〕70号: which of the thirteen grades a title has; 高级 of social work ends at 副高 (5–7).
GRADES = {Title.JUNIOR: range(11, 14), Title.MIDDLE: range(8, 11), Title.SENIOR: range(5, 8)}

# 二（三）: the units that are to have a system of career grades.
CAREER_KINDS = (
    UnitKind.PUBLIC_INSTITUTION,
    *PROFESSIONAL_KINDS,
    *COMMITTEE_KINDS,
    UnitKind.COMMUNITY_ORGANISATION,
    UnitKind.OTHER_ORGANISATION,
)
# 二（二）: hospitals and schools by their kind, other health units by the words of their department or field of service.
HEALTH_WORDS = ("卫健", "卫生", "健康", "医疗", "疾控")


def professional_units() -> Q:
    """The units whose social-work posts belong among the professional posts."""
    health = Q()
    for word in HEALTH_WORDS:
        health |= Q(department__contains=word) | Q(service_field__contains=word)
    return Q(kind__in=PROFESSIONAL_KINDS) | (Q(kind=UnitKind.PUBLIC_INSTITUTION) & health)

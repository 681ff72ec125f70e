"""The closed lists of the people's register (docs/decisions.md 1)."""

from django.db import models

from positions.vocabulary import UnitKind, Words


class Level(models.IntegerChoices):
    """Certificate levels, lowest first; printed in full."""

    ASSISTANT = 1, "助理社会工作师"
    SOCIAL_WORKER = 2, "社会工作师"
    SENIOR = 3, "高级社会工作师"


LEVEL_SYNONYMS = {
    "助理社工师": Level.ASSISTANT,
    "初级": Level.ASSISTANT,
    "社工师": Level.SOCIAL_WORKER,
    "中级": Level.SOCIAL_WORKER,
    "高级社工师": Level.SENIOR,
    "高级": Level.SENIOR,
}
SHORT_LEVELS = {Level.ASSISTANT: "初级", Level.SOCIAL_WORKER: "中级", Level.SENIOR: "高级"}


class StaffCategory(Words):
    """人员类别."""

    COMMUNITY_WORKER = "社区工作者"
    VILLAGE_CADRE = "村（居）干部"
    ESTABLISHED = "事业单位在编"
    EMPLOYED = "事业单位聘用"
    STATION_CADRE = "站所干部"
    CIVIL_SERVANT = "公务员（参公）"
    ORGANISATION_HEAD = "社会组织负责人"
    ORGANISATION_FULL_TIME = "社会组织专职"
    ORGANISATION_PART_TIME = "社会组织兼职"
    OTHER = "其他"


_ORGANISATION = frozenset(
    {StaffCategory.ORGANISATION_HEAD, StaffCategory.ORGANISATION_FULL_TIME, StaffCategory.ORGANISATION_PART_TIME}
)
_COMMUNITY = frozenset({StaffCategory.COMMUNITY_WORKER, StaffCategory.VILLAGE_CADRE})
_INSTITUTION = frozenset({StaffCategory.ESTABLISHED, StaffCategory.EMPLOYED})
_ORGAN = _INSTITUTION | {StaffCategory.CIVIL_SERVANT}
_USUAL = {
    UnitKind.COMMUNITY_COMMITTEE: _COMMUNITY,
    UnitKind.VILLAGE_COMMITTEE: _COMMUNITY,
    UnitKind.PUBLIC_INSTITUTION: _ORGAN,
    UnitKind.PUBLIC_HOSPITAL: _INSTITUTION,
    UnitKind.SCHOOL: _INSTITUTION,
    UnitKind.TOWN_STATION: _ORGAN | {StaffCategory.STATION_CADRE},
    UnitKind.URBAN_STATION: _ORGAN | {StaffCategory.STATION_CADRE},
    UnitKind.COMMUNITY_ORGANISATION: _ORGANISATION,
    UnitKind.OTHER_ORGANISATION: _ORGANISATION,
    UnitKind.MASS_ORGANISATION: _ORGAN,
    UnitKind.PARTY_OR_STATE_ORGAN: _ORGAN,
    UnitKind.ENTERPRISE: frozenset[StaffCategory](),
    UnitKind.OTHER: frozenset(StaffCategory),
}
# Which categories one expects in a unit of that kind; others are taken with a warning. 其他 fits everywhere.
USUAL_CATEGORIES = {str(kind): usual | {StaffCategory.OTHER} for kind, usual in _USUAL.items()}

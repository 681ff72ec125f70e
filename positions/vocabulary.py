"""The closed lists of the establishment, with the words that offices use (docs/decisions.md 1; clauses 一（二）, 二（一）, 二（二）)."""

from django.db import models


class Words(models.TextChoices):
    """A closed list stored in the very words that are shown."""

    @property
    def label(self) -> str:
        return str(self.value)


class UnitKind(Words):
    """单位类别."""

    COMMUNITY_COMMITTEE = "社区居委会"
    VILLAGE_COMMITTEE = "村委会"
    PUBLIC_INSTITUTION = "事业单位"
    PUBLIC_HOSPITAL = "公立医院"
    SCHOOL = "学校"
    TOWN_STATION = "镇基层站所"
    URBAN_STATION = "城市社区管委会基层站所"
    COMMUNITY_ORGANISATION = "社区社会组织"
    OTHER_ORGANISATION = "其他社会组织"
    MASS_ORGANISATION = "群团组织"
    PARTY_OR_STATE_ORGAN = "党政机关"
    ENTERPRISE = "企业"
    OTHER = "其他"


COMMITTEE_KINDS = (UnitKind.COMMUNITY_COMMITTEE, UnitKind.VILLAGE_COMMITTEE)


class SetupMode(Words):
    """设置方式, the three ways in which a post comes into being (一（二）2)."""

    CONVERSION = "现有岗位转换"
    RECRUITMENT = "岗位招聘"
    PURCHASE = "购买服务"


SETUP_MODE_SYNONYMS = {"转换": SetupMode.CONVERSION, "招聘": SetupMode.RECRUITMENT, "购买": SetupMode.PURCHASE}

# 二（二）: the fields of service, and the ways a post is classed.
SERVICE_FIELDS = (
    "老年人",
    "残疾人",
    "妇女儿童",
    "困难职工帮扶",
    "职工维权",
    "婚姻家庭",
    "青少年服务",
    "社会救助",
    "未成年人保护",
    "优抚安置",
    "禁毒戒毒",
    "灾害救援",
)
POST_CATEGORIES = ("专业技术岗位", "管理岗位", "社区专职岗位", "购买服务岗位")


class Role(models.TextChoices):
    """What a mandate lets its holder do."""

    ADMINISTRATOR = "administrator", "系统管理员"
    CLERK = "clerk", "民政经办"
    FINANCE = "finance", "财政"
    UNIT = "unit", "单位填报"

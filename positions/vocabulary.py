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
PROFESSIONAL_POST = "专业技术岗位"
POST_CATEGORIES = (PROFESSIONAL_POST, "管理岗位", "社区专职岗位", "购买服务岗位")
# Units whose social-work posts are professional ones (二（二）), and the thirteen grades of such posts.
PROFESSIONAL_KINDS = (UnitKind.PUBLIC_HOSPITAL, UnitKind.SCHOOL)
_GRADES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")
POST_GRADES = tuple(f"专业技术{number}级" for number in _GRADES)
# 二（一）: the thirteen tasks of social work, and the further groups of tasks.
TASKS = (
    "帮困扶弱",
    "情绪疏导",
    "心理抚慰",
    "精神关爱",
    "行为矫治",
    "社会康复",
    "权益维护",
    "危机干预",
    "关系调适",
    "矛盾化解",
    "能力建设",
    "资源链接",
    "社会融入",
)
TASK_GROUPS = ("建立支持系统", "社区发展与协商", "评估、设计、项目管理与研究", "专业督导", "志愿者管理")


class Role(models.TextChoices):
    """What a mandate lets its holder do."""

    ADMINISTRATOR = "administrator", "系统管理员"
    CLERK = "clerk", "民政经办"
    APPROVER = "approver", "民政审批"
    FINANCE = "finance", "财政"
    AUDITOR = "auditor", "审计"
    REVIEWER = "reviewer", "镇/部门审核"
    VIEWER = "viewer", "部门查看"
    UNIT = "unit", "单位填报"


# Who reads what, by the word that the pages share. An administrator has no business data at all.
BUREAU = (Role.CLERK, Role.APPROVER, Role.AUDITOR)
COUNTY = (*BUREAU, Role.FINANCE)
READERS = (*BUREAU, Role.REVIEWER, Role.VIEWER, Role.UNIT)
RESULTS = (*COUNTY, Role.REVIEWER, Role.VIEWER, Role.UNIT)
EVERYONE = tuple(Role)
# Finance pays by name and account from the sheets; a single number in clear is asked for by those who check or keep it.
REVEALERS = (*BUREAU, Role.UNIT)

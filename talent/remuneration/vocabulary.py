"""The words of pay: who is watched over, how work is judged, which covers there are."""

from positions.vocabulary import UnitKind, Words
from talent.vocabulary import StaffCategory

# 三（二）: holders who work in community organisations. Part-timers are paid and insured by whoever employs them.
WATCHED_KIND = UnitKind.COMMUNITY_ORGANISATION
WATCHED_CATEGORIES = (StaffCategory.ORGANISATION_HEAD, StaffCategory.ORGANISATION_FULL_TIME)


class Assessment(Words):
    """业绩, by the result of the yearly assessment (一（二）3)."""

    EXCELLENT = "优秀"
    GOOD = "合格"
    FAIR = "基本合格"
    POOR = "不合格"
    NONE = "未考核"


COVERS = {
    "pension": "养老",
    "medical": "医疗",
    "unemployment": "失业",
    "injury": "工伤",
    "maternity": "生育",
    "housing_fund": "公积金",
}
# 国办发〔2019〕10号: who is in the employees' medical insurance is in the maternity insurance with it.
CARRIED_BY = {"maternity": "medical"}
# How a person stands of whom something was to be declared and was not.
NO_PAY, NO_COVER = "没有申报薪酬", "没有申报社保"

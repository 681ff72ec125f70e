"""The words of standing and honours (三（四）, 四（三）)."""

from positions.vocabulary import Words


class Body(Words):
    """In what a person was taken up or elected."""

    CADRES = "党员干部队伍"
    TOWN_LEADERSHIP = "基层领导班子"
    VILLAGE_PARTY = "村（居）党组织"
    SELF_GOVERNMENT = "村（居）民自治组织"
    CONGRESS = "人民代表大会"
    CONFERENCE = "政治协商会议"


class Tier(Words):
    """级别 of a body."""

    VILLAGE = "村（社区）"
    TOWN = "镇"
    COUNTY = "县"
    CITY = "市"
    PROVINCE = "省"
    NATION = "全国"


class Medium(Words):
    NEWSPAPER = "报刊"
    BROADCAST = "广播电视"
    WEBSITE = "网站"
    SOCIAL = "新媒体"
    EVENT = "活动"
    OTHER = "其他"


class Purpose(Words):
    """What a person's consent to publicity is for."""

    DEEDS = "先进事迹宣传"
    HONOURS = "表彰宣传"
    NEWS = "工作动态报道"
    TEACHING = "典型经验交流"


class AwardLevel(Words):
    """Who awards: a level of government, or the unit itself (四（三）)."""

    NATION = "国家级"
    PROVINCE = "省级"
    CITY = "市级"
    COUNTY = "县级"
    TOWN = "镇级"
    INTERNAL = "单位内部"

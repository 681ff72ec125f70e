"""The groups of the yearly statistics: ages as talent statistics band them (35岁及以下 … 55岁及以上), education in five."""

import datetime

from dingnan_sw.lib.dates import full_years

# The last age of each band, with its words; beyond them the last one.
AGES = ((35, "35岁及以下"), (40, "36至40岁"), (45, "41至45岁"), (50, "46至50岁"), (54, "51至54岁"))
OLDEST = "55岁及以上"
AGE_BANDS = (*(words for _, words in AGES), OLDEST)

# What an education on record contains, the first that fits: a 专科 of a 大学 is no 本科, a 中专 no 专科.
EDUCATIONS = (
    ("研究生", ("研究生", "硕士", "博士")),
    ("高中及以下", ("高中", "中专", "中等专", "中技", "技校", "职高", "初中", "小学", "文盲")),
    ("本科", ("本科", "学士", "专升本")),
    ("大专", ("大专", "专科", "高职")),
    ("本科", ("大学",)),
)
UNSTATED, UNKNOWN = "未填", "其他写法"
EDUCATION_GROUPS = ("研究生", "本科", "大专", "高中及以下", UNSTATED)


def age_band(born: datetime.date, on: datetime.date) -> str:
    years = full_years(born, on)
    return next((words for last, words in AGES if years <= last), OLDEST)


def education_group(text: str) -> str:
    """The group of an education as recorded; one that no group knows is named as such and never guessed."""
    if not text.strip():
        return UNSTATED
    return next((group for group, words in EDUCATIONS if any(word in text for word in words)), UNKNOWN)

"""The words of 四（一）: the bodies that the document names, and how far a task has come."""

from positions.vocabulary import Words


class Progress(Words):
    """办理情况."""

    WAITING = "未开始"
    UNDER_WAY = "进行中"
    DONE = "已完成"


LEAD, POLITICAL_AND_LEGAL, FINANCE, PERSONNEL = "县民政局", "县委政法委", "县财政局", "县人社局"
# Those that see to posts and incentives in their own fields.
FIELD_BODIES = (
    "县教科体局",
    "县公安局",
    "县司法局",
    "县卫健委",
    "县总工会",
    "团县委",
    "县妇联",
    "县残联",
)
BODIES = (LEAD, POLITICAL_AND_LEGAL, FINANCE, PERSONNEL, *FIELD_BODIES)

"""The words of 四（一）: the bodies that the document names, and how far a task has come."""

from positions.vocabulary import Words


class Progress(Words):
    """办理情况."""

    WAITING = "未开始"
    UNDER_WAY = "进行中"
    DONE = "已完成"


class Body(Words):
    """The bodies by the names that the document gives them; what they are called now is in the register 部门更名."""

    LEAD = "县民政局"
    POLITICAL_AND_LEGAL = "县委政法委"
    FINANCE = "县财政局"
    PERSONNEL = "县人社局"
    EDUCATION = "县教科体局"
    POLICE = "县公安局"
    JUSTICE = "县司法局"
    HEALTH = "县卫健委"
    UNIONS = "县总工会"
    YOUTH_LEAGUE = "团县委"
    WOMEN = "县妇联"
    DISABLED = "县残联"


# Those that see to posts and incentives in their own fields.
FIELD_BODIES = tuple(Body)[4:]

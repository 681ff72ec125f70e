"""The words of registration, continuing education and training."""

from positions.vocabulary import Words


class Kind(Words):
    """登记类型."""

    FIRST = "首次登记"
    RENEWAL = "再登记"


class Progress(Words):
    """How far an application for registration has come."""

    UNDER_WAY = "办理中"
    GRANTED = "已登记"
    REFUSED = "未通过"


class Learned(Words):
    """By which way hours of continuing education were earned outside the trainings on record."""

    DEGREE = "社会工作学历学位"
    COURSE = "其他课程"
    ONLINE = "网络学习"
    EXCHANGE = "学术交流"
    PRACTICE = "督导与研究"
    OTHER = "其他"


class State(Words):
    """How a certificate stands with its registration on a day."""

    IN_TIME = "未登记·期限内"
    FILED = "首登办理中"
    OVERDUE = "逾期未登记"
    VALID = "有效"
    ENDING = "临近到期"
    RENEWING = "续登办理中"
    ENDED = "已过期"


TONES = {
    State.IN_TIME: "waiting",
    State.FILED: "waiting",
    State.OVERDUE: "bad",
    State.VALID: "good",
    State.ENDING: "waiting",
    State.RENEWING: "waiting",
    State.ENDED: "bad",
}
# Something has been filed: whoever waits for an answer is not told to file.
WAITING = frozenset({State.FILED, State.RENEWING})
REGISTERED = frozenset({State.VALID, State.ENDING, State.RENEWING})

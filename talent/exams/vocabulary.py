"""The words of the exam: its papers, how each ended, and how the whole did."""

from django.db import models

from talent.vocabulary import SHORT_LEVELS, Level


class Result(models.TextChoices):
    """How an exam ended."""

    PENDING = "pending", "未出成绩"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


# What can be said of the whole where the papers are not told apart.
STATED = (Result.PASSED, Result.FAILED)
RESULT_TONES = {Result.PENDING: "waiting", Result.PASSED: "good", Result.FAILED: "neutral"}


class Mark(models.TextChoices):
    """How one paper stands; nothing at all: it was not registered for."""

    REGISTERED = "registered", "已报考"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"
    ABSENT = "absent", "缺考"


MARK_SYNONYMS = {"报考": Mark.REGISTERED, "未出成绩": Mark.REGISTERED, "通过": Mark.PASSED, "未通过": Mark.FAILED}


class Paper(models.TextChoices):
    """科目, by the attribute of a registration that holds its mark."""

    ABILITY = "ability", "社会工作综合能力"
    LAW = "law", "社会工作法规与政策"
    PRACTICE = "practice", "社会工作实务"


# 国人部发〔2006〕71号 and 人社部规〔2018〕2号: the papers of a level, and within how many exam years running all of them must be passed.
PAPERS = {
    Level.ASSISTANT: (Paper.ABILITY, Paper.PRACTICE),
    Level.SOCIAL_WORKER: (Paper.ABILITY, Paper.LAW, Paper.PRACTICE),
    Level.SENIOR: (Paper.PRACTICE,),
}
EARLIEST_EXAM = 1990  # no register speaks of one before it
RUNNING_YEARS = {Level.ASSISTANT: 1, Level.SOCIAL_WORKER: 2, Level.SENIOR: 1}
# 人社部规〔2018〕2号: how long 成绩合格证明 of 高级 holds; it admits to the review and is no certificate.
PROOF_YEARS = 3


def paper_words(level: Level, paper: Paper) -> str:
    """A paper in full; the law paper exists for one level alone."""
    return str(paper.label) if paper is Paper.LAW else f"{paper.label}（{SHORT_LEVELS[level]}）"

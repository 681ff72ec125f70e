"""The rolls of the exam: 考试日程, 考试报名, 动员任务."""

import datetime
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from dingnan_sw.lib import identity
from dingnan_sw.lib.filters import by_field
from dingnan_sw.lib.table import Column
from positions.access import Scope
from positions.vocabulary import RESULTS, Role
from talent.exams import rule
from talent.exams.models import ExamDates, ExamRegistration, ExamTarget
from talent.exams.settling import alike, earlier, passes, settle
from talent.exams.vocabulary import EARLIEST_EXAM, MARK_SYNONYMS, PAPERS, STATED, Mark, Paper, Result
from talent.rolls.declared import OF_THE_COUNTY, Fault, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.listing import declare
from talent.vocabulary import LEVEL_SYNONYMS, Level

GROUP = "考试"
YEAR = Entry("考试年度", "exam_year", Kind.YEAR, True, least=EARLIEST_EXAM, example=2022, faceted=True)
# In the order in which an exam goes by.
DAYS = (
    ("报名开始", "registration_from"),
    ("报名截止", "registration_to"),
    ("缴费截止", "payment_by"),
    ("准考证打印开始", "ticket_from"),
    ("准考证打印截止", "ticket_to"),
    ("考试首日", "exam_from"),
    ("考试末日", "exam_to"),
    ("成绩公布", "results_on"),
    ("证书发放", "certificates_on"),
)


def level_entry(heading: str) -> Entry:
    return Entry(
        heading,
        "level",
        Kind.CHOICE,
        True,
        options=Level,
        synonyms=LEVEL_SYNONYMS,
        example=Level.SOCIAL_WORKER.label,
        faceted=True,
        width=16,
    )


def _date_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    known = [(heading, merged[name]) for heading, name in DAYS if merged.get(name)]
    for (before, first), (heading, then) in pairwise(known):
        if then < first:
            yield heading, f"“{heading}”{then} 早于“{before}”{first}，请核对。"
    begins, year = merged.get("exam_from"), merged.get("exam_year")
    if begins and year and begins.year != year:
        yield "考试首日", f"考试首日 {begins} 不在 {year} 考试年度，请核对。"


declare(
    Roll(
        name="exam-calendar",
        title="考试日程",
        group=GROUP,
        clause="三（一）",
        model=ExamDates,
        lede="每年各级别考试的报名、缴费、准考证、考试、成绩和证书的日子，按人事考试机构的公告登记。",
        entries=(
            YEAR,
            level_entry("级别"),
            *(
                Entry(heading, name, Kind.DAY, name.startswith("exam"), example=f"2022-{month:02d}-20", width=13)
                for month, (heading, name) in enumerate(DAYS, 3)
            ),
            Entry("来源", "source", width=30),
        ),
        key=("exam_year", "level"),
        check=_date_faults,
        order="-exam_year",
        **{**OF_THE_COUNTY, "readers": RESULTS},
    )
)


def _registration_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    level = Level(merged["level"])
    for paper in Paper:
        if merged.get(paper.value) and paper not in PAPERS[level]:
            yield str(paper.label), f"{level.label}不考“{paper.label}”，请留空或核对级别。"
    if merged.get("stated") and any(merged.get(paper.value) for paper in Paper):
        yield "总成绩", "分科成绩和总成绩只填一种：有分科成绩的，总成绩由系统得出。"


def _with_earlier(rows: Iterable[ExamRegistration]) -> list[ExamRegistration]:
    """Each with `earlier`, the papers of the year before that still count."""
    found = list(rows)
    known = passes(alike(found))
    for row in found:
        row.earlier = rule.kept(Level(row.level), earlier(row, known))
    return found


def papers_words(papers: Iterable[Paper]) -> str:
    return "、".join(str(paper.label).removeprefix("社会工作") for paper in Paper if paper in set(papers))


def open_words(row: Any) -> str:
    """What is still to be passed of 中级, and in which exam at the latest."""
    level = Level(row.level)
    if row.result == Result.PENDING and row.marks and row.earlier:
        return f"{papers_words(rule.open_papers(level, row.marks, row.earlier))}（{row.exam_year} 年要全部通过）"
    if row.result == Result.FAILED and rule.goes_on(level, row.marks):
        return f"{papers_words(rule.open_papers(level, row.marks))}（{row.exam_year + 1} 年还可考）"
    return ""


def _registered(scope: Scope, on: datetime.date) -> list[tuple[str, Any]]:
    rows = REGISTRATIONS.rows(scope)
    waiting = rows.filter(result=Result.PENDING, exam_year__lt=on.year).count()
    return [(f"{on.year} 年报考", rows.filter(exam_year=on.year).count()), ("往年未填成绩", waiting)]


PERSON = Entry(
    "身份证号",
    "person",
    Kind.PERSON,
    form="在册的人填，18 位；不在册的留空，只写姓名",
    example="999999199001010011",
    width=22,
)
UNIT = Entry("单位名称", "unit", Kind.UNIT, True, example="示例社区居民委员会", width=28, faceted=True)
NAME = Entry("姓名", "name", Kind.TEXT, True, limit=100, example="李雷", width=10)


def _mark(paper: Paper) -> Entry:
    hint = "没有报这一科的留空" if paper is not Paper.LAW else "中级才有；没有报这一科的留空"
    example = Mark.PASSED.label
    return Entry(
        str(paper.label), paper.value, Kind.CHOICE, options=Mark, synonyms=MARK_SYNONYMS, form=hint, example=example
    )


REGISTRATIONS = declare(
    Roll(
        name="registrations",
        title="考试报名",
        group=GROUP,
        clause="三（一）、一（二）1",
        model=ExamRegistration,
        lede="谁报了哪一年哪一级的考试，各科成绩如何。初级两科一年内通过，中级三科连续两年内通过，高级合格的是成绩合格证明，不是证书。",
        entries=(
            YEAR,
            level_entry("报考级别"),
            UNIT,
            NAME,
            PERSON,
            *(_mark(paper) for paper in Paper),
            Entry(
                "总成绩",
                "stated",
                Kind.CHOICE,
                options=STATED,
                form="不知道分科成绩时才填；各科都留空",
                listed=False,
            ),
            Entry("是否首次报考", "first_time", Kind.FLAG, example="是", listed=False),
            Entry("联系电话", "phone", limit=50, mask=identity.masked_phone, listed=False),
            Entry("备注", "note", limit=300, width=24, listed=False),
        ),
        opens="name",
        key=("exam_year", "level", "unit", "name", "person"),
        once=("exam_year", "level", "person"),
        keepers=(Role.CLERK, Role.UNIT),
        readers=RESULTS,
        check=_registration_faults,
        settle=settle,
        dress=_with_earlier,
        facets=(by_field("result", "成绩", "result", lambda value: str(Result(value).label)),),
        order="-exam_year",
        figures=_registered,
        columns=(
            Column("result", "成绩", lambda row: (row.tone, row.get_result_display()), "tag", sort="result"),
            Column("earlier", "上年已合格", lambda row: papers_words(row.earlier), wrap=True),
            Column("open", "剩余科目", open_words, wrap=True),
        ),
    )
)


def _target_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    if bool(merged.get("town")) == bool(merged.get("unit")):
        yield "单位名称", "任务下给镇的填“镇”，下给单位的填“单位名称”，两栏填一栏。"


declare(
    Roll(
        name="exam-targets",
        title="动员任务",
        group=GROUP,
        clause="一（二）1",
        model=ExamTarget,
        lede="每年动员报考的任务人数，下给镇或单位；报了多少在“考试”页面对照。",
        entries=(
            YEAR,
            Entry("镇", "town", Kind.TOWN),
            Entry("单位名称", "unit", Kind.UNIT, example="示例社区居民委员会", width=28),
            Entry("任务人数", "people", Kind.COUNT, True, most=100_000, example=3),
            Entry("联络员", "liaison", limit=100),
            Entry("文件", "document", width=24),
        ),
        key=("exam_year", "town", "unit"),
        check=_target_faults,
        order="-exam_year",
        **OF_THE_COUNTY,
    )
)

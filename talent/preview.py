"""What the page of an upload shows of its check: lines, errors of no line, warnings by kind."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talent.models import Upload
from talent.rolls.declared import ROLLS, Roll
from talent.uploads import idle

Line = Mapping[str, Any]
Problem = Mapping[str, Any]

WORDS = {"created": "新增", "updated": "变更", "unchanged": "不变", "refused": "错误"}
TONES = {"created": "good", "updated": "waiting", "unchanged": "neutral", "refused": "bad"}
PLACES = {"refused": 0, "unchanged": 2}
# Kinds of warnings in a few words; what every file brings by the hundred is said to be usual.
KINDS = {
    "unknown_sheet": "工作表没有读取",
    "hidden_sheet": "隐藏的工作表",
    "rows_after_end": "表尾之后还有内容",
    "credit_code_check": "信用代码的校验位不符",
    "unusual_category": "单位里不常见的人员类别",
    "under_age": "任职时未满 18 岁",
    "young_holder": "取得证书时未满 16 岁",
    "overlap": "任职时间重叠",
    "outside_service": "上岗超出任职时间",
    "post_not_filed": "上岗超出岗位备案时间",
    "address_code": "身份证号的地址码不是现行区划（老号码属正常，已照录）",
}
MOST_SHOWN = 300
ACCOUNT = ("银行账号", "开户银行")


def tag(upload: Upload) -> tuple[str, str]:
    """(tone, words) of an upload's state."""
    return ("neutral", "没有变化") if idle(upload) else (upload.tone, str(upload.get_state_display()))


def of_sheet(lines: Iterable[Line], sheet: str) -> list[Line]:
    return [line for line in lines if not sheet or line["sheet"] == sheet]


def of_status(lines: Sequence[Line], status: str) -> list[Line]:
    """Those of the status; of all, the refused ones first and those that change nothing last."""
    if status:
        return [line for line in lines if line["status"] == status]
    return sorted(lines, key=lambda line: PLACES.get(line["status"], 1))


def moves_money(lines: Iterable[Line]) -> bool:
    """Whether a bank account on record becomes another one."""
    return any(heading in ACCOUNT and old for line in lines for heading, old, new in line["changes"])


def dressed(line: Line) -> dict[str, Any]:
    return {**line, "tone": TONES[line["status"]], "words": WORDS[line["status"]]}


def statuses(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    """(status, words, how many lines) for each status that there is."""
    counts = Counter(line["status"] for line in lines)
    return [(status, words, counts[status]) for status, words in WORDS.items() if counts[status]]


def _place(line: Line) -> list[tuple[str, int]]:
    return [(line["sheet"], line["row"])]


def whole_errors(upload: Upload, places: Callable[[Line], Iterable[tuple[str, int]]] = _place) -> list[Problem]:
    """The errors that stand at no line of the preview: of a sheet, or of the file.

    places: the (sheet, row) of which a line of the preview tells.
    """
    told = {place for line in upload.lines if line["problems"] for place in places(line)}
    return [error for error in upload.errors if (error["sheet"], error["row"]) not in told]


def marked(upload: Upload) -> bool:
    """Whether there is a marked file to give back: one that is no workbook has no cells to mark."""
    return all(error["sheet"] for error in upload.errors) and upload.marked_path.exists()


@dataclass(frozen=True, slots=True)
class Group:
    """The warnings of one kind, some of them left out when there are very many."""

    title: str
    warnings: Sequence[Problem]

    @property
    def count(self) -> int:
        return len(self.warnings)

    @property
    def shown(self) -> Sequence[Problem]:
        return self.warnings[:MOST_SHOWN]

    @property
    def left_out(self) -> int:
        return max(0, self.count - MOST_SHOWN)


def warning_groups(warnings: Iterable[Problem]) -> list[Group]:
    """By kind, the rare ones first."""
    by_code: dict[str, list[Problem]] = defaultdict(list)
    for warning in warnings:
        by_code[warning["code"]].append(warning)
    groups = [Group(KINDS.get(code, "其他"), found) for code, found in by_code.items()]
    return sorted(groups, key=lambda group: group.count)


def written_rolls(counts: Mapping[str, Mapping[str, int]]) -> list[Roll]:
    """The rolls of which the file brings something new."""
    return [roll for name, count in counts.items() if _brings(count) and (roll := ROLLS.titled(name))]


def brings_people(counts: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether it brings something new of the other registers, on which payments rest."""
    return any(_brings(count) and not ROLLS.titled(name) for name, count in counts.items())


def _brings(count: Mapping[str, int]) -> int:
    return count["created"] + count["updated"]


def exam_year(lines: Iterable[Line]) -> int | None:
    """The exam year of most of the certificates that the file brings."""
    years = Counter(line["exam_year"] for line in lines if line.get("exam_year"))
    return max(years, key=lambda year: (years[year], year), default=None)

"""全县年度数据, 社区（村）, 单位, 岗位: the establishment's sheets of the workbook exchange."""

from functools import partial
from typing import Any

from dingnan_sw.lib import identity, workbook
from dingnan_sw.lib.dates import closing, last_day
from dingnan_sw.lib.exchange import LARGEST_INTEGER, Field, Layout, Line, Problem, Record, Register
from dingnan_sw.lib.workbook import CellError
from positions.access import EVERYTHING, Scope
from positions.models import Community, CommunityPopulation, CountyYear, Post, Town, Unit
from positions.vocabulary import SETUP_MODE_SYNONYMS, SetupMode, UnitKind


def choices(words: Any, synonyms: dict[str, Any] | None = None) -> dict[str, Any]:
    """The accepted spellings of a closed list: every label and value, white space and width aside."""
    accepted = {workbook.as_key_text(str(member.label)): member for member in words}
    return accepted | {workbook.as_key_text(word): member for word, member in (synonyms or {}).items()}


def text(limit: int = 200) -> Any:
    """A parser of text of at most so many characters."""

    def parse(value: Any) -> str | None:
        found = workbook.as_text(value)
        if found is not None and len(found) > limit:
            raise CellError("too_large", f"内容过长（{len(found)} 字），这一格最多 {limit} 字，请精简。")
        return found

    return parse


def limited(parse: Any, limit: int = 100) -> Any:
    """parse, refusing what is longer than its column."""

    def parsed(value: Any) -> Any:
        found = parse(value)
        if found is not None and len(found) > limit:
            raise CellError("too_large", f"内容过长（{len(found)} 字），这一格最多 {limit} 字，请核对。")
        return found

    return parsed


def count(value: Any) -> int | None:
    found = workbook.as_integer(value)
    if found is not None and found > LARGEST_INTEGER:
        raise CellError("number", f"数字 {found} 太大，请核对。")
    return found


def choice(accepted: dict[str, Any]) -> Any:
    return partial(workbook.as_choice, choices=accepted)


def setup_mode(value: Any) -> str | None:
    """One of the three ways, or any other word as it is typed: odd, but not refused."""
    try:
        return workbook.as_choice(value, SETUP_MODES)
    except CellError:
        return text(LONGEST_SETUP_MODE)(value)


SETUP_MODES = choices(SetupMode, SETUP_MODE_SYNONYMS)
LONGEST_SETUP_MODE = 20
day = partial(workbook.as_date, month_ok=False)

COUNTY_YEARS = Layout(
    "全县年度数据",
    (
        Field("年度", workbook.as_year, True),
        Field("常住人口", count, True),
        Field("户籍人口", count),
        Field("来源", text()),
    ),
)
COMMUNITIES = Layout(
    "社区（村）",
    (
        Field("统计用区划代码", workbook.as_area_code, True),
        Field("名称", text(), True),
        Field("所属镇", text(100), True),
        Field("常住人口", count),
        Field("备注", text(1000)),
    ),
)
UNITS = Layout(
    "单位",
    (
        Field("单位名称", text(), True),
        Field("单位类别", choice(choices(UnitKind)), True),
        Field("统一社会信用代码", workbook.as_credit_code),
        Field("统计用区划代码", workbook.as_area_code),
        Field("所属镇", text(100)),
        Field("主管部门", text()),
        Field("服务领域", text()),
        Field("联系人", text()),
        Field("联系电话", text()),
    ),
)
POSTS = Layout(
    "岗位",
    (
        Field("单位名称", text(), True),
        Field("岗位名称", text(), True),
        Field("岗位数", count, True),
        Field("设置方式", setup_mode, True),
        Field("设置日期", day, True),
        Field("撤销日期", day),
        Field("岗位类别", text()),
        Field("岗位等级", text()),
        Field("服务领域", text()),
        Field("职责任务", text(4000)),
        Field("任职条件", text(4000)),
    ),
)


class Establishment:
    """The registers of positions while a file is being read.

    year: whose population a row of 社区（村） states: the latest year of the file's own county figures, else the current one.
    scope: whose rows are known; what lies outside it does not exist, and no message tells of it.
    """

    def __init__(self, year: int, scope: Scope = EVERYTHING) -> None:
        self.year = year
        self.scope = scope
        self.years = Register(CountyYear, ("year", "residents", "registered", "source"))
        self.towns = Register(Town, ("name", "code"))
        self.communities = Register(Community, ("code", "name", "town", "note"))
        self.populations = Register(CommunityPopulation, ("community", "year", "residents"))
        self.units = Register(
            Unit,
            (
                "name", "match_name", "kind", "credit_code", "community", "town", "department", "service_field",
                "contact", "phone",
            ),
        )  # fmt: skip
        self.posts = Register(
            Post,
            (
                "unit", "name", "headcount", "setup_mode", "since", "until", "category", "grade", "service_field",
                "duties", "requirements",
            ),
        )  # fmt: skip
        self.warnings: list[Problem] = []
        # The sheets that could not be read: whatever they may hold counts as known.
        self.unread: set[str] = set()

    def load(self) -> None:
        """Everything on record: a county's establishment is some thousand rows."""
        for year in CountyYear.objects.all():
            self.years.load(year.year, year)
        for town in Town.objects.all():
            self.towns.load(town.name, town)
        for community in Community.objects.all():
            self.communities.load(community.code, community, town=self.towns.by_pk[community.town_id])
        for figure in CommunityPopulation.objects.all():
            community = self.communities.by_pk[figure.community_id]
            self.populations.load((community.key, figure.year), figure, community=community)
        for unit in Unit.objects.within(self.scope):
            self.units.load(unit.match_name, unit, **self._places(unit))
        for post in Post.objects.within(self.scope):
            unit = self.units.by_pk[post.unit_id]
            self.posts.load((unit.key, workbook.as_key_text(post.name)), post, unit=unit)

    def _places(self, unit: Unit) -> dict[str, Record]:
        places = {}
        if unit.community_id:
            places["community"] = self.communities.by_pk[unit.community_id]
        if unit.town_id:
            places["town"] = self.towns.by_pk[unit.town_id]
        return places

    def take_county_year(self, line: Line) -> None:
        if line.problems:
            return
        values = {
            "year": line.get("年度"),
            "residents": line.get("常住人口"),
            "registered": line.get("户籍人口"),
            "source": line.get("来源"),
        }
        line.records.append(self.years.state(self.years.new(values["year"]), values, line))

    def take_community(self, line: Line) -> None:
        code = line.get("统计用区划代码")
        if line.problems:
            self._remember(self.communities, code)
            return
        community = self.communities.new(code)
        town = self._town(line.get("所属镇"), line, code)
        values = {"code": code, "name": line.get("名称"), "town": town, "note": line.get("备注")}
        line.records.append(self.communities.state(community, values, line))
        if line.get("常住人口") is not None:
            figure = self.populations.new((code, self.year))
            values = {"community": community, "year": self.year, "residents": line.get("常住人口")}
            line.sides.append(self.populations.state(figure, values, line))

    def _town(self, name: str | None, line: Line, code: str | None = None) -> Record | None:
        """The town of that name, created when it is named for the first time; its code is how its communities' codes begin."""
        if name is None:
            return None
        key = workbook.as_key_text(name)
        record = self.towns.new(key)
        begins = code[:9] if code and not record.merged.get("code") else None
        town = self.towns.state(record, {"name": key, "code": begins}, None)
        line.sides.append(town)
        return town

    def take_unit(self, line: Line) -> None:
        name = line.get("单位名称")
        key = workbook.as_key_text(name) if name else None
        code = line.get("统计用区划代码")
        community = self._known(self.communities, code, COMMUNITIES.name) if code else None
        if code and community is None:
            message = f"区划代码 {code} 不在社区（村）登记中：请先在“社区（村）”表填这个社区，或更正代码。"
            line.refuse("统计用区划代码", "unknown_community", message)
        if line.problems:
            self._remember(self.units, key)
            return
        values = {
            "kind": line.get("单位类别"),
            "credit_code": line.get("统一社会信用代码"),
            "community": community,
            "town": self._town(line.get("所属镇"), line),
            "department": line.get("主管部门"),
            "service_field": line.get("服务领域"),
            "contact": line.get("联系人"),
            "phone": line.get("联系电话"),
        }
        unit = self.units.new(key)
        if unit.stored is None:
            values |= {"name": unit.merged.get("name", name), "match_name": key}
        line.records.append(self.units.state(unit, values, line))
        self.doubt_name(line, "单位名称", unit.merged.get("name") or "")
        self._doubt_credit_code(line)

    def doubt_name(self, line: Line, heading: str, name: str) -> None:
        if identity.has_number(name):
            message = f"{heading}里有七位以上连续的数字，像电话、身份证号或账号，已照录，公示时略去；请核对，号码填在它自己的栏目。"
            self.warn(line, heading, "number_in_name", message)

    def _doubt_credit_code(self, line: Line) -> None:
        code = line.get("统一社会信用代码")
        if code and not identity.credit_code_checks(code):
            message = f"统一社会信用代码 {code} 的校验位不符，已照录，请核对。"
            self.warn(line, "统一社会信用代码", "credit_code_check", message)

    def take_post(self, line: Line) -> None:
        unit = self.find_unit(line, "单位名称")
        name = line.get("岗位名称")
        key = (unit.key, workbook.as_key_text(name)) if unit and name else None
        values = {
            "unit": unit,
            "headcount": line.get("岗位数"),
            "setup_mode": line.get("设置方式"),
            "since": line.get("设置日期"),
            "until": closing(line.get("撤销日期")),
            "category": line.get("岗位类别"),
            "grade": line.get("岗位等级"),
            "service_field": line.get("服务领域"),
            "duties": line.get("职责任务"),
            "requirements": line.get("任职条件"),
        }
        post = self.posts.new(key)
        if key is not None:
            check_order(line, post.would_be(values), "撤销日期", "设置日期")
        if line.problems:
            self._remember(self.posts, key)
            return
        if post.stored is None:
            values["name"] = post.merged.get("name", name)
        line.records.append(self.posts.state(post, values, line))
        self._doubt_setup_mode(line)

    def _doubt_setup_mode(self, line: Line) -> None:
        mode = line.get("设置方式")
        if mode not in SetupMode.values:
            message = f"“{mode}”不在通常的设置方式（{'、'.join(SetupMode.values)}）中，已照录，请核对。"
            self.warn(line, "设置方式", "unusual_setup_mode", message)

    def find_unit(self, line: Line, heading: str) -> Record | None:
        """The unit a line names; an unknown one is refused."""
        name = line.get(heading)
        if name is None:
            return None
        unit = self._known(self.units, workbook.as_key_text(name), UNITS.name)
        if unit is None:
            line.refuse(heading, "unknown_unit", self._unknown_unit(name))
        return unit

    def _unknown_unit(self, name: str) -> str:
        if self.scope.county:
            return f"单位“{name}”没有登记：请先在“单位”表填这个单位，或更正名称（须与登记的全称一致）。"
        return f"“{name}”不是您填报的单位：请填本单位登记的全称；新单位请联系民政局登记。"

    def _known(self, register: Register, key: Any, sheet: str) -> Record | None:
        """The record of that key; when the sheet that makes such records known could not be read, any key's."""
        if sheet in self.unread:
            self._remember(register, key)
        return register.get(key)

    def _remember(self, register: Register, key: Any) -> None:
        """A row refused for another reason still makes its key known: one fault is not reported a hundred times."""
        if key is not None and register.get(key) is None:
            register.records[key] = Record(key, None, {})

    def warn(self, line: Line, column: str | None, code: str, message: str) -> None:
        problem = Problem(line.sheet, line.row, column, code, message)
        line.warnings.append(problem)
        self.warnings.append(problem)

    def write(self) -> None:
        for register in (self.years, self.towns, self.communities, self.populations, self.units, self.posts):
            register.write()


def check_order(line: Line, merged: dict[str, Any], end_heading: str, start_heading: str) -> None:
    """Refuse an end before its start; `since` and `until` are the merged ones, of the row or of what was on record."""
    since, until = merged.get("since"), merged.get("until")
    if since is None or until is None or until > since:
        return
    column = end_heading if end_heading in line.values else start_heading
    message = f"{end_heading} {last_day(until)} 早于{start_heading} {since}，请核对这两个日期。"
    line.refuse(column, "date_order", message)

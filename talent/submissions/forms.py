"""The forms of a submission: a sheet's row as fields, in the order of the paper form."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from dingnan_sw.lib.exchange import Layout, line_of
from dingnan_sw.lib.pages import number, visible
from positions.models import Post, Unit, User
from positions.vocabulary import POST_CATEGORIES, POST_GRADES, SERVICE_FIELDS, TASK_GROUPS, TASKS
from talent.exports import HINTS
from talent.models import Person
from talent.recorded import CERTIFICATE
from talent.submissions.models import Kind, Submission
from talent.submissions.statement import Row, Statement

MOST_ROWS = 200
# What the unit of the submission says already.
GIVEN = {Kind.PERSON: "工作单位", Kind.POST: "单位名称", Kind.TRAINING: ""}
PERSONAL = ("姓名", "身份证号", "学历", "政治面貌", "联系电话", "开户银行", "银行账号")
SECTIONS: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.PERSON: {
        "人员": PERSONAL,
        "任职与上岗": (
            "人员类别",
            "任职起始日期",
            "任职终止日期",
            "职务",
            "岗位名称",
            "上岗日期",
            "离岗日期",
        ),
        "证书（没有的留空）": CERTIFICATE,
        "其他": ("备注",),
    },
    Kind.POST: {
        "岗位": ("岗位名称", "岗位数", "设置方式", "设置日期", "撤销日期"),
        "类别与领域": ("岗位类别", "岗位等级", "服务领域"),
        "职责与条件（二（一））": ("职责任务", "任职条件"),
    },
    Kind.TRAINING: {"培训": ("培训名称", "结束日期", "学时", "主办单位"), "参加的人": ("身份证号",)},
}
OPTIONS = {"岗位类别": POST_CATEGORIES, "岗位等级": POST_GRADES, "服务领域": SERVICE_FIELDS}


# What helps in a form; the sheet's own hints speak of columns and cell formats.
HELP: dict[str, dict[str, str]] = {
    "花名册": {
        "身份证号": "18 位",
        "银行账号": "本人的存折或银行卡",
        "开户银行": "全称",
        "任职终止日期": "最后一天；在职的留空",
        "岗位名称": "在社会工作岗位上的选",
        "上岗日期": "空着按任职起始日期",
        "离岗日期": "最后一天；在岗的留空",
        "考试年度": "空着按批准日期的年份",
        "批准日期": "只知道月份的填 2021-06",
        "撤销日期": "自这一天起不再持有；没有撤销的留空",
        "管理号": "照证书填",
    },
    "岗位": {"撤销日期": "最后一天；仍在备案的留空", "任职条件": "如：持有助理社会工作师以上证书"},
    "培训记录": {"身份证号": "18 位；要去掉这个人，清空这一格", "学时": "数字"},
}


class DutiesWidget(forms.MultiWidget):
    """The thirteen tasks and the further groups of 二（一） to tick, and room for own words; one text, joined by 、."""

    template_name = "submissions/duties.html"

    def __init__(self) -> None:
        ticks = forms.CheckboxSelectMultiple(choices=[(task, task) for task in (*TASKS, *TASK_GROUPS)])
        super().__init__([ticks, forms.TextInput(attrs={"aria-label": "其他职责任务"})])

    def decompress(self, value: Any) -> list[Any]:
        words = [word for word in str(value or "").split("、") if word]
        known = [word for word in words if word in (*TASKS, *TASK_GROUPS)]
        return [known, "、".join(word for word in words if word not in known)]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        ticked, own = super().value_from_datadict(data, files, name)
        return "、".join([*ticked, *([own.strip()] if own and own.strip() else [])])


class RowForm(forms.Form):
    """One row of a sheet. Nothing is required here: a draft may be unfinished, and the exchange's own rules judge the cells.

    first: in full; a further row has what it says of its own, and `differing`, the shared headings that are not alike here.
    """

    def __init__(
        self,
        kind: Kind,
        layout: Layout,
        posts: Iterable[str],
        *args: Any,
        first: bool = True,
        differing: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections: list[tuple[str, list[str]]] = []
        self.standing: Row = {}
        required = layout.required
        for title, headings in SECTIONS[kind].items():
            wanted = [heading for heading in headings if first or heading in differing or repeats(kind, heading)]
            for heading in wanted:
                field = _field(layout.name, heading, posts)
                field.wanted = heading in required  # type: ignore[attr-defined] # read by components/field.html
                self.fields[heading] = field
            if wanted:
                self.sections.append((title, wanted))

    def about(self, person: Person, keeps: bool) -> None:
        """The row is about somebody on record: the numbers are told masked, and an empty box leaves them as they are."""
        self.standing = {"身份证号": person.id_number}
        self.fields["身份证号"].wanted = False  # type: ignore[attr-defined] # read by components/field.html
        told = {"身份证号": person.masked_id}
        if keeps:
            told |= {"联系电话": person.masked_phone, "银行账号": person.masked_account}
        for heading, masked in told.items():
            if masked:
                self.fields[heading].help_text = f"登记：{masked}；不改就留空"

    def layout_sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for title, headings in self.sections:
            yield title, [self[heading] for heading in headings]

    def cells(self) -> Row:
        """The filled cells as typed, and what stands where nothing was."""
        typed = {heading: visible(str(self[heading].value() or "")).strip() for heading in self.fields}
        return {heading: said for heading, value in typed.items() if (said := value or self.standing.get(heading))}


def repeats(kind: Kind, heading: str) -> bool:
    """What a further row says of its own: another service or certificate, another person of the same training."""
    return heading not in PERSONAL if kind is Kind.PERSON else heading == "身份证号"


def _field(sheet: str, heading: str, posts: Iterable[str]) -> forms.Field:
    if heading == "职责任务":
        return forms.CharField(label=heading, required=False, widget=DutiesWidget())
    if heading == "岗位名称" and sheet == "花名册":
        return forms.CharField(label=heading, required=False, help_text=HELP[sheet][heading], widget=_select(posts))
    options = OPTIONS.get(heading) or HINTS[sheet][heading].options
    if options:
        return forms.CharField(label=heading, required=False, widget=_select(options))
    widget = (
        forms.Textarea(attrs={"rows": 2})
        if heading in ("任职条件", "备注")
        else forms.TextInput(attrs={"autocomplete": "off"})
    )
    return forms.CharField(
        label=heading,
        required=False,
        help_text=HELP[sheet].get(heading, ""),
        widget=widget,
    )


class LenientSelect(forms.Select):
    """A select that also shows a value which is not among its options, so that nothing typed elsewhere is lost."""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> Any:
        known = {str(option) for option, _ in self.choices}
        strange = [one for one in value if one and one not in known]
        self.choices = [*self.choices, *((one, one) for one in strange)]
        return super().optgroups(name, value, attrs)


def _select(options: Iterable[str]) -> forms.Select:
    return LenientSelect(choices=[("", "请选择"), *((option, option) for option in options)])


# What a row says of the records on record: by which cells each is known among those of the same person, and what else is said
# of it.
RECORDS = {
    Kind.PERSON: (
        ((), ("学历", "政治面貌", "开户银行")),
        (("人员类别", "任职起始日期"), ("任职终止日期", "职务", "备注")),
        (("人员类别", "任职起始日期", "岗位名称", "上岗日期"), ("离岗日期",)),
        (("证书级别", "管理号"), CERTIFICATE[2:]),
    ),
    Kind.POST: ((("岗位名称",), ("撤销日期", "岗位类别", "岗位等级", "服务领域")),),
}
CLEARING = {Kind.PERSON: "清空请用“申请更正”", Kind.POST: "清空请联系县民政局"}
# What is meant, more likely than clearing.
ENDING = {
    "岗位名称": f"离岗的填“离岗日期”，{CLEARING[Kind.PERSON]}",
    "证书级别": "证书被撤销的填“撤销日期”",
    "管理号": "证书被撤销的填“撤销日期”",
}


class RowForms:
    """The forms of all rows of a submission: the first in full, further ones without what they share with it.

    At most MOST_ROWS: the views refuse more, so that none is lost.
    """

    def __init__(
        self, kind: Kind, unit: Unit, layout: Layout, rows: Sequence[Row], data: QueryDict | None = None
    ) -> None:
        self.kind, self.unit, self.layout = kind, unit, layout
        self.person: Person | None = None
        posts = list(Post.objects.filter(unit=unit).values_list("name", flat=True)) + waiting_posts(unit)
        count = max(number(data.get("rows"), MOST_ROWS, default=1) if data else len(rows), 1)
        initial: list[Mapping[str, Any]] = [*rows, *({} for _ in range(count - len(rows)))]
        differing = self._differing(rows, data)
        self.forms = [
            RowForm(kind, layout, posts, data, prefix=f"r{n}", first=n == 0, differing=differing, initial=initial[n])
            for n in range(count)
        ]

    def _differing(self, rows: Sequence[Row], data: QueryDict | None) -> set[str]:
        """The shared headings in which the rows differ all the same, as those of a workbook may."""
        shared = [h for headings in SECTIONS[self.kind].values() for h in headings if not repeats(self.kind, h)]
        if data and not rows:
            return {h for h in shared if f"r1-{h}" in data}
        return {h for h in shared if len({row.get(h) for row in rows}) > 1}

    def about(self, person: Person | None, keeps: bool) -> None:
        """Of whom on record these rows are, if of anybody; keeps: whether the person's own row is the unit's business."""
        self.person = person
        if person is not None:
            self.forms[0].about(person, keeps)

    @property
    def about_another(self) -> bool:
        """Whether another ID number was typed than that of the person; an empty box stands for the one on record."""
        typed = line_of(self.layout, 1, self.forms[0].cells()).get("身份证号")
        return self.person is not None and typed != self.person.id_number

    def __iter__(self) -> Iterator[RowForm]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    def rows(self) -> list[Row]:
        """What was typed, each row in full; rows in which nothing was typed are left out, of a training those without a
        person, as long as one is left that says which training it is."""
        first = self.forms[0].cells()
        given = {GIVEN[self.kind]: self.unit.name} if GIVEN[self.kind] else {}
        own = self.forms[-1].fields if len(self.forms) > 1 else {}
        shared = {heading: value for heading, value in first.items() if heading not in own}
        further = [cells for form in self.forms[1:] if (cells := form.cells())]
        rows = [{**given, **first}, *({**given, **shared, **cells} for cells in further)]
        if self.kind is not Kind.TRAINING:
            return rows
        return [row for row in rows if row.get("身份证号")] or rows[:1]

    def emptied(self, shown: Sequence[Row], recorded: Sequence[Row]) -> dict[str, str]:
        """What is on record in the boxes that were shown filled and came back empty, by the box's name: a row never erases,
        so that nobody would have known.

        shown: the rows as the form showed them; recorded: those that say what is on record. Nothing of that is lost, or may be
        told, where the form is about somebody else now.
        """
        found: dict[str, str] = {}
        if self.about_another:
            return found
        for form, was in zip(self.forms, shown, strict=False):
            found |= {form.add_prefix(heading): old for heading, old in self._emptied(form, was, recorded).items()}
        return found

    def _emptied(self, form: RowForm, was: Row, recorded: Sequence[Row]) -> Row:
        cells, found = form.cells(), {}
        for keys, others in RECORDS[self.kind]:
            record = next((row for row in recorded if self._alike(row, was, keys)), {})
            if not self._alike(cells, was, [key for key in keys if key in cells]):
                continue  # it is about something else now
            empty = [h for h in (*keys, *others) if h in form.fields and h not in cells and was.get(h)]
            found |= {heading: record[heading] for heading in empty if record.get(heading)}
        return found

    def _alike(self, one: Row, other: Row, headings: Collection[str]) -> bool:
        this, that = (line_of(self.layout, 1, row) for row in (one, other))
        return all(this.get(heading) == that.get(heading) for heading in headings)

    def explain(self, emptied: Mapping[str, str]) -> None:
        """Say at the boxes that clearing them would change nothing."""
        for form in self.forms:
            form.full_clean()
            for heading in form.fields:
                old = emptied.get(form.add_prefix(heading))
                if old:
                    form.add_error(
                        heading, f"登记的“{old}”在这里清空不了，已经填回；{ENDING.get(heading, CLEARING[self.kind])}。"
                    )

    def recall(self, reasons: Iterable[Mapping[str, str]]) -> None:
        """Say at the fields why the submission was returned."""
        for reason in reasons:
            place = max(number(reason.get("row"), len(self.forms), default=1), 1)
            form = self.forms[place - 1]
            field = form.fields.get(reason.get("column", ""))
            if field is not None:
                field.reason = reason["text"]  # type: ignore[attr-defined] # read by components/field.html

    def show(self, statement: Statement) -> None:
        """Put the statement's problems at their fields; what is wrong with a shared cell stands at the first row alone."""
        told: set[tuple[str | None, str]] = set()
        for form, line in zip(self.forms, statement.lines, strict=False):
            form.full_clean()
            for problem in line.problems:
                if problem.column not in form.fields and (problem.column, problem.message) in told:
                    continue
                told.add((problem.column, problem.message))
                heading = problem.column if problem.column in form.fields else None
                words = problem.message if heading or not problem.column else f"{problem.column}：{problem.message}"
                form.add_error(heading, words)


def waiting_posts(unit: Unit) -> list[str]:
    live = Submission.objects.live().filter(unit=unit, kind=Kind.POST)
    return [name for one in live for row in one.rows if (name := row.get("岗位名称"))]


class HandOverForm(forms.Form):
    def __init__(self, users: Sequence[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ChoiceField(label="转交给", choices=[(str(user.pk), str(user)) for user in users])

"""What may be changed, as a form: one section for each scale, filled in only where something changes."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.pages import visible
from incentives.amendments.book import SUPPOSED, book_with
from incentives.figures import GATES, TITLES, UPGRADES, value_words
from incentives.refusals import Refused
from incentives.rules.overlay import AMENDABLE, Source
from incentives.rules.rulebook import Entry, RuleBook
from incentives.rules.vocabulary import Level
from positions.vocabulary import UnitKind
from talent.vocabulary import Level as RegisterLevel
from talent.vocabulary import StaffCategory

DAY_FORMATS = ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日")
GROUPS = {
    "职业津贴": (
        "monthly_allowance",
        "allowance_start",
        "allowance_community",
        "allowance_institution",
        "monthly_allowance_floor",
    ),
    "考试奖励": ("exam_bonus", "exam_bonus_upgrade", "exam_bonus_units", "registration_gate"),
    "目标与优先推荐": ("holders_target", "training_target", "community_target", "purchase_preference"),
    "预算测算": ("retirement", "expected_certificates"),
}
# A first month is not changed from some day on: the new one takes the old one's place.
REPLACED = ("allowance_start",)
OF_EXAM_YEARS = "如 2022-01-01：考试年度按当年 1 月 1 日的标准；不改的留空"
FIRST_DAY_HINTS = dict.fromkeys(("exam_bonus", "exam_bonus_upgrade", "exam_bonus_units"), OF_EXAM_YEARS)
MODES = {"exam_bonus_upgrade": UPGRADES, "registration_gate": GATES}
LABELS = {
    "mode": "做法",
    "month": "起发月份",
    "kinds": "单位类别",
    "categories": "人员类别",
    "confirm_categories": "须民政局认定的人员类别",
    "per_mille": "目标（‰）",
    "percent": "目标（%）",
    "hours": "满多少学时算已培训",
    "posts": "至少几个岗位",
    "holders": "至少几名持证人员",
    "women_at_55": "女性按55岁线退休的人员类别",
    "obtained_in": "考试当年几月取得证书",
    "years": "通过率看最近几年",
    **{level.key: f"{RegisterLevel(level).label}（元）" for level in Level},
}
CHOICES = {
    "kinds": UnitKind.choices,
    "categories": StaffCategory.choices,
    "confirm_categories": StaffCategory.choices,
    "women_at_55": StaffCategory.choices,
}
COUNTS = ("per_mille", "percent", "posts", "holders", "obtained_in", "years")


@dataclass(frozen=True, slots=True)
class Section:
    """A scale: its fields, and whether it is shown open."""

    title: str
    now: str
    fields: list[forms.BoundField]
    touched: bool


class TicksWidget(forms.CheckboxSelectMultiple):
    template_name = "amendments/ticks.html"


class ChangesForm(forms.Form):
    """Any combination of changes; when it is valid, `source` is what it says and `book` the book that would make.

    book: the one in force, whose values on the day `on` are shown as the present ones.
    """

    source: dict[str, Any]

    def __init__(self, *args: Any, book: RuleBook, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old, self.entries = book, {scale: book.measure(scale, on=on) for scale in AMENDABLE}
        for scale, entry in self.entries.items():
            self.fields.update(_fields(scale, entry))

    def groups(self) -> Iterator[tuple[str, list[Section]]]:
        for title, scales in GROUPS.items():
            yield title, [self._section(scale) for scale in scales]

    def _section(self, scale: str) -> Section:
        fields = [self[name] for name in self.fields if name.startswith(f"{scale}-")]
        touched = any(field.errors or self._touched(field, self.entries[scale]) for field in fields)
        return Section(TITLES[scale], value_words(self.entries[scale]), fields, touched)

    def _touched(self, field: forms.BoundField, entry: Entry) -> bool:
        name, value = field.name.partition("-")[2], field.value()
        return set(value or ()) != set(entry.values[name]) if name in CHOICES else value not in (None, "")

    def head(self) -> Source:
        """Where the changes rest."""
        return SUPPOSED

    def clean(self) -> dict[str, Any]:
        rows = {scale: [row] for scale in AMENDABLE if (row := self._row(scale))}
        if self.errors:
            return self.cleaned_data
        self.source = {**self.head(), **rows}
        try:
            self.book = book_with(self.source)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused
        return self.cleaned_data

    def _row(self, scale: str) -> dict[str, Any]:
        """What the amendment says of the scale; empty where nothing was filled in."""
        since = self.cleaned_data.get(f"{scale}-from")
        values = self._values(scale, self.entries[scale] if since is None else self.old.measure(scale, on=since))
        if scale in REPLACED:
            return {"from": self.entries[scale].since, **values} if values else {}
        first = self.old.scales[scale][0].since
        if since is None and values and f"{scale}-from" not in self.errors:
            self.add_error(f"{scale}-from", f"{TITLES[scale]}改了内容，要填从哪一天起；不想改的请恢复原样。")
        if since is not None and since < first:
            self.add_error(f"{scale}-from", f"{TITLES[scale]}自 {first} 起才有，不能早于那一天。")
        return {} if since is None else {"from": since, **values}

    def _values(self, scale: str, entry: Entry) -> dict[str, Any]:
        said = {name: self._said(f"{scale}-{name}", name, entry) for name in AMENDABLE[scale]}
        return {name: value for name, value in said.items() if value is not None}

    def _said(self, key: str, name: str, entry: Entry) -> Any:
        """The value as an amendment writes it; None where it stays as the entry says."""
        value = self.cleaned_data.get(key)
        if name in CHOICES:
            return None if key not in self.cleaned_data or set(value or ()) == set(entry.values[name]) else value
        if value in (None, ""):
            return None
        return value if name in COUNTS else str(value)


class ProposalForm(ChangesForm):
    """The same with the document that the changes rest on."""

    document = forms.CharField(
        label="文件字号", max_length=100, help_text="如 定民字〔2022〕8号；确认 41 号文的写它的文号"
    )
    clause = forms.CharField(label="条款", max_length=60, help_text="如 第二条")
    phrase = forms.CharField(label="原文短语", max_length=500, help_text="照抄写明新标准的那一句")

    field_order = ("document", "clause", "phrase")

    def head_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.field_order]

    def head(self) -> Source:
        return {name: visible(self.cleaned_data[name]).strip() for name in self.field_order}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and self.source.keys() <= set(self.field_order):
            raise forms.ValidationError("还没有填任何修改：在下面选要改的标准，填起始日期和新的数值。")
        return cleaned


def _fields(scale: str, entry: Entry) -> Iterator[tuple[str, forms.Field]]:
    if scale not in REPLACED:
        yield f"{scale}-from", _day_field(FIRST_DAY_HINTS.get(scale, "如 2022-07-01；不改的留空"))
    for name in AMENDABLE[scale]:
        yield f"{scale}-{name}", _field(scale, name, entry)


def _day_field(hint: str) -> forms.DateField:
    return forms.DateField(
        label="从哪一天起",
        required=False,
        input_formats=DAY_FORMATS,
        help_text=hint,
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "日期应写成 2022-07-01 的样子。"},
    )


def _field(scale: str, name: str, entry: Entry) -> forms.Field:
    now, label = entry.values.get(name), LABELS[name]
    if name in CHOICES:
        return forms.MultipleChoiceField(
            label=label, required=False, choices=CHOICES[name], initial=list(now or ()), widget=TicksWidget()
        )
    if name == "mode":
        words = MODES[scale]
        return forms.ChoiceField(
            label=label, required=False, choices=[("", f"不改（{words[str(now)]}）"), *words.items()]
        )
    hint = f"现行 {now}" if now is not None else "现在没有"
    if name == "month":
        return MonthField(label=label, required=False, help_text=f"{hint}；如 2020-10")
    if name in COUNTS:
        most = 100 if name == "percent" else 999_999
        return forms.IntegerField(
            label=label, required=False, min_value=1, max_value=most, help_text=hint, widget=_plain()
        )
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0.01,
        max_digits=11,
        decimal_places=2,
        widget=_plain(),
        help_text=hint if now is None else f"现行 {Decimal(now):,.2f}",
    )


def _plain() -> forms.TextInput:
    """Not a number box: that one swallows what it cannot read, and turns with the mouse wheel."""
    return forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"})


class MonthField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return str(Month.parse(text)) if text else ""
        except ValueError as error:
            raise forms.ValidationError(f"{error}。") from error

"""What the pages of paying ask for."""

from typing import Any

from django import forms

from dingnan_sw.lib.dates import Month, today
from incentives.paying.bank_file import COLUMNS, check_layout
from incentives.paying.flow import State
from incentives.paying.preparing import Asked
from incentives.paying.vocabulary import Item

FIRST_YEAR = 2015


class PrepareForm(forms.Form):
    """What to generate; both periods are asked for, the one of the kind counts."""

    kind = forms.ChoiceField(label="项目", choices=Item.choices)
    through = forms.CharField(
        label="津贴截止月份", required=False, help_text="写成 2021-12；可以是一个月，也可以一次发到季末、半年末或年末。"
    )
    year = forms.IntegerField(label="奖励考试年度", required=False, min_value=FIRST_YEAR, max_value=2999)

    def clean(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        match data.get("kind"):
            case Item.ALLOWANCE:
                data["asked"] = Asked(Item.ALLOWANCE, through=self._through())
            case Item.BONUS:
                if not data.get("year"):
                    self.add_error("year", "请填写考试年度。")
                data["asked"] = Asked(Item.BONUS, year=data.get("year"))
        return data

    def _through(self) -> Month | None:
        text = self.cleaned_data.get("through", "")
        try:
            month = Month.parse(text)
        except ValueError:
            self.add_error("through", f"月份应写成 2021-12 的样子，现在是“{text[:20]}”。")
            return None
        if month > Month.of(today()):
            self.add_error("through", f"{month.words}还没有到，最多到{Month.of(today()).words}。")
        return month


class StepForm(forms.Form):
    """The working date of a step, and a remark; why a batch is void has to be said.

    seen: the last step of the batch as it was looked at; shown: the digest of the findings that were open then.
    """

    on = forms.DateField(label="办理日期", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="说明", required=False, max_length=500)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, to: State, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)
        if to is State.VOIDED:
            note = self.fields["note"]
            note.label, note.required = "作废的原因", True
            note.error_messages["required"] = "作废要写明原因。"


class RulingForm(forms.Form):
    granted = forms.ChoiceField(
        label="认定", choices=(("yes", "同意发放"), ("no", "不予发放")), widget=forms.RadioSelect
    )
    reason = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.CharField(
        label="依据的材料", max_length=300, help_text="例如会议纪要、单位证明的文号，或报送件号。"
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class RepayForm(forms.Form):
    """seen: the last settlement of the receivable as it was looked at, 0 before the first."""

    amount = forms.DecimalField(label="退回金额（元）", max_digits=12, decimal_places=2)
    on = forms.DateField(label="退回日期", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="缴款凭证或方式", max_length=300)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ObjectionForm(forms.Form):
    raised_by = forms.CharField(label="提出人", max_length=60)
    text = forms.CharField(label="异议内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    on = forms.DateField(label="提出日期", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)


class ResultsForm(forms.Form):
    file = forms.FileField(label="银行回盘文件（.xlsx）", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}))


class LayoutForm(forms.Form):
    """The columns of a channel's file: one in a line, its name in the portal, then = and the bank's own heading."""

    columns = forms.CharField(
        label="栏目",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=2000,
        help_text="一行一栏，按文件里的顺序；银行的栏名不同的，写成“账号=收款账号”。可用的栏："
        + "、".join(c.heading for c in COLUMNS.values())
        + "。",
    )

    def clean_columns(self) -> list[tuple[str, str]]:
        keys = {known.heading: key for key, known in COLUMNS.items()}
        found, unknown = [], []
        for line in filter(None, (text.strip() for text in self.cleaned_data["columns"].splitlines())):
            own, _, bank = (part.strip() for part in line.partition("="))
            if own in keys:
                found.append((keys[own], bank or own))
                continue
            unknown.append(own)
        faults = [f"没有“{name}”这一栏。" for name in unknown] + check_layout(found)
        if faults:
            raise forms.ValidationError(faults)
        return found


def layout_text(columns: list[tuple[str, str]]) -> str:
    return "\n".join(
        COLUMNS[key].heading if COLUMNS[key].heading == heading else f"{COLUMNS[key].heading}={heading}"
        for key, heading in columns
    )

"""What the pages of the budget ask for; KEEPERS are the roles that may write it down."""

from typing import Any

from django import forms
from django.http import QueryDict

from dingnan_sw.lib.filters import Period
from dingnan_sw.lib.pages import number
from incentives.budget.models import AccountCode, Appropriation, ExamRegistration, FundSource, PassRate
from positions.models import Unit
from positions.vocabulary import Role
from talent.models import Person

EARLIEST = 2021


class Form(forms.ModelForm):
    """BLANKS says by field what choosing nothing means."""

    KEEPERS: tuple[Role, ...] = (Role.FINANCE,)
    BLANKS: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            blank = self.BLANKS.get(name, "请选择")
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = blank
            elif isinstance(field, forms.ChoiceField):
                field.choices = [(value, words if value else blank) for value, words in field.choices]


class RegistrationForm(Form):
    """A registration for an exam; with the ID number of someone in the register it is theirs."""

    KEEPERS = (Role.CLERK,)

    id_number = forms.CharField(
        label="身份证号",
        required=False,
        max_length=18,
        help_text="选填。在册的人填了就对应到本人，预算按本人的证书和任职测算；修改时空着表示不变。",
    )
    unit_name = forms.CharField(label="单位", max_length=200, help_text="登记的单位全称。")

    class Meta:
        model = ExamRegistration
        fields = ("exam_year", "name", "level", "subjects", "result")

    # The order of the paper form; unit and person are set from what is typed.
    field_order = ("exam_year", "unit_name", "name", "id_number", "level", "subjects", "result")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.unit_id:
            self.fields["unit_name"].initial = self.instance.unit.name

    def clean_unit_name(self) -> str:
        name = self.cleaned_data["unit_name"].strip()
        unit = Unit.objects.filter(name=name).first()
        if unit is None:
            raise forms.ValidationError(f"没有登记名为“{name[:60]}”的单位：请照“单位”列表里的全称填写。")
        self.instance.unit = unit
        return name

    def clean_id_number(self) -> str:
        said = self.cleaned_data["id_number"].strip().upper()
        if not said:
            return ""
        person = Person.objects.by_id_number(said).first()
        if person is None:
            raise forms.ValidationError("这个号码不在登记中：请核对号码，不在册的人请空着。")
        self.instance.person = person
        return said

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        person = self.instance.person
        if person and data.get("name") and data["name"] != person.name:
            self.add_error("name", f"登记的姓名与这里不同：请核对号码和姓名（号码对应的是“{person.name}”）。")
        return data


class PassRateForm(Form):
    KEEPERS = (Role.CLERK,)

    class Meta:
        model = PassRate
        fields = ("year", "level", "percent", "source")


class FundSourceForm(Form):
    class Meta:
        model = FundSource
        fields = ("name", "pays_persons", "place", "note")
        help_texts = {"pays_persons": "福彩公益金不能发给个人。", "place": "发给个人的，没有预算指标时用次序最前的。"}


class AccountForm(Form):
    BLANKS = {"unit_kind": "其余各类"}

    class Meta:
        model = AccountCode
        fields = ("item", "unit_kind", "first_year", "function_code", "economic_code", "confirmed", "note")
        help_texts = {"function_code": "科目编码和名称，例如 2080299 其他民政管理事务支出。"}


class AppropriationForm(Form):
    class Meta:
        model = Appropriation
        fields = ("year", "item", "fund", "stage", "amount", "on", "document", "note")
        widgets = {"on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"document": "批复、下达或申报文件的文号。"}


# The word in the address → the form of that part of the settings.
SETTINGS: dict[str, type[Form]] = {
    "funds": FundSourceForm,
    "accounts": AccountForm,
    "appropriations": AppropriationForm,
    "pass-rates": PassRateForm,
}


def budget_year(state: QueryDict, this: int, default: int) -> Period:
    """?year=, from the first year of the policy to the year after next."""
    years = range(EARLIEST, this + 3)
    asked = state.get("year", "")
    year = number(asked)
    error = "" if not asked or year in years else f"能看 {years[0]} 至 {years[-1]} 年，下面是 {default} 年。"
    value = str(year if year in years else default)
    options = [(str(one), f"{one} 年") for one in reversed(years)]
    return Period("year", "预算年度", "select", value, options, error)

"""What the pages of the budget ask for; KEEPERS are the roles that may write it down."""

from typing import Any

from django import forms
from django.http import Http404, QueryDict

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.filters import Period
from dingnan_sw.lib.pages import number
from incentives.budget.models import AccountCode, Appropriation, FundSource, PassRate
from positions.vocabulary import Role

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


def budget_year(state: QueryDict, this: int, default: int, first: int = EARLIEST) -> Period:
    """?year=, from the first year of the budgets, or another, to the year after next."""
    years = range(first, this + 3)
    asked = state.get("year", "")
    year = number(asked)
    error = "" if not asked or year in years else f"能看 {years[0]} 至 {years[-1]} 年，下面是 {default} 年。"
    value = str(year if year in years else default)
    options = [(str(one), f"{one} 年") for one in reversed(years)]
    return Period("year", "预算年度", "select", value, options, error)


def month_of(text: str) -> Month:
    """The month that an address names.

    Raises:
        Http404: it names none.
    """
    try:
        return Month.parse(text)
    except ValueError as error:
        raise Http404 from error

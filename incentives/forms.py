"""What the pages of this app ask for: a period in the address, the document's text."""

import datetime
from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.filters import Period
from incentives.document import LARGEST, Unreadable, decoded, refuse_stranger
from incentives.rules.rulebook import RuleBook

EARLIEST = Month(2000, 1)


def year_asked(state: QueryDict, years: Sequence[int]) -> Period:
    """?year= among these years, the first of them by default."""
    asked, options = state.get("year", ""), [str(year) for year in years]
    error = "" if not asked or asked in options else f"没有 {asked[:10]} 考试年度的证书，下面是 {options[0]} 考试年度。"
    value = asked if asked in options else options[0]
    return Period("year", "考试年度", "select", value, [(option, f"{option} 年") for option in options], error)


def month_asked(state: QueryDict, today: datetime.date) -> tuple[Period, Month]:
    """?month=2021-07, this month by default; nothing later than next month is shown."""
    this, asked, error = Month.of(today), state.get("month", ""), ""
    try:
        month = Month.parse(asked) if asked else this
    except ValueError:
        month, error = this, f"月份应写成 2021-07 的样子，现在是“{asked[:20]}”；下面是 {this.words}。"
    if not EARLIEST <= month <= this.plus(1):
        month, error = this, f"能看 {EARLIEST.words} 到 {this.plus(1).words}；下面是 {this.words}。"
    return Period("month", "月份（如 2021-07）", "month", str(month), error=error), month


def day_asked(state: QueryDict, today: datetime.date) -> tuple[Period, datetime.date]:
    """?on=2021-12-31, today by default."""
    asked, error = state.get("on", ""), ""
    try:
        day = parse_date(asked) if asked else today
    except ValueError:
        day = None
    if day is None or not EARLIEST.first <= day <= datetime.date(today.year + 1, 12, 31):
        day, error = today, f"日期应写成 2021-12-31 的样子，现在是“{asked[:20]}”；下面是 {today}。"
    return Period("on", "截至（如 2021-12-31）", "date", str(day), error=error), day


class DocumentForm(forms.Form):
    """The document's text: a .txt file, or pasted."""

    file = forms.FileField(
        label="正文文件（.txt）",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,text/plain"}),
        help_text="在 WPS 或 Word 里打开文件，另存为纯文本（.txt）。",
        error_messages={"empty": "文件是空的（0 字节），请重新另存。"},
    )
    text = forms.CharField(
        label="或者把正文粘贴在这里", required=False, widget=forms.Textarea(attrs={"rows": 8}), max_length=400_000
    )

    def __init__(self, *args: object, book: RuleBook, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.book = book

    def clean(self) -> dict[str, str]:
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "").strip()
        if self.errors:
            return self.cleaned_data
        if not file and not text:
            raise forms.ValidationError("请选择正文文件，或者粘贴正文。")
        try:
            text = decoded(file.read(LARGEST + 1)) if file else text
            refuse_stranger(text, self.book)
        except Unreadable as error:
            raise forms.ValidationError(f"{error}原来的正文没有变。") from error
        return {"text": text}

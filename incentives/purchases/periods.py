"""The year that a page is about."""

from collections.abc import Sequence

from django.http import QueryDict

from dingnan_sw.lib.filters import Period


def among(state: QueryDict, years: Sequence[int], default: int) -> Period:
    """?year= among these years."""
    asked, options = state.get("year", ""), [str(year) for year in years]
    error = "" if not asked or asked in options else f"没有 {asked[:10]} 年的登记，下面是 {default} 年。"
    value = asked if asked in options else str(default)
    return Period("year", "年度", "select", value, [(option, f"{option} 年") for option in options], error)

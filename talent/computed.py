"""The year that a computed list is about."""

from django.http import QueryDict

from dingnan_sw.lib.filters import Period


def year_asked(state: QueryDict, first: int, last: int, default: int) -> Period:
    """?year= from the first to the last of them."""
    options = [str(year) for year in range(last, first - 1, -1)]
    asked = state.get("year", "")
    error = f"能看 {first} 到 {last} 年，下面是 {default} 年。" if asked and asked not in options else ""
    value = asked if asked in options else str(default)
    return Period("year", "年度", "select", value, [(option, f"{option} 年") for option in options], error)

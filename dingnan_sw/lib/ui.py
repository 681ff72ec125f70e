"""What every template may use: money, dates and the address's state, in the forms of the house."""

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from dingnan_sw.lib import pages
from dingnan_sw.lib.dates import last_day, until_words

register = template.Library()

EMPTY = "—"


@register.filter
def yuan(amount: Decimal | None) -> str:
    return EMPTY if amount is None else f"{amount:,.2f}"


@register.filter
def or_dash(value: Any) -> Any:
    return EMPTY if value in (None, "") else value


@register.filter
def paper_end(until: datetime.date | None) -> str:
    """The end of a half-open interval as on paper: 至 and its last day, or 至今."""
    return until_words(last_day(until))


@register.filter
def thousands(number: int | None) -> str:
    return EMPTY if number is None else f"{number:,}"


@register.filter
def cell_class(kind: str) -> str:
    """The class of a table's cell; a cell that holds a tag is no tag itself."""
    return "status" if kind == "tag" else kind


@register.filter
def people(number: int) -> str:
    return f"{number:,} 人"


@register.filter
def item(values: Any, key: str) -> Any:
    """The value of that key; nothing where there are no values."""
    return values.get(key) if values else None


@register.filter
def attribute(thing: Any, name: str) -> Any:
    return getattr(thing, name)


@register.simple_tag(takes_context=True)
def url_with(context: dict[str, Any], **changes: Any) -> str:
    """This page's address with these changes."""
    return pages.query(context["request"].GET, **changes)


@register.filter
def described(field: BoundField) -> SafeString:
    """The field's widget, told which texts describe it, so that a screen reader says hint and error."""
    parts = (("hint", field.help_text), ("reason", getattr(field.field, "reason", "")), ("error", field.errors))
    hints = [f"{field.auto_id}-{part}" for part, there in parts if there]
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(hints)} if hints else {}
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs=attributes)

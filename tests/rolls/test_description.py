"""docs/registers.md is what the declarations say."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from talent.rolls.declared import ROLLS

PAGE = Path(__file__).parents[2] / "docs" / "registers.md"


def described():
    out = StringIO()
    call_command("describe_registers", stdout=out)
    return out.getvalue()


def test_the_page_is_what_the_command_writes():
    assert PAGE.read_text(encoding="utf-8") == described(), "manage.py describe_registers > docs/registers.md"


def test_every_column_of_every_roll_is_described():
    page = described()
    missing = [(roll.title, e.heading) for roll in ROLLS for e in roll.entries if f"| {e.heading}" not in page]
    assert missing == []

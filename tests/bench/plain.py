"""What the month is measured against: one statement that finds the same people and amounts, and nothing else.

No unit to book to, no basis, no reason. The days are put in as constants, once for each, since the planner estimates a join
with a list of days so badly that the statement runs for minutes.
"""

from decimal import Decimal
from typing import Any

from django.db import connection

from dingnan_sw.lib.dates import Month
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import Level

COVERING = "{0}.since <= %({1})s AND ({0}.until IS NULL OR {0}.until > %({1})s)"
QUALIFYING = """
    SELECT service.person_id FROM talent_service service JOIN positions_unit unit ON unit.id = service.unit_id
    WHERE {service}
    AND (unit.kind = ANY(%(community_kinds)s) AND service.category = ANY(%(community_categories)s)
      OR unit.kind = ANY(%(institution_kinds)s) AND service.category = ANY(%(institution_categories)s)
        AND service.id IN (
          SELECT posting.service_id FROM talent_posting posting JOIN positions_post post ON post.id = posting.post_id
          WHERE {posting} AND {post}))"""
STATEMENT = """
WITH held AS (
    SELECT person_id, max(level) AS level FROM talent_certificate
    WHERE obtained_on <= %(eve)s AND (revoked_on IS NULL OR revoked_on > %(eve)s) GROUP BY person_id),
before AS ({eve}),
now AS ({first})
SELECT person_id, amount FROM held JOIN unnest(%(levels)s, %(amounts)s) AS rate (level, amount) USING (level)
WHERE person_id IN (SELECT person_id FROM before) AND person_id IN (SELECT person_id FROM now)"""


def plain_allowances(month: Month, book: RuleBook) -> list[tuple[int, Decimal]]:
    """(person, amount) of everyone to whom something is owed for the month."""
    statement = STATEMENT.format(eve=_qualifying("eve"), first=_qualifying("first"))
    with connection.cursor() as cursor:
        cursor.execute(statement, _figures(month, book))
        found: list[tuple[int, Decimal]] = cursor.fetchall()
    return found


def _qualifying(day: str) -> str:
    return QUALIFYING.format(**{table: COVERING.format(table, day) for table in ("service", "posting", "post")})


def _figures(month: Month, book: RuleBook) -> dict[str, Any]:
    community = book.scale("allowance_community", on=month.first)
    institution = book.scale("allowance_institution", on=month.first)
    rate = book.scale("monthly_allowance", on=month.first)
    return {
        "eve": month.eve,
        "first": month.first,
        "community_kinds": sorted(community.names("kinds")),
        "community_categories": sorted(community.names("categories")),
        "institution_kinds": sorted(institution.names("kinds")),
        "institution_categories": sorted(institution.names("categories")),
        "levels": [level.value for level in Level],
        "amounts": [rate.amount(level) for level in Level],
    }

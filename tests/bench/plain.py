"""What the month and its batch are measured against: one statement that finds the same people, amounts, units and bases.

No reason for those who are refused, no difference to the ledger. The copy of lines that stand finds nothing at all: it is the
least that storing them takes. The days are put in as constants, once for each, since the
planner estimates a join with a list of days so badly that the statement runs for minutes.
"""

from decimal import Decimal
from typing import Any

from django.db import connection

from dingnan_sw.lib.dates import Month
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import Level

COVERING = "{0}.since <= %({1})s AND ({0}.until IS NULL OR {0}.until > %({1})s)"
BASES = """
    SELECT service.person_id, service.unit_id, service.since, unit.name, CASE
      WHEN unit.kind = ANY(%(community_kinds)s) AND service.category = ANY(%(community_categories)s) THEN 'A'
      WHEN unit.kind = ANY(%(institution_kinds)s) AND service.category = ANY(%(institution_categories)s)
        AND filed.service_id IS NOT NULL THEN 'B' END AS basis
    FROM talent_service service JOIN positions_unit unit ON unit.id = service.unit_id
    LEFT JOIN (
      SELECT DISTINCT posting.service_id FROM talent_posting posting JOIN positions_post post ON post.id = posting.post_id
      WHERE {posting} AND {post}) AS filed ON filed.service_id = service.id
    WHERE {service}"""
STATEMENT = """
WITH held AS (
    SELECT person_id, max(level) AS level FROM talent_certificate
    WHERE obtained_on <= %(eve)s AND (revoked_on IS NULL OR revoked_on > %(eve)s) GROUP BY person_id),
before AS ({eve}),
now AS (
    SELECT DISTINCT ON (person_id) person_id, unit_id, basis FROM ({first}) AS each WHERE basis IS NOT NULL
    ORDER BY person_id, basis, since, name COLLATE "C")
SELECT person_id, amount, level, unit_id, basis
FROM held JOIN now USING (person_id) JOIN unnest(%(levels)s, %(amounts)s) AS rate (level, amount) USING (level)
WHERE person_id IN (SELECT person_id FROM before WHERE basis IS NOT NULL)"""
INTO = "INSERT INTO paying_line (batch_id, person_id, item, level, month, unit_id, basis, old, new, kind, cause_id)"
INSERT = """
{into}
SELECT %(batch)s, person_id, 'allowance', level, %(first)s, unit_id, basis, 0, amount, 'normal', %(cause)s FROM ({owed}) AS owed"""
COPY = """
{into}
SELECT %(other)s, person_id, item, level, month, unit_id, basis, old, new, kind, cause_id FROM paying_line WHERE batch_id = %(of)s"""


def plain_allowances(month: Month, book: RuleBook) -> list[tuple[int, Decimal]]:
    """(person, amount) of everyone to whom something is owed for the month."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), _figures(month, book))
        return [(person, amount) for person, amount, *_ in cursor.fetchall()]


def insert_allowances(month: Month, book: RuleBook, batch: int, cause: int) -> None:
    """The month's lines into a draft, for people who were paid nothing before."""
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT.format(into=INTO, owed=_statement()), _figures(month, book) | {"batch": batch, "cause": cause}
        )


def copy_lines(of: int, into: int) -> None:
    """The lines of one draft into another."""
    with connection.cursor() as cursor:
        cursor.execute(COPY.format(into=INTO), {"of": of, "other": into})


def _statement() -> str:
    return STATEMENT.format(eve=_bases("eve"), first=_bases("first"))


def _bases(day: str) -> str:
    return BASES.format(**{table: COVERING.format(table, day) for table in ("service", "posting", "post")})


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

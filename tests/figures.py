"""What a proof measured, beside what was demanded: `make prove` ends with one table of them."""

from collections import Counter

import pytest


@pytest.fixture
def figure(request):
    """figure(subject, demand, measured, holds=True) puts one line into the table; one that does not hold fails the test.

    Args:
        subject: what was proved, in the words of docs/security.md.
        demand: what is asked, as text with its number.
        measured: what was found, as text with its number.
        holds: whether the demand is met; short figures stand in the table too.
    """

    def tell(subject, demand, measured, holds=True):
        # What record_property does, without its warning beside --junitxml.
        request.node.user_properties.append(("figure", [subject, demand, str(measured), bool(holds)]))
        assert holds, f"{subject}：要求 {demand}，实测 {measured}"

    return tell


def pytest_terminal_summary(terminalreporter):
    told = Counter(
        tuple(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "figure" and report.when == "call"
    )
    if not told:
        return
    terminalreporter.section("实测与要求")
    for (subject, demand, measured, holds), times in sorted(told.items()):
        often = f"（{times:,} 次）" if times > 1 else ""
        terminalreporter.write_line(f"{'达到' if holds else '不足'}  {subject}：要求 {demand}，实测 {measured}{often}")

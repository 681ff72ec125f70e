"""配备与目标 — 三（二）、一（一）: how the county stands on a day."""

from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib import commands
from dingnan_sw.lib.dates import today
from incentives import reports
from incentives.amendments.book import current_book


class Command(commands.ResultCommand):
    help = "某日的岗位与持证人才配备情况（三（二）、一（一））"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", type=commands.day, required=True, metavar="2021-12-31")

    def handle(self, *args: Any, **options: Any) -> None:
        result = reports.coverage(options["on"], today(), current_book())
        self.present(result, lambda: _table(result), options["format"])


def _table(result: dict[str, Any]) -> str:
    communities, urban, training = result["communities"], result["urban"], result["training"]
    figures = [
        ("截至", result["on"]),
        ("城乡社区", f"{communities['count']} 个"),
        ("　有岗位", f"{communities['posted']} 个"),
        ("　有持证人员", f"{communities['staffed']} 个"),
        ("　两项都有", f"{communities['both']} 个"),
        ("社区", f"{urban['count']} 个"),
        ("　有持证人员", f"{urban['staffed']} 个"),
        ("在职持证", f"{result['holders']} 人"),
        ("常住人口", _or_unknown(result["population"], " 人")),
        ("千分比", _or_unknown(result["per_mille"], "‰")),
        ("尚缺", _or_unknown(result["needed"], " 人")),
        ("在岗", f"{training['in_post']} 人"),
        ("　已培训", f"{training['trained']} 人"),
        ("　培训率", _or_unknown(training["rate"], "%")),
    ]
    rows = [
        (gap["code"], gap["name"], gap["town"], _mark(gap["posted"]), _mark(gap["staffed"])) for gap in result["gaps"]
    ]
    gaps = commands.text_table(("区划代码", "名称", "镇", "有岗位", "有持证人员"), rows)
    return f"{commands.text_table(('指标', '数值'), figures)}\n\n岗位和持证人员没有配齐的社区（村）\n{gaps}"


def _or_unknown(figure: Any, measure: str) -> str:
    """A figure that cannot be told, as without a population, is a dash."""
    return "—" if figure is None else f"{figure}{measure}"


def _mark(reached: bool) -> str:
    return "有" if reached else "缺"

"""批次办理: one step further."""

from typing import Any

from django.core.management.base import CommandParser

from incentives.commands import ActingCommand
from incentives.paying.acting import Actor
from incentives.paying.flow import MOVES, State
from incentives.paying.steps import advance
from incentives.paying.vocabulary import Item
from positions.models import User


class Command(ActingCommand):
    dated = True
    help = "把批次办到下一步：复核、公示、审批、送财政、支付、办结、归档，或作废"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("number", type=int, metavar="N", help="批次号")
        parser.add_argument("--to", required=True, choices=[state.value for state in MOVES], help="办到哪一步")
        parser.add_argument("--acknowledge", default="", metavar="REASON", help="支付前检查有发现时，确认支付的理由")

    def act(self, by: User, options: dict[str, Any]) -> dict[str, Any]:
        actor = Actor.acting(by, options["on"])
        batch = advance(actor, options["number"], State(options["to"]), options["acknowledge"])
        result = {"batch": batch.number, "kind": batch.kind, "state": batch.state, "on": actor.on.isoformat()}
        if batch.notice_last:
            result |= {"notice": {"first": batch.notice_first.isoformat(), "last": batch.notice_last.isoformat()}}
        return result

    def table(self, result: dict[str, Any]) -> str:
        kind, state = Item(result["kind"]).label, State(result["state"]).label
        notice = result.get("notice")
        days = f"，公示 {notice['first']} 至 {notice['last']}" if notice else ""
        return f"第 {result['batch']} 批（{kind}）：{state}，办理日期 {result['on']}{days}"

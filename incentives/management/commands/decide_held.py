"""认定 — 三（一）: deciding what waits."""

from typing import Any

from django.core.management.base import CommandParser

from incentives.commands import ActingCommand
from incentives.explain import level_words
from incentives.paying.acting import Actor
from incentives.paying.rulings import Said, decide_held
from incentives.refusals import Refused
from incentives.rules.vocabulary import Level
from positions.models import User
from talent.models import Certificate
from talent.vocabulary import LEVEL_SYNONYMS
from talent.vocabulary import Level as RegisterLevel

DECISIONS = {"grant": True, "deny": False}


class Command(ActingCommand):
    help = "认定一件待认定的考试奖励：同意发放或不予发放"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--certificate", required=True, metavar="管理号", help="证书管理号")
        parser.add_argument("--level", metavar="级别", help="同一管理号有两个级别时指明")
        parser.add_argument("--decision", required=True, choices=DECISIONS, help="grant 同意，deny 不予")
        parser.add_argument("--reason", required=True, help="理由")
        parser.add_argument("--evidence", required=True, help="依据的材料")

    def act(self, by: User, options: dict[str, Any]) -> dict[str, Any]:
        certificate = _certificate(options["certificate"], options["level"])
        said = Said(DECISIONS[options["decision"]], options["reason"], options["evidence"])
        ruling = decide_held(Actor.acting(by), certificate.pk, said)
        return {
            "certificate_number": certificate.number,
            "level": level_words(Level(certificate.level)),
            "exam_year": certificate.exam_year,
            "doubt": ruling.doubt,
            "decision": options["decision"],
            "amount": f"{ruling.amount:.2f}",
        }


def _certificate(number: str, level: str | None) -> Certificate:
    found = Certificate.objects.filter(number=number)
    if level:
        synonyms = {str(one.label): one for one in RegisterLevel} | LEVEL_SYNONYMS
        found = found.filter(level=synonyms.get(level, 0))
    certificates = list(found)
    if not certificates:
        raise Refused("unknown_certificate", f"没有管理号为 {number!r} 的证书。")
    if len(certificates) > 1:
        raise Refused("several_certificates", f"管理号 {number!r} 有两个级别的证书，请用 --level 指明。")
    return certificates[0]

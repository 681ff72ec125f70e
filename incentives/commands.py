"""What the commands of this app have in common: a refusal is a result, and someone acts."""

import sys
from abc import ABC, abstractmethod
from typing import Any

import pghistory
from django.core.management.base import CommandParser
from django.db import models

from dingnan_sw.audit import denials
from dingnan_sw.audit.chain import record
from dingnan_sw.lib import commands
from incentives.refusals import Refused
from positions.models import User

SHELL = "命令行"


def told(command: str, count: int, *, about: models.Model | None = None) -> None:
    """Enter into the record that a command gives out whole ID numbers. count: lines."""
    record("命令行查看", about=about, command=command, count=count)


class RefusableCommand(commands.ResultCommand, ABC):
    """A command whose refusal is its result, with exit status 1."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = self.result(options)
        except Refused as refused:
            denials.refuse(refused, by=User.objects.filter(username=options.get("by")).first())
            message = refused.message
            self.present(refused.as_json(), lambda: message, options["format"])
            sys.exit(1)
        self.present(result, lambda: self.table(result), options["format"])

    @abstractmethod
    def result(self, options: dict[str, Any]) -> dict[str, Any]:
        """The result for JSON.

        Raises:
            Refused: there is none.
        """

    def table(self, result: dict[str, Any]) -> str:
        """The result for people at a terminal: its plain values, one in a row."""
        rows = [(key, value) for key, value in result.items() if not isinstance(value, (list, dict))]
        return commands.text_table(("项目", "内容"), rows)


class ActingCommand(RefusableCommand):
    """A command that does what `act` does, for the account named by --by; dated: on the working date of --on."""

    dated = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--by", required=True, metavar="USERNAME", help="由哪个账号办理（用户名）")
        if self.dated:
            parser.add_argument("--on", type=commands.day, metavar="2021-12-31", help="办理日期，默认今天；不晚于今天")

    def result(self, options: dict[str, Any]) -> dict[str, Any]:
        by = account(options["by"])
        with pghistory.context(user=by.pk, name=str(by), via=SHELL):
            return self.act(by, options)

    @abstractmethod
    def act(self, by: User, options: dict[str, Any]) -> dict[str, Any]:
        """Do it, and give the result for JSON.

        Raises:
            Refused: it was not done.
        """


def account(username: str) -> User:
    """The account that acts.

    Raises:
        Refused: there is none of that name, or it is disabled.
    """
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Refused("unknown_user", f"没有可用的账号 {username!r}：请用 create_account 开通，或检查拼写。")
    return user

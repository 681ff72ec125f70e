"""From the server's shell, for the one administrator who has lost the telephone and the recovery codes."""

import sys
from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib.commands import ResultCommand
from positions.models import User
from positions.signin import second

SHELL = "命令行"


class Command(ResultCommand):
    help = "重置一个账号的两步验证：下次登录时重新绑定手机"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("username", metavar="USERNAME", help="用户名")

    def handle(self, *args: Any, **options: Any) -> None:
        username = User.normalize_username(options["username"])
        user = User.objects.filter(username=username).first()
        if user is None:
            message = f"没有账号“{username}”。"
            self.present({"error": "unknown_account", "message": message}, lambda: message, options["format"])
            sys.exit(1)
        second.reset(user, by=None, address=SHELL)
        told = f"账号“{username}”的两步验证已重置，下次登录时重新绑定手机。"
        self.present({"username": username, "reset": True}, lambda: told, options["format"])

"""Open an account from the shell, or add a mandate to one that exists."""

import sys
from typing import Any

import pghistory
from django.core.management.base import CommandParser
from django.db import transaction

from dingnan_sw.lib.commands import ResultCommand, text_table
from dingnan_sw.lib.dates import today
from positions.accounts import (
    AccountRefused,
    check_place,
    find_town,
    find_unit,
    grant,
    open_account,
    random_password,
)
from positions.models import User
from positions.vocabulary import Role

SHELL = "命令行"


class Command(ResultCommand):
    help = "开设账号并授权；用户名已经存在时，给这个账号增加授权"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        roles = "、".join(f"{role.value} {role.label}" for role in Role)
        parser.add_argument("username", metavar="USERNAME", help="用户名")
        parser.add_argument("--role", required=True, choices=Role.values, help=f"角色：{roles}")
        parser.add_argument("--name", default="", metavar="姓名", help="姓名（默认与用户名相同；已有的账号不变）")
        parser.add_argument("--unit", metavar="NAME", help="单位全称：单位填报的单位，或者部门审核、部门查看的主管部门")
        parser.add_argument("--town", metavar="NAME", help="镇：镇审核的镇")
        parser.add_argument("--head", action="store_true", help="单位负责人，可以确认本单位的报送（只用于单位填报）")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with pghistory.context(via=SHELL), transaction.atomic():
                result = _create(options)
        except AccountRefused as refused:
            message = refused.message
            self.present({"error": refused.code, "message": message}, lambda: message, options["format"])
            sys.exit(1)
        self.present(result, lambda: _table(result), options["format"])


def _create(options: dict[str, Any]) -> dict[str, Any]:
    check_place(options["role"], options["unit"], options["town"], heads=options["head"])
    username = User.normalize_username(options["username"])
    mandate = {
        "role": options["role"],
        "unit": find_unit(options["unit"]) if options["unit"] else None,
        "town": find_town(options["town"]) if options["town"] else None,
        "heads": options["head"],
        "since": today(),
        "address": SHELL,
    }
    places = {name: str(mandate[name]) if mandate[name] else None for name in ("unit", "town")}
    result = {"username": username, "role": options["role"], **places}
    existing = User.objects.filter(username=username).first()
    if existing:
        grant(existing, **mandate)
        return result | {"created": False, "password": None}
    user = open_account(username, name=options["name"] or username, **mandate)
    return result | {"created": True, "password": random_password(user, address=SHELL)}


def _table(result: dict[str, Any]) -> str:
    headings = ("用户名", "角色", "单位", "镇", "新开设", "初始密码（首次登录须修改）")
    role = Role(result["role"]).label
    created = "是" if result["created"] else "否"
    row = (result["username"], role, result["unit"], result["town"], created, result["password"])
    return text_table(headings, [row])

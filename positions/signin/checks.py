"""What the self-check says about signing in."""

import datetime

from django.conf import settings

from dingnan_sw.lib.dates import today
from positions.models import Mandate, User
from positions.self_check import Finding, check
from positions.vocabulary import COUNTY, Role


@check("两步验证")
def second_factor() -> Finding:
    """Production refuses to start without it."""
    if not settings.SECOND_FACTOR:
        words = "没有打开（SECOND_FACTOR=off），演示账号只凭密码登录；绑定过手机的账号仍要验证码。正式环境一律打开。"
        return Finding("bad" if settings.PRODUCTION else "waiting", words)
    asked = "、".join(Role(role).label for role in settings.SECOND_FACTOR_ROLES)
    missing = [str(user) for user in _without_telephone()]
    words = f"已打开，{asked}登录要填验证码。"
    spared = [role.label for role in (Role.ADMINISTRATOR, *COUNTY) if role not in settings.SECOND_FACTOR_ROLES]
    if spared:
        return Finding("waiting", f"{words}没有要求：{'、'.join(spared)}（SECOND_FACTOR_ROLES）。")
    if missing:
        return Finding(
            "waiting", f"{words}还没有绑定手机的 {len(missing)} 人：{'、'.join(missing[:5])}；下次登录时绑定。"
        )
    return Finding("good", f"{words}都已绑定手机。")


def _without_telephone() -> list[User]:
    """Of the accounts that need one today."""
    held = Mandate.objects.in_force(today()).filter(role__in=settings.SECOND_FACTOR_ROLES)
    bound = User.objects.filter(is_active=True, mandates__in=held, authenticator__isnull=True)
    return list(bound.distinct().order_by("username"))


@check("密码规则")
def passwords() -> Finding:
    """等保 asks for both; ASVS advises against both."""
    if settings.PASSWORD_COMPOSITION and settings.PASSWORD_DAYS:
        return Finding("good", f"按等保：四类字符中的三类，每 {settings.PASSWORD_DAYS} 天更换。")
    composed = "要求四类字符中的三类" if settings.PASSWORD_COMPOSITION else "不要求字符种类"
    changed = f"每 {settings.PASSWORD_DAYS} 天更换" if settings.PASSWORD_DAYS else "不要求定期更换"
    words = f"{composed}，{changed}；等保两样都要（PASSWORD_COMPOSITION=on、PASSWORD_DAYS=90）。"
    return Finding("waiting", words)


@check("登录时限和地址")
def sessions() -> Finding:
    idle, paying, full = (
        limit // datetime.timedelta(minutes=1)
        for limit in (settings.SESSION_IDLE, settings.SESSION_IDLE_FINANCE, settings.SESSION_ABSOLUTE)
    )
    words = f"{idle} 分钟没有操作自动退出（财政 {paying} 分钟），一次登录最长 {full} 分钟。"
    if settings.BEHIND_PROXY:
        return Finding("good", f"{words}来源地址取自反向代理的 X-Real-IP。")
    tone = "waiting" if settings.PRODUCTION else "good"
    return Finding(
        tone, f"{words}来源地址取自连接本身；前面有反向代理的，请设 BEHIND_PROXY=on，否则记录里都是代理的地址。"
    )

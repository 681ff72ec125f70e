"""系统自检, the machine's part: fonts, clock, disk, backups, mail."""

import datetime
import shutil
import subprocess
import time

from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone

from dingnan_sw.audit import clock as audit_clock
from dingnan_sw.backups import keeping
from dingnan_sw.lib.antivirus import NoAnswer, signatures_of
from dingnan_sw.lib.dates import today
from positions.self_check import Finding, check

# What documents are set in → any of the families that will do, as fontconfig names them.
FONTS = {
    "宋体": ("Noto Serif CJK SC",),
    "黑体": ("FandolHei", "SimHei", "黑体", "Noto Sans CJK SC"),
    "仿宋": ("FandolFang", "FangSong_GB2312", "仿宋_GB2312"),
    "楷体": ("FandolKai", "KaiTi_GB2312", "楷体_GB2312", "LXGW WenKai"),
}
APART = datetime.timedelta(seconds=60)  # between this machine's clock and the database's
GIGABYTE = 1_000_000_000
STALE = datetime.timedelta(days=30)  # of virus signatures
PATIENCE = 10  # seconds
SCANTY, FULL = 0.10, 0.03  # of a disk still free: someone should know; uploads will soon fail


@check("字体")
def fonts() -> Finding:
    missing = [name for name, families in FONTS.items() if not set(families) & _families()]
    if missing:
        return Finding("waiting", f"没有{'、'.join(missing)}，PDF 里会用别的字体代替：见部署手册“系统软件包和字体”。")
    return Finding("good", f"{'、'.join(FONTS)}都有。")


def _families() -> set[str]:
    try:
        told = subprocess.run(
            ["fc-list", ":", "family"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return {name.strip() for line in told.splitlines() for name in line.split(",")}


@check("时钟")
def clock() -> Finding:
    """Days of payment, deadlines and the order of the record hang on it: it may be corrected, never go back."""
    now = timezone.now()
    if last := audit_clock.ahead():
        words = "发放业务暂停办理，其他照常。请校正时钟；现在的时钟是对的、以前走快了的，运行 manage.py confirm_clock。"
        return Finding("bad", f"{audit_clock.words(last)}。{words}")
    apart = abs(now - _database_time())
    if apart > APART:
        return Finding("bad", f"本机与数据库服务器的时钟相差 {apart.total_seconds():.0f} 秒：请用同一个时间源校正。")
    return Finding("good", f"{_told(now)}，与数据库一致，不早于最后一条审计记录。")


def _told(moment: datetime.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def _database_time() -> datetime.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime.datetime = cursor.fetchone()[0]
    return found


@check("磁盘空间")
def disk() -> Finding:
    """Of the data and of the backups: the one that has less."""
    usage = min((shutil.disk_usage(place) for place in _places()), key=lambda one: one.free / one.total)
    share = usage.free / usage.total
    words = f"还剩 {usage.free / GIGABYTE:,.1f} GB（{share:.0%}）。"
    if share < FULL:
        return Finding("bad", f"{words}快满了，上传和备份随时会失败：请马上清理或扩容。")
    if share < SCANTY:
        return Finding("waiting", f"{words}请尽快清理或扩容。")
    return Finding("good", words)


def _places() -> list[str]:
    return [str(place) for place in (settings.DATA_DIR, settings.BACKUP_DIR) if place.exists()]


@check("备份")
def backups() -> Finding:
    standing = keeping.standing(timezone.now())
    if settings.BACKUP_AT is None:
        tone = "bad" if standing.tone == "bad" and settings.PRODUCTION else "waiting"
        return Finding(tone, f"{standing.words}没有设每天的时刻（BACKUP_AT）；由 systemd 定时器做备份的，不必设。")
    return Finding(standing.tone, standing.words)


@check("邮件")
def mail_server() -> Finding:
    """Connected to, nothing sent."""
    if not settings.EMAIL_HOST:
        return Finding("waiting", "没有设邮件服务器（EMAIL_URL），消息只在系统里显示。")
    try:
        with mail.get_connection():
            return Finding("good", f"{settings.EMAIL_HOST} 可以连接。")
    except OSError as refused:
        return Finding("bad", f"{settings.EMAIL_HOST} 连不上：{refused}。消息只在系统里显示。")


@check("查毒")
def antivirus() -> Finding:
    if not settings.CLAMD_SOCKET:
        return Finding(
            "waiting", "没有接查毒程序（CLAMD_SOCKET）：收进来的文件只检查格式和内容；图片重新生成以后才显示。"
        )
    try:
        day = signatures_of(settings.CLAMD_SOCKET, time.monotonic() + PATIENCE)
    except NoAnswer as away:
        return Finding("bad", f"查毒程序没有回答（{away}）：现在上传的文件都不收，请启动 ClamAV。")
    if day is None:
        return Finding("waiting", "查毒程序有回答，病毒库没有日期：请核对病毒库文件。")
    if today() - day > STALE:
        return Finding("waiting", f"病毒库是 {day} 的，已经 {(today() - day).days} 天：请更新，见部署手册。")
    return Finding("good", f"每个文件先查毒；病毒库是 {day} 的。")

"""The button's job: a backup and its drill."""

from dingnan_sw.backups.drilling import drill
from dingnan_sw.backups.taking import take
from dingnan_sw.jobs import work


@work.register("backup")
def back_up(desk: work.Desk) -> None:
    desk.progress(0, 0, "正在备份")
    taken = take()
    if not taken.good:
        raise work.Refusal(f"备份没有成功：{taken.words}")
    desk.progress(0, 0, "正在做恢复演练")
    drilled = drill()
    if not drilled.good:
        raise work.Refusal(f"恢复演练没有通过：{drilled.words}")

"""Demo rows of the departments' tasks and of what the departments say of them."""

import datetime
import random
from typing import Any

from talent.departments.vocabulary import Body

Row = dict[str, Any]

TASKS = {
    "县民政局": ("汇总各领域岗位设置情况", "按季审核职业津贴"),
    "县委政法委": ("在综治中心设置社会工作岗位",),
    "县财政局": ("将津贴和奖励经费列入年度预算", "开展经费绩效评价"),
    "县人社局": ("将持证人员纳入专业技术人员管理",),
    "县教科体局": ("在中小学试设学校社会工作岗位",),
    "县公安局": ("在禁毒帮教中使用社会工作人才",),
    "县司法局": ("在社区矫正机构设置社会工作岗位", "安置帮教项目引入社会工作者"),
    "县卫健委": ("将医务社会工作岗位纳入专业技术岗位",),
    "县总工会": ("开展困难职工帮扶社会工作服务",),
    "团县委": ("培养青少年事务社会工作者",),
    "县妇联": ("在妇女儿童之家配备持证人员",),
    "县残联": ("开展残疾人社会工作服务",),
}
# One of them has an account, and units of its field in the county: so it is on record itself.
REVIEWING = "县卫健委"
DONE_SO_FAR = ("已印发方案，明确责任股室", "已摸清岗位和人员底数", "已到岗，正在开展服务", "任务完成，材料已报民政局")


def rows(county: Any, chance: random.Random, today: datetime.date) -> dict[str, list[Row]]:
    """By sheet; county is not looked at, since the bodies are those that the document names."""
    tasks = list(_tasks(chance, today))
    return {
        "单位": [{"单位名称": REVIEWING, "单位类别": "党政机关", "主管部门": "县人民政府"}],
        "部门任务": tasks,
        "部门更名": [
            {"文件中的部门": "县教科体局", "现在的部门": "县教育体育局", "起始日期": datetime.date(2024, 3, 1)}
        ],
        "部门进展": [report for task in tasks for report in _reports(task, chance, today)],
    }


def _tasks(chance: random.Random, today: datetime.date) -> Any:
    titles = [(body, title) for body in Body for title in TASKS[body]]
    for number, (body, title) in enumerate(titles, 1):
        due = datetime.date(today.year, chance.randint(3, 12), 20)
        yield {
            "任务编号": f"{today.year}-{number:02d}",
            "责任部门": body,
            "任务": title,
            "条款": "四（二）" if "经费" in title else "四（一）",
            "联系人": "演示联络员",
            "办公电话": f"0797-000{number:04d}",
            "完成期限": due,
            "办理情况": chance.choice(("已完成", "进行中") if due < today else ("未开始", "进行中", "进行中")),
        }


def _reports(task: Row, chance: random.Random, today: datetime.date) -> Any:
    """One to three of a task that has begun, a month apart, the last before today."""
    if task["办理情况"] == "未开始":
        return
    concluded = task["办理情况"] == "已完成" or chance.random() < 0.2
    words = [*DONE_SO_FAR[: chance.randint(1, 2)], *([DONE_SO_FAR[-1]] if concluded else [])]
    first = min(task["完成期限"], today) - datetime.timedelta(days=30 * len(words))
    for place, what in enumerate(words):
        last = place == len(words) - 1
        yield {
            "任务编号": task["任务编号"],
            "报告日期": first + datetime.timedelta(days=30 * place),
            "进展": what,
            "报告人": "演示联络员",
            "是否办结": "是" if last and concluded else "否",
        }

"""The rolls of 部门任务: the bureau gives out tasks, each department reports on its own."""

from positions.vocabulary import COUNTY, Role
from talent.departments.models import Renaming, Report, Task
from talent.departments.vocabulary import Body, Progress
from talent.rolls.declared import Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.listing import declare

WHO_READ = (*COUNTY, Role.REVIEWER, Role.VIEWER)

TASKS = declare(
    Roll(
        name="department-tasks",
        title="部门任务",
        group="部门协同",
        clause="四（一）",
        model=Task,
        lede="县委政法委、民政、财政、人社和各领域部门、群团各自的任务；部门名称与单位表的“主管部门”一致，部门的审核账号才看得到。",
        entries=(
            Entry("任务编号", "code", required=True, limit=20, form="不重复，如 2026-01", example="2026-01", width=12),
            Entry("责任部门", "department", required=True, limit=100, example="县司法局", width=16, faceted=True),
            Entry("任务", "title", required=True, limit=300, example="在社区矫正机构设置社会工作岗位", width=36),
            Entry("条款", "clause", required=True, limit=40, example="四（一）", width=10, faceted=True),
            Entry("联系人", "contact", limit=30, width=10),
            Entry("办公电话", "phone", limit=30, form="办公室座机，不填个人手机", listed=False),
            Entry("完成期限", "due", Kind.DAY, True, example="2026-11-30"),
            Entry("办理情况", "state", Kind.CHOICE, True, options=Progress, example="进行中", faceted=True),
            Entry("备注", "note", limit=300, width=24, listed=False),
        ),
        key=("code",),
        keepers=(Role.CLERK,),
        readers=WHO_READ,
        within="",
        department="department",
        order="due",
    )
)
declare(
    Roll(
        name="department-names",
        title="部门更名",
        group="部门协同",
        clause="四（一）",
        model=Renaming,
        lede="机构改革后部门改了名称，或者职责转给了别的部门的，在这里登记；依据与落实按现在的名称显示，原来名称下的任务照样计入。",
        entries=(
            Entry("文件中的部门", "body", Kind.CHOICE, True, options=Body, example="县教科体局", faceted=True),
            Entry("现在的部门", "name", required=True, limit=100, example="县教育体育局", width=20),
            Entry("起始日期", "since", Kind.DAY, True, example="2024-03-01"),
            Entry("依据文件", "document", width=28),
        ),
        key=("body", "since"),
        keepers=(Role.CLERK,),
        readers=COUNTY,
        within="",
        order="-since",
    )
)
REPORTS = declare(
    Roll(
        name="department-reports",
        title="部门进展",
        group="部门协同",
        clause="四（一）",
        model=Report,
        lede="部门对自己的任务报告进展，一项任务一天一条；报告办结的，由民政局核实后把任务改为已完成。",
        entries=(
            Entry("任务编号", "task", Kind.ROW, True, of="department-tasks", width=12),
            Entry("报告日期", "on", Kind.DAY, True, example="2026-06-30"),
            Entry("进展", "what", Kind.LONG, True, example="已设置两个岗位，人员到岗", width=48),
            Entry("报告人", "by", required=True, limit=30, example="示例联络员", width=10),
            Entry("是否办结", "concluded", Kind.FLAG, True, example="否", faceted=True),
        ),
        key=("task", "on"),
        keepers=(Role.CLERK, Role.REVIEWER),
        readers=WHO_READ,
        within="",
        department="task__department",
        order="-on",
    )
)

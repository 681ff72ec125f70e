"""部门任务 — 四（一）: what each department has to do, by clause, and what it reports of it."""

from django.db import models
from django.db.models import Q

from dingnan_sw.audit.protect import tracked
from talent.departments.vocabulary import Body, Progress
from talent.rolls.models import Row


class Task(Row):
    """department is its name as units name it as their 主管部门, by which its reviewers are known."""

    code = models.CharField("任务编号", max_length=20, unique=True)
    department = models.CharField("责任部门", max_length=100)
    clause = models.CharField("条款", max_length=40)
    title = models.CharField("任务", max_length=300)
    contact = models.CharField("联系人", max_length=30, blank=True)
    phone = models.CharField("办公电话", max_length=30, blank=True)
    due = models.DateField("完成期限")
    state = models.CharField("办理情况", max_length=10, choices=Progress, default=Progress.WAITING)
    note = models.CharField("备注", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "部门任务"
        ordering = ("due", "code")
        constraints = (
            models.CheckConstraint(condition=~Q(code="") & ~Q(department=""), name="task_names_its_department"),
            models.CheckConstraint(condition=Q(state__in=Progress.values), name="task_progress_of_the_list"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.department}"

    @property
    def roll_key(self) -> str:
        return self.code

    @property
    def is_done(self) -> bool:
        return self.state == Progress.DONE


class Report(Row):
    """进展: what a department has done on a task by a day; concluded says that it holds the task to be done."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports", verbose_name="部门任务")
    on = models.DateField("报告日期")
    what = models.TextField("进展")
    by = models.CharField("报告人", max_length=30)
    concluded = models.BooleanField("是否办结", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "部门进展"
        ordering = ("-on", "-pk")
        constraints = (models.UniqueConstraint(fields=("task", "on"), name="one_report_a_task_and_day"),)

    def __str__(self) -> str:
        return f"{self.task.code} {self.on}"


class Renaming(Row):
    """部门更名: from a day on a body of the document has another name, or another body has its duties."""

    body = models.CharField("文件中的部门", max_length=20, choices=Body)
    name = models.CharField("现在的部门", max_length=100)
    since = models.DateField("起始日期")
    document = models.CharField("依据文件", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "部门更名"
        ordering = ("-since", "body")
        constraints = (
            models.UniqueConstraint(fields=("body", "since"), name="body_renamed_once_a_day"),
            models.CheckConstraint(condition=Q(body__in=Body.values), name="renamed_body_of_the_list"),
        )

    def __str__(self) -> str:
        return f"{self.body} → {self.name}"


tracked(Task, Report, Renaming)

"""The year's work as it usually falls; all of it is for the bureau to change, and each year's exam dates to be written down."""

from django.db import migrations

CLERK, APPROVER, FINANCE, UNIT, REVIEWER, ADMINISTRATOR, AUDITOR = (
    "民政经办",
    "民政审批",
    "财政",
    "单位填报",
    "镇/部门审核",
    "系统管理员",
    "审计",
)
# title, month, day, who, clause, screen, note
ITEMS = (
    ("确认本单位在职人员（年审）", 1, None, (UNIT,), "三（二）", "submissions", "核对人员、岗位和证书，没有变动的也要确认。"),
    ("催报没有年审的单位", 1, None, (CLERK,), "三（二）", "submissions", "没有报送的单位可以在报送页一并催报。"),
    ("批复当年预算", 1, None, (FINANCE,), "四（二）", "budget-execution", "人大批准后 20 日内批复，登记拨款。"),
    ("上一年度证书收集", 1, None, (UNIT,), "三（一）", "submissions", "电子证书可以查验后，附扫描件报送。"),
    ("清查账号和授权", 1, None, (ADMINISTRATOR,), "", "", "离岗人员的授权写上终止日期。"),
    ("核对上一年度审计记录", 1, None, (AUDITOR,), "", "audit", ""),
    ("收齐上一考试年度的奖励", 2, 28, (CLERK,), "三（一）", "bonuses", "没有收到证书的逐个核对。"),
    ("发考试动员通知", 2, None, (CLERK, REVIEWER), "一（二）", "exams", "分解各镇、各单位的报考人数。"),
    ("考试报名", 3, None, (UNIT, CLERK), "三（一）", "roll/registrations", "报名日期以当年公告为准，公布后登记到这一年。"),
    ("世界社工日宣传", 3, None, (CLERK, REVIEWER), "三（四）", "honours", "三月第三个星期二；宣传人物须本人同意。"),
    ("一季度职业津贴", 4, None, (CLERK, APPROVER, FINANCE), "三（二）", "batches", ""),
    ("收集薪酬比较标准", 4, None, (CLERK,), "三（二）", "roll/comparators", "向人社、统计部门取得上年平均薪酬。"),
    ("社会组织申报薪酬、社保和公积金", 4, None, (UNIT,), "三（二）", "remuneration", ""),
    ("考试", 5, None, (UNIT,), "三（一）", "exams", "考试日期以当年公告为准；应考人员按出差对待。"),
    ("报销报名费和差旅费", 6, None, (UNIT,), "三（一）", "reimbursements", "考过没考过都由所在单位报销。"),
    ("年中检查培训进度", 6, None, (CLERK, REVIEWER), "一（一）", "training-rates", "没有培训记录的在岗人员列名单。"),
    ("公告福彩公益金使用情况", 6, 30, (CLERK,), "四（二）", "funds", ""),
    ("二季度职业津贴", 7, None, (CLERK, APPROVER, FINANCE), "三（二）", "batches", ""),
    ("登记考试成绩", 8, None, (UNIT, CLERK), "三（一）", "roll/registrations", "成绩公布后 30 日内可以复核。"),
    ("测算下一年度预算（一上）", 8, None, (CLERK,), "四（二）", "budget", ""),
    ("下达控制数（一下）", 9, None, (FINANCE,), "四（二）", "budget-settings", ""),
    ("领取证书，报送新持证人员", 10, None, (UNIT,), "三（一）", "submissions", ""),
    ("三季度职业津贴", 10, None, (CLERK, APPROVER, FINANCE), "三（二）", "batches", ""),
    ("考试奖励汇总、公示、请示", 10, None, (CLERK, APPROVER), "三（一）", "batches", "公示不少于 5 个工作日。"),
    ("申报下一年度预算（二上）", 11, None, (CLERK, FINANCE), "四（二）", "budget", "在控制数内申报。"),
    ("发放考试奖励", 11, None, (FINANCE,), "三（一）", "batches", ""),
    ("部门报告全年进展", 11, 30, (REVIEWER, CLERK), "四（一）", "department-report", ""),
    ("核对全年目标：千分之一、配备、培训率", 12, None, (CLERK, APPROVER), "一（一）", "coverage", ""),
    ("四季度职业津贴", 12, 20, (CLERK, APPROVER, FINANCE), "三（二）", "batches", "在国库关账（约 25 日）以前。"),
    ("绩效自评", 12, None, (CLERK, FINANCE), "四（二）", "funds", ""),
    ("推荐表彰人选", 12, None, (CLERK, REVIEWER), "四（三）", "honours", ""),
)


def fill(apps, schema_editor):
    AgendaItem = apps.get_model("agenda", "AgendaItem")
    for title, month, day, who, clause, screen, note in ITEMS:
        AgendaItem.objects.create(
            title=title, month=month, day=day, audience="、".join(who), clause=clause, screen=screen, note=note
        )


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_squashed")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

"""Fund sources and accounts to begin with; all of them are for finance to confirm or to change."""

from django.db import migrations

TO_CONFIRM = "系统预设，请财政按当年政府收支分类科目确认"
FUNDS = (("县级一般公共预算", True), ("福彩公益金", False), ("其他资金", False))
COMMITTEES = ("社区居委会", "村委会")
INSTITUTIONS = ("事业单位", "公立医院", "学校")
GOVERNANCE, CIVIL_AFFAIRS = "2080208 基层政权建设和社区治理", "2080299 其他民政管理事务支出"
ACCOUNTS = (
    ("bonus", ("",), CIVIL_AFFAIRS, "30309 奖励金"),
    ("allowance", ("",), CIVIL_AFFAIRS, "30399 其他对个人和家庭的补助"),
    ("allowance", COMMITTEES, GOVERNANCE, "30305 生活补助"),
    ("allowance", INSTITUTIONS, CIVIL_AFFAIRS, "30102 津贴补贴"),
)


def fill(apps, schema_editor):
    FundSource, AccountCode = (apps.get_model("budget", name) for name in ("FundSource", "AccountCode"))
    for place, (name, pays_persons) in enumerate(FUNDS, 1):
        FundSource.objects.create(name=name, pays_persons=pays_persons, place=place, note=TO_CONFIRM)
    for item, kinds, function, economic in ACCOUNTS:
        for kind in kinds:
            AccountCode.objects.create(
                item=item, unit_kind=kind, first_year=2020, function_code=function, economic_code=economic, note=TO_CONFIRM
            )


class Migration(migrations.Migration):
    dependencies = [("budget", "0001_squashed")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

"""Money of society as a source, and what lottery money may be used for; for finance to confirm or to change."""

from django.db import migrations

TO_CONFIRM = "系统预设，请财政确认"
BASIS = "定办字〔2020〕41号 四（二）；赣财社〔2020〕19号，请财政确认"
SOCIAL, LOTTERY = "社会资金", "福彩公益金"
PROJECTS = ("购买服务", "培训", "社工站（点）建设", "督导与评估", "宣传", "其他项目支出")


def fill(apps, schema_editor):
    source, allowed = apps.get_model("budget", "FundSource"), apps.get_model("funds", "AllowedUse")
    source.objects.get_or_create(name=SOCIAL, defaults={"pays_persons": False, "place": 9, "note": TO_CONFIRM})
    for lottery in source.objects.filter(name=LOTTERY):
        for use in PROJECTS:
            allowed.objects.create(source=lottery, use=use, basis=BASIS)


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_squashed"), ("budget", "0002_first_rows")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

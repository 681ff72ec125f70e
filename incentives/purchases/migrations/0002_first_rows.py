"""Limits to begin with: one from the law, the others for the bureau to confirm or to change."""

import datetime

from django.db import migrations

SINCE = datetime.date(2021, 1, 1)
ASSUMED = "系统预设，请民政局按本县规定确认"
LIMITS = (
    ("approved", 90, ASSUMED),
    ("procured", 30, "政府采购法第四十六条：中标、成交通知书发出之日起三十日内签订合同"),
    ("signed", 365, "政府购买服务管理办法（财政部令第102号）第二十四条：合同履行期限一般不超过1年"),
    ("delivered", 60, ASSUMED),
    ("accepted", 90, ASSUMED),
)


def fill(apps, schema_editor):
    limit = apps.get_model("purchases", "StageLimit")
    for stage, days, source in LIMITS:
        limit.objects.create(stage=stage, since=SINCE, days=days, source=source)


class Migration(migrations.Migration):
    dependencies = [("purchases", "0001_squashed")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

"""Recovery codes outlive a new SECRET_KEY. Those made before are known by nothing but the old one: they go, and new ones are made."""

from django.db import migrations

import dingnan_sw.lib.secrets


def remove_all(apps, schema_editor):
    apps.get_model("signin", "RecoveryCode").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("signin", "0001_initial")]

    operations = [
        migrations.RunPython(remove_all, migrations.RunPython.noop),
        migrations.RemoveConstraint("recoverycode", "recovery_code_once_an_account"),
        migrations.RemoveField("recoverycode", "digest"),
        migrations.AddField("recoverycode", "digest", dingnan_sw.lib.secrets.SealedTextField(verbose_name="摘要")),
    ]

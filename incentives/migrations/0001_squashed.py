import dingnan_sw.audit.installing
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('incentives', '0001_initial'), ('incentives', '0002_initial'), ('incentives', '0003_ruling_ruling_append_only_ruling_never_emptied')]

    initial = True

    dependencies = [
        ('positions', '__first__'),
        ('talent', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='发文字号')),
                ('text', models.TextField(verbose_name='正文')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('loaded_at', models.DateTimeField(auto_now_add=True, verbose_name='载入时间')),
                ('loaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='载入人')),
            ],
            options={
                'verbose_name': '政策文件正文',
                'verbose_name_plural': '政策文件正文',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('doubt', models.CharField(choices=[('civil_servant', '只以公务员（参公）身份任职'), ('unit_kind', '单位不属奖励范围'), ('two_levels_same_year', '同年两个级别')], max_length=30, verbose_name='待认定事项')),
                ('granted', models.BooleanField(verbose_name='同意发放')),
                ('reason', models.CharField(max_length=1000, verbose_name='理由')),
                ('evidence', models.CharField(max_length=300, verbose_name='依据材料')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='涉及金额')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='认定时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='认定人')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='talent.certificate', verbose_name='证书')),
            ],
            options={
                'verbose_name': '认定',
                'verbose_name_plural': '认定',
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('evidence', ''), _negated=True)), name='ruling_has_reason_and_evidence')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='66d4f54a3a62a7587762229b0238f104e4452dcd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ba0d8', table='incentives_ruling', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='48da8a18fd5bae303b2fd170a843acb13263cd82', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_f867c', table='incentives_ruling', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

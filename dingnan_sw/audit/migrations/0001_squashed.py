import dingnan_sw.audit.installing
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial'), ('audit', '0002_initial'), ('audit', '0003_key_proofs')]

    initial = True

    dependencies = [
        ('positions', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('actor_name', models.CharField(max_length=150, verbose_name='操作人姓名')),
                ('action', models.CharField(max_length=60, verbose_name='事项')),
                ('object_type', models.CharField(blank=True, max_length=60, verbose_name='对象类别')),
                ('object_id', models.CharField(blank=True, max_length=60, verbose_name='对象编号')),
                ('details', models.JSONField(default=dict, verbose_name='内容')),
                ('address', models.CharField(blank=True, max_length=60, verbose_name='来源')),
                ('previous', models.CharField(max_length=64, verbose_name='上一条摘要')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
            ],
            options={
                'verbose_name': '审计记录',
                'verbose_name_plural': '审计记录',
                'ordering': ('pk',),
                'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_by_object')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1b389f8260e22d0fbf38b4ff1e20214212b176ee', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a6b88', table='audit_entry', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the audit record is append-only';", hash='05ae86b64f022d2e5f2e679ec2d6f6c77c2e6223', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_6c9ae', table='audit_entry', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='KeyProof',
            fields=[
                ('name', models.CharField(choices=[('fields', '字段加密'), ('index', '盲索引'), ('audit', '审计')], max_length=10, primary_key=True, serialize=False, verbose_name='密钥')),
                ('proof', models.CharField(max_length=64, verbose_name='凭证')),
            ],
            options={
                'verbose_name': '密钥凭证',
                'verbose_name_plural': '密钥凭证',
                'constraints': [models.CheckConstraint(condition=models.Q(('name__in', ('fields', 'index', 'audit'))), name='proof_of_a_key_of_ours', violation_error_message='没有这样的密钥。')],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

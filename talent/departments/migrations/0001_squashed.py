import dingnan_sw.audit.installing
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('departments', '0001_initial')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='任务编号')),
                ('department', models.CharField(max_length=100, verbose_name='责任部门')),
                ('clause', models.CharField(max_length=40, verbose_name='条款')),
                ('title', models.CharField(max_length=300, verbose_name='任务')),
                ('contact', models.CharField(blank=True, max_length=30, verbose_name='联系人')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='办公电话')),
                ('due', models.DateField(verbose_name='完成期限')),
                ('state', models.CharField(choices=[('未开始', '未开始'), ('进行中', '进行中'), ('已完成', '已完成')], default='未开始', max_length=10, verbose_name='办理情况')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='备注')),
            ],
            options={
                'verbose_name': '部门任务',
                'verbose_name_plural': '部门任务',
                'ordering': ('due', 'code'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('department', ''), _negated=True)), name='task_names_its_department'), models.CheckConstraint(condition=models.Q(('state__in', ['未开始', '进行中', '已完成'])), name='task_progress_of_the_list')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "departments_taskevent" ("clause", "code", "contact", "department", "due", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "state", "title") VALUES (NEW."clause", NEW."code", NEW."contact", NEW."department", NEW."due", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."phone", NEW."state", NEW."title"); RETURN NULL;', hash='b70f7ee553dccad301866ac48f6063fcb75c1c7c', operation='INSERT', pgid='pgtrigger__insert_0bc86', table='departments_task', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "departments_taskevent" ("clause", "code", "contact", "department", "due", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "state", "title") VALUES (NEW."clause", NEW."code", NEW."contact", NEW."department", NEW."due", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."phone", NEW."state", NEW."title"); RETURN NULL;', hash='457bcc2ba9017c58d13817ffc1abc0fe5bb55ae2', operation='UPDATE', pgid='pgtrigger__update_72504', table='departments_task', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "departments_taskevent" ("clause", "code", "contact", "department", "due", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "state", "title") VALUES (OLD."clause", OLD."code", OLD."contact", OLD."department", OLD."due", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."phone", OLD."state", OLD."title"); RETURN NULL;', hash='88c40ab35199d1ee50d82ee78c00aa3d083e5c6e', operation='DELETE', pgid='pgtrigger__delete_1538d', table='departments_task', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='报告日期')),
                ('what', models.TextField(verbose_name='进展')),
                ('by', models.CharField(max_length=30, verbose_name='报告人')),
                ('concluded', models.BooleanField(default=False, verbose_name='是否办结')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='departments.task', verbose_name='部门任务')),
            ],
            options={
                'verbose_name': '部门进展',
                'verbose_name_plural': '部门进展',
                'ordering': ('-on', '-pk'),
                'constraints': [models.UniqueConstraint(fields=('task', 'on'), name='one_report_a_task_and_day')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "departments_reportevent" ("by", "concluded", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "task_id", "what") VALUES (NEW."by", NEW."concluded", NEW."id", NEW."on", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."task_id", NEW."what"); RETURN NULL;', hash='869e2a45bbbbc2a4db6e0ec51f355b5014df27be', operation='INSERT', pgid='pgtrigger__insert_869f4', table='departments_report', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "departments_reportevent" ("by", "concluded", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "task_id", "what") VALUES (NEW."by", NEW."concluded", NEW."id", NEW."on", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."task_id", NEW."what"); RETURN NULL;', hash='c166ca881075e2cf4d1fd9ea7cbadee006597716', operation='UPDATE', pgid='pgtrigger__update_11e15', table='departments_report', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "departments_reportevent" ("by", "concluded", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "task_id", "what") VALUES (OLD."by", OLD."concluded", OLD."id", OLD."on", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."task_id", OLD."what"); RETURN NULL;', hash='0968282010445691ee1023b10553f78c0a378275', operation='DELETE', pgid='pgtrigger__delete_a3e5d', table='departments_report', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='TaskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=20, verbose_name='任务编号')),
                ('department', models.CharField(max_length=100, verbose_name='责任部门')),
                ('clause', models.CharField(max_length=40, verbose_name='条款')),
                ('title', models.CharField(max_length=300, verbose_name='任务')),
                ('contact', models.CharField(blank=True, max_length=30, verbose_name='联系人')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='办公电话')),
                ('due', models.DateField(verbose_name='完成期限')),
                ('state', models.CharField(choices=[('未开始', '未开始'), ('进行中', '进行中'), ('已完成', '已完成')], default='未开始', max_length=10, verbose_name='办理情况')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='备注')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='departments.task')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='cd2fba03f0710b6f79dc2c8fafd77cd62f83b419', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_c679b', table='departments_taskevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c0a945d44752cca099c2c57d661e176b84ab1847', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c21f7', table='departments_taskevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('on', models.DateField(verbose_name='报告日期')),
                ('what', models.TextField(verbose_name='进展')),
                ('by', models.CharField(max_length=30, verbose_name='报告人')),
                ('concluded', models.BooleanField(default=False, verbose_name='是否办结')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='departments.report')),
                ('task', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='departments.task', verbose_name='部门任务')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='7bc4b3c034d2388dafdedcb65f81879c47f55a37', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_abaf9', table='departments_reportevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0dd568e07faaad4495dadbb2023690d12669807e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_83a5a', table='departments_reportevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

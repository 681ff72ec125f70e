import dingnan_sw.audit.installing
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('appointments', '0001_initial')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('positions', '0001_squashed'),
        ('talent', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('title', models.PositiveSmallIntegerField(choices=[(1, '初级'), (2, '中级'), (3, '高级')], verbose_name='专业技术职务')),
                ('grade', models.PositiveSmallIntegerField(verbose_name='岗位等级')),
                ('since', models.DateField(verbose_name='聘任起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='聘任终止次日')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='聘书或文号')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='talent.person', verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '聘任',
                'verbose_name_plural': '聘任',
                'ordering': ('-since', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('person', 'unit', 'since'), name='appointed_once_a_day'), models.CheckConstraint(condition=models.Q(('grade__range', (1, 13))), name='appointed_to_one_of_thirteen_grades'), models.CheckConstraint(condition=models.Q(('title__in', [1, 2, 3])), name='appointed_to_a_title_of_the_list'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='appointment_ends_after_start')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "appointments_appointmentevent" ("document", "grade", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "since", "state", "title", "unit_id", "until") VALUES (NEW."document", NEW."grade", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."remark", NEW."since", NEW."state", NEW."title", NEW."unit_id", NEW."until"); RETURN NULL;', hash='48799ea3f4513b3b108a34b598f9918506bb2986', operation='INSERT', pgid='pgtrigger__insert_df96d', table='appointments_appointment', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "appointments_appointmentevent" ("document", "grade", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "since", "state", "title", "unit_id", "until") VALUES (NEW."document", NEW."grade", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."remark", NEW."since", NEW."state", NEW."title", NEW."unit_id", NEW."until"); RETURN NULL;', hash='6046c0113a1dfc25d863cd0698ffb860b8716b32', operation='UPDATE', pgid='pgtrigger__update_a20d6', table='appointments_appointment', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "appointments_appointmentevent" ("document", "grade", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "since", "state", "title", "unit_id", "until") VALUES (OLD."document", OLD."grade", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."remark", OLD."since", OLD."state", OLD."title", OLD."unit_id", OLD."until"); RETURN NULL;', hash='c6aee16a49d11a3aa131891465f8c19b6e16ed86', operation='DELETE', pgid='pgtrigger__delete_72be4', table='appointments_appointment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AppointmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('title', models.PositiveSmallIntegerField(choices=[(1, '初级'), (2, '中级'), (3, '高级')], verbose_name='专业技术职务')),
                ('grade', models.PositiveSmallIntegerField(verbose_name='岗位等级')),
                ('since', models.DateField(verbose_name='聘任起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='聘任终止次日')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='聘书或文号')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.person', verbose_name='人员')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='appointments.appointment')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='e828cf98fb6a5d7f878317dc1adfdbc2ed3e6454', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_328b5', table='appointments_appointmentevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c2d9d05acde915e4c49625d1939f6720a656da54', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_34c57', table='appointments_appointmentevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='CareerSystem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('is_set_up', models.BooleanField(verbose_name='是否建立')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='制度文件')),
                ('since', models.DateField(blank=True, null=True, verbose_name='建立日期')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '职级体系',
                'verbose_name_plural': '职级体系',
                'ordering': ('unit__name',),
                'constraints': [models.UniqueConstraint(fields=('unit',), name='one_career_system_a_unit')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "appointments_careersystemevent" ("document", "id", "is_set_up", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "since", "state", "unit_id") VALUES (NEW."document", NEW."id", NEW."is_set_up", NEW."note", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."remark", NEW."since", NEW."state", NEW."unit_id"); RETURN NULL;', hash='5861105d8c0a79f2651a5871db6cc48566070a3c', operation='INSERT', pgid='pgtrigger__insert_8f7a1', table='appointments_careersystem', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "appointments_careersystemevent" ("document", "id", "is_set_up", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "since", "state", "unit_id") VALUES (NEW."document", NEW."id", NEW."is_set_up", NEW."note", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."remark", NEW."since", NEW."state", NEW."unit_id"); RETURN NULL;', hash='2d37f8cbd20ec0a91c0053fee7bdcbbe3d71dcb3', operation='UPDATE', pgid='pgtrigger__update_874d1', table='appointments_careersystem', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "appointments_careersystemevent" ("document", "id", "is_set_up", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "since", "state", "unit_id") VALUES (OLD."document", OLD."id", OLD."is_set_up", OLD."note", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."remark", OLD."since", OLD."state", OLD."unit_id"); RETURN NULL;', hash='dc5b66c40e584220dc502f7e56ec3807423d6ebe', operation='DELETE', pgid='pgtrigger__delete_b5cde', table='appointments_careersystem', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CareerSystemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('is_set_up', models.BooleanField(verbose_name='是否建立')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='制度文件')),
                ('since', models.DateField(blank=True, null=True, verbose_name='建立日期')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='appointments.careersystem')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='ef22fadbeb7618103bda286a59ce20809c1c07a8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_f009b', table='appointments_careersystemevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f1ad416b30ae163e6bf07cab2c21b5b66b3df256', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ad306', table='appointments_careersystemevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

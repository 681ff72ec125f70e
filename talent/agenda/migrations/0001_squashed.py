import dingnan_sw.audit.installing
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('agenda', '0001_initial')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='工作')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='年度')),
                ('month', models.PositiveSmallIntegerField(verbose_name='月份')),
                ('day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='日')),
                ('audience', models.CharField(max_length=200, verbose_name='谁来做')),
                ('clause', models.CharField(blank=True, max_length=40, verbose_name='条款')),
                ('screen', models.CharField(blank=True, max_length=100, verbose_name='办理页面')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
            ],
            options={
                'verbose_name': '年度日程',
                'verbose_name_plural': '年度日程',
                'ordering': ('month', 'day', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('year__isnull', True)), fields=('title',), name='one_yearly_agenda_item_a_title'), models.UniqueConstraint(fields=('title', 'year'), name='one_agenda_item_a_title_and_year'), models.CheckConstraint(condition=models.Q(('month__range', (1, 12))), name='agenda_item_in_a_month'), models.CheckConstraint(condition=models.Q(('day__isnull', True), ('day__range', (1, 31)), _connector='OR'), name='agenda_item_on_a_day'), models.CheckConstraint(condition=models.Q(('audience__regex', '^(系统管理员|民政经办|民政审批|财政|审计|镇/部门审核|单位填报)(、(系统管理员|民政经办|民政审批|财政|审计|镇/部门审核|单位填报))*$')), name='agenda_item_for_known_roles')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_agendaitemevent" ("audience", "clause", "day", "id", "month", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "screen", "title", "year") VALUES (NEW."audience", NEW."clause", NEW."day", NEW."id", NEW."month", NEW."note", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."screen", NEW."title", NEW."year"); RETURN NULL;', hash='37ad3ebeb3f848625b9d19b7002bc186a1fd472a', operation='INSERT', pgid='pgtrigger__insert_2db75', table='agenda_agendaitem', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agenda_agendaitemevent" ("audience", "clause", "day", "id", "month", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "screen", "title", "year") VALUES (NEW."audience", NEW."clause", NEW."day", NEW."id", NEW."month", NEW."note", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."screen", NEW."title", NEW."year"); RETURN NULL;', hash='0eab3efa34aeedbc2dd1091f6bbc187ad64bab2e', operation='UPDATE', pgid='pgtrigger__update_d8d2f', table='agenda_agendaitem', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_agendaitemevent" ("audience", "clause", "day", "id", "month", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "screen", "title", "year") VALUES (OLD."audience", OLD."clause", OLD."day", OLD."id", OLD."month", OLD."note", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."screen", OLD."title", OLD."year"); RETURN NULL;', hash='39a451ed985b96806341470d4dcd4898566e2333', operation='DELETE', pgid='pgtrigger__delete_4f8d4', table='agenda_agendaitem', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AgendaItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=100, verbose_name='工作')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='年度')),
                ('month', models.PositiveSmallIntegerField(verbose_name='月份')),
                ('day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='日')),
                ('audience', models.CharField(max_length=200, verbose_name='谁来做')),
                ('clause', models.CharField(blank=True, max_length=40, verbose_name='条款')),
                ('screen', models.CharField(blank=True, max_length=100, verbose_name='办理页面')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agenda.agendaitem')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='6ddcb449362d02f1ce259cc31e504356ad375aad', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_8cc86', table='agenda_agendaitemevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dd3b5f90beedf2ffefa62a15c9ce3613929cfcdf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a548e', table='agenda_agendaitemevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

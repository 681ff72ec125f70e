import dingnan_sw.audit.installing
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('reimbursements', '0001_initial')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('positions', '0001_squashed'),
        ('talent', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='TravelStandard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('lodging', '住宿费（元/天）'), ('meals', '伙食补助（元/天）'), ('local', '市内交通（元/天）'), ('patience', '考后多少天未报销要提醒')], max_length=10, verbose_name='项目')),
                ('since', models.DateField(verbose_name='执行日期')),
                ('value', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='标准')),
                ('document', models.CharField(max_length=200, verbose_name='文件')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
            ],
            options={
                'verbose_name': '差旅标准',
                'verbose_name_plural': '差旅标准',
                'ordering': ('item', '-since'),
                'constraints': [models.UniqueConstraint(fields=('item', 'since'), name='one_travel_standard_from_a_day'), models.CheckConstraint(condition=models.Q(('item__in', ['lodging', 'meals', 'local', 'patience'])), name='travel_standard_of_the_list'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='travel_standard_not_negative')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reimbursements_travelstandardevent" ("document", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "value") VALUES (NEW."document", NEW."id", NEW."item", NEW."note", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."since", NEW."value"); RETURN NULL;', hash='762729590202ecbcd9431467f7b3e9fa4de79b19', operation='INSERT', pgid='pgtrigger__insert_c3fe9', table='reimbursements_travelstandard', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reimbursements_travelstandardevent" ("document", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "value") VALUES (NEW."document", NEW."id", NEW."item", NEW."note", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."since", NEW."value"); RETURN NULL;', hash='24b68d14b8d62787a81b88fed396e514c417e07c', operation='UPDATE', pgid='pgtrigger__update_d9f04', table='reimbursements_travelstandard', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reimbursements_travelstandardevent" ("document", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "value") VALUES (OLD."document", OLD."id", OLD."item", OLD."note", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."since", OLD."value"); RETURN NULL;', hash='06ae4adaf3e7c7d4b83283a01b1d238d6032e1f7', operation='DELETE', pgid='pgtrigger__delete_fe5e2', table='reimbursements_travelstandard', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='TravelStandardEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('item', models.CharField(choices=[('lodging', '住宿费（元/天）'), ('meals', '伙食补助（元/天）'), ('local', '市内交通（元/天）'), ('patience', '考后多少天未报销要提醒')], max_length=10, verbose_name='项目')),
                ('since', models.DateField(verbose_name='执行日期')),
                ('value', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='标准')),
                ('document', models.CharField(max_length=200, verbose_name='文件')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reimbursements.travelstandard')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='181757fb1bce0b79475afca6f8fd025b40a5716e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_bd0b1', table='reimbursements_travelstandardevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='75c1fd70558da1c8f6618173d636a5c9a5b764f8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_48c2c', table='reimbursements_travelstandardevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Reimbursement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('exam_year', models.PositiveSmallIntegerField(verbose_name='考试年度')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='级别')),
                ('name', models.CharField(max_length=100, verbose_name='姓名')),
                ('site', models.CharField(blank=True, max_length=100, verbose_name='考点')),
                ('fee', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='报名费')),
                ('transport', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='交通费')),
                ('lodging', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='住宿费')),
                ('nights', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='住宿天数')),
                ('meals', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='伙食补助')),
                ('meal_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='伙食补助天数')),
                ('local', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='市内交通')),
                ('local_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='市内交通天数')),
                ('papers', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='附件张数')),
                ('evidence', models.CharField(blank=True, max_length=300, verbose_name='附件说明')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='报销日期')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='凭证号或文号')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reimbursements', to='talent.person', verbose_name='在册人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '出差待遇报销',
                'verbose_name_plural': '出差待遇报销',
                'ordering': ('-exam_year', 'unit__name', 'name', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('exam_year', 'level', 'person'), name='reimbursed_once_an_attempt'), models.UniqueConstraint(condition=models.Q(('person__isnull', True)), fields=('exam_year', 'level', 'unit', 'name'), name='name_reimbursed_once_in_a_unit'), models.CheckConstraint(condition=models.Q(('exam_year__range', (1990, 2999))), name='reimbursement_of_a_sensible_year'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='reimbursement_level_of_the_list'), models.CheckConstraint(condition=models.Q(('fee__isnull', True), ('fee__gte', 0), _connector='OR'), name='reimbursed_fee_not_negative'), models.CheckConstraint(condition=models.Q(('transport__isnull', True), ('transport__gte', 0), _connector='OR'), name='reimbursed_transport_not_negative'), models.CheckConstraint(condition=models.Q(('lodging__isnull', True), ('lodging__gte', 0), _connector='OR'), name='reimbursed_lodging_not_negative'), models.CheckConstraint(condition=models.Q(('meals__isnull', True), ('meals__gte', 0), _connector='OR'), name='reimbursed_meals_not_negative'), models.CheckConstraint(condition=models.Q(('local__isnull', True), ('local__gte', 0), _connector='OR'), name='reimbursed_local_not_negative')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reimbursements_reimbursementevent" ("document", "evidence", "exam_year", "fee", "id", "level", "local", "local_days", "lodging", "meal_days", "meals", "name", "nights", "paid_on", "papers", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "site", "state", "transport", "unit_id") VALUES (NEW."document", NEW."evidence", NEW."exam_year", NEW."fee", NEW."id", NEW."level", NEW."local", NEW."local_days", NEW."lodging", NEW."meal_days", NEW."meals", NEW."name", NEW."nights", NEW."paid_on", NEW."papers", NEW."person_id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."remark", NEW."site", NEW."state", NEW."transport", NEW."unit_id"); RETURN NULL;', hash='675ded58fd1cf538a36ad9767c917992b21d21eb', operation='INSERT', pgid='pgtrigger__insert_6ffd0', table='reimbursements_reimbursement', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reimbursements_reimbursementevent" ("document", "evidence", "exam_year", "fee", "id", "level", "local", "local_days", "lodging", "meal_days", "meals", "name", "nights", "paid_on", "papers", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "site", "state", "transport", "unit_id") VALUES (NEW."document", NEW."evidence", NEW."exam_year", NEW."fee", NEW."id", NEW."level", NEW."local", NEW."local_days", NEW."lodging", NEW."meal_days", NEW."meals", NEW."name", NEW."nights", NEW."paid_on", NEW."papers", NEW."person_id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."remark", NEW."site", NEW."state", NEW."transport", NEW."unit_id"); RETURN NULL;', hash='60e458d3f7a2ae7a965cf48a03bc03bc6975a592', operation='UPDATE', pgid='pgtrigger__update_7c1b9', table='reimbursements_reimbursement', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reimbursements_reimbursementevent" ("document", "evidence", "exam_year", "fee", "id", "level", "local", "local_days", "lodging", "meal_days", "meals", "name", "nights", "paid_on", "papers", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "site", "state", "transport", "unit_id") VALUES (OLD."document", OLD."evidence", OLD."exam_year", OLD."fee", OLD."id", OLD."level", OLD."local", OLD."local_days", OLD."lodging", OLD."meal_days", OLD."meals", OLD."name", OLD."nights", OLD."paid_on", OLD."papers", OLD."person_id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."remark", OLD."site", OLD."state", OLD."transport", OLD."unit_id"); RETURN NULL;', hash='e76166c00e4f691f18a0cb60a3b3a9fc85d42a83', operation='DELETE', pgid='pgtrigger__delete_24b75', table='reimbursements_reimbursement', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ReimbursementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('exam_year', models.PositiveSmallIntegerField(verbose_name='考试年度')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='级别')),
                ('name', models.CharField(max_length=100, verbose_name='姓名')),
                ('site', models.CharField(blank=True, max_length=100, verbose_name='考点')),
                ('fee', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='报名费')),
                ('transport', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='交通费')),
                ('lodging', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='住宿费')),
                ('nights', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='住宿天数')),
                ('meals', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='伙食补助')),
                ('meal_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='伙食补助天数')),
                ('local', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='市内交通')),
                ('local_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='市内交通天数')),
                ('papers', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='附件张数')),
                ('evidence', models.CharField(blank=True, max_length=300, verbose_name='附件说明')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='报销日期')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='凭证号或文号')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.person', verbose_name='在册人员')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reimbursements.reimbursement')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='c2922f5243e8b14655f6708d9d3a919727460d82', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_dcdc5', table='reimbursements_reimbursementevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='65da883d3c303fdda30615360c29d2760d2a10b3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f4f1d', table='reimbursements_reimbursementevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

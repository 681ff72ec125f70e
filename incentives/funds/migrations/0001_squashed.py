import dingnan_sw.audit.installing
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('funds', '0001_initial'), ('funds', '0002_initial')]

    initial = True

    dependencies = [
        ('budget', '0001_squashed'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('purchases', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Expenditure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='预算年度')),
                ('use', models.CharField(choices=[('购买服务', '购买服务'), ('培训', '培训'), ('社工站（点）建设', '社工站（点）建设'), ('督导与评估', '督导与评估'), ('宣传', '宣传'), ('其他项目支出', '其他项目支出'), ('发给个人的补助、奖励', '发给个人的补助、奖励')], max_length=20, verbose_name='用途')),
                ('subject', models.CharField(max_length=200, verbose_name='支出事项')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额')),
                ('spent_on', models.DateField(verbose_name='支出日期')),
                ('document', models.CharField(max_length=200, verbose_name='凭证或文号')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expenditures', to='purchases.project', verbose_name='购买服务项目')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expenditures', to='budget.fundsource', verbose_name='资金来源')),
            ],
            options={
                'verbose_name': '资金支出',
                'verbose_name_plural': '资金支出',
                'ordering': ('-spent_on', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('document', 'subject', 'source'), name='spent_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='expenditure_is_positive'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2999))), name='expenditure_of_a_sensible_year'), models.CheckConstraint(condition=models.Q(('use__in', ['购买服务', '培训', '社工站（点）建设', '督导与评估', '宣传', '其他项目支出', '发给个人的补助、奖励'])), name='expenditure_use_of_the_list'), models.CheckConstraint(condition=models.Q(models.Q(('project__isnull', False), ('use', '购买服务')), models.Q(models.Q(('use', '购买服务'), _negated=True), ('project__isnull', True)), _connector='OR'), name='purchase_names_its_project')],
                'triggers': [pgtrigger.compiler.Trigger(name='persons_from_others', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.use = '发给个人的补助、奖励' AND EXISTS (\n        SELECT 1 FROM budget_fundsource f WHERE f.id = NEW.source_id AND NOT f.pays_persons\n    ) THEN RAISE EXCEPTION '福彩公益金只能用于项目支出，不能发给个人：考试奖励和职业津贴请选一般公共预算等可以发给个人的资金来源。' USING ERRCODE = 'check_violation', CONSTRAINT = 'persons_are_paid_from_other_sources';\n    END IF;\n    RETURN NEW;\n", hash='a3166e03066e1f67fad65be14a47eaf14cbf0af9', operation='INSERT OR UPDATE OF "use", "source_id"', pgid='pgtrigger_persons_from_others_34400', table='funds_expenditure', when='BEFORE')), pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_expenditureevent" ("amount", "document", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "source_id", "spent_on", "subject", "use", "year") VALUES (NEW."amount", NEW."document", NEW."id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."project_id", NEW."source_id", NEW."spent_on", NEW."subject", NEW."use", NEW."year"); RETURN NULL;', hash='c4ab27dfbd2e63c22727c19c4fce15bdc6342999', operation='INSERT', pgid='pgtrigger__insert_09d3e', table='funds_expenditure', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_expenditureevent" ("amount", "document", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "source_id", "spent_on", "subject", "use", "year") VALUES (NEW."amount", NEW."document", NEW."id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."project_id", NEW."source_id", NEW."spent_on", NEW."subject", NEW."use", NEW."year"); RETURN NULL;', hash='546f39f5838a8f589ea9b567cca30435f604a5ae', operation='UPDATE', pgid='pgtrigger__update_d47bc', table='funds_expenditure', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_expenditureevent" ("amount", "document", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "source_id", "spent_on", "subject", "use", "year") VALUES (OLD."amount", OLD."document", OLD."id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."project_id", OLD."source_id", OLD."spent_on", OLD."subject", OLD."use", OLD."year"); RETURN NULL;', hash='85f3bbf6f5a4c3f95d54a5e40e5760dcddf10ae5', operation='DELETE', pgid='pgtrigger__delete_61fff', table='funds_expenditure', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ExpenditureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='预算年度')),
                ('use', models.CharField(choices=[('购买服务', '购买服务'), ('培训', '培训'), ('社工站（点）建设', '社工站（点）建设'), ('督导与评估', '督导与评估'), ('宣传', '宣传'), ('其他项目支出', '其他项目支出'), ('发给个人的补助、奖励', '发给个人的补助、奖励')], max_length=20, verbose_name='用途')),
                ('subject', models.CharField(max_length=200, verbose_name='支出事项')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额')),
                ('spent_on', models.DateField(verbose_name='支出日期')),
                ('document', models.CharField(max_length=200, verbose_name='凭证或文号')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.expenditure')),
                ('project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='purchases.project', verbose_name='购买服务项目')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='budget.fundsource', verbose_name='资金来源')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='e9d2fdda28795419cd02c9c1415cd2b7b267f174', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_30f58', table='funds_expenditureevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a42c4516cc0aeebc72cd23b048ba57d6388632e5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ad685', table='funds_expenditureevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='IndicatorValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('indicator', models.CharField(choices=[('预算执行率', '预算执行率'), ('津贴发放人数', '津贴发放人数'), ('奖励发放人数', '奖励发放人数'), ('发放准确率', '发放准确率'), ('及时发放率', '及时发放率'), ('不低于文件下限的标准', '不低于文件下限的标准'), ('社区持证覆盖率', '社区持证覆盖率'), ('每千人持证人数', '每千人持证人数'), ('服务对象满意度', '服务对象满意度')], max_length=40, verbose_name='指标')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='指标值')),
                ('actual', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='实际完成值')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='偏差原因及改进措施')),
            ],
            options={
                'verbose_name': '绩效指标值',
                'verbose_name_plural': '绩效指标值',
                'ordering': ('-year', 'indicator'),
                'constraints': [models.UniqueConstraint(fields=('year', 'indicator'), name='one_value_a_year_and_indicator'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2999))), name='indicator_value_of_a_sensible_year')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_indicatorvalueevent" ("actual", "id", "indicator", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "year") VALUES (NEW."actual", NEW."id", NEW."indicator", NEW."note", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."target", NEW."year"); RETURN NULL;', hash='91e2f9f247dcc00800ed6e5bf910feb94a5f551b', operation='INSERT', pgid='pgtrigger__insert_a35c7', table='funds_indicatorvalue', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_indicatorvalueevent" ("actual", "id", "indicator", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "year") VALUES (NEW."actual", NEW."id", NEW."indicator", NEW."note", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."target", NEW."year"); RETURN NULL;', hash='455372938c440cbb2fc2689ebceab4e307385fb1', operation='UPDATE', pgid='pgtrigger__update_18d3f', table='funds_indicatorvalue', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_indicatorvalueevent" ("actual", "id", "indicator", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "year") VALUES (OLD."actual", OLD."id", OLD."indicator", OLD."note", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."target", OLD."year"); RETURN NULL;', hash='57bc3e321f44da793e44c5ab36ab77201dc45418', operation='DELETE', pgid='pgtrigger__delete_812d4', table='funds_indicatorvalue', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='IndicatorValueEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('indicator', models.CharField(choices=[('预算执行率', '预算执行率'), ('津贴发放人数', '津贴发放人数'), ('奖励发放人数', '奖励发放人数'), ('发放准确率', '发放准确率'), ('及时发放率', '及时发放率'), ('不低于文件下限的标准', '不低于文件下限的标准'), ('社区持证覆盖率', '社区持证覆盖率'), ('每千人持证人数', '每千人持证人数'), ('服务对象满意度', '服务对象满意度')], max_length=40, verbose_name='指标')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='指标值')),
                ('actual', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='实际完成值')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='偏差原因及改进措施')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.indicatorvalue')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='a0b49cc86c054a64a73f3c18ef6fb23502eab75f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_97e6c', table='funds_indicatorvalueevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='195158c61dc235a747e2a66ba9964cb73ec5a3bb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2d5f7', table='funds_indicatorvalueevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PerformanceSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='年度')),
                ('name', models.CharField(max_length=200, verbose_name='项目名称')),
                ('nature', models.CharField(choices=[('new', '新增项目'), ('continued', '延续项目')], max_length=10, verbose_name='属性')),
                ('department', models.CharField(max_length=200, verbose_name='主管部门')),
                ('leader', models.CharField(max_length=60, verbose_name='负责人')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='联系电话')),
                ('since', models.DateField(verbose_name='起始日期')),
                ('last', models.DateField(verbose_name='终止日期')),
                ('goal', models.TextField(verbose_name='总目标')),
                ('year_goal', models.TextField(verbose_name='本年度目标')),
                ('schedule', models.TextField(blank=True, verbose_name='进度计划')),
                ('finished_on', models.DateField(blank=True, null=True, verbose_name='自评日期')),
            ],
            options={
                'verbose_name': '绩效目标',
                'verbose_name_plural': '绩效目标',
                'ordering': ('-year',),
                'constraints': [models.CheckConstraint(condition=models.Q(('year__range', (1900, 2999))), name='performance_of_a_sensible_year'), models.CheckConstraint(condition=models.Q(('nature__in', ['new', 'continued'])), name='performance_nature_of_the_list'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('since'))), name='performance_ends_after_start')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_performancesheetevent" ("department", "finished_on", "goal", "id", "last", "leader", "name", "nature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "schedule", "since", "year", "year_goal") VALUES (NEW."department", NEW."finished_on", NEW."goal", NEW."id", NEW."last", NEW."leader", NEW."name", NEW."nature", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."phone", NEW."schedule", NEW."since", NEW."year", NEW."year_goal"); RETURN NULL;', hash='6ce125767de6d19fd0de0008c0ee7434e72993a6', operation='INSERT', pgid='pgtrigger__insert_9f5c4', table='funds_performancesheet', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_performancesheetevent" ("department", "finished_on", "goal", "id", "last", "leader", "name", "nature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "schedule", "since", "year", "year_goal") VALUES (NEW."department", NEW."finished_on", NEW."goal", NEW."id", NEW."last", NEW."leader", NEW."name", NEW."nature", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."phone", NEW."schedule", NEW."since", NEW."year", NEW."year_goal"); RETURN NULL;', hash='fe5c8a4d4839432be481aabb3ca0acdfc33ca114', operation='UPDATE', pgid='pgtrigger__update_f91ea', table='funds_performancesheet', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_performancesheetevent" ("department", "finished_on", "goal", "id", "last", "leader", "name", "nature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "schedule", "since", "year", "year_goal") VALUES (OLD."department", OLD."finished_on", OLD."goal", OLD."id", OLD."last", OLD."leader", OLD."name", OLD."nature", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."phone", OLD."schedule", OLD."since", OLD."year", OLD."year_goal"); RETURN NULL;', hash='17be2df7adfa95c22c3010dd3d75564b98be2216', operation='DELETE', pgid='pgtrigger__delete_68a0f', table='funds_performancesheet', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PerformanceSheetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('name', models.CharField(max_length=200, verbose_name='项目名称')),
                ('nature', models.CharField(choices=[('new', '新增项目'), ('continued', '延续项目')], max_length=10, verbose_name='属性')),
                ('department', models.CharField(max_length=200, verbose_name='主管部门')),
                ('leader', models.CharField(max_length=60, verbose_name='负责人')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='联系电话')),
                ('since', models.DateField(verbose_name='起始日期')),
                ('last', models.DateField(verbose_name='终止日期')),
                ('goal', models.TextField(verbose_name='总目标')),
                ('year_goal', models.TextField(verbose_name='本年度目标')),
                ('schedule', models.TextField(blank=True, verbose_name='进度计划')),
                ('finished_on', models.DateField(blank=True, null=True, verbose_name='自评日期')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.performancesheet')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='36e85753e0267201ecb6c209d981356afa94743b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_917c4', table='funds_performancesheetevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1adc577878198016af66ce8528bba0aeb15236cd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_58b26', table='funds_performancesheetevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('giver', models.CharField(max_length=200, verbose_name='提供方')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额')),
                ('received_on', models.DateField(verbose_name='到账日期')),
                ('document', models.CharField(max_length=200, verbose_name='凭证或协议')),
                ('purpose', models.CharField(blank=True, max_length=200, verbose_name='约定用途')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='budget.fundsource', verbose_name='资金来源')),
            ],
            options={
                'verbose_name': '社会资金收入',
                'verbose_name_plural': '社会资金收入',
                'ordering': ('-received_on', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('document', 'giver'), name='received_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='receipt_is_positive')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_receiptevent" ("amount", "document", "giver", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "received_on", "source_id") VALUES (NEW."amount", NEW."document", NEW."giver", NEW."id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."purpose", NEW."received_on", NEW."source_id"); RETURN NULL;', hash='2b79d21f3ca7eb47d2162f4c7d926b1af8c2365f', operation='INSERT', pgid='pgtrigger__insert_609dc', table='funds_receipt', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_receiptevent" ("amount", "document", "giver", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "received_on", "source_id") VALUES (NEW."amount", NEW."document", NEW."giver", NEW."id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."purpose", NEW."received_on", NEW."source_id"); RETURN NULL;', hash='04426bde39d161700167a5f1a878e55d80cc3201', operation='UPDATE', pgid='pgtrigger__update_5a4ee', table='funds_receipt', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_receiptevent" ("amount", "document", "giver", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "received_on", "source_id") VALUES (OLD."amount", OLD."document", OLD."giver", OLD."id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."purpose", OLD."received_on", OLD."source_id"); RETURN NULL;', hash='d98721fa296bf1b773b9d41ee9441aeb0ab12893', operation='DELETE', pgid='pgtrigger__delete_7be86', table='funds_receipt', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ReceiptEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('giver', models.CharField(max_length=200, verbose_name='提供方')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额')),
                ('received_on', models.DateField(verbose_name='到账日期')),
                ('document', models.CharField(max_length=200, verbose_name='凭证或协议')),
                ('purpose', models.CharField(blank=True, max_length=200, verbose_name='约定用途')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.receipt')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='budget.fundsource', verbose_name='资金来源')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='c701af09ca746b605c44092f8613d7f7456fe01e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_fb5bd', table='funds_receiptevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bbf967015fbde41024f00cc9dd45d3493c028369', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_77341', table='funds_receiptevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='年度')),
                ('effect', models.TextField(verbose_name='实际效果')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='公开日期')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='公开网址或载体')),
            ],
            options={
                'verbose_name': '福彩公益金公告',
                'verbose_name_plural': '福彩公益金公告',
                'ordering': ('-year',),
                'constraints': [models.CheckConstraint(condition=models.Q(('year__range', (1900, 2999))), name='statement_of_a_sensible_year'), models.CheckConstraint(condition=models.Q(models.Q(('place', ''), ('published_on__isnull', True)), models.Q(('published_on__isnull', False), models.Q(('place', ''), _negated=True)), _connector='OR'), name='published_somewhere_on_a_day')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_statementevent" ("effect", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "published_on", "year") VALUES (NEW."effect", NEW."id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."place", NEW."published_on", NEW."year"); RETURN NULL;', hash='9e0d81bd8c5cf19995680dd92f98c9be5d120966', operation='INSERT', pgid='pgtrigger__insert_c8989', table='funds_statement', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_statementevent" ("effect", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "published_on", "year") VALUES (NEW."effect", NEW."id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."place", NEW."published_on", NEW."year"); RETURN NULL;', hash='1e365a02078ad38584a7da696311119c10a517f0', operation='UPDATE', pgid='pgtrigger__update_17604', table='funds_statement', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_statementevent" ("effect", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "published_on", "year") VALUES (OLD."effect", OLD."id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."place", OLD."published_on", OLD."year"); RETURN NULL;', hash='675df2c3404e3aaa8ec0c579e4850ac96cc6cea7', operation='DELETE', pgid='pgtrigger__delete_6278e', table='funds_statement', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='StatementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('effect', models.TextField(verbose_name='实际效果')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='公开日期')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='公开网址或载体')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.statement')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='a84280b3be302fd1da3f0e08815b4653feb0e7e6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_f4c1a', table='funds_statementevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='52e201966ee5c7443f6bfca2884753736fca771a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d2af3', table='funds_statementevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SpentSource',
            fields=[
            ],
            options={
                'verbose_name': '资金来源',
                'verbose_name_plural': '资金来源',
                'proxy': True,
                'triggers': [pgtrigger.compiler.Trigger(name='keeps_its_mark', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT NEW.pays_persons AND EXISTS (\n        SELECT 1 FROM funds_expenditure e WHERE e.source_id = NEW.id AND e.use = '发给个人的补助、奖励'\n    ) THEN RAISE EXCEPTION '这个资金来源已经有发给个人的支出，不能改为不发给个人。' USING ERRCODE = 'check_violation', CONSTRAINT = 'source_has_paid_persons';\n    END IF;\n    RETURN NEW;\n", hash='5ab94b1d961b4410abc7cfeee754f7a915487fda', operation='UPDATE OF "pays_persons"', pgid='pgtrigger_keeps_its_mark_6a4b6', table='budget_fundsource', when='BEFORE'))],
            },
            bases=('budget.fundsource',),
        ),
        migrations.CreateModel(
            name='AllowedUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(choices=[('购买服务', '购买服务'), ('培训', '培训'), ('社工站（点）建设', '社工站（点）建设'), ('督导与评估', '督导与评估'), ('宣传', '宣传'), ('其他项目支出', '其他项目支出'), ('发给个人的补助、奖励', '发给个人的补助、奖励')], max_length=20, verbose_name='用途')),
                ('basis', models.CharField(max_length=200, verbose_name='依据')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allowed', to='budget.fundsource', verbose_name='资金来源')),
            ],
            options={
                'verbose_name': '资金用途',
                'verbose_name_plural': '资金用途',
                'ordering': ('source__place', 'source__name', 'use'),
                'constraints': [models.UniqueConstraint(fields=('source', 'use'), name='use_allowed_once'), models.CheckConstraint(condition=models.Q(('use__in', ['购买服务', '培训', '社工站（点）建设', '督导与评估', '宣传', '其他项目支出', '发给个人的补助、奖励'])), name='allowed_use_of_the_list')],
                'triggers': [pgtrigger.compiler.Trigger(name='persons_from_others', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.use = '发给个人的补助、奖励' AND EXISTS (\n        SELECT 1 FROM budget_fundsource f WHERE f.id = NEW.source_id AND NOT f.pays_persons\n    ) THEN RAISE EXCEPTION '福彩公益金只能用于项目支出，不能发给个人：考试奖励和职业津贴请选一般公共预算等可以发给个人的资金来源。' USING ERRCODE = 'check_violation', CONSTRAINT = 'persons_are_paid_from_other_sources';\n    END IF;\n    RETURN NEW;\n", hash='d5d4f53a9a9606589d42b7b55da19638df64d019', operation='INSERT OR UPDATE OF "use", "source_id"', pgid='pgtrigger_persons_from_others_ec2bc', table='funds_alloweduse', when='BEFORE')), pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_alloweduseevent" ("basis", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "use") VALUES (NEW."basis", NEW."id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."source_id", NEW."use"); RETURN NULL;', hash='fb8cfdabf70619d8ba3e7af5b0d522ebec4bc7d3', operation='INSERT', pgid='pgtrigger__insert_59356', table='funds_alloweduse', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_alloweduseevent" ("basis", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "use") VALUES (NEW."basis", NEW."id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."source_id", NEW."use"); RETURN NULL;', hash='755d4448a6063b9f71391b4380517c4afad53626', operation='UPDATE', pgid='pgtrigger__update_c89f8', table='funds_alloweduse', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_alloweduseevent" ("basis", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "use") VALUES (OLD."basis", OLD."id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."source_id", OLD."use"); RETURN NULL;', hash='170ae3ce507afea74d89364ce6e22c88ea7bc290', operation='DELETE', pgid='pgtrigger__delete_3dcd6', table='funds_alloweduse', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AllowedUseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('use', models.CharField(choices=[('购买服务', '购买服务'), ('培训', '培训'), ('社工站（点）建设', '社工站（点）建设'), ('督导与评估', '督导与评估'), ('宣传', '宣传'), ('其他项目支出', '其他项目支出'), ('发给个人的补助、奖励', '发给个人的补助、奖励')], max_length=20, verbose_name='用途')),
                ('basis', models.CharField(max_length=200, verbose_name='依据')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.alloweduse')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='budget.fundsource', verbose_name='资金来源')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='f1a558b9f762826d721df3fbf1388f1c8f2919d5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a40b6', table='funds_alloweduseevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a2ee5c64ba85c1877cf41b66e42b2dc2b66d62cb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0e0c8', table='funds_alloweduseevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

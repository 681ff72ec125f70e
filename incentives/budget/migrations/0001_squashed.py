import dingnan_sw.audit.installing
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('budget', '0001_initial'), ('budget', '0003_registrations_to_exams')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('bonus', '考试奖励'), ('allowance', '职业津贴'), ('other', '培训、购买服务等（不发给个人）')], max_length=10, verbose_name='项目')),
                ('unit_kind', models.CharField(blank=True, choices=[('社区居委会', '社区居委会'), ('村委会', '村委会'), ('事业单位', '事业单位'), ('公立医院', '公立医院'), ('学校', '学校'), ('镇基层站所', '镇基层站所'), ('城市社区管委会基层站所', '城市社区管委会基层站所'), ('社区社会组织', '社区社会组织'), ('其他社会组织', '其他社会组织'), ('群团组织', '群团组织'), ('党政机关', '党政机关'), ('企业', '企业'), ('其他', '其他')], help_text='空着是其余各类', max_length=20, verbose_name='单位类别')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='自哪一年起')),
                ('function_code', models.CharField(max_length=60, verbose_name='功能科目')),
                ('economic_code', models.CharField(max_length=60, verbose_name='经济科目')),
                ('confirmed', models.BooleanField(default=False, verbose_name='财政已确认')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
            ],
            options={
                'verbose_name': '预算科目',
                'verbose_name_plural': '预算科目',
                'ordering': ('item', 'unit_kind', '-first_year'),
                'constraints': [models.UniqueConstraint(fields=('item', 'unit_kind', 'first_year'), name='one_account_from_a_year_on', violation_error_message='这个项目、单位类别和起始年度的科目已经登记，请改那一条。'), models.CheckConstraint(condition=models.Q(('item__in', ['bonus', 'allowance', 'other'])), name='account_item_of_the_list'), models.CheckConstraint(condition=models.Q(('unit_kind', ''), ('unit_kind__in', ['社区居委会', '村委会', '事业单位', '公立医院', '学校', '镇基层站所', '城市社区管委会基层站所', '社区社会组织', '其他社会组织', '群团组织', '党政机关', '企业', '其他']), _connector='OR'), name='account_unit_kind_of_the_list'), models.CheckConstraint(condition=models.Q(('first_year__range', (1990, 2999))), name='account_of_a_sensible_year', violation_error_message='年度应在 1990 至 2999 之间。')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "budget_accountcodeevent" ("confirmed", "economic_code", "first_year", "function_code", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_kind") VALUES (NEW."confirmed", NEW."economic_code", NEW."first_year", NEW."function_code", NEW."id", NEW."item", NEW."note", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."unit_kind"); RETURN NULL;', hash='7d77296d3684f0d7627399da2607dc8cc94c1ff7', operation='INSERT', pgid='pgtrigger__insert_f38aa', table='budget_accountcode', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "budget_accountcodeevent" ("confirmed", "economic_code", "first_year", "function_code", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_kind") VALUES (NEW."confirmed", NEW."economic_code", NEW."first_year", NEW."function_code", NEW."id", NEW."item", NEW."note", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."unit_kind"); RETURN NULL;', hash='82b5d0945a220c632e51dbe258badc14268f6784', operation='UPDATE', pgid='pgtrigger__update_572ad', table='budget_accountcode', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "budget_accountcodeevent" ("confirmed", "economic_code", "first_year", "function_code", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_kind") VALUES (OLD."confirmed", OLD."economic_code", OLD."first_year", OLD."function_code", OLD."id", OLD."item", OLD."note", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."unit_kind"); RETURN NULL;', hash='e8e93e8466661829617877d7aa20e91bd18d5723', operation='DELETE', pgid='pgtrigger__delete_d3ce0', table='budget_accountcode', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AccountCodeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('item', models.CharField(choices=[('bonus', '考试奖励'), ('allowance', '职业津贴'), ('other', '培训、购买服务等（不发给个人）')], max_length=10, verbose_name='项目')),
                ('unit_kind', models.CharField(blank=True, choices=[('社区居委会', '社区居委会'), ('村委会', '村委会'), ('事业单位', '事业单位'), ('公立医院', '公立医院'), ('学校', '学校'), ('镇基层站所', '镇基层站所'), ('城市社区管委会基层站所', '城市社区管委会基层站所'), ('社区社会组织', '社区社会组织'), ('其他社会组织', '其他社会组织'), ('群团组织', '群团组织'), ('党政机关', '党政机关'), ('企业', '企业'), ('其他', '其他')], help_text='空着是其余各类', max_length=20, verbose_name='单位类别')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='自哪一年起')),
                ('function_code', models.CharField(max_length=60, verbose_name='功能科目')),
                ('economic_code', models.CharField(max_length=60, verbose_name='经济科目')),
                ('confirmed', models.BooleanField(default=False, verbose_name='财政已确认')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='budget.accountcode')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='42adf2d431a305ee8745b915a293a0387588d67c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_b37eb', table='budget_accountcodeevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b312767e6450b740dc89bb5ae4603097d2499cc9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6ae92', table='budget_accountcodeevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='FundSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='资金来源')),
                ('pays_persons', models.BooleanField(default=False, verbose_name='可以发给个人')),
                ('place', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
            ],
            options={
                'verbose_name': '资金来源',
                'verbose_name_plural': '资金来源',
                'ordering': ('place', 'name'),
                'constraints': [models.CheckConstraint(condition=models.Q(('pays_persons', False), models.Q(('name__contains', '公益金'), _negated=True), _connector='OR'), name='lottery_money_never_pays_persons', violation_error_message='福彩公益金只能用于项目支出，不能发给个人：考试奖励和职业津贴请选一般公共预算等可以发给个人的资金来源。')],
                'triggers': [pgtrigger.compiler.Trigger(name='keeps_paying_persons', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT NEW.pays_persons AND EXISTS (\n        SELECT 1 FROM budget_appropriation a WHERE a.fund_id = NEW.id AND a.item IN ('bonus', 'allowance')\n    ) THEN RAISE EXCEPTION '这个资金来源已经有考试奖励或职业津贴的预算，不能改为不发给个人。' USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_has_paid_persons';\n    END IF;\n    RETURN NEW;\n", hash='93b2bb0de74eb3bf729497350d6233590549e88f', operation='UPDATE OF "pays_persons"', pgid='pgtrigger_keeps_paying_persons_32c15', table='budget_fundsource', when='BEFORE')), pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "budget_fundsourceevent" ("id", "name", "note", "pays_persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (NEW."id", NEW."name", NEW."note", NEW."pays_persons", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."place"); RETURN NULL;', hash='bc96b525a94a527e0cb806c3234afa4f887731e2', operation='INSERT', pgid='pgtrigger__insert_a397d', table='budget_fundsource', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "budget_fundsourceevent" ("id", "name", "note", "pays_persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (NEW."id", NEW."name", NEW."note", NEW."pays_persons", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."place"); RETURN NULL;', hash='1f20556caa32025fa32dc1308822fb240b160b6b', operation='UPDATE', pgid='pgtrigger__update_e2c2e', table='budget_fundsource', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "budget_fundsourceevent" ("id", "name", "note", "pays_persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (OLD."id", OLD."name", OLD."note", OLD."pays_persons", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."place"); RETURN NULL;', hash='71ca4276323eb518d87ce504bee898c4eb351059', operation='DELETE', pgid='pgtrigger__delete_e1fad', table='budget_fundsource', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Appropriation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='预算年度')),
                ('item', models.CharField(choices=[('bonus', '考试奖励'), ('allowance', '职业津贴'), ('other', '培训、购买服务等（不发给个人）')], max_length=10, verbose_name='项目')),
                ('stage', models.CharField(choices=[('requested', '申报'), ('approved', '年初批复'), ('added', '年中追加（减）')], default='approved', max_length=10, verbose_name='类别')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                ('on', models.DateField(verbose_name='日期')),
                ('document', models.CharField(max_length=200, verbose_name='文号')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appropriations', to='budget.fundsource', verbose_name='资金来源')),
            ],
            options={
                'verbose_name': '预算指标',
                'verbose_name_plural': '预算指标',
                'ordering': ('-year', 'item', 'on', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('item__in', ['bonus', 'allowance', 'other'])), name='appropriation_item_of_the_list'), models.CheckConstraint(condition=models.Q(('stage__in', ['requested', 'approved', 'added'])), name='appropriation_stage_of_the_list'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), models.Q(('stage', 'added'), models.Q(('amount', 0), _negated=True)), _connector='OR'), name='appropriation_is_positive', violation_error_message='金额应大于 0；调减预算请选“年中追加（减）”，填负数。'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2999))), name='appropriation_of_a_sensible_year', violation_error_message='年度应在 1900 至 2999 之间。')],
                'triggers': [pgtrigger.compiler.Trigger(name='persons_from_other_funds', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.item IN ('bonus', 'allowance') AND EXISTS (\n        SELECT 1 FROM budget_fundsource f WHERE f.id = NEW.fund_id AND NOT f.pays_persons\n    ) THEN RAISE EXCEPTION '福彩公益金只能用于项目支出，不能发给个人：考试奖励和职业津贴请选一般公共预算等可以发给个人的资金来源。' USING ERRCODE = 'check_violation', CONSTRAINT = 'persons_are_paid_from_other_funds';\n    END IF;\n    RETURN NEW;\n", hash='4ef1907e13470c2e1c7edaf4ce4734e895377b44', operation='INSERT OR UPDATE OF "item", "fund_id"', pgid='pgtrigger_persons_from_other_funds_f7292', table='budget_appropriation', when='BEFORE')), pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "budget_appropriationevent" ("amount", "document", "fund_id", "id", "item", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "year") VALUES (NEW."amount", NEW."document", NEW."fund_id", NEW."id", NEW."item", NEW."note", NEW."on", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."stage", NEW."year"); RETURN NULL;', hash='955f1a0ccc0488d28651f39b5041c2284cb35e4b', operation='INSERT', pgid='pgtrigger__insert_90b01', table='budget_appropriation', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "budget_appropriationevent" ("amount", "document", "fund_id", "id", "item", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "year") VALUES (NEW."amount", NEW."document", NEW."fund_id", NEW."id", NEW."item", NEW."note", NEW."on", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."stage", NEW."year"); RETURN NULL;', hash='049fb8069a84a27c0abd57378354e6e4a493f05a', operation='UPDATE', pgid='pgtrigger__update_01733', table='budget_appropriation', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "budget_appropriationevent" ("amount", "document", "fund_id", "id", "item", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "year") VALUES (OLD."amount", OLD."document", OLD."fund_id", OLD."id", OLD."item", OLD."note", OLD."on", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."stage", OLD."year"); RETURN NULL;', hash='502a960504114a7d10999e3500685750b9dfaa97', operation='DELETE', pgid='pgtrigger__delete_999f1', table='budget_appropriation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AppropriationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='预算年度')),
                ('item', models.CharField(choices=[('bonus', '考试奖励'), ('allowance', '职业津贴'), ('other', '培训、购买服务等（不发给个人）')], max_length=10, verbose_name='项目')),
                ('stage', models.CharField(choices=[('requested', '申报'), ('approved', '年初批复'), ('added', '年中追加（减）')], default='approved', max_length=10, verbose_name='类别')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额（元）')),
                ('on', models.DateField(verbose_name='日期')),
                ('document', models.CharField(max_length=200, verbose_name='文号')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='budget.appropriation')),
                ('fund', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='budget.fundsource', verbose_name='资金来源')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='8eb240f411654ff8b6baa3f2039dffe203fdacaf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_32091', table='budget_appropriationevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e7bc5f8d4d6ceae42961ab42e7988fbfbaf45815', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ecb6d', table='budget_appropriationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='FundSourceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='资金来源')),
                ('pays_persons', models.BooleanField(default=False, verbose_name='可以发给个人')),
                ('place', models.PositiveSmallIntegerField(default=1, verbose_name='次序')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='budget.fundsource')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='344c47539541069b6525edfc5c965b50d2e827fb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_46e50', table='budget_fundsourceevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fad049ccb0f9fd092c7eca5525c569d6d4c4d77d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_08c67', table='budget_fundsourceevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PassRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='考试年度')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='级别')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='通过率（%）')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '通过率',
                'verbose_name_plural': '通过率',
                'ordering': ('-year', 'level'),
                'constraints': [models.UniqueConstraint(fields=('year', 'level'), name='one_pass_rate_a_year_and_level', violation_error_message='这个年度、这个级别的通过率已经登记，请改那一条。'), models.CheckConstraint(condition=models.Q(('percent__range', (0, 100))), name='pass_rate_is_a_percentage', violation_error_message='通过率应在 0 至 100 之间。'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2999))), name='pass_rate_of_a_sensible_year')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "budget_passrateevent" ("id", "level", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "year") VALUES (NEW."id", NEW."level", NEW."percent", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."source", NEW."year"); RETURN NULL;', hash='e8837d3e1edc50d9e365c7900d3b0ce440a96871', operation='INSERT', pgid='pgtrigger__insert_ffdf1', table='budget_passrate', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "budget_passrateevent" ("id", "level", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "year") VALUES (NEW."id", NEW."level", NEW."percent", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."source", NEW."year"); RETURN NULL;', hash='6bedfb4d81aaf32a7233d00b1ebd401c4011019b', operation='UPDATE', pgid='pgtrigger__update_86358', table='budget_passrate', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "budget_passrateevent" ("id", "level", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "year") VALUES (OLD."id", OLD."level", OLD."percent", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."source", OLD."year"); RETURN NULL;', hash='932e65105b84305b464488b6cf37d523432f90ae', operation='DELETE', pgid='pgtrigger__delete_208fa', table='budget_passrate', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PassRateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='考试年度')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='级别')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='通过率（%）')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='budget.passrate')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='e9cd68db23c5e45d17f571b830b081c0a93e4e9f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_70135', table='budget_passrateevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='281fec5bc5a81f27b898f656c9f2cae2c96322ba', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2c566', table='budget_passrateevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

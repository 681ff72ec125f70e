import dingnan_sw.audit.installing
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('remuneration', '0001_initial')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('positions', '0001_squashed'),
        ('talent', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comparator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='职业水平等级')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='年平均薪酬')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='依据文件')),
            ],
            options={
                'verbose_name': '同等条件平均薪酬',
                'verbose_name_plural': '同等条件平均薪酬',
                'ordering': ('-year', 'level'),
                'constraints': [models.UniqueConstraint(fields=('year', 'level'), name='one_comparator_a_year_and_level'), models.CheckConstraint(condition=models.Q(('year__range', (2000, 2999))), name='comparator_of_a_sensible_year'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='comparator_above_nothing'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='comparator_level_of_the_list')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "remuneration_comparatorevent" ("amount", "document", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "year") VALUES (NEW."amount", NEW."document", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."source", NEW."year"); RETURN NULL;', hash='4650b768cc7a6da2123953839981c8ee3eac3080', operation='INSERT', pgid='pgtrigger__insert_b2e28', table='remuneration_comparator', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "remuneration_comparatorevent" ("amount", "document", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "year") VALUES (NEW."amount", NEW."document", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."source", NEW."year"); RETURN NULL;', hash='559e8046de7c955f0d71558558616b1e9b118561', operation='UPDATE', pgid='pgtrigger__update_0ba78', table='remuneration_comparator', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "remuneration_comparatorevent" ("amount", "document", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "year") VALUES (OLD."amount", OLD."document", OLD."id", OLD."level", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."source", OLD."year"); RETURN NULL;', hash='82ba917807ea478db4ff081da22faeb591951e27', operation='DELETE', pgid='pgtrigger__delete_067de', table='remuneration_comparator', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ComparatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='职业水平等级')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='年平均薪酬')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='依据文件')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='remuneration.comparator')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='04806d22b422c987179dda6c5a1dcc8159f81cbe', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_dec84', table='remuneration_comparatorevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4726272d48c6dfa54c6f25c9e3f84281e46b199e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f60c6', table='remuneration_comparatorevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Cover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('pension', models.BooleanField(verbose_name='养老')),
                ('medical', models.BooleanField(verbose_name='医疗')),
                ('unemployment', models.BooleanField(verbose_name='失业')),
                ('injury', models.BooleanField(verbose_name='工伤')),
                ('maternity', models.BooleanField(verbose_name='生育')),
                ('housing_fund', models.BooleanField(verbose_name='公积金')),
                ('since', models.DateField(blank=True, help_text='当月 1 日', null=True, verbose_name='起始月份')),
                ('evidence', models.CharField(blank=True, max_length=200, verbose_name='凭证')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='covers', to='talent.person', verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '社保和公积金',
                'verbose_name_plural': '社保和公积金',
                'ordering': ('-year', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('person', 'unit', 'year'), name='cover_stated_once_a_year'), models.CheckConstraint(condition=models.Q(('year__range', (2000, 2999))), name='cover_of_a_sensible_year'), models.CheckConstraint(condition=models.Q(('since__isnull', True), ('since__day', 1), _connector='OR'), name='cover_begins_with_a_month')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "remuneration_coverevent" ("evidence", "housing_fund", "id", "injury", "maternity", "medical", "pension", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "since", "state", "unemployment", "unit_id", "year") VALUES (NEW."evidence", NEW."housing_fund", NEW."id", NEW."injury", NEW."maternity", NEW."medical", NEW."pension", NEW."person_id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."remark", NEW."since", NEW."state", NEW."unemployment", NEW."unit_id", NEW."year"); RETURN NULL;', hash='bab20358e35d95e2bba5801ace182cee01b81d27', operation='INSERT', pgid='pgtrigger__insert_34e3f', table='remuneration_cover', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "remuneration_coverevent" ("evidence", "housing_fund", "id", "injury", "maternity", "medical", "pension", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "since", "state", "unemployment", "unit_id", "year") VALUES (NEW."evidence", NEW."housing_fund", NEW."id", NEW."injury", NEW."maternity", NEW."medical", NEW."pension", NEW."person_id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."remark", NEW."since", NEW."state", NEW."unemployment", NEW."unit_id", NEW."year"); RETURN NULL;', hash='d515eb46081d001786198502778f6eae6e008361', operation='UPDATE', pgid='pgtrigger__update_9beb6', table='remuneration_cover', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "remuneration_coverevent" ("evidence", "housing_fund", "id", "injury", "maternity", "medical", "pension", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "since", "state", "unemployment", "unit_id", "year") VALUES (OLD."evidence", OLD."housing_fund", OLD."id", OLD."injury", OLD."maternity", OLD."medical", OLD."pension", OLD."person_id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."remark", OLD."since", OLD."state", OLD."unemployment", OLD."unit_id", OLD."year"); RETURN NULL;', hash='2595ad087f98f47132c8128dcbc7f72e3d0844ae', operation='DELETE', pgid='pgtrigger__delete_0c1c6', table='remuneration_cover', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CoverEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('pension', models.BooleanField(verbose_name='养老')),
                ('medical', models.BooleanField(verbose_name='医疗')),
                ('unemployment', models.BooleanField(verbose_name='失业')),
                ('injury', models.BooleanField(verbose_name='工伤')),
                ('maternity', models.BooleanField(verbose_name='生育')),
                ('housing_fund', models.BooleanField(verbose_name='公积金')),
                ('since', models.DateField(blank=True, help_text='当月 1 日', null=True, verbose_name='起始月份')),
                ('evidence', models.CharField(blank=True, max_length=200, verbose_name='凭证')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.person', verbose_name='人员')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='remuneration.cover')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='d3c70cb7a060b90d79ba097abad2266f5cd6626b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_dea2d', table='remuneration_coverevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9a5da5de45373b59f06b5968a94eb7bdb65a0d21', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_97a56', table='remuneration_coverevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Pay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='职业水平等级')),
                ('education', models.CharField(max_length=100, verbose_name='学历')),
                ('seniority', models.PositiveSmallIntegerField(help_text='从事社会工作的年数', verbose_name='资历')),
                ('assessment', models.CharField(choices=[('优秀', '优秀'), ('合格', '合格'), ('基本合格', '基本合格'), ('不合格', '不合格'), ('未考核', '未考核')], max_length=10, verbose_name='业绩')),
                ('post', models.CharField(max_length=200, verbose_name='岗位')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='年度薪酬')),
                ('months', models.PositiveSmallIntegerField(verbose_name='计薪月数')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pay', to='talent.person', verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '薪酬申报',
                'verbose_name_plural': '薪酬申报',
                'ordering': ('-year', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('person', 'unit', 'year'), name='pay_declared_once_a_year'), models.CheckConstraint(condition=models.Q(('year__range', (2000, 2999))), name='pay_of_a_sensible_year'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='pay_not_negative'), models.CheckConstraint(condition=models.Q(('months__range', (1, 12))), name='pay_of_one_to_twelve_months'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='pay_level_of_the_list'), models.CheckConstraint(condition=models.Q(('assessment__in', ['优秀', '合格', '基本合格', '不合格', '未考核'])), name='pay_assessment_of_the_list')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "remuneration_payevent" ("amount", "assessment", "education", "id", "level", "months", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "remark", "seniority", "state", "unit_id", "year") VALUES (NEW."amount", NEW."assessment", NEW."education", NEW."id", NEW."level", NEW."months", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."post", NEW."remark", NEW."seniority", NEW."state", NEW."unit_id", NEW."year"); RETURN NULL;', hash='5d564d048017483cd9f71046d1e7d71b8c8a5d93', operation='INSERT', pgid='pgtrigger__insert_e2107', table='remuneration_pay', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "remuneration_payevent" ("amount", "assessment", "education", "id", "level", "months", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "remark", "seniority", "state", "unit_id", "year") VALUES (NEW."amount", NEW."assessment", NEW."education", NEW."id", NEW."level", NEW."months", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."post", NEW."remark", NEW."seniority", NEW."state", NEW."unit_id", NEW."year"); RETURN NULL;', hash='59bc6c71920c468f65915b462d93d2cb59406c15', operation='UPDATE', pgid='pgtrigger__update_7c99f', table='remuneration_pay', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "remuneration_payevent" ("amount", "assessment", "education", "id", "level", "months", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "remark", "seniority", "state", "unit_id", "year") VALUES (OLD."amount", OLD."assessment", OLD."education", OLD."id", OLD."level", OLD."months", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."post", OLD."remark", OLD."seniority", OLD."state", OLD."unit_id", OLD."year"); RETURN NULL;', hash='6b3225d8c1a4392d0cf0cfbfae8a94e6df2a1a01', operation='DELETE', pgid='pgtrigger__delete_c64fa', table='remuneration_pay', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PayEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='职业水平等级')),
                ('education', models.CharField(max_length=100, verbose_name='学历')),
                ('seniority', models.PositiveSmallIntegerField(help_text='从事社会工作的年数', verbose_name='资历')),
                ('assessment', models.CharField(choices=[('优秀', '优秀'), ('合格', '合格'), ('基本合格', '基本合格'), ('不合格', '不合格'), ('未考核', '未考核')], max_length=10, verbose_name='业绩')),
                ('post', models.CharField(max_length=200, verbose_name='岗位')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='年度薪酬')),
                ('months', models.PositiveSmallIntegerField(verbose_name='计薪月数')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.person', verbose_name='人员')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='remuneration.pay')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='ebfe7ec3cf6adb37561f07a2fcce6e5e3aa8cf31', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_6c9fb', table='remuneration_payevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='79af60b9ed3d7bfc168dfcb602085897e0ae39a8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d0e48', table='remuneration_payevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

import dingnan_sw.audit.installing
import dingnan_sw.lib.secrets
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('paying', '0001_initial'), ('paying', '0002_bounces_after_closing')]

    initial = True

    dependencies = [
        ('positions', '0001_squashed'),
        ('positions', '__first__'),
        ('talent', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaymentFileLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('card', '一卡通'), ('unit', '单位代发'), ('direct', '财政直接支付')], max_length=10, unique=True, verbose_name='支付方式')),
                ('columns', models.JSONField(default=list, verbose_name='栏目')),
            ],
            options={
                'verbose_name': '支付文件格式',
                'verbose_name_plural': '支付文件格式',
                'ordering': ('channel',),
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='批次号')),
                ('kind', models.CharField(choices=[('bonus', '考试奖励'), ('allowance', '职业津贴')], max_length=10, verbose_name='项目')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='考试年度')),
                ('first', models.DateField(blank=True, null=True, verbose_name='起始月份')),
                ('through', models.DateField(blank=True, null=True, verbose_name='截止月份')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('reviewed', '已复核'), ('published', '公示中'), ('approved', '已审批'), ('sent', '已送财政'), ('paying', '支付中'), ('paid', '已支付'), ('returned', '部分退票'), ('archived', '已归档'), ('voided', '作废')], default='draft', max_length=10, verbose_name='状态')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='建立时间')),
                ('prepared_on', models.DateField(verbose_name='生成日期')),
                ('known_at', models.DateTimeField(help_text='这一刻以前的登记变动已经计入', verbose_name='登记截取时间')),
                ('cut', models.JSONField(default=dict, verbose_name='登记变动序号')),
                ('book', models.CharField(max_length=64, verbose_name='标准摘要')),
                ('amendments', models.JSONField(default=list, verbose_name='生效的修订')),
                ('total', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, verbose_name='合计')),
                ('lines_count', models.PositiveIntegerField(default=0, verbose_name='明细数')),
                ('people_count', models.PositiveIntegerField(default=0, verbose_name='人数')),
                ('notice_first', models.DateField(blank=True, null=True, verbose_name='公示首日')),
                ('notice_last', models.DateField(blank=True, null=True, verbose_name='公示末日')),
                ('round', models.PositiveSmallIntegerField(default=0, verbose_name='支付轮次')),
                ('approver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('payer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='支付人')),
                ('preparer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制人')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
            ],
            options={
                'verbose_name': '发放批次',
                'verbose_name_plural': '发放批次',
                'ordering': ('-number',),
                'constraints': [models.UniqueConstraint(models.F('kind'), django.db.models.functions.comparison.Coalesce('year', 0), condition=models.Q(('state__in', ('draft', 'reviewed', 'published', 'approved'))), name='one_open_batch_a_period'), models.CheckConstraint(condition=models.Q(models.Q(('first__isnull', True), ('kind', 'bonus'), ('through__isnull', True), ('year__isnull', False)), models.Q(('first__day', 1), ('kind', 'allowance'), ('through__day', 1), ('year__isnull', True)), _connector='OR'), name='batch_of_a_year_or_of_months'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'reviewed', 'published', 'approved', 'sent', 'paying', 'paid', 'returned', 'archived', 'voided'])), name='batch_state_of_the_list'), models.CheckConstraint(condition=models.Q(models.Q(('reviewer__isnull', True), models.Q(('reviewer', models.F('preparer')), _negated=True), _connector='OR'), models.Q(('approver__isnull', True), models.Q(models.Q(('approver', models.F('preparer')), _negated=True), models.Q(('approver', models.F('reviewer')), _negated=True)), _connector='OR'), models.Q(('payer__isnull', True), models.Q(models.Q(('payer', models.F('preparer')), _negated=True), models.Q(('payer', models.F('reviewer')), _negated=True), models.Q(('payer', models.F('approver')), _negated=True)), _connector='OR')), name='batch_passes_four_hands'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'voided')), ('reviewer__isnull', False), _connector='OR'), name='batch_was_reviewed'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'sent', 'paying', 'paid', 'returned', 'archived')), _negated=True), ('approver__isnull', False), _connector='OR'), name='batch_was_approved'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('paying', 'paid', 'returned', 'archived')), _negated=True), ('payer__isnull', False), _connector='OR'), name='batch_was_paid_by_someone')],
                'triggers': [pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1c80741af08d81943e3e21ccd1e3600e47f42d44', operation='DELETE', pgid='pgtrigger_never_deleted_a51f5', table='paying_batch', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='e81ea9c27ed5c872e7295a7a9f999256e2e6e9ff', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_38a6d', table='paying_batch', when='BEFORE')), pgtrigger.compiler.Trigger(name='is_paper', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (OLD.number, OLD.kind, OLD.year, OLD.first, OLD.through, OLD.created) IS DISTINCT FROM\n       (NEW.number, NEW.kind, NEW.year, NEW.first, NEW.through, NEW.created)\n    OR OLD.state <> 'draft' AND\n       (OLD.preparer_id, OLD.prepared_on, OLD.known_at, OLD.cut, OLD.book, OLD.amendments, OLD.total, OLD.lines_count,\n        OLD.people_count) IS DISTINCT FROM\n       (NEW.preparer_id, NEW.prepared_on, NEW.known_at, NEW.cut, NEW.book, NEW.amendments, NEW.total, NEW.lines_count,\n        NEW.people_count)\n    OR OLD.reviewer_id IS NOT NULL AND OLD.reviewer_id IS DISTINCT FROM NEW.reviewer_id\n    OR OLD.approver_id IS NOT NULL AND OLD.approver_id IS DISTINCT FROM NEW.approver_id\n    OR OLD.notice_first IS NOT NULL AND\n       (OLD.notice_first, OLD.notice_last) IS DISTINCT FROM (NEW.notice_first, NEW.notice_last)\n    THEN RAISE EXCEPTION '复核以后批次不能再改。' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_is_paper';\n    END IF;\n    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (\n        ('draft', 'reviewed'), ('reviewed', 'published'), ('published', 'approved'), ('approved', 'sent'),\n        ('sent', 'paying'), ('returned', 'paying'), ('paying', 'paid'), ('paying', 'returned'), ('paid', 'archived'),\n        ('returned', 'paid'), ('paid', 'returned'), ('archived', 'returned'),\n        ('draft', 'voided'), ('reviewed', 'voided'), ('published', 'voided'), ('approved', 'voided'))\n    OR OLD.state <> NEW.state AND NEW.state = 'voided' AND EXISTS (SELECT 1 FROM paying_entry e WHERE e.batch_id = NEW.id)\n    THEN RAISE EXCEPTION '批次不能这样变更状态。' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_takes_its_steps';\n    END IF;\n    RETURN NEW;\n    ", hash='695cde21b2155e1804b72b1ca36dc4ebcbb527de', operation='UPDATE', pgid='pgtrigger_is_paper_8e7c5', table='paying_batch', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding', models.CharField(max_length=64, verbose_name='发现')),
                ('code', models.CharField(max_length=30, verbose_name='类别')),
                ('text', models.CharField(max_length=500, verbose_name='内容')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='paying.batch', verbose_name='批次')),
            ],
            options={
                'verbose_name': '支付前确认',
                'verbose_name_plural': '支付前确认',
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('batch', 'finding'), name='acknowledged_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4c58735a28a5204ff61c42f5cc9e157406694227', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_80f88', table='paying_acknowledgement', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='7dd6b7e19880370de258a4796b1db00683619835', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_e5e0b', table='paying_acknowledgement', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=1000, verbose_name='原因')),
                ('facts', models.JSONField(default=list, verbose_name='登记变动')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='causes', to='paying.batch', verbose_name='批次')),
            ],
            options={
                'verbose_name': '变动原因',
                'verbose_name_plural': '变动原因',
                'triggers': [pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e093e2d78c61da90eb0155f23f52feeebc0c71c7', operation='UPDATE', pgid='pgtrigger_never_changed_b33e1', table='paying_cause', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='1388af5edfafdda1b3f35418ca49c7cc80a2a2bf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_bf324', table='paying_cause', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('bonus', '考试奖励'), ('allowance', '职业津贴')], max_length=10, verbose_name='项目')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='证书级别')),
                ('month', models.DateField(blank=True, null=True, verbose_name='月份')),
                ('basis', models.CharField(blank=True, max_length=1, verbose_name='依据')),
                ('old', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='已入账')),
                ('new', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='应入账')),
                ('kind', models.CharField(choices=[('normal', '正常'), ('arrears', '补发'), ('recovery', '扣回')], max_length=10, verbose_name='类别')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='paying.batch', verbose_name='批次')),
                ('cause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='paying.cause', verbose_name='原因')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='talent.person', verbose_name='人员')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='记账单位')),
            ],
            options={
                'verbose_name': '批次明细',
                'verbose_name_plural': '批次明细',
                'constraints': [models.UniqueConstraint(condition=models.Q(('month__isnull', False)), fields=('batch', 'person', 'month'), name='one_line_a_month'), models.UniqueConstraint(condition=models.Q(('month__isnull', True)), fields=('batch', 'person', 'level'), name='one_line_a_level'), models.CheckConstraint(condition=models.Q(('new__gte', 0), ('old__gte', 0), models.Q(('old', models.F('new')), _negated=True)), name='line_is_a_difference'), models.CheckConstraint(condition=models.Q(models.Q(('item', 'allowance'), ('month__day', 1), ('month__isnull', False)), models.Q(('item', 'bonus'), ('month__isnull', True)), _connector='OR'), name='line_names_its_slot')],
                'triggers': [pgtrigger.compiler.Trigger(name='come_with_a_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM added r JOIN paying_batch b ON b.id = r.batch_id WHERE b.state <> 'draft')\n    THEN RAISE EXCEPTION '复核以后批次的明细不能再改。' USING ERRCODE = 'check_violation', CONSTRAINT = 'lines_of_a_draft_alone';\n    END IF;\n    RETURN NULL;\n", hash='e9d6b5920a9a5fc8b71e8859651537f8b051912c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_come_with_a_draft_d4850', referencing='REFERENCING NEW TABLE AS added ', table='paying_line', when='AFTER')), pgtrigger.compiler.Trigger(name='go_with_a_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT 1 FROM gone r JOIN paying_batch b ON b.id = r.batch_id WHERE b.state <> 'draft')\n    THEN RAISE EXCEPTION '复核以后批次的明细不能再改。' USING ERRCODE = 'check_violation', CONSTRAINT = 'lines_of_a_draft_alone';\n    END IF;\n    RETURN NULL;\n", hash='701b1ce1b784edaa1697e644266b40a0ef3aeb03', level='STATEMENT', operation='DELETE', pgid='pgtrigger_go_with_a_draft_21459', referencing='REFERENCING OLD TABLE AS gone ', table='paying_line', when='AFTER')), pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='83d9ef024727b3c506a72b0b300a16ef791a2ece', operation='UPDATE', pgid='pgtrigger_never_changed_d862d', table='paying_line', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='f6fc25157c6ebf47e83924413226a908eb93392f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a4033', table='paying_line', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('bonus', '考试奖励'), ('allowance', '职业津贴')], max_length=10, verbose_name='项目')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='证书级别')),
                ('month', models.DateField(blank=True, null=True, verbose_name='月份')),
                ('year', models.PositiveSmallIntegerField(help_text='考试年度，或者月份所在的年', verbose_name='年度')),
                ('nth', models.PositiveSmallIntegerField(default=0, verbose_name='第几次')),
                ('kind', models.CharField(choices=[('pay', '入账'), ('reversal', '冲销')], max_length=10, verbose_name='类别')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额')),
                ('after', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='paying.entry', verbose_name='前一次冲销')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='paying.batch', verbose_name='批次')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='talent.person', verbose_name='人员')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='paying.entry', verbose_name='冲销的入账')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='记账单位')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='paying.line', verbose_name='明细')),
            ],
            options={
                'verbose_name': '账目',
                'verbose_name_plural': '账目',
                'ordering': ('pk',),
                'indexes': [models.Index(fields=['batch'], name='entry_batch')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'pay'), ('month__isnull', False)), fields=('person', 'month', 'nth'), name='one_payment_a_month'), models.UniqueConstraint(condition=models.Q(('kind', 'pay'), ('month__isnull', True)), fields=('person', 'level', 'nth'), name='one_payment_a_level'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('kind', 'pay'), ('reverses__isnull', True)), models.Q(('after__isnull', True), ('amount__lt', 0), ('kind', 'reversal'), ('reverses__isnull', False)), _connector='OR'), name='entry_pays_or_reverses'), models.CheckConstraint(condition=models.Q(('kind', 'reversal'), models.Q(('after__isnull', True), ('nth', 0)), models.Q(('after__isnull', False), ('nth__gt', 0)), _connector='OR'), name='entry_follows_a_reversal'), models.CheckConstraint(condition=models.Q(models.Q(('item', 'allowance'), ('month__day', 1), ('month__isnull', False)), models.Q(('item', 'bonus'), ('month__isnull', True)), _connector='OR'), name='entry_names_its_slot')],
                'triggers': [pgtrigger.compiler.Trigger(name='are_approved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM added a JOIN paying_batch b ON b.id = a.batch_id WHERE b.state <> 'approved' OR b.approver_id IS NULL\n    ) OR EXISTS (\n        SELECT 1 FROM added a LEFT JOIN paying_line l ON l.id = a.line_id\n            AND l.batch_id = a.batch_id AND l.person_id = a.person_id AND l.item = a.item\n            AND l.month IS NOT DISTINCT FROM a.month\n            AND (CASE WHEN a.kind = 'pay' THEN l.new = a.amount AND l.level = a.level ELSE l.old = -a.amount END)\n        WHERE l.id IS NULL\n    ) THEN RAISE EXCEPTION '账上只能记入已审批批次的明细。' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_approved';\n    END IF;\n    IF EXISTS (\n        SELECT 1 FROM added a LEFT JOIN paying_entry p ON p.id = a.reverses_id\n            AND p.kind = 'pay' AND p.person_id = a.person_id AND p.item = a.item AND p.level = a.level\n            AND p.month IS NOT DISTINCT FROM a.month AND p.nth = a.nth AND p.amount = -a.amount\n        WHERE a.kind = 'reversal' AND p.id IS NULL\n    ) THEN RAISE EXCEPTION '冲销应与原入账的人、项目、月份、金额完全一致。' USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_of_a_payment';\n    END IF;\n    IF EXISTS (\n        SELECT 1 FROM added a LEFT JOIN paying_entry r ON r.id = a.after_id\n            AND r.kind = 'reversal' AND r.person_id = a.person_id AND r.item = a.item\n            AND (a.item = 'allowance' OR r.level = a.level)\n            AND r.month IS NOT DISTINCT FROM a.month AND r.nth = a.nth - 1\n        WHERE a.kind = 'pay' AND a.nth > 0 AND r.id IS NULL\n    ) THEN RAISE EXCEPTION '同一人同一项目已经入账，未冲销前不能再记。' USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_after_its_reversal';\n    END IF;\n    RETURN NULL;\n    ", hash='20b9233742aad3fac36cba874f117d275d096e0e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_are_approved_d266f', referencing='REFERENCING NEW TABLE AS added ', table='paying_entry', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='590d68a546a49e103a15e39ad27f97600a058e7d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3c5ca', table='paying_entry', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='b2d1659d228b5686f398cd036d9905596915c571', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_ef2f9', table='paying_entry', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='提出日期')),
                ('raised_by', models.CharField(max_length=60, verbose_name='提出人')),
                ('text', models.TextField(max_length=2000, verbose_name='内容')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='处理意见')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='处理时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='处理人')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='paying.batch', verbose_name='批次')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '公示异议',
                'verbose_name_plural': '公示异议',
                'ordering': ('pk',),
                'triggers': [pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7350fef543e57b50c8e4f4a307ac9656e76ad168', operation='DELETE', pgid='pgtrigger_never_deleted_b5d84', table='paying_objection', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='7832d6e50f5496817effcbb2f4cee9c42c97f94d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_23462', table='paying_objection', when='BEFORE')), pgtrigger.compiler.Trigger(name='is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF OLD.answered_at IS NOT NULL OR (OLD.batch_id, OLD."on", OLD.raised_by, OLD.text, OLD.recorded_by_id) IS DISTINCT FROM\n       (NEW.batch_id, NEW."on", NEW.raised_by, NEW.text, NEW.recorded_by_id)\n    THEN RAISE EXCEPTION \'异议和答复登记以后不能再改。\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'objection_is_final\';\n    END IF;\n    RETURN NEW;\n    ', hash='368ce161f2315eb4f527330cda62c3c4a5568c16', operation='UPDATE', pgid='pgtrigger_is_final_cf786', table='paying_objection', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20, verbose_name='类别')),
                ('round', models.PositiveSmallIntegerField(default=0, verbose_name='支付轮次')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='paying.batch', verbose_name='批次')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='生成人')),
            ],
            options={
                'verbose_name': '批次文件',
                'verbose_name_plural': '批次文件',
                'ordering': ('at',),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c16d8673e490d9b9c4aa78c823b46a2d922e710b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_84eec', table='paying_paper', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='288485180cab5da769e47a48658bab4c33f03024', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_f062a', table='paying_paper', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='支付轮次')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='实发金额')),
                ('channel', models.CharField(choices=[('card', '一卡通'), ('unit', '单位代发'), ('direct', '财政直接支付')], default='card', max_length=10, verbose_name='支付方式')),
                ('payee', models.CharField(blank=True, max_length=100, verbose_name='户名')),
                ('bank_name', models.CharField(blank=True, max_length=200, verbose_name='开户行')),
                ('account', dingnan_sw.lib.secrets.SealedTextField(blank=True, null=True, verbose_name='账号')),
                ('function_code', models.CharField(blank=True, max_length=60, verbose_name='功能科目')),
                ('economic_code', models.CharField(blank=True, max_length=60, verbose_name='经济科目')),
                ('fund', models.CharField(blank=True, max_length=60, verbose_name='资金来源')),
                ('result', models.CharField(choices=[('waiting', '待回盘'), ('succeeded', '成功'), ('failed', '退票')], default='waiting', max_length=10, verbose_name='结果')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='退票原因')),
                ('answered', models.DateTimeField(blank=True, null=True, verbose_name='回盘时间')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='paying.batch', verbose_name='批次')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='talent.person', verbose_name='人员')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='记账单位')),
            ],
            options={
                'verbose_name': '支付明细',
                'verbose_name_plural': '支付明细',
                'ordering': ('batch', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('result', 'failed'), _negated=True), fields=('batch', 'person'), name='paid_once_a_batch'), models.UniqueConstraint(fields=('batch', 'person', 'round'), name='ordered_once_a_round'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_is_positive'), models.CheckConstraint(condition=models.Q(('fund__contains', '公益金'), _negated=True), name='lottery_money_pays_no_person', violation_error_message='福彩公益金只能用于项目支出，不能发给个人：考试奖励和职业津贴请选一般公共预算等可以发给个人的资金来源。'), models.CheckConstraint(condition=models.Q(('result__in', ['waiting', 'succeeded', 'failed'])), name='payment_result_of_the_list')],
                'triggers': [pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='89ce4862b8dcec7f81e50b7eac14278ca86ee5e7', operation='DELETE', pgid='pgtrigger_never_deleted_af493', table='paying_payment', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='87651a82cd5a5db1e2ce18f97c90532fb51e7251', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_9e45a', table='paying_payment', when='BEFORE')), pgtrigger.compiler.Trigger(name='are_owed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM added a JOIN paying_batch b ON b.id = a.batch_id WHERE a.round = 1 AND (b.state <> 'approved' OR a.amount\n            IS DISTINCT FROM (\n                SELECT sum(l.new - l.old) FROM paying_line l WHERE l.batch_id = a.batch_id AND l.person_id = a.person_id\n            ) - COALESCE((\n                SELECT sum(s.amount) FROM paying_settlement s JOIN paying_receivable r ON r.id = s.receivable_id\n                WHERE s.batch_id = a.batch_id AND r.person_id = a.person_id), 0))\n    ) THEN RAISE EXCEPTION '支付的金额应等于批次净额减去冲抵。' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_is_owed';\n    END IF;\n    PERFORM 1 FROM paying_payment p JOIN added a ON a.batch_id = p.batch_id AND a.person_id = p.person_id\n        WHERE a.round > 1 AND p.round < a.round FOR UPDATE OF p;\n    IF EXISTS (\n        SELECT 1 FROM added a JOIN paying_batch b ON b.id = a.batch_id\n        LEFT JOIN LATERAL (\n            SELECT p.* FROM paying_payment p WHERE p.batch_id = a.batch_id AND p.person_id = a.person_id AND p.round < a.round\n            ORDER BY p.round DESC LIMIT 1\n        ) p ON true\n        WHERE a.round > 1 AND (b.state <> 'returned' OR p.result IS DISTINCT FROM 'failed'\n            OR EXISTS (SELECT 1 FROM paying_cancellation c WHERE c.payment_id = p.id)\n            OR a.amount IS DISTINCT FROM p.amount - COALESCE(\n                (SELECT sum(s.amount) FROM paying_settlement s WHERE s.payment_id = p.id), 0))\n    ) THEN RAISE EXCEPTION '再次支付的金额应等于退票减去冲抵。' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_repeats_what_came_back';\n    END IF;\n    RETURN NULL;\n    ", hash='e6a12a6017e3f16d4e08f5c92e5471f7dc68c406', level='STATEMENT', operation='INSERT', pgid='pgtrigger_are_owed_f0436', referencing='REFERENCING NEW TABLE AS added ', table='paying_payment', when='AFTER')), pgtrigger.compiler.Trigger(name='is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (OLD.batch_id, OLD.person_id, OLD.round, OLD.amount) IS DISTINCT FROM\n       (NEW.batch_id, NEW.person_id, NEW.round, NEW.amount)\n    OR OLD.result <> 'waiting' AND OLD IS DISTINCT FROM NEW AND NOT (\n        OLD.result = 'succeeded' AND NEW.result = 'failed' AND\n        to_jsonb(OLD) - ARRAY['result', 'reason', 'answered'] = to_jsonb(NEW) - ARRAY['result', 'reason', 'answered'])\n    THEN RAISE EXCEPTION '支付结果登记以后不能再改。' USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_is_final';\n    END IF;\n    RETURN NEW;\n    ", hash='9b0e27763dff397e4389c5d6bb52b7b9323fea6b', operation='UPDATE', pgid='pgtrigger_is_final_6c425', table='paying_payment', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Receivable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='应追回')),
                ('balance', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='余额')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receivables', to='paying.batch', verbose_name='批次')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receivables', to='talent.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '追回款',
                'verbose_name_plural': '追回款',
                'ordering': ('batch', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('batch', 'person'), name='one_receivable_a_batch'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('balance__gte', 0), ('balance__lte', models.F('amount'))), name='balance_within_the_amount')],
                'triggers': [pgtrigger.compiler.Trigger(name='balance_is_earned', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (OLD.batch_id, OLD.person_id, OLD.amount) IS DISTINCT FROM (NEW.batch_id, NEW.person_id, NEW.amount)\n    OR NEW.balance <> NEW.amount - COALESCE(\n        (SELECT sum(s.amount) FROM paying_settlement s WHERE s.receivable_id = NEW.id), 0)\n    THEN RAISE EXCEPTION '追回款的余额只随冲抵和退回变动。' USING ERRCODE = 'check_violation', CONSTRAINT = 'balance_is_earned';\n    END IF;\n    RETURN NEW;\n    ", hash='82ee612a415cba8dcbf7cf51ae42ea334d691a93', operation='UPDATE', pgid='pgtrigger_balance_is_earned_33266', table='paying_receivable', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2f17cfd6358578808db927f8bc992450b2d3fb1d', operation='DELETE', pgid='pgtrigger_never_deleted_06d00', table='paying_receivable', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='a3cbec5c4b298a885bca1aa782e3f59f86c8491d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_8b633', table='paying_receivable', when='BEFORE')), pgtrigger.compiler.Trigger(name='are_owed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM added a JOIN paying_batch b ON b.id = a.batch_id\n        WHERE b.state <> 'approved' OR a.balance <> a.amount OR a.amount IS DISTINCT FROM (\n            SELECT sum(l.old - l.new) FROM paying_line l WHERE l.batch_id = a.batch_id AND l.person_id = a.person_id)\n    ) THEN RAISE EXCEPTION '追回款应等于批次中低于零的净额。' USING ERRCODE = 'check_violation', CONSTRAINT = 'receivable_is_owed';\n    END IF;\n    RETURN NULL;\n    ", hash='15b3a45fa430db63c47561ecb26722cc253fd77c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_are_owed_cf453', referencing='REFERENCING NEW TABLE AS added ', table='paying_receivable', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('set_off', '冲抵'), ('repaid', '退回'), ('bounced', '退票冲抵')], max_length=10, verbose_name='方式')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='金额')),
                ('on', models.DateField(verbose_name='日期')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='set_off', to='paying.batch', verbose_name='冲抵批次')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('payment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='paying.payment', verbose_name='退票')),
                ('receivable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='paying.receivable', verbose_name='追回款')),
            ],
            options={
                'verbose_name': '追回记录',
                'verbose_name_plural': '追回记录',
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='settlement_is_positive'), models.CheckConstraint(condition=models.Q(models.Q(('batch__isnull', False), ('payment__isnull', True), ('way', 'set_off')), models.Q(('batch__isnull', True), ('payment__isnull', True), ('way', 'repaid')), models.Q(('batch__isnull', True), ('payment__isnull', False), ('way', 'bounced')), _connector='OR'), name='settlement_names_its_source')],
                'triggers': [pgtrigger.compiler.Trigger(name='lessen_the_balance', sql=pgtrigger.compiler.UpsertTriggerSql(func='UPDATE paying_receivable SET balance = balance - NEW.amount WHERE id = NEW.receivable_id; RETURN NULL;', hash='0c5dea99af7c6ce4571f060995bc4bb05ca82e68', operation='INSERT', pgid='pgtrigger_lessen_the_balance_55048', table='paying_settlement', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a56b3ef99973ae087b6626e29982efd860ef033a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bf784', table='paying_settlement', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='167011284b6b541debd9019941c920afce9aa77c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_52b76', table='paying_settlement', when='BEFORE')), pgtrigger.compiler.Trigger(name='set_off_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."payment_id" IS NOT NULL)', func="\n    PERFORM 1 FROM paying_payment p WHERE p.id = NEW.payment_id FOR UPDATE;\n    IF NOT EXISTS (\n        SELECT 1 FROM paying_payment p WHERE p.id = NEW.payment_id AND p.result = 'failed' AND NOT EXISTS (\n            SELECT 1 FROM paying_payment q WHERE q.batch_id = p.batch_id AND q.person_id = p.person_id AND q.round > p.round)\n        AND p.person_id = (SELECT r.person_id FROM paying_receivable r WHERE r.id = NEW.receivable_id)\n        AND p.amount >= (SELECT sum(s.amount) FROM paying_settlement s WHERE s.payment_id = p.id)\n    ) THEN RAISE EXCEPTION '退票冲抵的金额不能多于没有再付的退票。' USING ERRCODE = 'check_violation', CONSTRAINT = 'set_off_once';\n    END IF;\n    RETURN NULL;\n", hash='c7d9523519c2f0a89813394704b08846e69fd88c', operation='INSERT', pgid='pgtrigger_set_off_once_14b90', table='paying_settlement', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('reviewed', '已复核'), ('published', '公示中'), ('approved', '已审批'), ('sent', '已送财政'), ('paying', '支付中'), ('paid', '已支付'), ('returned', '部分退票'), ('archived', '已归档'), ('voided', '作废')], max_length=10, verbose_name='到')),
                ('on', models.DateField(verbose_name='办理日期')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='记录时间')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='说明')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='paying.batch', verbose_name='批次')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
            ],
            options={
                'verbose_name': '批次办理记录',
                'verbose_name_plural': '批次办理记录',
                'ordering': ('pk',),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='28713e04c370f49087d17c39fa9d0bf9801b395d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_05478', table='paying_step', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='90ca350bb120583ac7c46af131c54d6bf7b21707', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_bc3ea', table='paying_step', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Cancellation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='原因')),
                ('on', models.DateField(verbose_name='日期')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='记录时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cancellation', to='paying.payment', verbose_name='退票')),
            ],
            options={
                'verbose_name': '不再支付',
                'verbose_name_plural': '不再支付',
                'ordering': ('pk',),
                'triggers': [pgtrigger.compiler.Trigger(name='of_what_came_back', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM paying_payment p WHERE p.id = NEW.payment_id FOR UPDATE;\n    IF NOT EXISTS (\n        SELECT 1 FROM paying_payment p WHERE p.id = NEW.payment_id AND p.result = 'failed' AND NOT EXISTS (\n            SELECT 1 FROM paying_payment q WHERE q.batch_id = p.batch_id AND q.person_id = p.person_id AND q.round > p.round)\n        \n    ) THEN RAISE EXCEPTION '只有没有再付的退票才能不再支付。' USING ERRCODE = 'check_violation', CONSTRAINT = 'of_what_came_back';\n    END IF;\n    RETURN NULL;\n", hash='920162f2df71d3445c6564150103e328163f568e', operation='INSERT', pgid='pgtrigger_of_what_came_back_26099', table='paying_cancellation', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b1b39b80ab1d390842b658905f54c64c069445d9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4db72', table='paying_cancellation', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='7a52c725bc7f01681e9480561428522a74a488c9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_9408a', table='paying_cancellation', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

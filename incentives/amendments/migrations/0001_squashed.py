import dingnan_sw.audit.installing
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('amendments', '0001_initial')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('positions', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='编号')),
                ('document', models.CharField(max_length=100, verbose_name='文件字号')),
                ('clause', models.CharField(max_length=60, verbose_name='条款')),
                ('phrase', models.CharField(max_length=500, verbose_name='原文短语')),
                ('text', models.TextField(verbose_name='修订内容')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('first_day', models.DateField(help_text='各项修改中最早的一天', verbose_name='起始日期')),
                ('state', models.CharField(choices=[('proposed', '待审批'), ('in_force', '已生效'), ('withdrawn', '已撤回')], default='proposed', max_length=10, verbose_name='状态')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='审批时间')),
                ('place', models.PositiveIntegerField(blank=True, null=True, unique=True, verbose_name='生效次序')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='撤回理由')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'verbose_name': '标准修订',
                'verbose_name_plural': '标准修订',
                'ordering': ('-number',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'in_force', 'withdrawn'])), name='amendment_state_of_the_list', violation_error_message='修订的状态不在列表中。'), models.CheckConstraint(condition=models.Q(('approved_by', models.F('proposed_by')), _negated=True), name='amendment_signed_by_another', violation_error_message='提出修订的人不能自己审批。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_force'), ('approved_at__isnull', False), ('approved_by__isnull', False), ('place__isnull', False)), models.Q(models.Q(('state', 'in_force'), _negated=True), ('approved_at__isnull', True), ('approved_by__isnull', True), ('place__isnull', True)), _connector='OR'), name='amendment_in_force_is_signed', violation_error_message='只有经过审批的修订才能生效。'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('reason', ''), ('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), _connector='OR'), name='amendment_withdrawn_with_reason', violation_error_message='撤回修订要写明理由。'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('digest',), name='amendment_proposed_once', violation_error_message='同样内容的修订已经提出，正在等待审批。')],
                'triggers': [pgtrigger.compiler.Trigger(name='content_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."clause" IS DISTINCT FROM (NEW."clause") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."document" IS DISTINCT FROM (NEW."document") OR OLD."first_day" IS DISTINCT FROM (NEW."first_day") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."phrase" IS DISTINCT FROM (NEW."phrase") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func="RAISE EXCEPTION '修订提出后内容不能改动：请撤回后另提。' USING ERRCODE = 'check_violation', CONSTRAINT = 'amendment_content_stays';", hash='e36a491fe9bfd3013ee1ddddf0bc96b94d858ed5', operation='UPDATE', pgid='pgtrigger_content_stays_863b4', table='amendments_amendment', when='BEFORE')), pgtrigger.compiler.Trigger(name='settled_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."state" = \'proposed\'))', func="RAISE EXCEPTION '已生效或已撤回的修订不能改动：请另提修订。' USING ERRCODE = 'check_violation', CONSTRAINT = 'amendment_settled_stays';", hash='ac70118efd5afe2b47339691b0b18419de2234d7', operation='UPDATE', pgid='pgtrigger_settled_stays_0edfa', table='amendments_amendment', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '修订不能删除：不再需要的请撤回。' USING ERRCODE = 'check_violation', CONSTRAINT = 'amendment_never_deleted';", hash='8d77ecf3edfeefd3a5e09798028452d81700dad6', operation='DELETE', pgid='pgtrigger_never_deleted_6d242', table='amendments_amendment', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='5ddd519f05ebe604f76fdc4c77f3ec29bfca63aa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_7c482', table='amendments_amendment', when='BEFORE')), pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "amendments_amendmentevent" ("approved_at", "approved_by_id", "clause", "digest", "document", "first_day", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phrase", "place", "proposed_at", "proposed_by_id", "reason", "state", "text", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."digest", NEW."document", NEW."first_day", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."phrase", NEW."place", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."state", NEW."text", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='a1c1d534c80ac6d0ce8d7e91c4e175abcb07fc26', operation='INSERT', pgid='pgtrigger__insert_a5c35', table='amendments_amendment', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "amendments_amendmentevent" ("approved_at", "approved_by_id", "clause", "digest", "document", "first_day", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phrase", "place", "proposed_at", "proposed_by_id", "reason", "state", "text", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."digest", NEW."document", NEW."first_day", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."phrase", NEW."place", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."state", NEW."text", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='9e76ca9c7dda57cf9ce6fd7a4e8538d2dabf9586', operation='UPDATE', pgid='pgtrigger__update_7f3ec', table='amendments_amendment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AmendmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField(verbose_name='编号')),
                ('document', models.CharField(max_length=100, verbose_name='文件字号')),
                ('clause', models.CharField(max_length=60, verbose_name='条款')),
                ('phrase', models.CharField(max_length=500, verbose_name='原文短语')),
                ('text', models.TextField(verbose_name='修订内容')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('first_day', models.DateField(help_text='各项修改中最早的一天', verbose_name='起始日期')),
                ('state', models.CharField(choices=[('proposed', '待审批'), ('in_force', '已生效'), ('withdrawn', '已撤回')], default='proposed', max_length=10, verbose_name='状态')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='审批时间')),
                ('place', models.PositiveIntegerField(blank=True, null=True, verbose_name='生效次序')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='撤回理由')),
                ('approved_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='amendments.amendment')),
                ('proposed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('withdrawn_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='4395a2dd922887c46f03e34cd892d82665ca999c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_68f78', table='amendments_amendmentevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='90a61355e4970158b8d64a6de843cf0402504b43', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_78824', table='amendments_amendmentevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

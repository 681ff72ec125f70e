import dingnan_sw.audit.installing
import dingnan_sw.lib.secrets
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('talent', '0001_initial'), ('talent', '0002_upload_purpose'), ('talent', '0003_one_holder_and_unit')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('positions', '0001_squashed'),
        ('positions', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('id_number', dingnan_sw.lib.secrets.SealedTextField(verbose_name='身份证号')),
                ('id_index', models.BinaryField(max_length=32, unique=True, verbose_name='身份证号索引')),
                ('name', models.CharField(db_index=True, max_length=100, verbose_name='姓名')),
                ('search_keys', models.TextField(editable=False, verbose_name='拼音检索')),
                ('education', models.CharField(blank=True, max_length=100, verbose_name='学历')),
                ('political_status', models.CharField(blank=True, max_length=100, verbose_name='政治面貌')),
                ('phone', dingnan_sw.lib.secrets.SealedTextField(blank=True, null=True, verbose_name='联系电话')),
                ('phone_index', models.BinaryField(db_index=True, max_length=32, null=True, verbose_name='电话索引')),
                ('bank_name', models.CharField(blank=True, max_length=200, verbose_name='开户银行')),
                ('bank_account', dingnan_sw.lib.secrets.SealedTextField(blank=True, null=True, verbose_name='银行账号')),
                ('account_index', models.BinaryField(db_index=True, max_length=32, null=True, verbose_name='账号索引')),
            ],
            options={
                'verbose_name': '人员',
                'verbose_name_plural': '人员',
                'ordering': ('name', 'pk'),
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talent_personevent" ("account_index", "bank_account", "bank_name", "education", "id", "id_index", "id_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_index", "political_status", "search_keys") VALUES (NEW."account_index", NEW."bank_account", NEW."bank_name", NEW."education", NEW."id", NEW."id_index", NEW."id_number", NEW."name", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."phone", NEW."phone_index", NEW."political_status", NEW."search_keys"); RETURN NULL;', hash='0d16026e267339098592a1b3b88a1f60247f38df', operation='INSERT', pgid='pgtrigger__insert_c649f', table='talent_person', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "talent_personevent" ("account_index", "bank_account", "bank_name", "education", "id", "id_index", "id_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_index", "political_status", "search_keys") VALUES (NEW."account_index", NEW."bank_account", NEW."bank_name", NEW."education", NEW."id", NEW."id_index", NEW."id_number", NEW."name", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."phone", NEW."phone_index", NEW."political_status", NEW."search_keys"); RETURN NULL;', hash='f887b7427a0361e601a26bebd2e5e3fd180bc9e7', operation='UPDATE', pgid='pgtrigger__update_5b101', table='talent_person', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talent_personevent" ("account_index", "bank_account", "bank_name", "education", "id", "id_index", "id_number", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_index", "political_status", "search_keys") VALUES (OLD."account_index", OLD."bank_account", OLD."bank_name", OLD."education", OLD."id", OLD."id_index", OLD."id_number", OLD."name", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."phone", OLD."phone_index", OLD."political_status", OLD."search_keys"); RETURN NULL;', hash='723fe0e0c9f4a99eb204f49e85c72fbf4a702a6d', operation='DELETE', pgid='pgtrigger__delete_4c9c7', table='talent_person', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='证书级别')),
                ('number', models.CharField(db_index=True, max_length=100, verbose_name='管理号')),
                ('stated_exam_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='考试年度（原填）')),
                ('approved_on', models.DateField(verbose_name='批准日期')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='签发日期')),
                ('revoked_on', models.DateField(blank=True, help_text='自这一日起不再持有', null=True, verbose_name='撤销日期')),
                ('obtained_on', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('issued_on', 'approved_on'), output_field=models.DateField(verbose_name='取得日期'), verbose_name='取得日期')),
                ('exam_year', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('stated_exam_year'), django.db.models.functions.datetime.ExtractYear('approved_on'), output_field=models.SmallIntegerField()), output_field=models.SmallIntegerField(verbose_name='考试年度'), verbose_name='考试年度')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='talent.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '证书',
                'verbose_name_plural': '证书',
                'ordering': ('obtained_on', 'number'),
                'indexes': [models.Index(fields=['exam_year', 'person'], name='certificate_exam_year')],
                'constraints': [models.UniqueConstraint(fields=('level', 'number'), name='certificate_number_once_a_level'), models.CheckConstraint(condition=models.Q(('revoked_on__isnull', True), ('revoked_on__gte', django.db.models.functions.comparison.Coalesce('issued_on', 'approved_on')), _connector='OR'), name='certificate_revoked_after_obtained'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='certificate_level_of_the_list', violation_error_message='证书级别不在列表中。')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talent_certificateevent" ("approved_on", "id", "issued_on", "level", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_on", "stated_exam_year") VALUES (NEW."approved_on", NEW."id", NEW."issued_on", NEW."level", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."revoked_on", NEW."stated_exam_year"); RETURN NULL;', hash='930c76458ecb5cb329f563e9f15f0f1c6a532b74', operation='INSERT', pgid='pgtrigger__insert_d4a09', table='talent_certificate', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "talent_certificateevent" ("approved_on", "id", "issued_on", "level", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_on", "stated_exam_year") VALUES (NEW."approved_on", NEW."id", NEW."issued_on", NEW."level", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."revoked_on", NEW."stated_exam_year"); RETURN NULL;', hash='bf8cd8812574dfbb99b7960553a3272591ec6d13', operation='UPDATE', pgid='pgtrigger__update_efc86', table='talent_certificate', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talent_certificateevent" ("approved_on", "id", "issued_on", "level", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_on", "stated_exam_year") VALUES (OLD."approved_on", OLD."id", OLD."issued_on", OLD."level", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."revoked_on", OLD."stated_exam_year"); RETURN NULL;', hash='9e7a16479696da41868d858c7ed301a57ee26eaf', operation='DELETE', pgid='pgtrigger__delete_2cc42', table='talent_certificate', when='AFTER')), pgtrigger.compiler.Trigger(name='number_of_one_person', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    PERFORM pg_advisory_xact_lock(412022);\n    IF EXISTS (SELECT 1 FROM talent_certificate WHERE number = NEW.number AND person_id <> NEW.person_id) AND EXISTS (\n        SELECT 1 FROM talent_certificate c JOIN talent_certificate o ON o.number = c.number AND o.person_id <> c.person_id\n        WHERE c.id = NEW.id\n    ) THEN RAISE EXCEPTION '管理号已登记在另一人名下。' USING ERRCODE = 'check_violation', CONSTRAINT = 'certificate_number_of_one_person';\n    END IF;\n    RETURN NULL;\n", hash='2f9343dae7ad51f735e9830d908185be0425e44b', operation='INSERT OR UPDATE OF "number", "person_id"', pgid='pgtrigger_number_of_one_person_573f5', table='talent_certificate', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PersonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('id_number', dingnan_sw.lib.secrets.SealedTextField(verbose_name='身份证号')),
                ('id_index', models.BinaryField(max_length=32, verbose_name='身份证号索引')),
                ('name', models.CharField(max_length=100, verbose_name='姓名')),
                ('search_keys', models.TextField(editable=False, verbose_name='拼音检索')),
                ('education', models.CharField(blank=True, max_length=100, verbose_name='学历')),
                ('political_status', models.CharField(blank=True, max_length=100, verbose_name='政治面貌')),
                ('phone', dingnan_sw.lib.secrets.SealedTextField(blank=True, null=True, verbose_name='联系电话')),
                ('phone_index', models.BinaryField(max_length=32, null=True, verbose_name='电话索引')),
                ('bank_name', models.CharField(blank=True, max_length=200, verbose_name='开户银行')),
                ('bank_account', dingnan_sw.lib.secrets.SealedTextField(blank=True, null=True, verbose_name='银行账号')),
                ('account_index', models.BinaryField(max_length=32, null=True, verbose_name='账号索引')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='talent.person')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f5da254ec652614f3804028a53a3cc9cbbd37b8f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d8540', table='talent_personevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='05683921f9b2a7ed89553bf11e12d15c78e3f440', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_08f2a', table='talent_personevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('社区工作者', '社区工作者'), ('村（居）干部', '村（居）干部'), ('事业单位在编', '事业单位在编'), ('事业单位聘用', '事业单位聘用'), ('站所干部', '站所干部'), ('公务员（参公）', '公务员（参公）'), ('社会组织负责人', '社会组织负责人'), ('社会组织专职', '社会组织专职'), ('社会组织兼职', '社会组织兼职'), ('其他', '其他')], max_length=20, verbose_name='人员类别')),
                ('since', models.DateField(verbose_name='任职起始日期')),
                ('until', models.DateField(blank=True, help_text='任职到前一日为止', null=True, verbose_name='任职终止次日')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='职务')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='备注')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='talent.person', verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='positions.unit', verbose_name='工作单位')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'ordering': ('since', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('person', 'unit', 'category', 'since'), name='service_stated_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='service_ends_after_start'), models.CheckConstraint(condition=models.Q(('category__in', ['社区工作者', '村（居）干部', '事业单位在编', '事业单位聘用', '站所干部', '公务员（参公）', '社会组织负责人', '社会组织专职', '社会组织兼职', '其他'])), name='staff_category_of_the_list', violation_error_message='人员类别不在列表中。')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talent_serviceevent" ("category", "id", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "title", "unit_id", "until") VALUES (NEW."category", NEW."id", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."since", NEW."title", NEW."unit_id", NEW."until"); RETURN NULL;', hash='65760f78c836ade15dc3e4993bdc6eeabcaef752', operation='INSERT', pgid='pgtrigger__insert_f148a', table='talent_service', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "talent_serviceevent" ("category", "id", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "title", "unit_id", "until") VALUES (NEW."category", NEW."id", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."since", NEW."title", NEW."unit_id", NEW."until"); RETURN NULL;', hash='112d24fd25e2cc1310888b8de1e92e65c51dc444', operation='UPDATE', pgid='pgtrigger__update_aa14b', table='talent_service', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talent_serviceevent" ("category", "id", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "title", "unit_id", "until") VALUES (OLD."category", OLD."id", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."since", OLD."title", OLD."unit_id", OLD."until"); RETURN NULL;', hash='1b30a748d2ea4a28da8f70c1a88544145fe258c5', operation='DELETE', pgid='pgtrigger__delete_ad841', table='talent_service', when='AFTER')), pgtrigger.compiler.Trigger(name='keeps_its_postings_unit', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))', constraint='CONSTRAINT', func="\n    IF true AND EXISTS (\n        SELECT 1 FROM talent_posting g JOIN talent_service s ON s.id = g.service_id JOIN positions_post p ON p.id = g.post_id\n        WHERE s.id = NEW.id AND s.unit_id <> p.unit_id\n    ) THEN RAISE EXCEPTION '上岗的岗位不属于任职的单位。' USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_in_the_unit_of_its_service';\n    END IF;\n    RETURN NULL;\n", hash='56d1c00014e5ba2a12f4a2370c53ac7e56e2f5bd', operation='UPDATE OF "unit_id"', pgid='pgtrigger_keeps_its_postings_unit_36867', table='talent_service', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='上岗日期')),
                ('until', models.DateField(blank=True, help_text='在岗到前一日为止', null=True, verbose_name='离岗次日')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='positions.post', verbose_name='岗位')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postings', to='talent.service', verbose_name='任职')),
            ],
            options={
                'verbose_name': '上岗',
                'verbose_name_plural': '上岗',
                'ordering': ('since', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('service', 'post', 'since'), name='posting_stated_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='posting_ends_after_start')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talent_postingevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "service_id", "since", "until") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."post_id", NEW."service_id", NEW."since", NEW."until"); RETURN NULL;', hash='ca3647e2ce8b69b1352ae783ccb2190d8b082844', operation='INSERT', pgid='pgtrigger__insert_d4bb7', table='talent_posting', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "talent_postingevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "service_id", "since", "until") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."post_id", NEW."service_id", NEW."since", NEW."until"); RETURN NULL;', hash='9fb8ae82093d5cfcc2ea6c99369923f567b3da7e', operation='UPDATE', pgid='pgtrigger__update_cc2e7', table='talent_posting', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talent_postingevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "service_id", "since", "until") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."post_id", OLD."service_id", OLD."since", OLD."until"); RETURN NULL;', hash='d16e72ddd59340a04f542b17364d804e4d5bb2e5', operation='DELETE', pgid='pgtrigger__delete_bd72d', table='talent_posting', when='AFTER')), pgtrigger.compiler.Trigger(name='in_the_unit_of_its_service', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    IF (SELECT unit_id FROM talent_service WHERE id = NEW.service_id) IS DISTINCT FROM (SELECT unit_id FROM positions_post WHERE id = NEW.post_id) AND EXISTS (\n        SELECT 1 FROM talent_posting g JOIN talent_service s ON s.id = g.service_id JOIN positions_post p ON p.id = g.post_id\n        WHERE g.id = NEW.id AND s.unit_id <> p.unit_id\n    ) THEN RAISE EXCEPTION '上岗的岗位不属于任职的单位。' USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_in_the_unit_of_its_service';\n    END IF;\n    RETURN NULL;\n", hash='1ac1f3a40a1b8fe629d17b05ee6da5df84ca5145', operation='INSERT OR UPDATE OF "service_id", "post_id"', pgid='pgtrigger_in_the_unit_of_its_service_855b2', table='talent_posting', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PostingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('since', models.DateField(verbose_name='上岗日期')),
                ('until', models.DateField(blank=True, help_text='在岗到前一日为止', null=True, verbose_name='离岗次日')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='talent.posting')),
                ('post', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.post', verbose_name='岗位')),
                ('service', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.service', verbose_name='任职')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b7281a609c85678c1b74cb6cd978dcdc35cc9c50', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_70baa', table='talent_postingevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='f227b70e03e1fd5a548f4b3bc8e3371105616523', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_116b1', table='talent_postingevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ServiceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('category', models.CharField(choices=[('社区工作者', '社区工作者'), ('村（居）干部', '村（居）干部'), ('事业单位在编', '事业单位在编'), ('事业单位聘用', '事业单位聘用'), ('站所干部', '站所干部'), ('公务员（参公）', '公务员（参公）'), ('社会组织负责人', '社会组织负责人'), ('社会组织专职', '社会组织专职'), ('社会组织兼职', '社会组织兼职'), ('其他', '其他')], max_length=20, verbose_name='人员类别')),
                ('since', models.DateField(verbose_name='任职起始日期')),
                ('until', models.DateField(blank=True, help_text='任职到前一日为止', null=True, verbose_name='任职终止次日')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='职务')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='备注')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.person', verbose_name='人员')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='talent.service')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='工作单位')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='95e8ec31066f09788e8d7a2e5c9af9e1ca157bc1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c2336', table='talent_serviceevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='ad84a9d18c4f2a8afbf67f96aea46d6b0b160a35', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_703f4', table='talent_serviceevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='培训名称')),
                ('ended_on', models.DateField(verbose_name='结束日期')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='学时')),
                ('organiser', models.CharField(blank=True, max_length=200, verbose_name='主办单位')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='talent.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '培训记录',
                'verbose_name_plural': '培训记录',
                'ordering': ('-ended_on', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('person', 'name', 'ended_on'), name='training_recorded_once'), models.CheckConstraint(condition=models.Q(('hours__gte', 0)), name='training_hours_not_negative')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talent_trainingevent" ("ended_on", "hours", "id", "name", "organiser", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."ended_on", NEW."hours", NEW."id", NEW."name", NEW."organiser", NEW."person_id", _pgh_attach_context(), NOW(), \'新增\', NEW."id"); RETURN NULL;', hash='0a7f96b395a35def1a1168e99dd7ed7b107dc9e1', operation='INSERT', pgid='pgtrigger__insert_bf3a4', table='talent_training', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "talent_trainingevent" ("ended_on", "hours", "id", "name", "organiser", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."ended_on", NEW."hours", NEW."id", NEW."name", NEW."organiser", NEW."person_id", _pgh_attach_context(), NOW(), \'变更\', NEW."id"); RETURN NULL;', hash='5006aab7ee164053d16e1a47a472620a5bc35956', operation='UPDATE', pgid='pgtrigger__update_63d00', table='talent_training', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "talent_trainingevent" ("ended_on", "hours", "id", "name", "organiser", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."ended_on", OLD."hours", OLD."id", OLD."name", OLD."organiser", OLD."person_id", _pgh_attach_context(), NOW(), \'删除\', OLD."id"); RETURN NULL;', hash='34334091db269a64239f0f917aad37901cdeadc0', operation='DELETE', pgid='pgtrigger__delete_a8c2c', table='talent_training', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='TrainingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='培训名称')),
                ('ended_on', models.DateField(verbose_name='结束日期')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='学时')),
                ('organiser', models.CharField(blank=True, max_length=200, verbose_name='主办单位')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.person', verbose_name='人员')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='talent.training')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='28b96bea7349544bf941b9d22f898e3ae20fd501', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ee192', table='talent_trainingevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='0d4234352807adf79facfd1352b7634933265e1b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_f079b', table='talent_trainingevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='上传时间')),
                ('state', models.CharField(choices=[('checking', '正在检查'), ('ready', '待确认导入'), ('refused', '有错误，未导入'), ('applying', '正在导入'), ('applied', '已导入'), ('discarded', '已放弃')], default='checking', max_length=10, verbose_name='状态')),
                ('counts', models.JSONField(default=dict, verbose_name='行数')),
                ('errors', models.JSONField(default=list, verbose_name='错误')),
                ('warnings', models.JSONField(default=list, verbose_name='提示')),
                ('ignored', models.JSONField(default=dict, verbose_name='未读取的栏')),
                ('lines', models.JSONField(default=list, verbose_name='逐行结果')),
                ('plan', models.CharField(blank=True, max_length=64, verbose_name='预览摘要')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('purpose', models.CharField(choices=[('registers', '导入登记'), ('drafts', '单位报送')], default='registers', max_length=10, verbose_name='用途')),
            ],
            options={
                'verbose_name': '上传的工作簿',
                'verbose_name_plural': '上传的工作簿',
                'ordering': ('-created',),
            },
        ),
        migrations.CreateModel(
            name='CertificateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='证书级别')),
                ('number', models.CharField(max_length=100, verbose_name='管理号')),
                ('stated_exam_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='考试年度（原填）')),
                ('approved_on', models.DateField(verbose_name='批准日期')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='签发日期')),
                ('revoked_on', models.DateField(blank=True, help_text='自这一日起不再持有', null=True, verbose_name='撤销日期')),
                ('obtained_on', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('issued_on', 'approved_on'), output_field=models.DateField(verbose_name='取得日期'), verbose_name='取得日期')),
                ('exam_year', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('stated_exam_year'), django.db.models.functions.datetime.ExtractYear('approved_on'), output_field=models.SmallIntegerField()), output_field=models.SmallIntegerField(verbose_name='考试年度'), verbose_name='考试年度')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='talent.certificate')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.person', verbose_name='人员')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='57fcfa0cfa291864e0d37d3477f82f1cc51dca84', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d82fc', table='talent_certificateevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='e0e56f216af7ae462fbc1adf1dc5a229a45b0a80', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_38af5', table='talent_certificateevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

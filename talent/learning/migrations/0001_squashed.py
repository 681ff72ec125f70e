import dingnan_sw.audit.installing
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('learning', '0001_initial')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('positions', '0001_squashed'),
        ('talent', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrainingSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='计划年度')),
                ('title', models.CharField(max_length=200, verbose_name='培训名称')),
                ('field', models.CharField(blank=True, max_length=200, verbose_name='培训内容')),
                ('begins_on', models.DateField(blank=True, null=True, verbose_name='开始日期')),
                ('ended_on', models.DateField(verbose_name='结束日期')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='学时')),
                ('organiser', models.CharField(blank=True, max_length=200, verbose_name='主办单位')),
                ('places', models.PositiveIntegerField(blank=True, null=True, verbose_name='名额')),
            ],
            options={
                'verbose_name': '培训计划',
                'verbose_name_plural': '培训计划',
                'ordering': ('-ended_on', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('title', 'ended_on'), name='session_planned_once'), models.CheckConstraint(condition=models.Q(('year__range', (1900, 2999))), name='session_of_a_sensible_year'), models.CheckConstraint(condition=models.Q(('begins_on__isnull', True), ('begins_on__lte', models.F('ended_on')), _connector='OR'), name='session_ends_after_start'), models.CheckConstraint(condition=models.Q(('hours__gt', 0)), name='session_has_hours')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "learning_trainingsessionevent" ("begins_on", "ended_on", "field", "hours", "id", "organiser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "title", "year") VALUES (NEW."begins_on", NEW."ended_on", NEW."field", NEW."hours", NEW."id", NEW."organiser", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."places", NEW."title", NEW."year"); RETURN NULL;', hash='8d5e3ff719d11f1492dac19fe7420ea2a4f97cff', operation='INSERT', pgid='pgtrigger__insert_fba47', table='learning_trainingsession', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "learning_trainingsessionevent" ("begins_on", "ended_on", "field", "hours", "id", "organiser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "title", "year") VALUES (NEW."begins_on", NEW."ended_on", NEW."field", NEW."hours", NEW."id", NEW."organiser", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."places", NEW."title", NEW."year"); RETURN NULL;', hash='e5a06146e044fa96723774526f0578bda759f5d0', operation='UPDATE', pgid='pgtrigger__update_a4cbc', table='learning_trainingsession', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "learning_trainingsessionevent" ("begins_on", "ended_on", "field", "hours", "id", "organiser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "title", "year") VALUES (OLD."begins_on", OLD."ended_on", OLD."field", OLD."hours", OLD."id", OLD."organiser", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."places", OLD."title", OLD."year"); RETURN NULL;', hash='403397b5b6ebf6bfa0e92efdb132c29b6d08530e', operation='DELETE', pgid='pgtrigger__delete_0ddb6', table='learning_trainingsession', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='TrainingSessionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='计划年度')),
                ('title', models.CharField(max_length=200, verbose_name='培训名称')),
                ('field', models.CharField(blank=True, max_length=200, verbose_name='培训内容')),
                ('begins_on', models.DateField(blank=True, null=True, verbose_name='开始日期')),
                ('ended_on', models.DateField(verbose_name='结束日期')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='学时')),
                ('organiser', models.CharField(blank=True, max_length=200, verbose_name='主办单位')),
                ('places', models.PositiveIntegerField(blank=True, null=True, verbose_name='名额')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='learning.trainingsession')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='5cb884e00fe2b85badab5b5619dedf486de4308d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_2f279', table='learning_trainingsessionevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='452216357a39947c7ec633b1ccb8877af7574c0b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_50132', table='learning_trainingsessionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Learning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('kind', models.CharField(choices=[('社会工作学历学位', '社会工作学历学位'), ('其他课程', '其他课程'), ('网络学习', '网络学习'), ('学术交流', '学术交流'), ('督导与研究', '督导与研究'), ('其他', '其他')], max_length=20, verbose_name='学习形式')),
                ('title', models.CharField(max_length=200, verbose_name='内容')),
                ('ended_on', models.DateField(verbose_name='完成日期')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='学时')),
                ('issuer', models.CharField(blank=True, max_length=200, verbose_name='出具证明的单位')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='learnings', to='talent.person', verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '继续教育',
                'verbose_name_plural': '继续教育',
                'ordering': ('-ended_on', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('person', 'title', 'ended_on'), name='learning_recorded_once'), models.CheckConstraint(condition=models.Q(('hours__gt', 0)), name='learning_has_hours'), models.CheckConstraint(condition=models.Q(('kind__in', ['社会工作学历学位', '其他课程', '网络学习', '学术交流', '督导与研究', '其他'])), name='learning_kind_of_the_list')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "learning_learningevent" ("ended_on", "hours", "id", "issuer", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "title", "unit_id") VALUES (NEW."ended_on", NEW."hours", NEW."id", NEW."issuer", NEW."kind", NEW."person_id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."remark", NEW."state", NEW."title", NEW."unit_id"); RETURN NULL;', hash='1366c6d285628bfe6b56770fcd44066ba6ecb8dc', operation='INSERT', pgid='pgtrigger__insert_cb87f', table='learning_learning', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "learning_learningevent" ("ended_on", "hours", "id", "issuer", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "title", "unit_id") VALUES (NEW."ended_on", NEW."hours", NEW."id", NEW."issuer", NEW."kind", NEW."person_id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."remark", NEW."state", NEW."title", NEW."unit_id"); RETURN NULL;', hash='cc679f6f1351da2260ee551993d54c9c2ab5d22c', operation='UPDATE', pgid='pgtrigger__update_ebf4c', table='learning_learning', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "learning_learningevent" ("ended_on", "hours", "id", "issuer", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "state", "title", "unit_id") VALUES (OLD."ended_on", OLD."hours", OLD."id", OLD."issuer", OLD."kind", OLD."person_id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."remark", OLD."state", OLD."title", OLD."unit_id"); RETURN NULL;', hash='ba62d888db89c9afea88b03ce787186534e20752', operation='DELETE', pgid='pgtrigger__delete_61d6d', table='learning_learning', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='LearningEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('kind', models.CharField(choices=[('社会工作学历学位', '社会工作学历学位'), ('其他课程', '其他课程'), ('网络学习', '网络学习'), ('学术交流', '学术交流'), ('督导与研究', '督导与研究'), ('其他', '其他')], max_length=20, verbose_name='学习形式')),
                ('title', models.CharField(max_length=200, verbose_name='内容')),
                ('ended_on', models.DateField(verbose_name='完成日期')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='学时')),
                ('issuer', models.CharField(blank=True, max_length=200, verbose_name='出具证明的单位')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.person', verbose_name='人员')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='learning.learning')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='ab90d2dab1d7c36b0dabaadecb6bc2d70f0a8866', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_062a4', table='learning_learningevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='94f078a7ae9e910d8ec674c138f44d6ead2f687f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_da7ee', table='learning_learningevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='证书级别')),
                ('kind', models.CharField(choices=[('首次登记', '首次登记'), ('再登记', '再登记')], max_length=10, verbose_name='登记类型')),
                ('filed_on', models.DateField(verbose_name='申请日期')),
                ('progress', models.CharField(choices=[('办理中', '办理中'), ('已登记', '已登记'), ('未通过', '未通过')], max_length=10, verbose_name='办理情况')),
                ('number', models.CharField(blank=True, max_length=100, verbose_name='登记证书编号')),
                ('since', models.DateField(blank=True, null=True, verbose_name='有效期起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='有效期终止次日')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='登记机构或凭据')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificate_registrations', to='talent.person', verbose_name='持证人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '证书登记',
                'verbose_name_plural': '证书登记',
                'ordering': ('-filed_on', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('person', 'level', 'filed_on'), name='registration_filed_once_a_day'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='registration_of_a_level_of_the_list'), models.CheckConstraint(condition=models.Q(('kind__in', ['首次登记', '再登记'])), name='registration_kind_of_the_list'), models.CheckConstraint(condition=models.Q(('progress__in', ['办理中', '已登记', '未通过'])), name='registration_progress_of_the_list'), models.CheckConstraint(condition=models.Q(models.Q(('progress', '已登记'), _negated=True), models.Q(models.Q(('number', ''), _negated=True), ('since__isnull', False), ('until__gt', models.F('since')), ('until__isnull', False)), _connector='OR'), name='granted_registration_has_number_and_period')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "learning_registrationevent" ("document", "filed_on", "id", "kind", "level", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "remark", "since", "state", "unit_id", "until") VALUES (NEW."document", NEW."filed_on", NEW."id", NEW."kind", NEW."level", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."progress", NEW."remark", NEW."since", NEW."state", NEW."unit_id", NEW."until"); RETURN NULL;', hash='d34993ef5f32454a3fe76660f019c1af7b77d760', operation='INSERT', pgid='pgtrigger__insert_20e66', table='learning_registration', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "learning_registrationevent" ("document", "filed_on", "id", "kind", "level", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "remark", "since", "state", "unit_id", "until") VALUES (NEW."document", NEW."filed_on", NEW."id", NEW."kind", NEW."level", NEW."number", NEW."person_id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."progress", NEW."remark", NEW."since", NEW."state", NEW."unit_id", NEW."until"); RETURN NULL;', hash='25d80ed4b66b2ae62963167e057613a33213ce67', operation='UPDATE', pgid='pgtrigger__update_5dbe6', table='learning_registration', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "learning_registrationevent" ("document", "filed_on", "id", "kind", "level", "number", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "remark", "since", "state", "unit_id", "until") VALUES (OLD."document", OLD."filed_on", OLD."id", OLD."kind", OLD."level", OLD."number", OLD."person_id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."progress", OLD."remark", OLD."since", OLD."state", OLD."unit_id", OLD."until"); RETURN NULL;', hash='aaff3de74743dd3280fc2d8ea17d1d01f423482d', operation='DELETE', pgid='pgtrigger__delete_bb581', table='learning_registration', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RegistrationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='证书级别')),
                ('kind', models.CharField(choices=[('首次登记', '首次登记'), ('再登记', '再登记')], max_length=10, verbose_name='登记类型')),
                ('filed_on', models.DateField(verbose_name='申请日期')),
                ('progress', models.CharField(choices=[('办理中', '办理中'), ('已登记', '已登记'), ('未通过', '未通过')], max_length=10, verbose_name='办理情况')),
                ('number', models.CharField(blank=True, max_length=100, verbose_name='登记证书编号')),
                ('since', models.DateField(blank=True, null=True, verbose_name='有效期起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='有效期终止次日')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='登记机构或凭据')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.person', verbose_name='持证人员')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='learning.registration')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='c780931f44bd3522f9449bd4b8e2dd9a4b3cf494', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_bc55f', table='learning_registrationevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9c5e706d35971865d98ab89d757cd02a6774a03f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e7fe5', table='learning_registrationevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

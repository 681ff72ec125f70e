import dingnan_sw.audit.installing
import dingnan_sw.lib.secrets
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('exams', '0001_initial')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('positions', '0001_squashed'),
        ('talent', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExamDates',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exam_year', models.PositiveSmallIntegerField(verbose_name='考试年度')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='级别')),
                ('registration_from', models.DateField(blank=True, null=True, verbose_name='报名开始')),
                ('registration_to', models.DateField(blank=True, null=True, verbose_name='报名截止')),
                ('payment_by', models.DateField(blank=True, null=True, verbose_name='缴费截止')),
                ('ticket_from', models.DateField(blank=True, null=True, verbose_name='准考证打印开始')),
                ('ticket_to', models.DateField(blank=True, null=True, verbose_name='准考证打印截止')),
                ('exam_from', models.DateField(verbose_name='考试首日')),
                ('exam_to', models.DateField(verbose_name='考试末日')),
                ('results_on', models.DateField(blank=True, null=True, verbose_name='成绩公布')),
                ('certificates_on', models.DateField(blank=True, null=True, verbose_name='证书发放')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '考试日程',
                'verbose_name_plural': '考试日程',
                'ordering': ('-exam_year', 'level'),
                'constraints': [models.UniqueConstraint(fields=('exam_year', 'level'), name='one_calendar_a_year_and_level'), models.CheckConstraint(condition=models.Q(('exam_year__range', (1990, 2999))), name='exam_dates_of_a_sensible_year'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='exam_dates_level_of_the_list'), models.CheckConstraint(condition=models.Q(('exam_to__gte', models.F('exam_from'))), name='exam_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('registration_to__isnull', True), ('registration_from__isnull', True), ('registration_to__gte', models.F('registration_from')), _connector='OR'), name='registration_closes_after_it_opens')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exams_examdatesevent" ("certificates_on", "exam_from", "exam_to", "exam_year", "id", "level", "payment_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_from", "registration_to", "results_on", "source", "ticket_from", "ticket_to") VALUES (NEW."certificates_on", NEW."exam_from", NEW."exam_to", NEW."exam_year", NEW."id", NEW."level", NEW."payment_by", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."registration_from", NEW."registration_to", NEW."results_on", NEW."source", NEW."ticket_from", NEW."ticket_to"); RETURN NULL;', hash='f2cd4fac1122fc185c7961babf611f2725eba940', operation='INSERT', pgid='pgtrigger__insert_24754', table='exams_examdates', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "exams_examdatesevent" ("certificates_on", "exam_from", "exam_to", "exam_year", "id", "level", "payment_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_from", "registration_to", "results_on", "source", "ticket_from", "ticket_to") VALUES (NEW."certificates_on", NEW."exam_from", NEW."exam_to", NEW."exam_year", NEW."id", NEW."level", NEW."payment_by", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."registration_from", NEW."registration_to", NEW."results_on", NEW."source", NEW."ticket_from", NEW."ticket_to"); RETURN NULL;', hash='9a630bc59d00298c31740430236f8878068ede8b', operation='UPDATE', pgid='pgtrigger__update_1cacb', table='exams_examdates', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exams_examdatesevent" ("certificates_on", "exam_from", "exam_to", "exam_year", "id", "level", "payment_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_from", "registration_to", "results_on", "source", "ticket_from", "ticket_to") VALUES (OLD."certificates_on", OLD."exam_from", OLD."exam_to", OLD."exam_year", OLD."id", OLD."level", OLD."payment_by", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."registration_from", OLD."registration_to", OLD."results_on", OLD."source", OLD."ticket_from", OLD."ticket_to"); RETURN NULL;', hash='07b55f6a15aea260714fbb0babc4d3f57ddab853', operation='DELETE', pgid='pgtrigger__delete_24780', table='exams_examdates', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ExamDatesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('exam_year', models.PositiveSmallIntegerField(verbose_name='考试年度')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='级别')),
                ('registration_from', models.DateField(blank=True, null=True, verbose_name='报名开始')),
                ('registration_to', models.DateField(blank=True, null=True, verbose_name='报名截止')),
                ('payment_by', models.DateField(blank=True, null=True, verbose_name='缴费截止')),
                ('ticket_from', models.DateField(blank=True, null=True, verbose_name='准考证打印开始')),
                ('ticket_to', models.DateField(blank=True, null=True, verbose_name='准考证打印截止')),
                ('exam_from', models.DateField(verbose_name='考试首日')),
                ('exam_to', models.DateField(verbose_name='考试末日')),
                ('results_on', models.DateField(blank=True, null=True, verbose_name='成绩公布')),
                ('certificates_on', models.DateField(blank=True, null=True, verbose_name='证书发放')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='exams.examdates')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='f6003ff185e37ee63249897648c901a5822cac2b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_f6bad', table='exams_examdatesevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b9b5a9b68da57f5735cca7c6ab2b0277bb4af302', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6802e', table='exams_examdatesevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ExamTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exam_year', models.PositiveSmallIntegerField(verbose_name='考试年度')),
                ('people', models.PositiveIntegerField(verbose_name='任务人数')),
                ('liaison', models.CharField(blank=True, max_length=100, verbose_name='联络员')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='文件')),
                ('town', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.town', verbose_name='镇')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '动员任务',
                'verbose_name_plural': '动员任务',
                'ordering': ('-exam_year', 'town__name', 'unit__name'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('town__isnull', False)), fields=('exam_year', 'town'), name='one_target_a_town_and_year'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('exam_year', 'unit'), name='one_target_a_unit_and_year'), models.CheckConstraint(condition=models.Q(models.Q(('town__isnull', True), ('unit__isnull', False)), models.Q(('town__isnull', False), ('unit__isnull', True)), _connector='OR'), name='target_of_a_town_or_a_unit'), models.CheckConstraint(condition=models.Q(('exam_year__range', (1990, 2999))), name='target_of_a_sensible_year')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exams_examtargetevent" ("document", "exam_year", "id", "liaison", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "town_id", "unit_id") VALUES (NEW."document", NEW."exam_year", NEW."id", NEW."liaison", NEW."people", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."town_id", NEW."unit_id"); RETURN NULL;', hash='ddcfd14edd0750a6adcaafe75d9113c59ed84c7d', operation='INSERT', pgid='pgtrigger__insert_32db7', table='exams_examtarget', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "exams_examtargetevent" ("document", "exam_year", "id", "liaison", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "town_id", "unit_id") VALUES (NEW."document", NEW."exam_year", NEW."id", NEW."liaison", NEW."people", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."town_id", NEW."unit_id"); RETURN NULL;', hash='17765317aeb2c51e54b8631e65cd754553ec3027', operation='UPDATE', pgid='pgtrigger__update_504bc', table='exams_examtarget', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exams_examtargetevent" ("document", "exam_year", "id", "liaison", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "town_id", "unit_id") VALUES (OLD."document", OLD."exam_year", OLD."id", OLD."liaison", OLD."people", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."town_id", OLD."unit_id"); RETURN NULL;', hash='202f3c3813ed740c6482fcdb9d9478e0dacc6646', operation='DELETE', pgid='pgtrigger__delete_1a8a8', table='exams_examtarget', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ExamTargetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('exam_year', models.PositiveSmallIntegerField(verbose_name='考试年度')),
                ('people', models.PositiveIntegerField(verbose_name='任务人数')),
                ('liaison', models.CharField(blank=True, max_length=100, verbose_name='联络员')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='文件')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='exams.examtarget')),
                ('town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.town', verbose_name='镇')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='ac1f3e48179715175bad37d48c79ae2bd68965d8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_a9e79', table='exams_examtargetevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='73b5e599d59f25c7b4519dba8644789f25878d10', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bd452', table='exams_examtargetevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ExamRegistration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exam_year', models.PositiveSmallIntegerField(verbose_name='考试年度')),
                ('name', models.CharField(max_length=100, verbose_name='姓名')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='报考级别')),
                ('result', models.CharField(choices=[('pending', '未出成绩'), ('passed', '合格'), ('failed', '不合格')], default='pending', max_length=10, verbose_name='成绩')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='talent.person', verbose_name='在册人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='positions.unit', verbose_name='单位')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='备注')),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('ability', models.CharField(blank=True, choices=[('registered', '已报考'), ('passed', '合格'), ('failed', '不合格'), ('absent', '缺考')], default='', max_length=10, verbose_name='社会工作综合能力')),
                ('law', models.CharField(blank=True, choices=[('registered', '已报考'), ('passed', '合格'), ('failed', '不合格'), ('absent', '缺考')], default='', max_length=10, verbose_name='社会工作法规与政策')),
                ('practice', models.CharField(blank=True, choices=[('registered', '已报考'), ('passed', '合格'), ('failed', '不合格'), ('absent', '缺考')], default='', max_length=10, verbose_name='社会工作实务')),
                ('stated', models.CharField(blank=True, choices=[('pending', '未出成绩'), ('passed', '合格'), ('failed', '不合格')], default='', max_length=10, verbose_name='总成绩（不分科时填）')),
                ('first_time', models.BooleanField(blank=True, null=True, verbose_name='是否首次报考')),
                ('phone', dingnan_sw.lib.secrets.SealedTextField(blank=True, null=True, verbose_name='联系电话')),
            ],
            options={
                'verbose_name': '考试报名',
                'verbose_name_plural': '考试报名',
                'ordering': ('-exam_year', 'unit__name', 'name', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('exam_year', 'level', 'person'), name='registered_once_a_year_and_level', violation_error_message='这个人在这一考试年度已经登记过同一级别的报名。'), models.UniqueConstraint(condition=models.Q(('person__isnull', True)), fields=('exam_year', 'level', 'unit', 'name'), name='name_registered_once_in_a_unit', violation_error_message='这个单位在这一考试年度已经登记过同名、同级别的报名；同名的两个人请填身份证号。'), models.CheckConstraint(condition=models.Q(('exam_year__range', (1990, 2999))), name='registration_of_a_sensible_year', violation_error_message='考试年度应在 1990 至 2999 之间。'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='registration_level_of_the_list'), models.CheckConstraint(condition=models.Q(('result__in', ['pending', 'passed', 'failed'])), name='registration_result_of_the_list'), models.CheckConstraint(condition=models.Q(('ability__in', ['', 'registered', 'passed', 'failed', 'absent']), ('law__in', ['', 'registered', 'passed', 'failed', 'absent']), ('practice__in', ['', 'registered', 'passed', 'failed', 'absent'])), name='registration_marks_of_the_list'), models.CheckConstraint(condition=models.Q(('law', ''), ('level', 2), _connector='OR'), name='law_paper_of_its_level'), models.CheckConstraint(condition=models.Q(('ability', ''), models.Q(('level', 3), _negated=True), _connector='OR'), name='ability_paper_of_its_levels'), models.CheckConstraint(condition=models.Q(('stated__in', ['', 'passed', 'failed'])), name='stated_result_of_the_list')],
                'triggers': [pgtrigger.compiler.Trigger(name='_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exams_examregistrationevent" ("ability", "exam_year", "first_time", "id", "law", "level", "name", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "practice", "remark", "result", "state", "stated", "unit_id") VALUES (NEW."ability", NEW."exam_year", NEW."first_time", NEW."id", NEW."law", NEW."level", NEW."name", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'新增\', NEW."id", NEW."phone", NEW."practice", NEW."remark", NEW."result", NEW."state", NEW."stated", NEW."unit_id"); RETURN NULL;', hash='b7de3b7317dc8f35ba33e33cfd08e6ea7088aeb3', operation='INSERT', pgid='pgtrigger__insert_0cd04', table='exams_examregistration', when='AFTER')), pgtrigger.compiler.Trigger(name='_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "exams_examregistrationevent" ("ability", "exam_year", "first_time", "id", "law", "level", "name", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "practice", "remark", "result", "state", "stated", "unit_id") VALUES (NEW."ability", NEW."exam_year", NEW."first_time", NEW."id", NEW."law", NEW."level", NEW."name", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'变更\', NEW."id", NEW."phone", NEW."practice", NEW."remark", NEW."result", NEW."state", NEW."stated", NEW."unit_id"); RETURN NULL;', hash='72f0914ed04f0cc87815bcacd824f2feede5d6f3', operation='UPDATE', pgid='pgtrigger__update_a93cb', table='exams_examregistration', when='AFTER')), pgtrigger.compiler.Trigger(name='_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "exams_examregistrationevent" ("ability", "exam_year", "first_time", "id", "law", "level", "name", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "practice", "remark", "result", "state", "stated", "unit_id") VALUES (OLD."ability", OLD."exam_year", OLD."first_time", OLD."id", OLD."law", OLD."level", OLD."name", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'删除\', OLD."id", OLD."phone", OLD."practice", OLD."remark", OLD."result", OLD."state", OLD."stated", OLD."unit_id"); RETURN NULL;', hash='4d4cd2d63572904020454af824365913acde150f', operation='DELETE', pgid='pgtrigger__delete_23f5e', table='exams_examregistration', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ExamRegistrationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('exam_year', models.PositiveSmallIntegerField(verbose_name='考试年度')),
                ('name', models.CharField(max_length=100, verbose_name='姓名')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '助理社会工作师'), (2, '社会工作师'), (3, '高级社会工作师')], verbose_name='报考级别')),
                ('result', models.CharField(choices=[('pending', '未出成绩'), ('passed', '合格'), ('failed', '不合格')], default='pending', max_length=10, verbose_name='成绩')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='talent.person', verbose_name='在册人员')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='exams.examregistration')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='positions.unit', verbose_name='单位')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='备注')),
                ('state', models.CharField(choices=[('reported', '待核对'), ('checked', '已核对'), ('returned', '退回')], default='reported', editable=False, max_length=10, verbose_name='核对')),
                ('remark', models.CharField(blank=True, editable=False, max_length=300, verbose_name='退回原因')),
                ('ability', models.CharField(blank=True, choices=[('registered', '已报考'), ('passed', '合格'), ('failed', '不合格'), ('absent', '缺考')], default='', max_length=10, verbose_name='社会工作综合能力')),
                ('law', models.CharField(blank=True, choices=[('registered', '已报考'), ('passed', '合格'), ('failed', '不合格'), ('absent', '缺考')], default='', max_length=10, verbose_name='社会工作法规与政策')),
                ('practice', models.CharField(blank=True, choices=[('registered', '已报考'), ('passed', '合格'), ('failed', '不合格'), ('absent', '缺考')], default='', max_length=10, verbose_name='社会工作实务')),
                ('stated', models.CharField(blank=True, choices=[('pending', '未出成绩'), ('passed', '合格'), ('failed', '不合格')], default='', max_length=10, verbose_name='总成绩（不分科时填）')),
                ('first_time', models.BooleanField(blank=True, null=True, verbose_name='是否首次报考')),
                ('phone', dingnan_sw.lib.secrets.SealedTextField(blank=True, null=True, verbose_name='联系电话')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='925491439173d71a70485a4026d4d921725ebe98', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_af335', table='exams_examregistrationevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='287785488e5539d922c3f7d631bcf7d0878eedfd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_47939', table='exams_examregistrationevent', when='BEFORE'))],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

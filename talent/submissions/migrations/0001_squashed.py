import dingnan_sw.audit.installing
import dingnan_sw.lib.secrets
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('submissions', '0001_initial'), ('submissions', '0002_step_never_emptied')]

    initial = True

    dependencies = [
        ('positions', '0001_squashed'),
        ('positions', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewRoute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_kind', models.CharField(choices=[('社区居委会', '社区居委会'), ('村委会', '村委会'), ('事业单位', '事业单位'), ('公立医院', '公立医院'), ('学校', '学校'), ('镇基层站所', '镇基层站所'), ('城市社区管委会基层站所', '城市社区管委会基层站所'), ('社区社会组织', '社区社会组织'), ('其他社会组织', '其他社会组织'), ('群团组织', '群团组织'), ('党政机关', '党政机关'), ('企业', '企业'), ('其他', '其他')], max_length=20, unique=True, verbose_name='单位类别')),
                ('head', models.BooleanField(default=False, verbose_name='单位负责人确认')),
                ('review', models.BooleanField(default=False, verbose_name='镇/部门审核')),
            ],
            options={
                'verbose_name': '审核环节',
                'verbose_name_plural': '审核环节',
                'ordering': ('unit_kind',),
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='表单编号')),
                ('kind', models.CharField(choices=[('person', '人员'), ('post', '岗位设置备案'), ('training', '培训记录'), ('correction', '更正'), ('confirmation', '年审')], max_length=20, verbose_name='类别')),
                ('subject', models.CharField(max_length=200, verbose_name='事项')),
                ('subject_index', models.BinaryField(max_length=32, null=True, verbose_name='事项索引')),
                ('sealed_rows', dingnan_sw.lib.secrets.SealedTextField(null=True, verbose_name='内容')),
                ('sealed_sent', dingnan_sw.lib.secrets.SealedTextField(null=True, verbose_name='最近提交的内容')),
                ('sealed_outcome', dingnan_sw.lib.secrets.SealedTextField(null=True, verbose_name='批准时的内容')),
                ('marks', models.JSONField(default=list, help_text='管理号、账号、电话、身份证号的盲索引', verbose_name='比对标记')),
                ('editors', models.JSONField(default=list, verbose_name='填写过的账号')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('head', '待单位负责人确认'), ('review', '待镇/部门审核'), ('bureau', '待民政审核'), ('returned', '退回待修改'), ('approved', '已通过'), ('withdrawn', '已撤回')], default='draft', max_length=10, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('reasons', models.JSONField(default=list, verbose_name='退回原因')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='建立时间')),
                ('changed', models.DateTimeField(default=django.utils.timezone.now, verbose_name='最近修改')),
                ('waiting_since', models.DateTimeField(blank=True, null=True, verbose_name='等待起点')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='positions.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '报送',
                'verbose_name_plural': '报送',
                'ordering': ('-changed', '-pk'),
                'indexes': [models.Index(fields=['state', 'waiting_since'], name='submission_queue'), django.contrib.postgres.indexes.GinIndex(fields=['marks'], name='submission_marks')],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('subject_index__isnull', False)), fields=('unit', 'kind', 'subject_index'), name='one_live_submission_a_subject')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('action', models.CharField(max_length=20, verbose_name='操作')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('head', '待单位负责人确认'), ('review', '待镇/部门审核'), ('bureau', '待民政审核'), ('returned', '退回待修改'), ('approved', '已通过'), ('withdrawn', '已撤回')], max_length=10, verbose_name='到')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='说明')),
                ('reasons', models.JSONField(default=list, verbose_name='退回原因')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='submissions.submission', verbose_name='报送')),
            ],
            options={
                'verbose_name': '办理记录',
                'verbose_name_plural': '办理记录',
                'ordering': ('pk',),
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5f337730725b84dcc8cc51c27317ef9cb3c24e6c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_92d2d', table='submissions_step', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'the record of changes is append-only';", hash='303b3afba6f0d021cf52bcdaaaa9a14649ee77d4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_b0f3a', table='submissions_step', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('kind', models.CharField(max_length=4, verbose_name='类型')),
                ('size', models.PositiveIntegerField(verbose_name='大小')),
                ('pages', models.PositiveSmallIntegerField(verbose_name='页数')),
                ('sha256', models.CharField(max_length=64, verbose_name='摘要')),
                ('uploaded', models.DateTimeField(default=django.utils.timezone.now, verbose_name='上传时间')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scans', to='submissions.submission', verbose_name='报送')),
            ],
            options={
                'verbose_name': '扫描件',
                'verbose_name_plural': '扫描件',
                'ordering': ('uploaded', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('submission', 'sha256'), name='the_same_scan_once_a_submission')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('files', models.JSONField(default=list, verbose_name='文件')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('done', models.BooleanField(default=False, verbose_name='已处理')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.submission', verbose_name='报送')),
            ],
            options={
                'verbose_name': '送来的扫描件',
                'verbose_name_plural': '送来的扫描件',
                'ordering': ('-created',),
            },
        ),
        migrations.CreateModel(
            name='Trace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=60, verbose_name='登记')),
                ('row', models.BigIntegerField(verbose_name='行')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='traces', to='submissions.submission', verbose_name='报送')),
            ],
            options={
                'verbose_name': '登记来源',
                'verbose_name_plural': '登记来源',
                'indexes': [models.Index(fields=['register', 'row'], name='trace_by_row')],
                'constraints': [models.UniqueConstraint(fields=('submission', 'register', 'row'), name='traced_once')],
            },
        ),
        dingnan_sw.audit.installing.InstallTriggers(
        ),
    ]

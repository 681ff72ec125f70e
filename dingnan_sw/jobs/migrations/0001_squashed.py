import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('jobs', '0001_initial'), ('jobs', '0002_initial'), ('jobs', '0003_grant')]

    initial = True

    dependencies = [
        ('positions', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60, verbose_name='类别')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('arguments', models.JSONField(default=dict, verbose_name='参数')),
                ('state', models.CharField(choices=[('waiting', '等待处理'), ('running', '正在处理'), ('done', '已完成'), ('failed', '未完成')], default='waiting', max_length=10, verbose_name='状态')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已完成')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='总数')),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('heartbeat', models.DateTimeField(null=True, verbose_name='最近活动')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='发起时间')),
                ('finished', models.DateTimeField(null=True, verbose_name='完成时间')),
                ('result_name', models.CharField(blank=True, max_length=200, verbose_name='结果文件名')),
                ('result_url', models.CharField(blank=True, max_length=200, verbose_name='结果页面')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
                ('grant', models.CharField(blank=True, max_length=64, verbose_name='发起时的授权摘要')),
            ],
            options={
                'verbose_name': '任务',
                'verbose_name_plural': '任务',
                'ordering': ('-created',),
            },
        ),
    ]

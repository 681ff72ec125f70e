import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notices', '0001_initial')]

    initial = True

    dependencies = [
        ('positions', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='内容')),
                ('url', models.CharField(max_length=200, verbose_name='页面')),
                ('key', models.CharField(blank=True, max_length=100, verbose_name='只发一次的编号')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('read', models.DateTimeField(null=True, verbose_name='已读时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件账号')),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
                'ordering': ('-created', '-pk'),
                'indexes': [models.Index(fields=['user', 'read'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('user', 'key'), name='told_once_a_key')],
            },
        ),
    ]

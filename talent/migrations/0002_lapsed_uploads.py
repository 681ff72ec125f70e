from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('talent', '0001_squashed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='upload',
            name='state',
            field=models.CharField(choices=[('checking', '正在检查'), ('ready', '待确认导入'), ('refused', '有错误，未导入'), ('applying', '正在导入'), ('applied', '已导入'), ('discarded', '已放弃'), ('lapsed', '已过期，未导入')], default='checking', max_length=10, verbose_name='状态'),
        ),
    ]

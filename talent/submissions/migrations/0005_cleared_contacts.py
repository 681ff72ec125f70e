from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0004_sent_subject'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='cleared',
            field=models.DateTimeField(editable=False, null=True, verbose_name='联系方式清除时间'),
        ),
    ]

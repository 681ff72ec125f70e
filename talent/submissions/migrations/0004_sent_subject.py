from django.db import migrations, models
from django.db.models import F


def as_it_is_called(apps, schema_editor):
    """Of what was submitted before, nothing else is known."""
    submissions = apps.get_model("submissions", "Submission").objects
    submissions.filter(sealed_sent__isnull=False).update(sent_subject=F("subject"))


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0003_given_up_submissions'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='sent_subject',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='最近提交的事项'),
        ),
        migrations.RunPython(as_it_is_called, migrations.RunPython.noop),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """Registrations are kept by talent.exams, whose migration has taken over their tables."""

    dependencies = [("budget", "0002_first_rows"), ("exams", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="ExamRegistrationEvent"),
                migrations.DeleteModel(name="ExamRegistration"),
            ]
        )
    ]

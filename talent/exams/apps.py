from django.apps import AppConfig


class ExamsConfig(AppConfig):
    name = "talent.exams"
    label = "exams"
    verbose_name = "考试"

    def ready(self) -> None:
        from talent.exams import rolls  # noqa: F401 # declares the rolls

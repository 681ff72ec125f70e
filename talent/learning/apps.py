from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "talent.learning"
    label = "learning"
    verbose_name = "登记、继续教育与培训"

    def ready(self) -> None:
        from talent.learning import rolls  # noqa: F401 # declares the rolls

from django.apps import AppConfig


class HonoursConfig(AppConfig):
    name = "talent.honours"
    label = "honours"
    verbose_name = "任用与荣誉"

    def ready(self) -> None:
        from talent.honours import rolls  # noqa: F401 # declares the rolls

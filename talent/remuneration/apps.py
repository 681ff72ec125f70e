from django.apps import AppConfig


class RemunerationConfig(AppConfig):
    name = "talent.remuneration"
    label = "remuneration"
    verbose_name = "薪酬与社保"

    def ready(self) -> None:
        from talent.remuneration import rolls  # noqa: F401 # declares the rolls

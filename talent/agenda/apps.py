from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "talent.agenda"
    label = "agenda"
    verbose_name = "年度日程"

    def ready(self) -> None:
        from talent.agenda import rolls  # noqa: F401 # declares the roll

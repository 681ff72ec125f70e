from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    name = "incentives"
    verbose_name = "激励"

    def ready(self) -> None:
        from incentives import ending, stake  # noqa: F401 # take part in the retention and in the submissions
        from incentives.learning import reminders  # noqa: F401 # registers the reminders and the lists

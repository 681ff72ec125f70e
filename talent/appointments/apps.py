from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "talent.appointments"
    label = "appointments"
    verbose_name = "聘任"

    def ready(self) -> None:
        from talent.appointments import rolls  # noqa: F401 # declares the rolls

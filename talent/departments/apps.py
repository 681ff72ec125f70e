from django.apps import AppConfig


class DepartmentsConfig(AppConfig):
    name = "talent.departments"
    label = "departments"
    verbose_name = "部门任务"

    def ready(self) -> None:
        from talent.departments import reminders, rolls  # noqa: F401 # they declare the rolls and what is reminded of

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "dingnan_sw.jobs"
    label = "jobs"
    verbose_name = "任务"

    def ready(self) -> None:
        from dingnan_sw.jobs import retention  # noqa: F401 # it is called with the cleaners

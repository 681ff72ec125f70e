from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "dingnan_sw.notices"
    label = "notices"
    verbose_name = "消息"

    def ready(self) -> None:
        from dingnan_sw.notices import ending  # noqa: F401 # takes part in the retention

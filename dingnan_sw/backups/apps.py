from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "dingnan_sw.backups"
    label = "backups"
    verbose_name = "备份"

    def ready(self) -> None:
        from dingnan_sw.backups import work  # noqa: F401 # it registers its job

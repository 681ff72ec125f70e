from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "dingnan_sw.jobs"
    label = "jobs"
    verbose_name = "任务"

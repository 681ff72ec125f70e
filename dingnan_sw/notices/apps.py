from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "dingnan_sw.notices"
    label = "notices"
    verbose_name = "消息"

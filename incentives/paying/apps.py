from django.apps import AppConfig


class PayingConfig(AppConfig):
    name = "incentives.paying"
    label = "paying"
    verbose_name = "发放"

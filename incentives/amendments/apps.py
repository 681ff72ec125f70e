from django.apps import AppConfig


class AmendmentsConfig(AppConfig):
    name = "incentives.amendments"
    label = "amendments"
    verbose_name = "标准修订"

from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "incentives.budget"
    label = "budget"
    verbose_name = "预算"

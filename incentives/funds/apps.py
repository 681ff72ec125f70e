from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "incentives.funds"
    label = "funds"
    verbose_name = "资金使用"

    def ready(self) -> None:
        from incentives.funds import rolls  # noqa: F401 # declares the rolls

from django.apps import AppConfig


class PurchasesConfig(AppConfig):
    name = "incentives.purchases"
    label = "purchases"
    verbose_name = "政府购买服务"

    def ready(self) -> None:
        from incentives.purchases import rolls  # noqa: F401 # declares the rolls

from django.apps import AppConfig


class ReimbursementsConfig(AppConfig):
    name = "talent.reimbursements"
    label = "reimbursements"
    verbose_name = "出差待遇"

    def ready(self) -> None:
        from talent.reimbursements import duties, rolls  # noqa: F401 # they declare the rolls and what is reminded of

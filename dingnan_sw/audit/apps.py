from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "dingnan_sw.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from dingnan_sw.audit import grants, keys, protect  # they need the models

        settings.KEYRING.guard = keys.refuse_to_replace
        connection_created.connect(keys.compare)
        post_migrate.connect(keys.keep_proofs, sender=self)
        post_migrate.connect(protect.hold, sender=self)
        post_migrate.connect(grants.give, sender=self)

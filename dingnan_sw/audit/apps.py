from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dingnan_sw.audit"
    label = "audit"
    verbose_name = "审计"

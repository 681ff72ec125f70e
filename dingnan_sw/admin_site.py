"""Django's admin, for accounts and reference data only, and for administrators only."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest


class PortalAdminSite(AdminSite):
    site_header = site_title = "定南县社会工作人才管理系统 · 管理"
    index_title = "账号与基础数据"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and "administrator" in request.scope.roles)  # type: ignore[attr-defined]


class PortalAdminConfig(AdminConfig):
    default_site = "dingnan_sw.admin_site.PortalAdminSite"

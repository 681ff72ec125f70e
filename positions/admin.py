"""Accounts and reference data for the administrator; no business data (design 7, roles)."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponseRedirect
from import_export import resources
from import_export.admin import ExportMixin
from import_export.formats.base_formats import XLSX

from dingnan_sw.audit.chain import record
from positions.models import Community, CountyYear, Mandate, Town, Unit, User

admin.site.unregister(Group)


class ForAdministrators:
    """The site itself lets administrators in alone; inside, its models need no further permission."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return admin.site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return admin.site.has_permission(request)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        record("新增", by=request.user, about=obj, what=str(obj))
        return super().log_addition(request, obj, message)  # type: ignore[misc] # of ModelAdmin

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        record("变更", by=request.user, about=obj, what=str(obj), fields=message)
        return super().log_change(request, obj, message)  # type: ignore[misc] # of ModelAdmin


class MandateInline(ForAdministrators, admin.TabularInline):
    model = Mandate
    extra = 0
    autocomplete_fields = ("unit",)


@admin.register(User)
class AccountAdmin(ForAdministrators, UserAdmin):
    list_display = ("username", "display_name", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "display_name")
    fieldsets = (
        (None, {"fields": ("username", "display_name", "is_active", "must_change_password")}),
        ("登录", {"fields": ("last_login",)}),
    )
    add_fieldsets = ((None, {"fields": ("username", "display_name", "password1", "password2")}),)
    readonly_fields = ("last_login",)
    filter_horizontal = ()
    inlines = (MandateInline,)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.must_change_password = True
        super().save_model(request, obj, form, change)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """A password that an administrator has set is a first password again."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            User.objects.filter(pk=id).update(must_change_password=True)
        return response


class ReferenceAdmin(ForAdministrators, ExportMixin, admin.ModelAdmin):
    """Reference data with django-import-export's export; it comes in through the workbook exchange."""

    formats = (XLSX,)


class TownResource(resources.ModelResource):
    class Meta:
        model = Town
        fields = ("code", "name")


class CommunityResource(resources.ModelResource):
    class Meta:
        model = Community
        fields = ("code", "name", "town__name", "note")


class CountyYearResource(resources.ModelResource):
    class Meta:
        model = CountyYear
        fields = ("year", "residents", "registered", "source")


@admin.register(Town)
class TownAdmin(ReferenceAdmin):
    resource_classes = (TownResource,)
    list_display = ("name", "code")


@admin.register(Community)
class CommunityAdmin(ReferenceAdmin):
    resource_classes = (CommunityResource,)
    list_display = ("code", "name", "town")
    search_fields = ("code", "name")
    list_filter = ("town",)


@admin.register(Unit)
class UnitAdmin(ForAdministrators, admin.ModelAdmin):
    """Units are read here alone, to be named in a mandate; they come in through the workbook exchange."""

    list_display = ("name", "kind", "town")
    search_fields = ("name",)
    fields = ("name", "kind", "credit_code", "town", "community", "department")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CountyYear)
class CountyYearAdmin(ReferenceAdmin):
    resource_classes = (CountyYearResource,)
    list_display = ("year", "residents", "registered", "source")

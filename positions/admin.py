"""Accounts and reference data for the administrator; no business data (design 7, roles)."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import Group
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from import_export import resources
from import_export.admin import ExportMixin
from import_export.formats.base_formats import XLSX
from import_export.forms import ExportForm

from dingnan_sw.audit.bounds import exported
from dingnan_sw.audit.chain import record
from dingnan_sw.lib import history
from dingnan_sw.lib.dates import covers, today
from positions.accounts import AccountRefused, first_sign_in_link, place_problem
from positions.fresh import fresh
from positions.models import Community, CountyYear, Mandate, Office, Town, Unit, User
from positions.signin import lockout, second
from positions.vocabulary import Role

admin.site.unregister(Group)


class ForAdministrators:
    """The site itself lets administrators in alone; inside, its models need no further permission.

    added and changed are what the audit record calls its acts.
    """

    added, changed = "新增", "变更"

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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        request.before = history.stored(obj)  # type: ignore[attr-defined] # for the entry that follows
        super().save_model(request, obj, form, change)  # type: ignore[misc] # of ModelAdmin

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        entry = super().log_addition(request, obj, message)  # type: ignore[misc] # of ModelAdmin
        self._record(self.added, request, obj, entry)
        return entry

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        entry = super().log_change(request, obj, message)  # type: ignore[misc] # of ModelAdmin
        self._record(self.changed, request, obj, entry)
        return entry

    def _record(self, action: str, request: HttpRequest, obj: Any, entry: Any) -> None:
        changed = history.difference(getattr(request, "before", {}), history.stored(obj))
        beneath = getattr(request, "beneath", {})
        record(
            action, by=request.user, about=obj, what=str(obj), fields=entry.get_change_message(), **changed, **beneath
        )


def _address(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")


class MandateForm(forms.ModelForm):
    """A mandate's rules in words; the constraints of the table stand behind them."""

    since = forms.DateField(label="起始日期", initial=today, widget=AdminDateWidget)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        problem = place_problem(data.get("role"), data.get("unit"), data.get("town"), heads=data.get("heads", False))
        if problem and not {"unit", "town"}.intersection(self.errors):
            self.add_error(problem[0], problem[2])
        since, until = data.get("since"), data.get("until")
        if since and until and until <= since:
            self.add_error("until", "终止次日应晚于起始日期：授权到终止次日的前一日为止。")
        return data


class MandateFormSet(forms.BaseInlineFormSet):
    by: User

    def clean(self) -> None:
        """Whoever shortens their own last administrator's mandate could not come back to mend it."""
        super().clean()
        if self.instance != self.by or any(self.errors):
            return
        before = _administration_ends(Mandate.objects.filter(user=self.by))
        if _administration_ends(form.instance for form in self.forms) < before:
            raise ValidationError(
                "不能终止自己最后一项系统管理员授权，否则您将无法再进入本页；请由另一位系统管理员办理。"
            )


def _administration_ends(mandates: Iterable[Mandate]) -> datetime.date:
    """The day on which the last of those mandates ends that make an administrator today."""
    held = (m for m in mandates if m.role == Role.ADMINISTRATOR and m.since and covers(m.since, m.until, today()))
    return max((m.until or datetime.date.max for m in held), default=datetime.date.min)


class UnitSelect(AutocompleteSelect):
    """Shown again with what was sent, even where that is no key of any unit."""

    def optgroups(self, name: str, value: Iterable[Any], attr: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if str(one).isdecimal()], attr)


class MandateInline(ForAdministrators, admin.TabularInline):
    """Mandates are ended, never deleted."""

    model = Mandate
    form = MandateForm
    formset = MandateFormSet
    fields = ("role", "unit", "town", "heads", "since", "until")
    extra = 1
    autocomplete_fields = ("unit",)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.by = request.user
        return formset

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A place is chosen here, and kept elsewhere."""
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = UnitSelect(db_field, self.admin_site)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.is_relation:
            for kept_elsewhere in ("can_add_related", "can_change_related", "can_view_related"):
                setattr(field.widget, kept_elsewhere, False)
        return field


class AccountForm(forms.ModelForm):
    by: User

    class Meta:
        field_classes = {"username": UsernameField}
        labels = {"is_active": "启用"}
        help_texts = {
            "username": "登录用，字母、数字或汉字，可以有 @ . + - _，不能有空格。",
            "is_active": "停用后，本人随即退出，不能再登录；账号和他做过的记录都保留。",
        }

    def clean_is_active(self) -> bool:
        if self.instance == self.by and not self.cleaned_data["is_active"]:
            raise ValidationError("不能停用自己的账号；请由另一位系统管理员办理。")
        return self.cleaned_data["is_active"]


@admin.register(User)
class AccountAdmin(ForAdministrators, admin.ModelAdmin):
    """Accounts without their passwords: those are their owners' own."""

    added, changed = "开设账号", "变更账号"
    form = AccountForm
    list_display = ("username", "display_name", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "display_name")
    ordering = ("username",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "display_name",
                    "email",
                    "is_active",
                    "password_state",
                    "second_step",
                    "closed",
                    "last_login",
                )
            },
        ),
    )
    add_fieldsets = ((None, {"fields": ("username", "display_name", "email")}),)
    readonly_fields = ("password_state", "second_step", "closed", "last_login")
    inlines = (MandateInline,)

    @admin.display(description="密码")
    def password_state(self, account: User) -> str:
        if not account.has_usable_password():
            return "未设定：等本人用登录链接设定"
        return "随机密码，首次登录须修改" if account.must_change_password else "本人已设定"

    @admin.display(description="两步验证")
    def second_step(self, account: User) -> str:
        return f"已启用，还有 {account.recovery_codes.count()} 个恢复码" if second.enrolled(account) else "未启用"

    @admin.display(description="登录锁定")
    def closed(self, account: User) -> str:
        opens = lockout.opens_at(account.username)
        return f"连续输错密码，{timezone.localtime(opens):%H:%M} 以后自动解除" if opens else "没有锁定"

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """A list filtered by password hashes would tell them, sign by sign."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Mandates are told in the account's entry, each with what it said before and says now."""
        rows = [(one.instance, history.stored(one.instance)) for one in formset.forms if one.has_changed()]
        super().save_formset(request, form, formset, change)
        told = [{"what": str(row), **history.difference(before, history.stored(row))} for row, before in rows]
        request.beneath = {"mandates": told} if told else {}  # type: ignore[attr-defined] # for the entry that follows

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        """On to the account's page, where its link is made."""
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, f"账号“{obj.username}”已开设。请生成首次登录链接，交给本人设定密码。")
        return HttpResponseRedirect(_page_of(obj))

    def get_urls(self) -> list[Any]:
        link = path(
            "<int:pk>/link/", self.admin_site.admin_view(fresh(self.first_link)), name="positions_user_first_link"
        )
        reset = path(
            "<int:pk>/second/", self.admin_site.admin_view(fresh(self.reset_second)), name="positions_user_reset_second"
        )
        unlock = path("<int:pk>/unlock/", self.admin_site.admin_view(fresh(self.unlock)), name="positions_user_unlock")
        return [link, reset, unlock, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        account = self.get_object(request, object_id)
        closed = account is not None and lockout.opens_at(account.username) is not None
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "closed": closed})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Looking asks for nothing; opening and changing an account does."""
        shown = super().changeform_view
        return fresh(shown)(request, *args, **kwargs) if request.method == "POST" else shown(request, *args, **kwargs)

    def unlock(self, request: HttpRequest, pk: int) -> HttpResponse:
        """An account that wrong passwords have closed, opened before its time."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        account = get_object_or_404(User, pk=pk)
        lockout.unlock(account, request.user, _address(request))
        messages.success(request, f"{account} 可以登录了。")
        return HttpResponseRedirect(_page_of(account))

    def reset_second(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The telephone is lost; one's own is changed on the page of the second step."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        account = get_object_or_404(User.objects.exclude(pk=request.user.pk), pk=pk)
        second.reset(account, request.user, _address(request))
        messages.success(request, f"{account} 的两步验证已重置，下次登录时重新绑定手机。")
        return HttpResponseRedirect(_page_of(account))

    def first_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a first sign-in link and show it, once: it is kept nowhere."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        account = get_object_or_404(User, pk=pk)
        try:
            path = first_sign_in_link(account, request.user, _address(request))
        except AccountRefused as refused:
            messages.error(request, refused.message)
            return HttpResponseRedirect(_page_of(account))
        valid = datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        told = {
            "title": f"登录链接：{account}",
            "account": account,
            "page": _page_of(account),
            "link": request.build_absolute_uri(path),
            "hours": valid // datetime.timedelta(hours=1),
            "until": timezone.now() + valid,
            "opts": self.opts,
        }
        return TemplateResponse(
            request, "admin/positions/user/first_link.html", self.admin_site.each_context(request) | told
        )


def _page_of(account: User) -> str:
    return reverse("admin:positions_user_change", args=[account.pk])


class ReferenceAdmin(ForAdministrators, ExportMixin, admin.ModelAdmin):
    """Reference data with django-import-export's export; it comes in through the workbook exchange."""

    formats = (XLSX,)
    export_form_class = ExportForm  # the form that lets fields be chosen needs styles and script within the page

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        exported("导出列表", by=request.user, list=str(self.opts.verbose_name_plural), count=queryset.count())
        return super().get_export_data(file_format, request, queryset, **kwargs)

    def get_export_queryset(self, request: HttpRequest) -> Any:
        """Of what the list shows; an address that filters by what there is not is a bad request, as in the list itself."""
        try:
            return super().get_export_queryset(request)
        except IncorrectLookupParameters as odd:
            raise SuspiciousOperation(str(odd)) from odd


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


@admin.register(Office)
class OfficeAdmin(ForAdministrators, admin.ModelAdmin):
    """A new row from the day on which names change; old ones stay for what was made in their time."""

    list_display = ("since", "name", "code", "signer", "contact", "phone")

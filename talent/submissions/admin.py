"""The administrator's setting of submissions: which stages a unit kind passes."""

from django.contrib import admin

from positions.admin import ForAdministrators
from talent.submissions.models import ReviewRoute


@admin.register(ReviewRoute)
class ReviewRouteAdmin(ForAdministrators, admin.ModelAdmin):
    list_display = ("unit_kind", "head", "review")
    list_editable = ("head", "review")

"""Only mounts: the addresses themselves are in the apps."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]

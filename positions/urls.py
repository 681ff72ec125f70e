from django.urls import path

from positions import audit_pages, backup_pages, machine_check, privacy_pages, views  # noqa: F401 # machine_check adds to the self-check
from positions.self_check import self_check

urlpatterns = [
    path("units/", views.units, name="units"),
    path("posts/", views.posts, name="posts"),
    path("posts/<int:pk>/", views.post, name="post"),
    path("communities/", views.communities, name="communities"),
    path("county/", views.county, name="county"),
    path("audit/", audit_pages.audit, name="audit"),
    path("self-check/", self_check, name="self-check"),
    path("backups/", backup_pages.backups, name="backups"),
    path("backups/now/", backup_pages.backup_now, name="backup-now"),
    path("privacy/", privacy_pages.privacy, name="privacy"),
    path("audit/verify/", audit_pages.verify, name="audit-verify"),
]

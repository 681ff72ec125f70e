from django.urls import path

from positions import audit_pages, views

urlpatterns = [
    path("units/", views.units, name="units"),
    path("posts/", views.posts, name="posts"),
    path("posts/<int:pk>/", views.post, name="post"),
    path("communities/", views.communities, name="communities"),
    path("county/", views.county, name="county"),
    path("audit/", audit_pages.audit, name="audit"),
    path("audit/verify/", audit_pages.verify, name="audit-verify"),
]

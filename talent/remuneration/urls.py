from django.urls import path

from talent.remuneration import views

urlpatterns = [
    path("remuneration/", views.people, name="remuneration"),
    path("remuneration/organisations/", views.organisations, name="remuneration-organisations"),
]

from django.urls import path

from talent import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("people/", views.people, name="people"),
    path("certificates/", views.certificates, name="certificates"),
    path("services/", views.services, name="services"),
    path("trainings/", views.trainings, name="trainings"),
    path("exchange/", views.exchange, name="exchange"),
    path("exchange/template.xlsx", views.exchange_template, name="exchange-template"),
    path("exchange/<uuid:pk>/", views.upload, name="upload"),
    path("exchange/<uuid:pk>/confirm/", views.upload_confirm, name="upload-confirm"),
    path("exchange/<uuid:pk>/discard/", views.upload_discard, name="upload-discard"),
    path("exchange/<uuid:pk>/errors.xlsx", views.upload_errors, name="upload-errors"),
]

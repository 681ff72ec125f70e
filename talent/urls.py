from django.urls import path

from talent import exchange_pages, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("people/", views.people, name="people"),
    path("certificates/", views.certificates, name="certificates"),
    path("services/", views.services, name="services"),
    path("trainings/", views.trainings, name="trainings"),
    path("exchange/", exchange_pages.exchange, name="exchange"),
    path("exchange/template.xlsx", exchange_pages.exchange_template, name="exchange-template"),
    path("exchange/<uuid:pk>/", exchange_pages.upload, name="upload"),
    path("exchange/<uuid:pk>/confirm/", exchange_pages.upload_confirm, name="upload-confirm"),
    path("exchange/<uuid:pk>/discard/", exchange_pages.upload_discard, name="upload-discard"),
    path("exchange/<uuid:pk>/errors.xlsx", exchange_pages.upload_errors, name="upload-errors"),
]

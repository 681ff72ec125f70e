from django.urls import path

from incentives.statistics import views

urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("statistics/<str:part>/", views.behind, name="statistics-list"),
]

from django.urls import path

from incentives.obligations import views

urlpatterns = [path("obligations/", views.obligations, name="obligations")]

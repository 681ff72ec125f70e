from django.urls import path

from incentives.forecast import views

urlpatterns = [path("forecast/", views.forecast, name="forecast")]

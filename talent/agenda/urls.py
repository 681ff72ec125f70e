from django.urls import path

from talent.agenda import views

urlpatterns = [path("calendar/", views.year_calendar, name="calendar")]

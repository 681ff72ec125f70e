from django.urls import path

from talent.honours import views

urlpatterns = [path("honours/", views.summary, name="honours")]

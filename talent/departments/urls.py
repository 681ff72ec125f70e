from django.urls import path

from talent.departments import views

urlpatterns = [path("departments/report/", views.department_report, name="department-report")]

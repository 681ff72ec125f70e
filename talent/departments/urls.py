from django.urls import path

from talent.departments import papers, views  # noqa: F401 # papers registers the work that makes the sheet

urlpatterns = [
    path("departments/report/", views.department_report, name="department-report"),
    path("departments/report/<str:kind>/", views.department_paper, name="department-paper"),
]

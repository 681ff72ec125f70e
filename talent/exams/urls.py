from django.urls import path

from talent.exams import views

urlpatterns = [
    path("exams/", views.exams, name="exams"),
    path("exams/passes/", views.exam_passes, name="exam-passes"),
    path("exams/passes/<int:pk>/report/", views.exam_pass_report, name="exam-pass-report"),
]

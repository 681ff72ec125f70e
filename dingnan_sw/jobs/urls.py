from django.urls import path

from dingnan_sw.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:pk>/", views.job, name="job"),
    path("jobs/<uuid:pk>/progress/", views.progress, name="job-progress"),
    path("jobs/<uuid:pk>/result/", views.result, name="job-result"),
]

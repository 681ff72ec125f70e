from django.urls import path

from dingnan_sw.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices-read"),
    path("notices/<int:pk>/", views.notice_open, name="notice-open"),
]

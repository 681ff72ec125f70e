from django.urls import path

from talent.appointments import views

urlpatterns = [
    path("appointments/", views.overview, name="appointments"),
    path("appointments/none/", views.unappointed, name="appointments-none"),
    path("appointments/differ/", views.differing, name="appointments-differ"),
    path("appointments/systems/", views.systems, name="appointments-systems"),
    path("appointments/posts/", views.professional, name="appointments-posts"),
    path("appointments/filing/<int:pk>/<str:kind>/", views.post_filing, name="post-filing"),
]

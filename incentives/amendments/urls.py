from django.urls import path

from incentives.amendments import views

urlpatterns = [
    path("amendments/", views.amendments, name="amendments"),
    path("amendments/new/", views.amendment_new, name="amendment-new"),
    path("amendments/people/", views.amendment_people, name="amendment-people"),
    path("amendments/<int:number>/", views.amendment, name="amendment"),
    path("amendments/<int:number>/sign/", views.amendment_sign, name="amendment-sign"),
    path("amendments/<int:number>/withdraw/", views.amendment_withdraw, name="amendment-withdraw"),
    path("what-if/", views.what_if, name="what-if"),
]

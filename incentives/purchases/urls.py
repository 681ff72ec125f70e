from django.urls import path

from incentives.purchases import views

urlpatterns = [
    path("purchases/", views.purchases, name="purchases"),
    path("purchases/list/", views.purchase_list, name="purchase-list"),
    path("purchases/<int:pk>/", views.purchase, name="purchase"),
]

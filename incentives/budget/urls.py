from django.urls import path

from incentives.budget import views

urlpatterns = [
    path("budget/", views.budget, name="budget"),
    path("budget/people/", views.budget_people, name="budget-people"),
    path("budget/<int:year>/people/<int:pk>/<str:month>/", views.budget_share, name="budget-share"),
    path("budget-execution/", views.budget_execution, name="budget-execution"),
    path("budget-execution/months/", views.budget_months, name="budget-months"),
    path("budget-execution/granted/", views.budget_granted, name="budget-granted"),
    path("budget-execution/paid/", views.budget_paid, name="budget-paid"),
    path("budget-execution/banked/", views.budget_banked, name="budget-banked"),
    path("budget-settings/", views.budget_settings, name="budget-settings"),
    path("budget-settings/<str:part>/new/", views.budget_setting_new, name="budget-setting-new"),
    path("budget-settings/<str:part>/<int:pk>/", views.budget_setting, name="budget-setting"),
]

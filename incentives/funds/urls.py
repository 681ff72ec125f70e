from django.urls import path

from incentives.funds import views

urlpatterns = [
    path("funds/", views.funds, name="funds"),
    path("funds/lottery/", views.lottery_statement, name="lottery-statement"),
    path("funds/performance/", views.performance_sheet, name="performance-sheet"),
]

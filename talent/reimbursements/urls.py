from django.urls import path

from talent.reimbursements import views

urlpatterns = [
    path("reimbursements/", views.reimbursements, name="reimbursements"),
    path("reimbursements/<int:pk>/begin/", views.reimbursement_begin, name="reimbursement-begin"),
    path("reimbursements/<int:pk>/sheet/<str:kind>/", views.reimbursement_sheet, name="reimbursement-sheet"),
]

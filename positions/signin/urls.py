from django.urls import path

from positions.signin import views

urlpatterns = [
    path("second-factor/", views.second_factor, name="second-factor"),
    path("second-factor/code/", views.code, name="second-factor-code"),
    path("second-factor/recovery-codes/", views.recovery_codes, name="recovery-codes"),
    path("confirm-identity/", views.confirm_identity, name="confirm-identity"),
    path("session/continue/", views.go_on, name="session-continue"),
    path("unsent/", views.held_forms, name="held-forms"),
    path("unsent/<uuid:pk>/discard/", views.held_form_discard, name="held-form-discard"),
]

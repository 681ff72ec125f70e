from django.urls import path

from incentives.learning import views

urlpatterns = [
    path("learning/registrations/", views.registration_states, name="registration-states"),
    path("learning/education/", views.continuing_education, name="continuing-education"),
    path("learning/training/", views.training_rates, name="training-rates"),
    path("learning/training/untrained/", views.untrained, name="untrained"),
    path("learning/training/sessions/", views.training_sessions, name="training-sessions"),
    path("people/<int:pk>/sheet/<str:kind>/", views.holder_sheet, name="holder-sheet"),
]

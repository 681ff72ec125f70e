from django.urls import path

from talent.rolls import views

urlpatterns = [
    path("rolls/", views.rolls, name="rolls"),
    path("rolls/<slug:name>/", views.roll_rows, name="roll"),
    path("rolls/<slug:name>/new/", views.roll_new, name="roll-new"),
    path("rolls/<slug:name>/check/", views.roll_check, name="roll-check"),
    path("rolls/<slug:name>/<int:pk>/return/", views.roll_return, name="roll-return"),
    path("rolls/<slug:name>/sheet.xlsx", views.roll_export, name="roll-export"),
    path("rolls/<slug:name>/template.xlsx", views.roll_template, name="roll-template"),
    path("rolls/<slug:name>/<int:pk>/", views.roll_row, name="roll-row"),
    path("rolls/<slug:name>/<int:pk>/delete/", views.roll_delete, name="roll-delete"),
]

from django.urls import path

from talent.submissions.views import batch, confirming, correcting, editing, pages, scans, silent, workbooks

urlpatterns = [
    path("submissions/", pages.submissions, name="submissions"),
    path("submissions/new/<slug:kind>/", editing.submission_new, name="submission-new"),
    path("submissions/correct/<int:pk>/", correcting.submission_correct, name="submission-correct"),
    path("submissions/roster/<int:pk>/", confirming.submission_roster, name="submission-roster"),
    path("submissions/batch/<slug:action>/", batch.submission_batch, name="submission-batch"),
    path("submissions/silent/", silent.silent, name="submission-silent"),
    path("submissions/silent/chase/", silent.silent_chase, name="submission-chase"),
    path("submissions/paste/<slug:kind>/", workbooks.submission_paste, name="submission-paste"),
    path("submissions/workbook/", workbooks.submission_workbook, name="submission-workbook"),
    path("submissions/workbook/template.xlsx", workbooks.submission_template, name="submission-template"),
    path("submissions/workbook/record.xlsx", workbooks.submission_record, name="submission-record"),
    path("submissions/workbook/<uuid:pk>/", workbooks.submission_upload, name="submission-upload"),
    path("submissions/workbook/<uuid:pk>/keep/", workbooks.submission_upload_keep, name="submission-upload-keep"),
    path(
        "submissions/workbook/<uuid:pk>/errors.xlsx",
        workbooks.submission_upload_errors,
        name="submission-upload-errors",
    ),
    path("submissions/scans/", scans.scans, name="scans"),
    path("submissions/scans/<uuid:pk>/", scans.scan_delivery, name="scan-delivery"),
    path("submissions/<int:pk>/", pages.submission, name="submission"),
    path("submissions/<int:pk>/clear/", pages.submission_clear, name="submission-clear"),
    path("submissions/<int:pk>/edit/", editing.submission_edit, name="submission-edit"),
    path("submissions/<int:pk>/scans/", scans.submission_scans, name="submission-scans"),
    path("submissions/<int:pk>/do/<slug:action>/", pages.submission_act, name="submission-act"),
    path("scans/<uuid:pk>/", scans.scan, name="scan"),
    path("scans/<uuid:pk>/<int:number>/", scans.scan_page, name="scan-page"),
    path("scans/<uuid:pk>/original/", scans.scan_original, name="scan-original"),
    path("scans/<uuid:pk>/delete/", scans.scan_delete, name="scan-delete"),
]

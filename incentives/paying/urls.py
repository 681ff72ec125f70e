from django.urls import path

from incentives.paying.views import batches, bureau, finance

urlpatterns = [
    path("batches/", batches.batches, name="batches"),
    path("batches/prepare/", batches.batch_prepare, name="batch-prepare"),
    path("batches/people/", batches.batch_people, name="batch-people"),
    path("batches/lines/", batches.batch_lines, name="batch-lines"),
    path("batches/payments/", finance.payments, name="payments"),
    path("batches/papers/<uuid:pk>/", finance.batch_paper, name="batch-paper"),
    path("batches/<int:number>/papers/<str:kind>/<str:form>/", finance.paper_make, name="batch-paper-make"),
    path("batches/<int:number>/", batches.batch, name="batch"),
    path("batches/<int:number>/people/<int:pk>/", batches.batch_person, name="batch-person"),
    path("batches/<int:number>/step/<str:to>/", batches.batch_step, name="batch-step"),
    path("batches/<int:number>/checks/", batches.batch_checks, name="batch-checks"),
    path("batches/<int:number>/acknowledge/", finance.batch_acknowledge, name="batch-acknowledge"),
    path("batches/<int:number>/results/", finance.batch_results, name="batch-results"),
    path("batches/<int:number>/bounced/", finance.batch_bounced, name="batch-bounced"),
    path("batches/<int:number>/bounced/<int:payment>/", finance.bounced_cancel, name="bounced-cancel"),
    path("batches/<int:number>/bank-file/<str:channel>/", finance.bank_file_make, name="bank-file"),
    path("batches/<int:number>/notice/", bureau.batch_notice, name="batch-notice"),
    path("batches/<int:number>/objections/", bureau.objection_add, name="objection-add"),
    path("batches/<int:number>/objections/<int:pk>/", bureau.objection_answer, name="objection-answer"),
    path("paid/", finance.paid, name="paid"),
    path("receivables/", finance.receivables_list, name="receivables"),
    path("receivables/<int:pk>/", finance.receivable, name="receivable"),
    path("receivables/<int:pk>/bounced/<int:payment>/", finance.receivable_bounced, name="receivable-bounced"),
    path("held/", bureau.held, name="held"),
    path("held/<int:pk>/", bureau.held_line, name="held-line"),
    path("payment-files/", finance.layouts, name="payment-layouts"),
    path("payment-files/<str:channel>/", finance.layout_edit, name="payment-layout"),
]

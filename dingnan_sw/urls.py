"""Only mounts: the addresses themselves are in the apps."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from positions.accounts import FirstSignIn
from positions.signin.views import SignIn
from positions.views import ChangePassword

handler400 = "dingnan_sw.lib.errors.bad_request"
handler403 = "dingnan_sw.lib.errors.forbidden"
handler404 = "dingnan_sw.lib.errors.not_found"
handler500 = "dingnan_sw.lib.errors.broken"
urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", ChangePassword.as_view(), name="password_change"),
    path("first/<uidb64>/<token>/", FirstSignIn.as_view(), name="first-sign-in"),
    path("admin/", admin.site.urls),
    path("", include("dingnan_sw.jobs.urls")),
    path("", include("dingnan_sw.notices.urls")),
    path("", include("positions.urls")),
    path("", include("positions.signin.urls")),
    path("", include("talent.urls")),
    path("", include("talent.rolls.urls")),
    path("", include("talent.submissions.urls")),
    path("", include("talent.departments.urls")),
    path("", include("talent.agenda.urls")),
    path("", include("incentives.obligations.urls")),
    path("", include("talent.appointments.urls")),
    path("", include("talent.remuneration.urls")),
    path("", include("talent.honours.urls")),
    path("", include("talent.exams.urls")),
    path("", include("talent.reimbursements.urls")),
    path("", include("incentives.urls")),
    path("", include("incentives.learning.urls")),
    path("", include("incentives.paying.urls")),
    path("", include("incentives.budget.urls")),
    path("", include("incentives.amendments.urls")),
    path("", include("incentives.forecast.urls")),
    path("", include("incentives.statistics.urls")),
    path("", include("incentives.purchases.urls")),
    path("", include("incentives.funds.urls")),
]

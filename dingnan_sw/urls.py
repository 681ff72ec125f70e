"""Only mounts: the addresses themselves are in the apps."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from positions.accounts import FirstSignIn
from positions.views import ChangePassword

urlpatterns = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", ChangePassword.as_view(), name="password_change"),
    path("first/<uidb64>/<token>/", FirstSignIn.as_view(), name="first-sign-in"),
    path("admin/", admin.site.urls),
    path("", include("dingnan_sw.jobs.urls")),
    path("", include("dingnan_sw.notices.urls")),
    path("", include("positions.urls")),
    path("", include("talent.urls")),
    path("", include("talent.rolls.urls")),
    path("", include("talent.submissions.urls")),
    path("", include("incentives.urls")),
    path("", include("incentives.paying.urls")),
    path("", include("incentives.budget.urls")),
    path("", include("incentives.amendments.urls")),
]

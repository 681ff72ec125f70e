from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "positions.signin"
    label = "signin"
    verbose_name = "登录"

    def ready(self) -> None:
        from positions.signin import checks, ending, gate, lockout, sitting  # noqa: F401 # take part in signing in and in the self-check

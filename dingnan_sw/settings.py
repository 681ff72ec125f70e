"""Settings: one file; everything that differs between machines comes from the environment.

PORTAL_MODE     demo (default: a labelled demo county, keys made by itself) or production (refuses what is unsafe)
DATA_DIR        where all state lives: database, keys, uploads, results (default: var/)
DATABASE_URL    an external PostgreSQL 14 or newer; without it the embedded one starts
DATABASE_OWNER_URL  the owner of its tables, for migrate alone (default: DATABASE_URL's role owns them and the triggers alone hold)
SECRET_KEY      required in production, at least 50 characters; otherwise made under DATA_DIR/keys
DEBUG           on / off (default off); refused in production
ALLOWED_HOSTS   comma separated (default: this machine); production refuses *
BACKUP_DIR      where backups lie, best on another disk (default: DATA_DIR/backups)
BACKUP_AT       the hour of the daily backup and its drill such as 02:30, or off (default: 02:30 in production, off in demo)
EMAIL_URL       a mail server such as smtp+tls://user:password@host:587 (default: none, no mail is sent); EMAIL_FROM its sender
PASSWORD_COMPOSITION, PASSWORD_DAYS  the rules of 等保 that ASVS advises against: three of four kinds of characters (on / off), a new
                password every so many days (0: never); default on and 90 in production, else off and 0
SESSION_IDLE_MINUTES, SESSION_IDLE_FINANCE_MINUTES, SESSION_MINUTES  how long one signing in lasts: without an act (default 30,
                finance 15), and altogether (default 480)
CLAMD_SOCKET    path of ClamAV's socket on this machine: every file sent in is looked at for viruses first (default none)
EXPORTS_IN_TEN_MINUTES  how many lists, reports and files of batches one account may carry off in ten minutes (default 20)
BEHIND_PROXY    on / off (default off): our reverse proxy sets X-Real-IP, the client's address; no other header is believed
HTTPS           secure cookies, HSTS, redirect to https (default on in production, which refuses off)
SECOND_FACTOR   on / off: a code from the telephone besides the password (default on in production, which refuses off)
SECOND_FACTOR_ROLES  comma separated, the roles that need it (default: all but units and reviewers)
"""

import datetime
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from dingnan_sw.lib.secrets import Keyring

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODES = {"demo": "演示", "production": "正式"}
PORTAL_MODE = env.str("PORTAL_MODE", "demo")
if PORTAL_MODE not in MODES:
    raise ImproperlyConfigured(f"PORTAL_MODE 只能是 {' 或 '.join(MODES)}，现在是 {PORTAL_MODE!r}")
PRODUCTION = PORTAL_MODE == "production"
ENVIRONMENT_LABEL = MODES[PORTAL_MODE]


def _switch(name: str, default: bool) -> bool:
    """A switch is on or off; anything else is a mistake worth stopping for."""
    words = {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}
    text = env.str(name, "on" if default else "off").strip().lower()
    if text not in words:
        raise ImproperlyConfigured(f"{name} 只能是 on 或 off，现在是 {text!r}")
    return words[text]


def _whole(name: str, default: int, least: int, most: int, unit: str) -> int:
    text = env.str(name, str(default)).strip()
    if not text.isdecimal() or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} 只能是 {least} 到 {most} 的整数（{unit}），现在是 {text!r}")
    return int(text)


def _minutes(name: str, default: int) -> datetime.timedelta:
    """From 5 minutes, so that there is time to warn, to a day."""
    return datetime.timedelta(minutes=_whole(name, default, 5, 24 * 60, "分钟"))


DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).expanduser().resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
KEYRING = Keyring(DATA_DIR / "keys")
AUDIT_HEADS = DATA_DIR / "audit" / "heads"  # outside the database (dingnan_sw.audit.heads)

DEBUG = _switch("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("正式环境不能打开 DEBUG：请去掉环境变量 DEBUG")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        f"正式环境必须设置环境变量 SECRET_KEY（至少 50 个随机字符），现在是 {len(SECRET_KEY)} 个字符"
    )
SECRET_KEY = SECRET_KEY or KEYRING.text("django")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "正式环境的 ALLOWED_HOSTS 不能写 *：请求里随便写的主机名会进入首次登录的链接。请写自己的，例如 shegong.dingnan.lan"
    )
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "dingnan_sw.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "django_otp",
    "axes",
    "dingnan_sw",
    "dingnan_sw.audit",
    "dingnan_sw.jobs",
    "dingnan_sw.notices",
    "dingnan_sw.backups",
    "positions",
    "positions.signin",
    "talent",
    "talent.submissions",
    "talent.appointments",
    "talent.departments",
    "talent.agenda",
    "talent.remuneration",
    "talent.honours",
    "talent.exams",
    "talent.reimbursements",
    "talent.learning",
    "incentives",
    "incentives.budget",
    "incentives.paying",
    "incentives.amendments",
    "incentives.purchases",
    "incentives.funds",
]

MIDDLEWARE = [
    "dingnan_sw.middleware.headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dingnan_sw.middleware.client_address",
    "dingnan_sw.middleware.sound_address",
    "dingnan_sw.middleware.sound_length",
    "dingnan_sw.middleware.veiled_numbers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dingnan_sw.audit.denials.watch",
    "django_otp.middleware.OTPMiddleware",
    "positions.middleware.scope",
    "positions.signin.sitting.limits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "positions.middleware.first_password",
    "positions.signin.gate.second_step",
    "positions.fresh.results",
    "positions.middleware.history",
    "incentives.amendments.book.one_book",
    "dingnan_sw.middleware.wrong_method",
    "dingnan_sw.audit.bounds.answers",
    "dingnan_sw.audit.viruses.watch",
    "axes.middleware.AxesMiddleware",
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that a widget may have a template of ours
ROOT_URLCONF = "dingnan_sw.urls"
WSGI_APPLICATION = "dingnan_sw.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["dingnan_sw.lib.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "positions.navigation.context",
                "positions.signin.sitting.context",
            ],
        },
    }
]


def _external(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    """The database that the variable names; its text may hold a password and is never shown."""
    refusal = f"{name} 应写成 postgres://用户:密码@主机:5432/库名，只支持 PostgreSQL 14 或更新版本"
    scheme, separator, _ = url.partition("://")
    if scheme not in ("postgres", "postgresql", "psql", "pgsql") or not separator:
        raise ImproperlyConfigured(refusal)
    try:
        found: dict[str, Any] = env.db_url_config(url)
    except (ValueError, ImproperlyConfigured):
        raise ImproperlyConfigured(refusal) from None
    if not found.get("NAME"):
        raise ImproperlyConfigured(f"{refusal}；现在没有写库名")
    return {"CONN_MAX_AGE": 60, **found}


if env.str("DATABASE_URL", ""):
    DATABASES = {"default": _external(env.str("DATABASE_URL"))}
    if env.str("DATABASE_OWNER_URL", ""):
        DATABASES["default"]["OWNER_LOGIN"] = _external(env.str("DATABASE_OWNER_URL"), "DATABASE_OWNER_URL")
else:
    DATABASES = {
        "default": {
            "ENGINE": "dingnan_sw.embedded",
            "NAME": "dingnan_sw",
            "DATA_DIR": DATA_DIR,
            "CONN_MAX_AGE": 60,
            "OWNER_LOGIN": {"OWNER": True},
        }
    }
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "positions.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_RESET_TIMEOUT = 72 * 3600  # how long a first sign-in link holds, in seconds
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "email")},
    },
    {"NAME": "positions.accounts.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "positions.signin.passwords.Composed"},
    {"NAME": "positions.signin.passwords.NotOfTheOffice"},
    {"NAME": "positions.signin.passwords.NotCommonAtHeart"},
    {"NAME": "positions.signin.passwords.Changed"},
]
PASSWORD_COMPOSITION = _switch("PASSWORD_COMPOSITION", PRODUCTION)
PASSWORD_DAYS = _whole("PASSWORD_DAYS", 90 if PRODUCTION else 0, 0, 3650, "天，0 为不限")
MOST_EXPORTS = _whole("EXPORTS_IN_TEN_MINUTES", 20, 1, 10_000, "次")  # of one account (dingnan_sw.audit.bounds)
CLAMD_SOCKET = env.str("CLAMD_SOCKET", "")

BEHIND_PROXY = _switch("BEHIND_PROXY", False)
AUTHENTICATION_BACKENDS = ["positions.signin.lockout.Backend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username", ["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "positions.signin.lockout.counted_as"
AXES_LOCKOUT_CALLABLE = "positions.signin.lockout.answer"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True  # the audit record says who signed in
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

SECOND_FACTOR = _switch("SECOND_FACTOR", PRODUCTION)
if PRODUCTION and not SECOND_FACTOR:
    raise ImproperlyConfigured("正式环境不能关闭两步验证：请去掉环境变量 SECOND_FACTOR")
_ROLES = ["administrator", "clerk", "approver", "finance", "auditor", "reviewer", "unit"]
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=_ROLES[:5])
if not set(SECOND_FACTOR_ROLES) <= set(_ROLES):
    raise ImproperlyConfigured(f"SECOND_FACTOR_ROLES 只能是 {'、'.join(_ROLES)} 中的角色，用逗号分开")

EMAIL_HOST = ""
if env.str("EMAIL_URL", ""):
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "portal@localhost")


def _hour(name: str, default: str) -> datetime.time | None:
    text = env.str(name, default).strip()
    try:
        return None if text.lower() == "off" else datetime.datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 # an hour of any day
    except ValueError:
        raise ImproperlyConfigured(f"{name} 应写成 02:30 的样子，或 off，现在是 {text!r}") from None


BACKUP_DIR = Path(env.str("BACKUP_DIR", str(DATA_DIR / "backups"))).expanduser().resolve()
BACKUP_AT = _hour("BACKUP_AT", "02:30" if PRODUCTION else "off")

PGHISTORY_APPEND_ONLY = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

HTTPS = _switch("HTTPS", PRODUCTION)
if PRODUCTION and not HTTPS:
    raise ImproperlyConfigured(
        "正式环境不能关闭 HTTPS：口令和个人信息会明文经过网络。请去掉环境变量 HTTPS，照部署手册第 7 节备好证书；"
        "只在一台机器上试用的，请用演示环境（PORTAL_MODE=demo）"
    )
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_IDLE = _minutes("SESSION_IDLE_MINUTES", 30)
SESSION_IDLE_FINANCE = _minutes("SESSION_IDLE_FINANCE_MINUTES", 15)
SESSION_ABSOLUTE = _minutes("SESSION_MINUTES", 8 * 60)
FRESH = datetime.timedelta(minutes=5)  # how long a password or a code counts as just given (positions.fresh)
SESSION_WARNING = datetime.timedelta(minutes=2)
SESSION_COOKIE_AGE = (
    3 * 24 * 3600
)  # how long an ended session is known as its owner's (positions.signin.sitting); it lets nobody in
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "positions.signin.views.stale_page"
X_FRAME_OPTIONS = "DENY"
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True, mode=0o700)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"numbered": {"()": "dingnan_sw.lib.errors.Numbered"}},
    "formatters": {
        "line": {
            "()": "dingnan_sw.lib.errors.Discreet",
            "format": "{asctime} {levelname} {name} {reference}{message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["numbered"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

"""Settings of the Liaison Portal: one file, read from the environment, loud when a value is wrong.

`docs/operations.md` lists every variable. Without any, a SQLite file and in-process tasks serve.
"""

import os
import re
import sys
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from liaison_portal.env import database, env_bool, env_choice, env_int, env_list, env_secret

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

DATA_DIR = Path(env_list("PORTAL_DATA_DIR", default=str(BASE_DIR / "data"))[0])
MEDIA_ROOT = DATA_DIR / "files"

DEBUG = env_bool("PORTAL_DEBUG")
PORTAL_DEMO = env_bool("PORTAL_DEMO")
SECRET_KEY = env_secret("PORTAL_SECRET_KEY", file=DATA_DIR / "keys" / "secret.key")
# Field encryption: losing this key loses every phone number, so it is backed up apart from the database.
FIELD_KEY = env_secret("PORTAL_FIELD_KEY", file=DATA_DIR / "keys" / "field.key", size=32)

HTTPS = env_bool("PORTAL_HTTPS", default=not (DEBUG or PORTAL_DEMO or TESTING))
ALLOWED_HOSTS = env_list("PORTAL_HOSTS", default="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("PORTAL_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "liaison_portal.apps.LiaisonPortalConfig",
    "meetings.apps.MeetingsConfig",
    "stations.apps.StationsConfig",
    "opinions.apps.OpinionsConfig",
    "deputies.apps.DeputiesConfig",
    "accounts.apps.AccountsConfig",
    "common.apps.CommonConfig",
    "liaison_portal.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "deputies.middleware.DeputyPhoneMiddleware",
    "accounts.middleware.IdleSignOutMiddleware",
    "accounts.middleware.PortalLoginRequiredMiddleware",
    "accounts.middleware.MustChangePasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

# The inner side may carry the public pages under /p/; the machine outside serves them alone.
SIDE = env_choice("PORTAL_SIDE", "inner", "public")
PORTAL_PUBLIC_SIDE = env_bool("PORTAL_PUBLIC_SIDE", default=True)
if SIDE == "public":
    INSTALLED_APPS.remove("liaison_portal.admin_site.PortalAdminConfig")  # catalogues are kept inside
ROOT_URLCONF = "liaison_portal.public_root" if SIDE == "public" else "liaison_portal.urls"
WSGI_APPLICATION = "liaison_portal.wsgi.application"

_loaders = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "liaison_portal.context.portal",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
                )
            ],
            "builtins": ["common.templatetags.portal", "template_partials.templatetags.partials"],
        },
    },
]

DATABASES = {"default": database(next(iter(env_list("DATABASE_URL")), None), default_file=DATA_DIR / "portal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who signs in -------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PortalBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "accounts.validators.LengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.validators.ThreeKindsValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # sign-ins stand in our own audit log
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time we name on the page stays true
AXES_LOCKOUT_CALLABLE = "accounts.views.signing.locked_out"
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # a county shares one address: locking it would lock out everybody

# Whose portal it is and whom to call, printed on the sign-in page.
ORGANISATION = os.environ.get("PORTAL_ORGANISATION", "濮阳市人大常委会" if PORTAL_DEMO else "")
# Printed at the foot of the public side, each where it is set.
PUBLIC_RECORDS = {
    "联系方式": os.environ.get("PORTAL_PUBLIC_CONTACT", "0393-0000000（示例）" if PORTAL_DEMO else ""),
    "ICP备案": os.environ.get("PORTAL_ICP", "豫ICP备00000000号（示例）" if PORTAL_DEMO else ""),
    "公安备案": os.environ.get("PORTAL_POLICE_RECORD", "豫公网安备00000000000000号（示例）" if PORTAL_DEMO else ""),
    "网站标识码": os.environ.get("PORTAL_SITE_CODE", "4109000000（示例）" if PORTAL_DEMO else ""),
}
# Where residents reach the public side, `https://…`: printed in every code, so set it before the first poster.
PUBLIC_URL = os.environ.get("PORTAL_PUBLIC_URL", "").strip().rstrip("/")
if PUBLIC_URL and not re.fullmatch(r"https?://[^/\s]+", PUBLIC_URL):
    raise ImproperlyConfigured("PORTAL_PUBLIC_URL is scheme and host alone, like https://dbllz.example.gov.cn")
HELP_LINE = os.environ.get("PORTAL_HELP_LINE", "选工委 0393-0000000（示例）" if PORTAL_DEMO else "")

# Deputies get in without a password: by a printed slip, on a bound phone, by SMS where there is a gateway.
ENTER_URL = "enter:start"
SLIP_DAYS = env_int("PORTAL_SLIP_DAYS", default=3)
PHONE_DAYS = env_int("PORTAL_PHONE_DAYS", default=30)
PHONE_COOKIE = "phone"
SMS_URL = os.environ.get("PORTAL_SMS_URL", "")
SMS_KEY = env_secret("PORTAL_SMS_KEY", file=DATA_DIR / "keys" / "sms.key") if SMS_URL else ""
SMS_TEMPLATE = os.environ.get("PORTAL_SMS_TEMPLATE", "")
SMS_SECONDS = env_int("PORTAL_SMS_SECONDS", default=5)  # how long the gateway may take to answer
SMS_PER_PHONE = env_int("PORTAL_SMS_PER_PHONE", default=10)  # a day
SMS_PER_ADDRESS = env_int("PORTAL_SMS_PER_ADDRESS", default=300)  # a day: a whole county may share one address
WRONG_SLIPS_PER_ADDRESS = env_int("PORTAL_WRONG_SLIPS_PER_ADDRESS", default=100)  # an hour
if SMS_URL and not SMS_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(f"PORTAL_SMS_URL must start with https:// or http://, not {SMS_URL!r}")

IDLE_SIGN_OUT_MINUTES = env_int("PORTAL_IDLE_MINUTES", default=30)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "liaison_portal.views.errors.csrf_failure"

# --- transport and content policy ---------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env_int("PORTAL_HSTS_SECONDS", default=31536000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("PORTAL_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
UPLOAD_MAX_BYTES = env_int("PORTAL_UPLOAD_MAX_MB", default=20) * 1024 * 1024

# Residents' messages within an hour; beyond it a person looks first, beyond ten times it nothing more is stored.
# A village behind one Wi-Fi is one address, so the first is wide.
MESSAGES_PER_ADDRESS = env_int("PORTAL_MESSAGES_PER_ADDRESS", default=60)
MESSAGES_PER_CODE = env_int("PORTAL_MESSAGES_PER_CODE", default=120)

# --- language, time, assets ---------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG or TESTING

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- work outside the request -------------------------------------------------------------------
REDIS_URL = next(iter(env_list("REDIS_URL")), None)
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ALWAYS_EAGER = REDIS_URL is None or TESTING  # a test that wants a worker starts its own
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "remind": {"task": "opinions.tasks.remind_today", "schedule": crontab(hour=7, minute=30)},
    "remind_phones": {"task": "accounts.tasks.remind_today", "schedule": crontab(hour=7, minute=25)},
    "remind_stations": {"task": "stations.tasks.remind_today", "schedule": crontab(hour=7, minute=35)},
    "remind_meetings": {"task": "meetings.tasks.remind_today", "schedule": crontab(hour=7, minute=40)},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "ERROR"}, "celery.app.trace": {"level": "WARNING"}, "fontTools": {"level": "ERROR"}},
}

if DEBUG and PORTAL_DEMO:
    raise ImproperlyConfigured("PORTAL_DEMO serves our own error pages and does not run with PORTAL_DEBUG")

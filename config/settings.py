"""Everything that differs between installations, read from the environment. docs/operations.md lists it."""

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import embedded
from config.logs import LOGGING  # noqa: F401 - Django reads it from here
from swip.govuk.csp import INLINE_SCRIPT_HASH

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Demonstration mode offers made-up people to anyone who opens the page, so it has to be asked for.
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
# Made-up people and real ones never share a folder.
DATA_DIR = Path(env.str("DATA_DIR", default="") or f".data/{'demo' if DEMO else 'service'}").expanduser()
DATA_DIR = (BASE_DIR / DATA_DIR).resolve()

BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}").rstrip("/")
IS_HTTPS = BASE_URL.startswith("https://")


def secret_key() -> str:
    """From the environment; on a machine of one's own, made once and kept beside the data."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    if IS_HTTPS:
        raise ImproperlyConfigured("Set SECRET_KEY: an installation that others can reach brings its own")
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    path = DATA_DIR / "secret-key"
    if not path.exists():
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # of two processes that start at once, the first one's key stands
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [
    *env.list("ALLOWED_HOSTS", default=[]),
    urlsplit(BASE_URL).hostname,
    *([] if IS_HTTPS else ["localhost", "127.0.0.1"]),
]

INSTALLED_APPS = [
    "swip.core",
    "swip.govuk",
    "swip.accounts",
    "swip.notifications",
    "swip.files",
    "swip.identifiers",
    "swip.safeguarding",
    "swip.standards",
    "swip.programmes",
    "swip.enrolment",
    "swip.credentials",
    "swip.registration",
    "swip.supervision",
    "swip.staffing",
    "swip.evidence",
    "swip.observations",
    "swip.feedback",
    "swip.voices",
    "swip.self_assessment",
    "swip.plans",
    "swip.progress",
    "swip.reviews",
    "swip.assessment",
    "swip.reminders",
    "swip.dashboards",
    "swip.api",
    "swip.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "pgtrigger",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "swip.core.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "swip.core.middleware.keep_private",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "swip.core.middleware.refuse_oversize",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "swip.core.middleware.tell_who_is_here",
    "django.contrib.messages.middleware.MessageMiddleware",
    "swip.voices.middleware.say_it_to_families",
    "swip.core.middleware.clear_words",
    "swip.core.middleware.ask_who_you_are",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "config.context.page_frame",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "swip.govuk.jinja.environment",
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
    # Second, for the pages of third parties that we do not draw ourselves.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
]

DATABASE_URL = env.str("DATABASE_URL", default="") or embedded.url(DATA_DIR)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONNECTION_SECONDS", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Lists of choices are short: a cursor on the server would cost three questions where one will do.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
# Planning a page's questions costs more than answering them: the database keeps the plans of those asked again.
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits count in the cache, so every process has to share it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # past this some are forgotten, and limits with them
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "dashboards:home"
LOGOUT_REDIRECT_URL = "standards:frameworks"
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=12 * 60 * 60)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS and env.bool("REDIRECT_TO_HTTPS", default=True)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if IS_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "swip.core.views.open_too_long"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # limits count people, not the proxy in front of them

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, INLINE_SCRIPT_HASH],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

ACCOUNT_ADAPTER = "swip.accounts.adapter.InvitedPeopleOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that signs a person in proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # shorter would fail WCAG 2.2.1 for people who read slowly
ACCOUNT_LOGIN_TIMEOUT = 30 * 60  # the code, and then the second step
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# A whole council may come from one network address at nine o'clock; one person needs few codes.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "120/m/ip,3/m/key,12/h/key",
    "open_link": "60/m/ip",  # addresses with a secret in them, tried until one lets somebody in
    "voice_code": "60/5m/ip,200/h/ip",  # a whole school may answer at once; nobody guesses a code at this pace
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "request_login_code": "swip.accounts.forms.AskForCodeForm",
    "confirm_login_code": "swip.accounts.forms.EnterCodeForm",
}
MFA_ADAPTER = "swip.accounts.adapter.TwoStepSignIn"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Social work induction record"
MFA_FORMS = {
    "authenticate": "swip.accounts.forms.SecondStepForm",
    "reauthenticate": "swip.accounts.forms.SecondStepAgainForm",
    "activate_totp": "swip.accounts.forms.TurnOnTwoStepForm",
}
INVITATION_DAYS = 7
# How people are looked up on the register of social workers: manual (by a person), file, or http.
REGISTER_SOURCE = env.str("REGISTER_SOURCE", default="manual")
if REGISTER_SOURCE not in {"manual", "file", "http"}:
    raise ImproperlyConfigured("REGISTER_SOURCE is one of manual, file and http")
REGISTER_URL = env.str("REGISTER_URL", default="")
REGISTER_SECONDS = env.float("REGISTER_SECONDS", default=5.0)
REGISTER_EXTRACT_DAYS = env.int("REGISTER_EXTRACT_DAYS", default=60)
# What only floors above `accounts` know: whom somebody looks after besides colleagues, and how often to look.
REGISTER_LOOKED_AFTER_BY = "swip.enrolment.permissions.social_workers_coordinated_by"
REGISTER_RECHECK_RULE = "swip.enrolment.queries.register.recheck_rule"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

EMAIL_URL = env.str("EMAIL_URL", default="")
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", default="")
NOTIFY_TEMPLATE_ID = env.str("NOTIFY_TEMPLATE_ID", default="")
NOTIFY_BASE_URL = "https://api.notifications.service.gov.uk"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default="no-reply@induction.example")
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 20
if NOTIFY_API_KEY:
    EMAIL_BACKEND = "swip.notifications.mail.NotifyBackend"
elif EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "swip.notifications.mail.FolderBackend"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/assets/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "assets" / "built", BASE_DIR / "assets" / "src"]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
# Files in a bucket rather than in a folder: then any number of machines serve them.
if FILES_S3_BUCKET := env.str("FILES_S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "swip.files.storage.Bucket",
        "OPTIONS": {
            "bucket_name": FILES_S3_BUCKET,
            "endpoint_url": env.str("FILES_S3_ENDPOINT", default="") or None,
            "region_name": env.str("FILES_S3_REGION", default="") or None,
            # Without keys, whatever the machine itself is allowed to do.
            "access_key": env.str("FILES_S3_KEY", default="") or None,
            "secret_key": env.str("FILES_S3_SECRET", default="") or None,
        },
    }

# A body larger than this is refused with a page that says so; views.py of each room sets kinder limits first.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_FILES = 10  # at once
FILE_UPLOAD_MAX_BYTES = env.int("FILE_MEGABYTES", default=10) * 1024 * 1024
FILE_QUOTA_BYTES = env.int("FILE_QUOTA_MEGABYTES", default=200) * 1_000_000  # of one person
CLAMAV_SOCKET = env.str("CLAMAV_SOCKET", default="")  # a path, or host:port
SCAN_SECONDS = env.float("SCAN_SECONDS", default=15.0)
FILES_WITHOUT_SCANNER = env.str("FILES_WITHOUT_SCANNER", default="refuse" if CLAMAV_SOCKET else "accept")
if FILES_WITHOUT_SCANNER not in {"accept", "refuse"}:
    raise ImproperlyConfigured("FILES_WITHOUT_SCANNER is one of accept and refuse")

GOVUK_BRAND = env.bool("GOVUK_BRAND", default=False)
SERVICE_NAME = env.str("SERVICE_NAME", default="Social work induction record")

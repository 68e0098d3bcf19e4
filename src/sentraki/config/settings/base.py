"""Settings every installation shares; works with no environment at all (embedded SQLite)."""

import os
from pathlib import Path
from typing import Any

import environ

ROOT = Path(__file__).resolve().parents[4]
VAR = Path(os.environ.get("SENTRAKI_VAR", ROOT / "var")).resolve()
DATA = ROOT / "data"
env = environ.Env()

DEBUG = False
ALLOWED_HOSTS: list[str] = ["localhost", "127.0.0.1", "[::1]"]
SITE_URL = env.str("SENTRAKI_SITE_URL", default="http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "encrypted_fields",
    # Before allauth: our log-in pages stand in front of the library's.
    "sentraki.ui",
    "sentraki.offices",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "sentraki.ledger",
    "sentraki.parties",
    "sentraki.screening",
    "sentraki.cases",
    "sentraki.events",
    "sentraki.insight",
    "sentraki.portal",
    "sentraki.desk",
    "sentraki.api",
    "sentraki.config",
]

MIDDLEWARE = [
    "sentraki.config.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sentraki.offices.middleware.ViewerMiddleware",
]

ROOT_URLCONF = "sentraki.config.urls"
WSGI_APPLICATION = "sentraki.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "sentraki.offices.context.public_office",
                "sentraki.portal.context.menus",
                "sentraki.desk.nav.menus",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "sentraki.ui.templatetags.ui",
            ],
        },
    }
]

FORM_RENDERER = "sentraki.ui.forms.Renderer"

DATABASES: dict[str, Any] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'sentraki.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
    }
# A request costs less when it finds its thread's connection open, on both databases.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "offices.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "sentraki.offices.accounts.OfficeAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "SentraKI"
MFA_ADAPTER = "sentraki.offices.accounts.OfficeMFAAdapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "portal:home"
# An officer who does nothing for so long, or is in for so long, has to log in again.
OFFICER_IDLE_MINUTES = 15
OFFICER_SESSION_HOURS = 12
# How long a browser keeps the right it showed by code and phone, or by a secret link.
GRANT_HOURS = 12
# Where a visitor without such a right is sent from a page that needs one ("" = told no).
APPLICANT_ENTRANCE = "portal:my-case"

# Shared by all processes: log-in limits and used codes must not be known to one process only.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "offices_cache",
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sentraki.config.errors.forbidden_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "unused"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
BLOB_ROOT = VAR / "blobs"
CORPORA = VAR / "corpora"
GAZETTE_INBOX = VAR / "gazette-inbox"

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
UPLOAD_MAX_BYTES = 15_000_000
# The largest body a form may announce: a spreadsheet of 20 MB and its fields.
REQUEST_MAX_BYTES = 21_500_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("SENTRAKI_FROM_EMAIL", default="sentraki@localhost")

# Where short messages are laid for a gateway (ledger/transports/folder); empty: none are made.
SMS_FOLDER = env.str("SENTRAKI_SMS_FOLDER", default="")

# Named crash points stay deaf unless a test names one (kernel/crashpoints.py).
CRASH_POINTS_ENABLED = False
# How many times an address may ask per hour before it is told to wait (portal).
SCREENING_PER_HOUR = 120
LOOKUPS_PER_HOUR = 60
TRUSTED_PROXIES: list[str] = []
# How many knocks at a programme's queue one connection (behind which a whole mobile network may
# stand) and one form has at once, and how fast they come back.
QUEUE_BURST = 120
QUEUE_PER_MINUTE = 240
QUEUE_FORM_BURST = 4
QUEUE_FORM_PER_MINUTE = 12
# How long a process goes on with the queue's drawn pages before it draws them anew.
QUEUE_MEMORY_SECONDS = 2

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "sentraki.config.logs.Discreet"}},
    "formatters": {
        "plain": {
            "()": "sentraki.config.logs.Plain",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["discreet"],
        }
    },
    # Django's own handlers would print addresses with their query strings.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
}

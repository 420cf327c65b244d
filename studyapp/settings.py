"""Settings, read from the environment; every name and its default is in docs/operating.md."""

import os
import sys
import tempfile
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from studyapp.databases import SQLITE, database
from studyapp.environment import mail, one_of
from studyapp.secret import secret_key

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("STUDYAPP_DATA", default=str(BASE_DIR / "data")))
TESTING = "pytest" in sys.modules

DEBUG = env.bool("STUDYAPP_DEBUG", default=False)
SECRET_KEY = env.str("STUDYAPP_SECRET_KEY", default="") or secret_key(DATA_DIR)
ALLOWED_HOSTS = env.list("STUDYAPP_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("STUDYAPP_TRUSTED_ORIGINS", default=[])
COURSES_DIR = Path(env.str("STUDYAPP_COURSES", default=str(BASE_DIR / "content" / "courses")))
SITE_NAME = env.str("STUDYAPP_SITE_NAME", default="Studyapp")

INSTALLED_APPS = [
    "studyapp.accounts",
    "studyapp",
    "quizzes",
    "content",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "studyapp.packing.packed",
    "studyapp.policy.content_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "studyapp.accounts.signed_in.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "studyapp.accounts.middleware.LocalTimeMiddleware",
]

ROOT_URLCONF = "studyapp.urls"
WSGI_APPLICATION = "studyapp.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "studyapp.folding.CachedLoader",
                    ["studyapp.folding.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "studyapp.context.site",
            ],
        },
    }
]

# --- Databases -----------------------------------------------------------------------------------

DATABASES = {"default": database(env.str("DATABASE_URL", default=""), DATA_DIR)}
DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = DATABASES["default"]["CONN_MAX_AGE"] != 0
# Rate limits: all workers must count as one.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if TESTING and DATABASES["default"]["ENGINE"] == SQLITE:
    # A file, as in use: in an in-memory database two threads do not wait for each other's locks.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"studyapp-tests-{os.getpid()}.sqlite3")
    }

# --- Accounts ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
# It does all that ModelBackend does; with both, each wrong password would cost two hashes.
AUTHENTICATION_BACKENDS = ["studyapp.accounts.signed_in.Backend"]
SESSION_ENGINE = "studyapp.accounts.signed_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = one_of(
    "STUDYAPP_EMAIL_VERIFICATION", ["none", "optional", "mandatory"], default="none"
)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if env.bool("STUDYAPP_HTTPS", default=False) else "http"
ACCOUNT_ADAPTER = "studyapp.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "studyapp.accounts.forms.ChangeAddressForm",
    "change_password": "studyapp.accounts.forms.ChangePasswordForm",
    "login": "studyapp.accounts.forms.LoginForm",
    "reset_password": "studyapp.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "studyapp.accounts.forms.NewPasswordForm",
    "signup": "studyapp.accounts.forms.SignUpForm",
}
# Ten failures an account, then a wait; a class behind one address still gets in.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "signup": "60/m/ip",
    "login_failed": "60/m/ip,10/5m/key",
}
# A stolen session must not be enough to change the address.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_CHANGE_EMAIL = True
MFA_ADAPTER = "studyapp.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "studyapp.accounts.key_forms.AddKeyForm",
    "authenticate_webauthn": "studyapp.accounts.key_forms.AuthenticateByKeyForm",
    "reauthenticate_webauthn": "studyapp.accounts.key_forms.ReauthenticateByKeyForm",
}
# Else somebody whose address is never verified could not add a second step.
MFA_ALLOW_UNVERIFIED_EMAIL = ACCOUNT_EMAIL_VERIFICATION == "none"
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
# Passkeys want a secure origin; a laptop's plain-http localhost is the one exception.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.bool("STUDYAPP_HTTPS", default=False)

vars().update(mail("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("STUDYAPP_FROM_EMAIL", default="studyapp@localhost")

# --- Security ------------------------------------------------------------------------------------

HTTPS = env.bool("STUDYAPP_HTTPS", default=False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env.bool("STUDYAPP_BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Else every learner would share the proxy's address in the rate limits.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "studyapp.faults.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Words, time, files --------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
if len(LANGUAGES) > 1:  # else there is nothing to choose from the request
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django.middleware.common.CommonMiddleware"),
        "django.middleware.locale.LocaleMiddleware",
    )
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "studyapp.written"
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "studyapp.static_files.ScriptFinder",
]
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or TESTING
            else "studyapp.static_files.Storage"
        )
    },
}

LOG_LEVEL = one_of(
    "STUDYAPP_LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], default="WARNING"
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}

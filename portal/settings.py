"""Settings: one file, from the environment (or files it names). Typed readers stop the start-up with a sentence."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from environs import Env, FileAwareEnv
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(Env().str("PORTAL_VAR", str(BASE_DIR / "var")))

env = FileAwareEnv(strip_whitespace=True)  # NAME_FILE=/run/secrets/name works for every setting


def stop(sentence: str) -> None:
    """End the start-up with one clear sentence."""
    sys.exit(f"The portal did not start: {sentence}")


try:
    DEMO = env.bool("DEMO", False)
    DEBUG = env.bool("DEBUG", False)
    BIND_HOST = env.str("BIND_HOST", "127.0.0.1")
    PORT = env.int("PORT", 8000)
    SITE_URL = env.str("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
    SECRET_KEY = env.str("SECRET_KEY", "")
    DATABASE_URL = env.str("DATABASE_URL", "")
    DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", DATABASE_URL)
    REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
    TIME_ZONE = env.str("MUNICIPALITY_ZONE", "Europe/Copenhagen")
    COUNTRY = env.str("MUNICIPALITY_COUNTRY", "DK", validate=lambda code: code in {"DK", "NO"})
    GUIDANCE_DAYS = env.int("GUIDANCE_DAYS", 14)  # Norway: a decision about guidance within so many days
    VAULT_KEYRING_FILE = env.path("VAULT_KEYRING_FILE", VAR_DIR / "keyring.json")
    MAIL_DOMAIN = env.str("MAIL_DOMAIN", "mit.egekoebing.example")
    EMAIL_URL = urlsplit(env.str("EMAIL_URL", "smtp://127.0.0.1:1025"))
    EMAIL_BACKEND = env.str("EMAIL_BACKEND", "portal.outbox.channels.smtp.EmailBackend")
    SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
    SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
    SMS_SENDER = env.str("SMS_SENDER", "Kommunen")
    CLOCK_SHIFT_SECONDS = env.float("CLOCK_SHIFT_SECONDS", 0.0)
    TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
    VIDEO_LINK_TEMPLATE = env.str("VIDEO_LINK_TEMPLATE", "")
    TRAVEL_MINUTES = env.int("TRAVEL_MINUTES", 30)  # to a home visit, where the table of postcodes knows nothing
    VISIT_GRACE_MINUTES = env.int("VISIT_GRACE_MINUTES", 15)  # past the expected end, before anybody is asked
    HANDOUT_MB = env.int("HANDOUT_MB", 10)  # the largest file that is handed out after an evening
    EVALUATION_DAYS = env.int("EVALUATION_DAYS", 10)  # how long those who came can say what they thought
    VISIT_ADDRESS_DAYS = env.int("VISIT_ADDRESS_DAYS", 1)  # before a visit: the last day to change where we come
    VISIT_ASK_MINUTES = env.int("VISIT_ASK_MINUTES", 15)  # unanswered at the door, before the next person is asked
    QUICK_EXIT_URL = env.str("QUICK_EXIT_URL", "https://www.dr.dk/vejret")
    ACUTE_NUMBERS = env.list("ACUTE_NUMBERS", ["112"])
    COUNSELLOR_TITLE = env.list("COUNSELLOR_TITLE", ["pårørenderådgiver", "pårørenderådgiveren", "pårørenderådgivere"])
    AUDIT_ANCHOR_FILE = env.path("AUDIT_ANCHOR_FILE", VAR_DIR / "audit-anchors.txt")
    ERASURE_LEDGER_FILE = env.path("ERASURE_LEDGER_FILE", VAR_DIR / "erasures.txt")
    DPO_EMAIL = env.str("DPO_EMAIL", "")
    EXTERNAL_CALENDAR_HOSTS: list[str] = env.list("EXTERNAL_CALENDAR_HOSTS", [])
    KEEPING_DAYS: dict[str, int] = env.dict("KEEPING_DAYS", {}, subcast_values=int)  # "outbox.bodies=7"
except ValueError as error:  # EnvError is one
    stop(f"a setting can't be read ({error}).")

if not SECRET_KEY and (VAR_DIR / "secret_key").exists():
    SECRET_KEY = (VAR_DIR / "secret_key").read_text().strip()

MAIL_TIMEOUT = 10
EMAIL_HOST, EMAIL_PORT = EMAIL_URL.hostname or "127.0.0.1", EMAIL_URL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(EMAIL_URL.username or ""), unquote(EMAIL_URL.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = EMAIL_URL.scheme == "smtps", EMAIL_URL.scheme == "smtp+tls"
EMAIL_TIMEOUT = MAIL_TIMEOUT
DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"noreply@{MAIL_DOMAIN}"

IS_HTTPS = SITE_URL.startswith("https://")
IS_LOOPBACK = BIND_HOST in {"127.0.0.1", "localhost", "::1"}
if DEMO and (not IS_LOOPBACK or IS_HTTPS):
    stop("DEMO gives sign-in without a code, so it only runs on a loopback address. Unset DEMO or BIND_HOST/SITE_URL.")

INSTALLED_APPS = [
    "portal",
    "portal.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "django_htmx",
    "csp",
    "portal.design",
    "portal.vault",
    "portal.privacy",
    "portal.audit",
    "portal.outbox",
    "portal.worklist",
    "portal.oversight",
    "portal.calendar",
    "portal.directory",
    "portal.open_data",
    "portal.front",
    "portal.embedded",
    "relatives",
    "counselling",
    "groups",
    "councils",
]

MIDDLEWARE = [
    "portal.audit.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.open_data.middleware.NobodyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages over a phone's line; Django pads them against BREACH
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.oversight.middleware.UnreadableMiddleware",
    "portal.accounts.middleware.SessionGuardMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.design.middleware.PageHeadersMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.design.middleware.ButtonPageMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.design.context.municipality",
                "portal.accounts.context.session_clock",
                "portal.accounts.context.work_begins",
                "portal.accounts.context.kept_meanwhile",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "dkfds"
CRISPY_TEMPLATE_PACK = "dkfds"


def database(url: str) -> dict[str, Any]:
    """A PostgreSQL connection from its address; jit is off (it costs 18-30 ms on the free-times query)."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        stop("DATABASE_URL is not a PostgreSQL address. It looks like postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "portal.database",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        # What is prepared (portal.database) is planned once, whatever its values; all else is never prepared.
        "OPTIONS": {
            "options": "-c jit=off -c plan_cache_mode=force_generic_plan",
            "connect_timeout": 5,
            "prepare_threshold": 0,
        },
    }


# Two roles: "default" is portal_app (runtime), "owner" is portal_owner (migrations, the tests' clean-up).
DATABASES = {"default": database(DATABASE_URL), "owner": database(DATABASE_OWNER_URL)}
# The pool tries to reach a database that is away for 5 s, then anew with each visitor; left alone it tries after ever
# longer pauses, up to as long as the outage was.
POOL = {"min_size": 1, "max_size": env.int("DATABASE_POOL", 8), "timeout": 5, "reconnect_timeout": 5}
DATABASES["default"]["OPTIONS"]["pool"] = POOL

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
SESSION_ENGINE = "portal.accounts.session_store"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.backends.OneQueryBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front:my_page"

# Sign-in (django-allauth). The pages are listed one by one in portal.accounts.sign_in_urls; the e-mail code is our own
# (one box, one code), so that known and new addresses are answered alike.
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_REDIRECT_URL = "front:front"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "30/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "portal.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}  # a whole town hall signs in from one address at 8
MFA_FORMS = {"add_webauthn": "portal.accounts.passkeys.AddPasskeyForm"}
USERSESSIONS_TRACK_ACTIVITY = False

# Cookies: __Host- and Secure under https; plain names on loopback http, where a browser would refuse the others.
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("nb", "Norsk bokmål"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "static_built"]  # ours, and what `npm run build` made
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.design.storage.HashedFiles"},
}

# Every response: nothing from elsewhere, nothing inline (django-csp), no frame round us.
OWN_ONLY = ("connect-src", "font-src", "form-action", "img-src", "manifest-src", "script-src", "style-src")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{key: [NONE] for key in ("default-src", "base-uri", "frame-ancestors", "object-src")},
        **{key: [SELF] for key in OWN_ONLY},
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 365 * 86400 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preload is the whole domain's choice, not one portal's
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None

CELERY_BROKER_URL = REDIS_URL  # the rest of Celery's settings are facts, not choices: portal/celery.py

# Log lines are data on standard error, scrubbed of addresses and numbers (portal.audit.log_lines).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "portal.audit.log_lines.formatter"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["lines"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {
        "portal": {"level": env.str("LOG_LEVEL", "INFO")},
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}

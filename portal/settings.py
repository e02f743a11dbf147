"""Settings: one file, from the environment only. Readers are typed and stop the start-up with a sentence."""

import sys
from pathlib import Path

from environs import Env, EnvError
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(Env().str("PORTAL_VAR", str(BASE_DIR / "var")))

env = Env()


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
    VAULT_KEYRING_FILE = env.path("VAULT_KEYRING_FILE", VAR_DIR / "keyring.json")
    MAIL_DOMAIN = env.str("MAIL_DOMAIN", "mit.egekoebing.example")
    EMAIL_URL = env.url("EMAIL_URL", "smtp://127.0.0.1:1025")
    EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
    SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
    SMS_SENDER = env.str("SMS_SENDER", "Kommunen")
    CLOCK_SHIFT_SECONDS = env.float("CLOCK_SHIFT_SECONDS", 0.0)
    TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
    VIDEO_LINK_TEMPLATE = env.str("VIDEO_LINK_TEMPLATE", "")
    ACUTE_NUMBERS = env.list("ACUTE_NUMBERS", ["112"])
    COUNSELLOR_TITLE = env.list("COUNSELLOR_TITLE", ["pårørenderådgiver", "pårørenderådgiveren", "pårørenderådgivere"])
except EnvError as error:
    stop(f"a setting can't be read ({error}).")

if not SECRET_KEY and (VAR_DIR / "secret_key").exists():
    SECRET_KEY = (VAR_DIR / "secret_key").read_text().strip()

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
    "portal.calendar",
    "portal.directory",
    "portal.front",
    "portal.embedded",
    "relatives",
    "counselling",
    "groups",
    "councils",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "dkfds"
CRISPY_TEMPLATE_PACK = "dkfds"


def database(url: str) -> dict[str, object]:
    """A PostgreSQL connection from its address; jit is off (it costs 18-30 ms on the free-times query)."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        stop("DATABASE_URL is not a PostgreSQL address. It looks like postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": {"options": "-c jit=off", "connect_timeout": 5},
    }


# Two roles: "default" is portal_app (runtime), "owner" is portal_owner (migrations, the tests' clean-up).
DATABASES = {"default": database(DATABASE_URL), "owner": database(DATABASE_OWNER_URL)}
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.int("DATABASE_POOL", 8), "timeout": 5}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("nb", "Norsk bokmål"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

"""Settings of the minimal project: a database with its pool, one app, no middleware."""

import os

from psycopg.conninfo import conninfo_to_dict

_parts = conninfo_to_dict(os.environ["DATABASE_URL"])
SECRET_KEY = "bench-only"
INSTALLED_APPS = ["tests.bench.minimal"]
ROOT_URLCONF = "tests.bench.minimal.urls"
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
USE_TZ = True
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _parts["dbname"],
        "USER": _parts["user"],
        "HOST": _parts["host"],
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}},
    }
}

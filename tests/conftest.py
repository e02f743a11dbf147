"""One PostgreSQL and one Valkey of our own for the whole run, whatever the environment says."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

FOLDER = Path(tempfile.mkdtemp(prefix="portal-test-"))
os.environ.pop("DATABASE_URL", None)
os.environ.update(
    PORTAL_VAR=str(FOLDER),
    DJANGO_SETTINGS_MODULE="portal.settings",
    SECRET_KEY="tests-only",
    DEMO="0",
    SITE_URL="http://localhost:8000",
    DATABASE_POOL="100",  # a race of 60 threads takes 60 connections
)

from portal.embedded import servers  # noqa: E402 - the environment comes first
from portal.management import catalogue  # noqa: E402
from portal.vault import keyring  # noqa: E402 - likewise

# Without autovacuum no table keeps statistics of another test's moment: plans are the same alone and in the whole run
QUICK = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
POSTGRES = servers.start_postgres(FOLDER / "pg", FOLDER / "s", QUICK)
VALKEY = servers.start_valkey(FOLDER / "valkey")
servers.make_database(POSTGRES, "portal")
os.environ.update(
    DATABASE_URL=POSTGRES.url("portal_app", "portal"),
    DATABASE_OWNER_URL=POSTGRES.url("portal_owner", "portal"),
    TEST_SUPERUSER_URL=POSTGRES.url("postgres", "portal"),
    REDIS_URL=VALKEY.url,
)
catalogue.compile_all()
django.setup()  # pytest-django only does this itself when the settings are named before this file

keyring.make(FOLDER / "keyring.json")
(FOLDER / "static").mkdir(exist_ok=True)  # whitenoise warns when its folder is missing

pytest_plugins = [
    "tests.factories.database",
    "tests.factories.people",
    "tests.factories.evenings",
    "tests.factories.talks",
    "tests.factories.visitors",
]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started and leave nothing behind."""
    from django.db import connections

    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]
    POSTGRES.process.send_signal(signal.SIGQUIT)
    POSTGRES.process.wait(timeout=30)
    VALKEY.stop()
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Migrate as the owner; tests run as portal_app, as the web server does."""
    from django.core.management import call_command

    from tests.factories.database import remember_what_migrations_made

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        call_command("prepare_database", verbosity=0)
        remember_what_migrations_made()
    yield


@pytest.fixture(autouse=True)
def _municipality_is_asked_for_anew() -> Iterator[None]:
    """The pages remember the municipality for some seconds; a test starts without that memory."""
    from portal.design.models import Municipality

    Municipality.objects.forget()
    yield
    Municipality.objects.forget()


@pytest.fixture
def municipality_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that count queries: a page that takes longer than the memory would ask once more."""
    monkeypatch.setattr("portal.design.models.CACHE_SECONDS", 3600.0)


@pytest.fixture(autouse=True)
def _no_test_leaves_its_language_behind() -> Iterator[None]:
    """A request for /en/ leaves the thread in English, and what comes next would be looked for in English."""
    from django.utils import translation

    yield
    translation.deactivate()

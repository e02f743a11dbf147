"""Two questions a machine asks: does the process live (/healthz), and is all that it stands on in order (/readyz)."""

import functools
import logging
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import clock
from portal.audit.state import longest_wait
from portal.outbox.models import Heartbeat, OutboxMessage
from portal.vault import KeyringUnavailable
from portal.vault.keyring import keyring

log = logging.getLogger("portal.health")

LEAST_DISK = 100 * 1024 * 1024
OLDEST_PENDING = timedelta(minutes=5)
OLDEST_HEARTBEAT = timedelta(seconds=60)
LONGEST_UNSEALED = timedelta(minutes=5)
SENDERS = ("codes", "worker")


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else, so a database that is away doesn't get web servers killed."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when all is in order, else 503 with the names of what is not; the reasons stand in the log."""
    failing = {name: reason for name, check in CHECKS.items() if (reason := check())}
    try:
        failing |= {name: reason for name, check in DATABASE_CHECKS.items() if (reason := check())}
    except Error as error:
        failing["database"] = type(error).__name__
    for name, reason in failing.items():
        log.warning("health.not_ready key=%s reason=%s", name, reason)
    status = {name: "failing" if name in failing else "ok" for name in (*CHECKS, "database", *DATABASE_CHECKS)}
    return JsonResponse({"ready": not failing, "checks": status}, status=503 if failing else 200)


def disk() -> str:
    """Room for what is written outside the database (logs, exports)."""
    folder = Path(settings.VAR_DIR)
    free = shutil.disk_usage(folder if folder.exists() else settings.BASE_DIR).free
    return "" if free >= LEAST_DISK else f"{free >> 20} MB free"


def keys() -> str:
    """The keyring is there, ours alone, and whole."""
    try:
        keyring()
    except KeyringUnavailable as error:
        return str(error)
    return ""


@functools.cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app in this code; read from disk once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def migrations() -> str:
    """The database is as new as the code."""
    missing = newest_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    return ", ".join(sorted(f"{app}.{name}" for app, name in missing))


def outbox() -> str:
    """Nothing that should have left is still here after five minutes."""
    late = OutboxMessage.objects.oldest_overdue(clock.now())
    return "" if late is None or late < OLDEST_PENDING else f"the oldest is {late} late"


def worker() -> str:
    """Those who send have given a sign of life within the last minute."""
    now = clock.now()
    ages = {name: Heartbeat.objects.age(name, now) for name in SENDERS}
    silent = [name for name, age in ages.items() if age is None or age > OLDEST_HEARTBEAT]
    return "silent: " + ", ".join(silent) if silent else ""


def seals() -> str:
    """No event of the log waits longer than five minutes for its seal."""
    wait = longest_wait()
    return "" if wait < LONGEST_UNSEALED else f"the oldest has waited {wait}"


CHECKS: dict[str, Callable[[], str]] = {"disk": disk, "keys": keys}
DATABASE_CHECKS: dict[str, Callable[[], str]] = {
    "migrations": migrations,
    "outbox": outbox,
    "worker": worker,
    "seals": seals,
}

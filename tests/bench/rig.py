"""What every measurement stands on: own durable servers, a web server, signed-in clients, and percentiles."""

import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.test import override_settings

from portal.embedded import servers

FOLDER = Path(tempfile.mkdtemp(prefix="portal-bench-"))
START_SECONDS = 30
WEB_WORKERS = "2"
WEB_THREADS = "4"  # as `make run` and the container start it


@dataclass
class Rig:
    """A PostgreSQL with durable settings and a Valkey, both ours; the environment that names them."""

    postgres: servers.Postgres
    valkey: servers.Valkey
    environment: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def postgres_admin(self, name: str = "postgres") -> "Iterator[psycopg.Connection[Any]]":
        """A superuser's connection to one of its databases."""
        with psycopg.connect(self.postgres.url("postgres", name), autocommit=True) as connection:
            yield connection

    def stop(self) -> None:
        """Stop both."""
        self.postgres.stop(immediate=True)
        self.valkey.stop()


def start() -> Rig:
    """Start the servers and name them in this process's environment, before Django is set up."""
    durable = {"synchronous_commit": "on", "fsync": "on", "shared_buffers": "512MB", "max_wal_size": "4GB"}
    postgres = servers.start_postgres(FOLDER / "pg", FOLDER / "s", durable)
    valkey = servers.start_valkey(FOLDER / "valkey")
    servers.make_database(postgres, "portal")
    os.environ.update(
        PORTAL_VAR=str(FOLDER),
        DJANGO_SETTINGS_MODULE="portal.settings",
        SECRET_KEY="bench-only",
        DEMO="0",
        SITE_URL="http://localhost:8000",
        DATABASE_URL=postgres.url("portal_app", "portal"),
        DATABASE_OWNER_URL=postgres.url("portal_owner", "portal"),
        REDIS_URL=valkey.url,
    )
    return Rig(postgres, valkey)


@contextmanager
def web(
    application: str, *, python: str = sys.executable, port: int = 0, alive: str = "/healthz", **settings: str
) -> Iterator[int]:
    """Granian with two workers of four threads serving a WSGI application; gives its port."""
    port = port or servers.free_port()
    command = [python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", WEB_WORKERS, "--blocking-threads", WEB_THREADS, "--log-level", "warning", application]
    with (FOLDER / f"web-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=log, stderr=log)
    try:
        wait_for(port, process, alive)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(port: int, process: "subprocess.Popen[bytes]", alive: str) -> None:
    """Until the server answers; an error with its log when it ends before."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError((FOLDER / f"web-{port}.log").read_text()[-2000:])
        try:
            Client(port).get(alive)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The web server did not answer within {START_SECONDS} s.")


@dataclass
class Answer:
    """What came back: status, body, where it sends the browser."""

    status: int
    body: bytes
    location: str = ""


class Client:
    """One browser: a kept connection and its cookies."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=60)
        self.cookies = dict(cookies or {})

    def get(self, path: str) -> Answer:
        """One page."""
        return self._ask("GET", path, None)

    def post(self, path: str, values: Mapping[str, str]) -> Answer:
        """One form, with its CSRF token when a cookie holds one."""
        token = self.cookies.get("csrf")
        return self._ask("POST", path, {**values, **({"csrfmiddlewaretoken": token} if token else {})})

    def _ask(self, method: str, path: str, values: Mapping[str, str] | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if values is not None:
            body = urlencode(values)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                cookie = value.split(";")[0].split("=", 1)
                self.cookies[cookie[0]] = cookie[1]
        return Answer(response.status, content, response.getheader("Location") or "")


def timed(work: Callable[[], object], *, times: int, warm_up: int = 40) -> list[float]:
    """Seconds of each run, after some that don't count: each line to the database has prepared what it asks by then."""
    for _ in range(warm_up):
        work()
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return seconds


def p95(seconds: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]


@contextmanager
def mail_to(port: int) -> Iterator[None]:
    """Mail leaves through this loopback port."""
    with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_HOST_USER="", EMAIL_HOST_PASSWORD=""):
        yield

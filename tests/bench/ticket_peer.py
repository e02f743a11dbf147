"""Pretix, the peer of the surge: in its own environment, started as ours is, with a database of its own in our server.

None when `make bench` could not install it; the reason is said, the rest is reported.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from portal.embedded import servers
from tests.bench import rig

SITE = Path(__file__).with_name("ticket_peer_site.py")
NAME = "pretix"


@dataclass(frozen=True)
class Pretix:
    """A running pretix with its events."""

    port: int
    token: str
    items: Mapping[str, int]

    def client(self) -> "PretixClient":
        """A caller with its connection open."""
        return PretixClient(self)


class PretixClient:
    """One caller of pretix's API, which keeps its connection."""

    def __init__(self, site: Pretix) -> None:
        self.site = site
        self.connection = HTTPConnection("localhost", site.port, timeout=300)
        self.connection.connect()

    def order(self, event: str, number: int) -> int:
        """Order one seat; 201, or 400 when there is none left."""
        position = {"item": self.site.items[event], "variation": None, "price": "0.00"}
        order = {"email": f"p{number}@bench.example", "locale": "en", "sales_channel": "web", "fees": []}
        body = json.dumps({**order, "payment_provider": "free", "positions": [position]})
        headers = {"Authorization": f"Token {self.site.token}", "Content-Type": "application/json"}
        self.connection.request("POST", f"/api/v1/organizers/bench/events/{event}/orders/", body, headers)
        answer = self.connection.getresponse()
        said = answer.read()
        if answer.status not in {201, 400} or (answer.status == 400 and b"quota" not in said.lower()):
            raise RuntimeError(f"pretix answered {answer.status}: {said[:300]!r}")
        return answer.status


@contextmanager
def running(started: rig.Rig, spread: int, seats: int) -> Iterator[Pretix | None]:
    """Pretix with one hot event and so many others, or None where it is not installed."""
    python = os.environ.get("PRETIX_PYTHON", "")
    if not python or not Path(python).exists():
        yield None
        return
    with started.postgres_admin() as connection:
        connection.execute(f"CREATE DATABASE {NAME}")
    port = servers.free_port()
    folder = rig.FOLDER / NAME
    folder.mkdir()
    settings = {
        "PRETIX_DATABASE_BACKEND": "postgresql",
        "PRETIX_DATABASE_NAME": NAME,
        "PRETIX_DATABASE_USER": "postgres",
        "PRETIX_DATABASE_HOST": str(rig.FOLDER / "s"),
        "PRETIX_PRETIX_DATADIR": str(folder),
        "PRETIX_PRETIX_URL": f"http://localhost:{port}",
        "PRETIX_DJANGO_SECRET": "bench-only",
        "PRETIX_REDIS_LOCATION": started.valkey.url.rsplit("/", 1)[0] + "/5",
        "PRETIX_CELERY_BROKER": started.valkey.url.rsplit("/", 1)[0] + "/6",
        "PRETIX_CELERY_BACKEND": started.valkey.url.rsplit("/", 1)[0] + "/7",
    }
    environment = {**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "pretix.settings"}
    said = subprocess.run(
        [python, str(SITE), str(spread), str(seats)], env=environment, capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise RuntimeError(said.stderr[-2000:])
    found = json.loads(said.stdout.strip().splitlines()[-1])
    with rig.web("pretix.wsgi:application", python=python, port=port, alive="/healthcheck/", **environment):
        yield Pretix(port, found["token"], found["items"])

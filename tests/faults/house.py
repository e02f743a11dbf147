"""A whole portal of a test's own, put together from the parts of `make run`.

Durable PostgreSQL, Valkey, web server and drain loop run under the real supervisor; mail goes to a sink. What dies
comes back by itself or not at all.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg

from portal.embedded import servers
from portal.embedded.checks import ROOT, clean_environment
from portal.embedded.environment import DATABASE, make_plan
from portal.embedded.run import register_in, server_services, start_servers, web_service, worker_services
from portal.embedded.supervisor import Service, Supervisor
from tests.outbox.sink import Sink, running_sink

PROC = Path("/proc")


class House:
    """Everything runs when it is made; people and times are those of house_people."""

    def __init__(self, folder: Path, sink: Sink, smtp_port: int) -> None:
        self.sink = sink
        for name in ("run", "static"):
            (folder / name).mkdir(parents=True)
        wanted = {"PORT": str(servers.free_port()), "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}"}
        wanted |= {"DEMO": "0", "WEB_WORKERS": "2", "LOG_LEVEL": "ERROR"}
        self.plan = make_plan({**clean_environment(os.environ), **wanted}, folder)
        self.supervisor = Supervisor(register_in(folder))
        self.postgres, self.valkey = server_services(self.plan)
        self.web = web_service(self.plan)
        self.drain = next(service for service in worker_services(self.plan) if service.name == "drain")
        self.watching = threading.Thread(target=self.supervisor.watch, daemon=True)
        self.relatives: list[dict[str, str]] = []
        self.counsellor: dict[str, str] = {}
        self.times: list[str] = []

    @property
    def port(self) -> int:
        """Where the web server listens."""
        return self.plan.port

    def open(self) -> None:
        """Start all, with people in it."""
        start_servers(self.plan, self.supervisor, [self.postgres, self.valkey])
        people = self.plan.run / "people.json"
        command = [sys.executable, "-W", "ignore", "-m", "tests.faults.house_people", str(people)]
        subprocess.run(command, cwd=ROOT, env=self.plan.environment, check=True, timeout=120)
        for name, value in json.loads(people.read_text()).items():
            setattr(self, name, value)
        self.supervisor.start(self.web)
        self.supervisor.start(self.drain)
        self.watching.start()
        self.wait_for_web()

    def wait_for_web(self, seconds: float = 60) -> None:
        """Until the web server answers."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                with urlopen(f"{self.plan.address}/healthz", timeout=20):  # 200, or it raises
                    return
            except OSError:
                assert time.monotonic() < deadline, "the web server does not answer"
                time.sleep(0.1)

    def close(self) -> None:
        """Stop all that was started here."""
        self.supervisor.stopping.set()
        if self.watching.is_alive():
            self.watching.join(60)
        self.supervisor.stop([[self.web, self.drain], [self.postgres, self.valkey]])

    def superuser(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection past every right."""
        assert self.plan.sockets is not None
        return psycopg.connect(servers.postgres_url(self.plan.sockets, "postgres", DATABASE), autocommit=True)

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says to a superuser."""
        with self.superuser() as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def take_times(self, count: int) -> list[str]:
        """Free times no other test of this house wants."""
        taken, self.times = self.times[:count], self.times[count:]
        assert len(taken) == count
        return taken

    def web_workers(self) -> list[int]:
        """The numbers of the web server's worker processes."""
        master = self.web.process.pid if self.web.process else 0
        with contextlib.suppress(OSError):
            children = (PROC / str(master) / "task" / str(master) / "children").read_text().split()
            return [int(pid) for pid in children if b"resource_tracker" not in (PROC / pid / "cmdline").read_bytes()]
        return []

    def kill_a_web_worker(self, chance: random.Random) -> bool:
        """Kill -9 one of them; whether there was one."""
        if not (pids := self.web_workers()):
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(pids), signal.SIGKILL)
        return True

    @contextlib.contextmanager
    def away(self, service: Service, how: int = signal.SIGKILL) -> Iterator[None]:
        """A server dies; the supervisor may start it again when the body has ended."""
        process, may_return, usual = service.process, threading.Event(), service.before

        def later() -> None:
            may_return.wait(120)
            if usual:
                usual()

        assert process is not None
        service.before = later
        process.send_signal(how)
        try:
            process.wait(20)
            yield
        finally:
            service.before = usual
            may_return.set()

    def crash_postgres(self, seconds: float = 0.0) -> float:
        """An immediate shutdown, as a power cut, for so many seconds; how long it was away until it answered again."""
        began = time.monotonic()
        with self.away(self.postgres, signal.SIGQUIT):
            time.sleep(seconds)
        while time.monotonic() < began + seconds + 40:
            with contextlib.suppress(psycopg.OperationalError):
                self.ask("SELECT 1")
                return time.monotonic() - began
            time.sleep(0.05)
        raise AssertionError("PostgreSQL did not come back")


@contextlib.contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """A house for as long as it is needed."""
    with running_sink() as (sink, smtp_port):
        house = House(folder, sink, smtp_port)
        try:
            house.open()
            yield house
        finally:
            house.close()

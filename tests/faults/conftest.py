"""Real workers, a real mail server, a Valkey that may die: the fault tests' rig."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.embedded import servers
from portal.outbox.models import OutboxMessage
from tests.faults import crashing
from tests.faults.house import House, open_house
from tests.outbox.sink import Sink, running_sink

Process = subprocess.Popen[bytes]
ROOT = Path(__file__).resolve().parents[2]


class Rig:
    """Starts and kills processes of the portal against the test's database, its own Valkey and its own mail server."""

    def __init__(self, folder: Path, sink: Sink, smtp_port: int) -> None:
        self.folder, self.sink = folder, sink
        self.valkey: servers.Valkey | None = servers.start_valkey(folder / "valkey")
        self.place = self.valkey.place
        self.processes: list[Process] = []
        self.environment = os.environ | {
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "EMAIL_BACKEND": "portal.outbox.channels.smtp.EmailBackend",
            "CRASHED": str(folder / "crashed"),
            "DATABASE_POOL": "4",
        }

    def start(self, *command: str, ahead: float = 0.0) -> Process:
        """A process in a group of its own; its clock may run ahead, so that leases have ended for it."""
        environment = self.environment | {"CLOCK_SHIFT_SECONDS": str(ahead)}
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process

    def worker(self, queue: str = "messages", ahead: float = 0.0) -> Process:
        """A Celery worker as `make run` starts it."""
        arguments = ["worker", "--loglevel", "info", "--without-gossip", "--without-mingle", "--concurrency", "1"]
        arguments += ["-Q", queue, "-n", f"{queue}{len(self.processes)}@tests"]
        return self.start("-m", "celery", "-A", "tests.faults.crashing", "--skip-checks", *arguments, ahead=ahead)

    def loop(self, ahead: float = 0.0) -> Process:
        """The plain loop."""
        return self.start("-m", "tests.faults.crashing", "drain", "--loop", ahead=ahead)

    def kill(self, process: Process) -> None:
        """Kill -9, children too."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def kill_valkey(self) -> None:
        """Valkey is away; nothing it held comes back."""
        assert self.valkey is not None
        self.valkey.process.kill()
        self.valkey.process.wait(10)
        self.valkey = None

    def start_valkey(self) -> None:
        """It is there again, at the same address, empty."""
        self.valkey = servers.start_valkey(self.folder / "valkey", self.place.port, self.place.password)

    def close(self) -> None:
        """Leave nothing behind."""
        for process in self.processes:
            self.kill(process)
        if self.valkey is not None:
            self.valkey.stop()

    def said(self) -> str:
        """What the processes wrote, for a failing test."""
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in sorted(self.folder.glob("*.log")))


@pytest.fixture
def rig(committed_db: None, tmp_path: Path) -> Iterator[Rig]:
    """The rig of one test."""
    crashing.register()
    with running_sink() as (sink, port):
        rig = Rig(tmp_path, sink, port)
        try:
            yield rig
        finally:
            rig.close()


def until(condition: Callable[[], object], seconds: float, rig: Rig | None = None) -> float:
    """Wait for something to become true; how long it took."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            pytest.fail(f"not within {seconds} s\n{rig.said() if rig else ''}")
        time.sleep(0.1)
    return time.monotonic() - began


def states() -> dict[str, int]:
    """How many messages stand in which state."""
    found: dict[str, int] = {}
    for state in OutboxMessage.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture
def figures(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """figures("told 40, lost 0") stands in the run's last lines, whether it went well or not."""
    return pytestconfig.stash.setdefault(FIGURES, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The figures of the fault tests."""
    if lines := config.stash.get(FIGURES, []):
        terminalreporter.section("What the faults did")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A whole portal, for all tests that break it: it has to come back by itself each time."""
    with open_house(tmp_path_factory.mktemp("house")) as made:
        yield made

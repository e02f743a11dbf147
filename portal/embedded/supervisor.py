"""One parent for all the portal's processes: starts them, shows what they say, starts the dead again, stops all."""

import contextlib
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from portal.embedded.processes import Known, stop_all

FIRST_REST = 0.5  # seconds before a dead process is started again; doubled each time
LONGEST_REST = 30.0
HEALTHY_AFTER = 30.0  # a process that lived this long starts from FIRST_REST again
GRACE = 12.0  # seconds a process gets to finish what it is doing
TICK = 0.25


@dataclass
class Service:
    """A process that should always run."""

    name: str
    command: list[str]
    environment: dict[str, str]
    stop_signal: int = signal.SIGTERM
    log: Path | None = None
    before: Callable[[], None] | None = None
    process: subprocess.Popen[bytes] | None = None
    known: Known | None = None
    started_at: float = 0.0
    rest: float = FIRST_REST
    start_again_at: float = 0.0

    @property
    def is_running(self) -> bool:
        """Whether its process lives."""
        return self.process is not None and self.process.poll() is None


def say(name: str, line: str) -> None:
    """One line on the screen, under the name of who said it."""
    sys.stdout.write(f"{name:>9} | {line}\n")
    sys.stdout.flush()


@dataclass
class Supervisor:
    """Runs services until it is told to stop."""

    register: Path
    services: list[Service] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    checks: list[Callable[[], None]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    watchman: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        """Start the watchman, listen for Ctrl-C."""
        script = Path(__file__).with_name("processes.py")
        self.watchman = subprocess.Popen(
            [sys.executable, "-I", "-S", str(script)], stdin=subprocess.PIPE, text=True, start_new_session=True
        )
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.on_signal)

    def on_signal(self, number: int, frame: object) -> None:
        """The first time asks everybody to stop, the second time does not wait."""
        if self.stopping.is_set():
            for service in self.services:
                if service.known:
                    service.known.kill_group()
        self.stopping.set()

    def tell_watchman(self, line: str) -> None:
        """Keep the watchman's list up to date."""
        if self.watchman and self.watchman.stdin:
            with contextlib.suppress(OSError):
                self.watchman.stdin.write(line + "\n")
                self.watchman.stdin.flush()

    def start(self, service: Service) -> None:
        """Start a process in a group of its own, so that Ctrl-C reaches us only and we end them in order."""
        if service.before:
            service.before()
        output: int | IO[bytes] = service.log.open("ab") if service.log else subprocess.PIPE
        try:
            process = subprocess.Popen(
                service.command,
                env=service.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        finally:
            if not isinstance(output, int):
                output.close()
        service.process, service.started_at = process, time.monotonic()
        service.known = Known.of(process.pid, service.stop_signal)
        if service not in self.services:
            self.services.append(service)
        self.tell_watchman(f"+{process.pid} {service.known.began or 0} {service.stop_signal}")
        self.write_register()
        if process.stdout:
            threading.Thread(target=self.show, args=(service.name, process.stdout), daemon=True).start()

    def show(self, name: str, stream: IO[bytes]) -> None:
        """Pass on what a process says; when nobody reads us any more, stop."""
        with stream:
            for line in stream:
                try:
                    say(name, line.decode(errors="replace").rstrip())
                except OSError:
                    self.stopping.set()

    def write_register(self) -> None:
        """What runs, for the next start to find should we and the watchman be killed."""
        known = {service.name: service.known for service in self.services if service.known and service.is_running}
        if self.watchman:
            known["watchman"] = Known.of(self.watchman.pid, signal.SIGKILL)
        running = [{"name": name, **vars(process)} for name, process in known.items()]
        fresh = self.register.with_suffix(".new")
        fresh.write_text(json.dumps(running))
        fresh.replace(self.register)

    def watch(self) -> None:
        """Until told to stop: start again what died."""
        while not self.stopping.wait(TICK):
            for service in self.services:
                with self.lock:
                    self.tend(service)
            for check in self.checks:
                check()

    def tend(self, service: Service) -> None:
        """Notice a death, rest, start again."""
        now = time.monotonic()
        if service.is_running:
            if now - service.started_at > HEALTHY_AFTER:
                service.rest = FIRST_REST
            return
        if service.process is not None:
            self.bury(service)
            say("portal", f"{service.name} ended; starting it again in {service.rest:g} s.")
            service.start_again_at = now + service.rest
            service.rest = min(service.rest * 2, LONGEST_REST)
        if now >= service.start_again_at:
            try:
                self.start(service)
            except Exception as error:  # noqa: BLE001  # whatever it is, the others go on and this one is tried again
                say("portal", f"{service.name} could not be started: {error}")
                service.start_again_at = now + service.rest

    def bury(self, service: Service) -> None:
        """End what a dead process had started (they may hold its port) and forget it."""
        if service.known:
            service.known.kill_group()
            self.tell_watchman(f"-{service.known.pid}")
        service.process = service.known = None

    def restart(self, service: Service, why: str) -> None:
        """Stop a process that lives but does nothing; it is started again like a dead one."""
        say("portal", f"{service.name} {why}; starting it again.")
        if service.known:
            stop_all([service.known], GRACE)

    def stop(self, stages: Iterable[Iterable[Service]]) -> None:
        """Stop stage after stage, each stage at once; then nothing of ours runs any more."""
        self.stopping.set()
        for stage in stages:
            stop_all([service.known for service in stage if service.known], GRACE)
            for service in stage:
                if service.process:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        service.process.wait(timeout=5)
        self.tell_watchman(".")
        if self.watchman:
            self.watchman.wait(timeout=5)
        self.register.unlink(missing_ok=True)


def stop_leftovers(register: Path) -> None:
    """Stop what an earlier supervisor had started when it was killed, if it still runs and is really ours."""
    try:
        entries = json.loads(register.read_text())
        left = [Known(entry["pid"], entry["began"], entry["stop_signal"]) for entry in entries]
    except (OSError, ValueError, TypeError, KeyError):
        return
    running = [known for known in left if known.is_alive]
    if running:
        say("portal", "Stopping what an earlier run left behind.")
        stop_all(running, GRACE)
    register.unlink(missing_ok=True)


def run_once(command: list[str], environment: dict[str, str], name: str) -> int:
    """Run a command to its end, passing on what it says; returns its exit code."""
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None  # PIPE was asked for
    for line in process.stdout:
        say(name, line.decode(errors="replace").rstrip())
    return process.wait()

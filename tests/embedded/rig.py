"""Starts the whole portal as a person does, in a folder of its own, and asks it things."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from portal.embedded.checks import clean_environment
from portal.embedded.processes import began
from portal.embedded.servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(var: Path, **more: str) -> dict[str, str]:
    """The machine's environment without any portal setting, and these."""
    cleaned = clean_environment(os.environ)
    for name in ("DJANGO_SETTINGS_MODULE", "TEST_SUPERUSER_URL"):
        cleaned.pop(name, None)
    return {**cleaned, "PORTAL_VAR": str(var), "WEB_WORKERS": "1", **more}


class Running:
    """A `make run` in a process of its own."""

    def __init__(self, var: Path, prefix: tuple[str, ...] = (), **more: str) -> None:
        given = more.get("PORT", "")
        self.var, self.port = var, int(given) if given.isdigit() else free_port()
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "portal.embedded.run"],
            cwd=ROOT,
            env=environment(var, **{"PORT": str(self.port), **more}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self) -> None:
        """Keep what it says."""
        assert self.process.stdout
        with self.process.stdout as stream:
            for line in stream:
                self.lines.append(line.rstrip())

    @property
    def said(self) -> str:
        """All of it so far."""
        return "\n".join(self.lines)

    def wait_for(self, words: str, seconds: float = 40) -> float:
        """Until it says these words; returns how long that took."""
        started = time.monotonic()
        while words not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() - started < seconds, self.said
            time.sleep(0.05)
        return time.monotonic() - started

    def ready(self, seconds: float = 40) -> float:
        """Until a person may open it."""
        return self.wait_for("| ready", seconds)

    def ask(self, path: str) -> tuple[int, str]:
        """GET a page."""
        address = f"http://127.0.0.1:{self.port}{path}"
        try:
            with urllib.request.urlopen(address, timeout=15) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except (urllib.error.URLError, OSError) as error:
            return 0, str(error)

    def ask_until(self, path: str, status: int, seconds: float = 20) -> str:
        """GET a page until it answers so."""
        deadline = time.monotonic() + seconds
        answer = self.ask(path)
        while answer[0] != status and time.monotonic() < deadline:
            time.sleep(0.2)
            answer = self.ask(path)
        assert answer[0] == status, (answer, self.said)
        return answer[1]

    def ask_until_said(self, path: str, words: str, seconds: float = 20) -> None:
        """GET a page until it says these words, whatever its status."""
        deadline = time.monotonic() + seconds
        while words not in (answer := self.ask(path)[1]):
            assert time.monotonic() < deadline, answer
            time.sleep(0.2)

    def children(self) -> dict[int, str]:
        """Every process it says it started: number and beginning."""
        return {entry["pid"]: entry["began"] for entry in self.register()}

    def pid_of(self, name: str) -> int:
        """The process behind a name."""
        return next(int(entry["pid"]) for entry in self.register() if entry["name"] == name)

    def register(self) -> list[dict[str, Any]]:
        """What the supervisor wrote down."""
        content: list[dict[str, Any]] = json.loads((self.var / "run" / "processes.json").read_text())
        return content

    def end(self) -> int:
        """Ctrl-C, as the terminal sends it."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=40)
        self.reader.join(timeout=5)
        return code

    def kill(self) -> None:
        """Kill -9 of the supervisor alone."""
        self.process.kill()
        self.process.wait()

    def tidy(self) -> None:
        """Whatever a failed test left."""
        if self.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.end()
            self.process.kill()
            self.process.wait()
        self.reader.join(timeout=10)


def alive(known: dict[int, str]) -> list[int]:
    """Those that still run and are the same."""
    return [pid for pid, moment in known.items() if began(pid) == moment]


def wait_until_gone(known: dict[int, str], seconds: float = 20) -> None:
    """Until none of them runs."""
    deadline = time.monotonic() + seconds
    while alive(known) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(known)


def refused(var: Path, **more: str) -> tuple[int, str]:
    """A start that must not succeed: its exit code and its last words."""
    process = Running(var, **more)
    try:
        code = process.process.wait(timeout=40)
        process.reader.join(timeout=5)
    finally:
        process.tidy()
    return code, process.said

"""Processes we started, told apart from others that were given the same number later; and who ends them at last.

Run by path with -I -S this is the watchman: it outlives the supervisor by a moment and, when that was killed, ends
everything it had started. Standard library only, so it starts in a few milliseconds and holds no packages in memory.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
GRACE = 8.0  # seconds the watchman gives what it ends


@dataclass(frozen=True)
class Known:
    """A process by its number and the moment it began; the two together are never given twice."""

    pid: int
    began: str
    stop_signal: int = signal.SIGTERM

    @classmethod
    def of(cls, pid: int, stop_signal: int = signal.SIGTERM) -> "Known":
        """The process with this number now."""
        return cls(pid, began(pid) or "", stop_signal)

    @property
    def is_alive(self) -> bool:
        """Whether it is still the same process, and running."""
        return bool(self.began) and began(self.pid) == self.began

    def tell(self, number: int) -> None:
        """Send it a signal, unless its number is somebody else's by now."""
        if self.is_alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self.pid, number)

    def kill_group(self) -> None:
        """End it and everything it started; it leads a group of its own."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def began(pid: int) -> str | None:
    """When a running process began, in the kernel's own words; None when it is gone (or a zombie)."""
    if PROC.joinpath("self").exists():
        try:
            fields = (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
        except (OSError, ProcessLookupError):
            return None
        return None if fields[0] in {b"Z", b"X"} else fields[19].decode()
    asked = subprocess.run(
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, moment = asked.stdout.strip().partition(" ")
    return None if not moment or state.startswith("Z") else moment.strip()


def stop_all(known: Iterable[Known], grace: float) -> None:
    """Ask all to stop, wait together, then end what is left with everything it started."""
    known = list(known)
    for process in known:
        process.tell(process.stop_signal)
    deadline = time.monotonic() + grace
    while any(process.is_alive for process in known) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in known:
        process.kill_group()


def keep_watch() -> None:
    """Read from a pipe that only the supervisor holds; when it closes without the dot, the supervisor died.

    "+pid began signal" says that a process was started, "-pid" that it ended, "." that all is well.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    running: dict[int, Known] = {}
    for line in sys.stdin:
        if line.startswith("."):
            return
        pid, *rest = line[1:].split()
        if line.startswith("+"):
            running[int(pid)] = Known(int(pid), rest[0], int(rest[1]))
        else:
            running.pop(int(pid), None)
    stop_all(reversed(running.values()), GRACE)


if __name__ == "__main__":
    keep_watch()

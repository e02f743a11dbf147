"""A whole portal as `make run` starts it, on a Tuesday morning, in a folder that is gone afterwards."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.embedded.checks import clean_environment
from portal.embedded.servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
MORNING = datetime(2026, 11, 3, 8, 20, tzinfo=UTC)  # 9.20 in Copenhagen: the pictures only change when the pages do
START_SECONDS = 240
STOP_SECONDS = 30


@dataclass(frozen=True)
class House:
    """Where it answers, where its post lies, and how far its clock is from ours."""

    url: str
    mailbox: Path
    shift: float

    def date_the_post(self) -> None:
        """The post office dates mail by the machine's clock; the pictures want the portal's."""
        for mail in self.mailbox.iterdir():
            seconds = mail.stat().st_mtime
            if abs(seconds - time.time()) < abs(self.shift) / 2:  # not dated yet
                os.utime(mail, (seconds + self.shift, seconds + self.shift))


@contextmanager
def house() -> Iterator[House]:
    """Started, with its settings in this process's environment; Django is not set up yet."""
    var = Path(tempfile.mkdtemp(prefix="portal-pictures-"))
    shift = (MORNING - datetime.now(UTC)).total_seconds() - 45  # about what a start takes
    port = free_port()
    settings = {"PORTAL_VAR": str(var), "PORT": str(port), "CLOCK_SHIFT_SECONDS": f"{shift:.0f}", "DEMO": "1"}
    environment = {**clean_environment(os.environ), **settings}
    log = var / "said.log"
    with log.open("wb") as said:
        command = [sys.executable, "-W", "ignore", "-m", "portal.embedded.run"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
    try:
        wait_until_ready(process, log)
        os.environ.update(settings | json.loads((var / "run" / "environment.json").read_text()))
        yield House(f"http://localhost:{port}", var / "mailbox", shift)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(var, ignore_errors=True)


def wait_until_ready(process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when it says so; what it said otherwise."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        said = log.read_text(errors="replace")
        if said.rstrip().endswith("| ready"):
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise SystemExit(f"The portal did not start for its pictures:\n{log.read_text(errors='replace')[-3000:]}")

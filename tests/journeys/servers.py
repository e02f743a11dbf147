"""Real processes for the journeys: the web server, the sender, and a mail server that keeps what arrives."""

import email
import email.policy
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from portal.embedded.servers import free_port
from tests.conftest import FOLDER

START_SECONDS = 30
CODE = re.compile(r"\b(\d{6})\b")


class Mailbox:
    """Every mail the portal sent during one test, newest last."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self._controller.start()
        self.port = self._controller.port

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep what arrives."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return "250 OK"

    def empty(self) -> None:
        """Forget everything."""
        self.mails.clear()

    def to(self, address: str) -> list[EmailMessage]:
        """Mails to an address so far."""
        return [mail for mail in self.mails if address.lower() in str(mail["To"]).lower()]

    def wait_for(self, address: str, *, containing: str = "", count: int = 1, seconds: float = 15) -> EmailMessage:
        """The newest mail to an address, once there are so many that contain a text."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = [mail for mail in self.to(address) if containing in text_of(mail)]
            if len(found) >= count:
                return found[-1]
            time.sleep(0.05)
        subjects = [f"{mail['To']}: {mail['Subject']}" for mail in self.mails]
        raise AssertionError(f"No mail to {address} within {seconds} s. There were: {subjects}")

    def codes_to(self, address: str) -> list[str]:
        """The codes an address has got so far, oldest first."""
        return [found[1] for mail in self.to(address) if (found := CODE.search(text_of(mail)))]

    def code_for(self, address: str, *, count: int = 1) -> str:
        """The six digits in the newest mail with a code (the count-th at least)."""
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            codes = self.codes_to(address)
            if len(codes) >= count:
                return codes[-1]
            time.sleep(0.05)
        raise AssertionError(f"No code for {address}; {len(self.mails)} mails came in all.")

    def link_for(self, address: str, containing: str) -> str:
        """The first address of a page in the newest mail that has one with this text."""
        mail = self.wait_for(address, containing=containing)
        found = re.search(rf"https?://\S*{re.escape(containing)}\S*", text_of(mail))
        assert found, text_of(mail)
        return found[0]

    def stop(self) -> None:
        """Close the door."""
        self._controller.stop()


def text_of(mail: EmailMessage) -> str:
    """The readable part of a mail."""
    part = mail.get_body(("plain", "html"))
    return str(part.get_content()) if part else ""


class Portal:
    """The portal as processes: granian and a sender, against the tests' own database."""

    def __init__(self, mailbox: Mailbox, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.mailbox = mailbox
        self._processes: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "SITE_URL": self.url,
            "PORT": str(self.port),
            "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
            "DATABASE_POOL": "8",
            **settings,
        }
        self.log_file = FOLDER / f"portal-{self.port}.log"

    def start(self) -> "Portal":
        """Start and wait for the first answer."""
        web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        self._run([*web, "--workers", "1", "--blocking-threads", "8", "portal.wsgi:application"])
        self._run([sys.executable, "-m", "tests.journeys.sender"])
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in self._processes):
                raise AssertionError(f"The portal ended at once:\n{self.log()[-3000:]}")
            if self._answers():
                return self
            time.sleep(0.05)
        raise AssertionError(f"The portal did not answer within {START_SECONDS} s:\n{self.log()[-3000:]}")

    def _run(self, command: list[str]) -> None:
        with self.log_file.open("ab") as log:
            process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=Path(__file__).resolve().parents[2],
                start_new_session=True,
            )
        self._processes.append(process)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)):
                return False
        try:
            urllib.request.urlopen(f"{self.url}/", timeout=10).close()
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            return False
        return True

    def log(self) -> str:
        """What the processes said."""
        return self.log_file.read_text(errors="replace")

    def stop(self) -> None:
        """End the processes this portal started, and nothing else."""
        for process in self._processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(timeout=10)
        self._processes.clear()

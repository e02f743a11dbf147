"""A text-message gateway for the demonstration and the tests: speaks GatewayAPI's REST, sends nothing, keeps all.

The protocol: POST /rest/mtsms with JSON {sender, message, recipients: [{msisdn}]}, `Authorization: Token …` (or the
token as the user name of basic authentication); the answer is {"ids": […], "usage": {…}}.
"""

import base64
import contextlib
import hmac
import itertools
import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from portal.embedded.mailbox import newest_first, write_private

LONGEST_BODY = 100_000


@dataclass(frozen=True)
class TextMessage:
    """One text message as it arrived."""

    key: str
    arrived_at: datetime
    sender: str
    recipient: str
    text: str
    reference: str


class Handler(BaseHTTPRequestHandler):
    """Answers as the gateway does."""

    server: "SmsGateway"
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:  # the standard library's name
        """Take a message."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, LONGEST_BODY))
        if self.path.split("?")[0] != "/rest/mtsms":
            return self.answer(404, {"code": "0x0404", "message": "Not found"})
        if not hmac.compare_digest(self.token().encode(), self.server.token.encode()):
            return self.answer(401, {"code": "0x0213", "message": "Unauthorized"})
        try:
            wanted = json.loads(body)
            numbers = [int(recipient["msisdn"]) for recipient in wanted["recipients"]]
            if not numbers or not str(wanted["message"]):
                raise ValueError
        except (ValueError, KeyError, TypeError):
            return self.answer(400, {"code": "0x0202", "message": "Invalid JSON"})
        ids = [self.server.keep(wanted, number) for number in numbers]
        usage = {"countries": {"DK": len(ids)}, "currency": "DKK", "total_cost": 0.0}
        return self.answer(200, {"ids": ids, "usage": usage})

    def token(self) -> str:
        """The token as the client sent it."""
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            with contextlib.suppress(ValueError):
                return base64.b64decode(value).decode(errors="replace").partition(":")[0]
        return value.strip()

    def answer(self, status: int, content: dict[str, Any]) -> None:
        """JSON back."""
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the lines would hold telephone numbers' paths."""


class SmsGateway(ThreadingHTTPServer):
    """The gateway on a loopback port; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, folder: Path, token: str, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.folder, self.token = folder, token
        self.numbers = itertools.count(1)

    @property
    def url(self) -> str:
        """What SMS_GATEWAY_URL is set to."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def keep(self, wanted: dict[str, Any], number: int) -> int:
        """Store one recipient's message; returns the gateway's number for it."""
        kept = {
            "sender": str(wanted.get("sender", "")),
            "message": str(wanted["message"]),
            "msisdn": number,
            "userref": str(wanted.get("userref", "")),
        }
        write_private(self.folder, ".json", json.dumps(kept).encode())
        return next(self.numbers)

    def start(self) -> None:
        """Answer in a thread."""
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        self.shutdown()
        self.server_close()


def messages(folder: Path) -> list[TextMessage]:
    """Every stored text message, newest first."""
    found = []
    for path in newest_first(folder, ".json"):
        with contextlib.suppress(FileNotFoundError, ValueError):
            kept = json.loads(path.read_text())
            arrived_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            number = f"+{kept['msisdn']}"
            text = TextMessage(path.stem, arrived_at, kept["sender"], number, kept["message"], kept["userref"])
            found.append(text)
    return found

"""A text-message gateway that answers as told."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Moody(ThreadingHTTPServer):
    """Answers with a status, or hangs up without a word (0); on_request is called before."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.status = 200
        self.requests: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.on_request: Callable[[], None] | None = None

    @property
    def url(self) -> str:
        """What SMS_GATEWAY_URL is set to."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        """Answer in a thread."""
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        self.shutdown()
        self.server_close()


class Answers(BaseHTTPRequestHandler):
    """Keeps what was asked."""

    server: Moody

    def do_POST(self) -> None:
        """Answer, or hang up."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append(json.loads(body))
        self.server.tokens.append(self.headers["Authorization"])
        if self.server.on_request is not None:
            self.server.on_request()
        if not self.server.status:
            self.close_connection = True
            return
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(b'{"ids": [1]}')

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

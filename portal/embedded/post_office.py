"""The demonstration's post office: an SMTP server and a text-message gateway that keep what they get.

`python -m portal.embedded.post_office --smtp PORT --sms PORT`; the token is SMS_GATEWAY_TOKEN, the folder PORTAL_VAR.
"""

import argparse
import os
import signal
import threading
from pathlib import Path

from aiosmtpd.controller import Controller

from portal.embedded.mailbox import Keeper
from portal.embedded.sms_gateway import SmsGateway

LARGEST_MAIL = 10 * 1024 * 1024


def smtp_server(folder: Path, port: int) -> Controller:
    """An SMTP server on a loopback port that stores what it is given."""
    return Controller(Keeper(folder), hostname="127.0.0.1", port=port, data_size_limit=LARGEST_MAIL)


def main() -> None:
    """Serve until told to stop."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--smtp", type=int, required=True)
    reader.add_argument("--sms", type=int, required=True)
    ports = reader.parse_args()
    folder = Path(os.environ["PORTAL_VAR"]) / "mailbox"
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    mail, texts = smtp_server(folder, ports.smtp), SmsGateway(folder, os.environ["SMS_GATEWAY_TOKEN"], ports.sms)
    mail.start()
    texts.start()
    ended.wait()
    mail.stop()
    texts.stop()


if __name__ == "__main__":
    main()

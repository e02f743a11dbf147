"""Bar 4: how fast messages are claimed, and mail through the drain beside a plain loop over one connection."""

import smtplib
import socketserver
import subprocess
import sys
import threading
import time
from email.message import EmailMessage
from email.utils import formatdate
from subprocess import PIPE

from django.db import connection

from portal import clock
from portal.accounts.models import User
from portal.outbox.drain import drain_once
from portal.outbox.models import OutboxMessage, Queue, State

CLAIMED = 100_000
CLAIMER = [sys.executable, "-m", "tests.bench.claimer"]
MAILS = 3_000
ROUNDS = 3
BODY = "Hej\n\nDet her er en prøvebesked. Den er kommet frem.\n\nVenlig hilsen\nKommunen\n"

FILL = """
INSERT INTO outbox_outboxmessage (id, key, kind, channel, queue, to_id, version, language, context, created_at, send_at,
    state, reason, copies, attempts, stumbles)
SELECT gen_random_uuid(), 'bench:' || %(round)s || ':' || n, %(kind)s, 'email', 'messages', %(to)s, 0, 'da',
    '{}'::jsonb, %(now)s, %(now)s, 'planned', '', 0, 0, 0
FROM generate_series(1, %(count)s) AS n
"""


class RawSink(socketserver.ThreadingTCPServer):
    """An SMTP server that says yes as fast as a socket can: not the thing measured."""

    allow_reuse_address = True
    daemon_threads = True


class Conversation(socketserver.StreamRequestHandler):
    """One client's whole conversation."""

    def handle(self) -> None:
        """Say yes to everything."""
        self.wfile.write(b"220 sink\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                self.wfile.write(b"250 kept\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


def fill(count: int, kind: str, round_number: int, to: User) -> None:
    """Due messages, written with one statement."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"count": count, "kind": kind, "round": round_number, "to": to.pk, "now": clock.now()})


def claimed_per_second(kind: str, to: User) -> float:
    """Rows a second with two workers, each claiming batches of 500 from 100,000 due rows."""
    best = 0.0
    for number in range(ROUNDS):
        fill(CLAIMED, kind, number, to)
        workers = [subprocess.Popen(CLAIMER, stdin=PIPE, stdout=PIPE, text=True) for _ in range(2)]
        for worker in workers:
            worker.stdout.readline()  # "ready": imports are not what is measured
        begun = time.perf_counter()
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        total = sum(int(worker.communicate()[0]) for worker in workers)
        seconds = time.perf_counter() - begun
        if total != CLAIMED:
            raise RuntimeError(f"{total} of {CLAIMED} rows were claimed: one was lost or taken twice.")
        best = max(best, total / seconds)
        OutboxMessage.objects.filter(key__startswith="bench:").delete()
    return best


def mail_ratio(kind: str, to: User, port: int) -> tuple[float, float, float]:
    """Mails a second through the drain, through a plain loop, and the ratio of the two (medians of three)."""
    ratios, drained, plain = [], [], []
    for number in range(ROUNDS):
        fill(MAILS, kind, 100 + number, to)
        begun = time.perf_counter()
        drain_once(Queue.MESSAGES)
        drained.append(MAILS / (time.perf_counter() - begun))
        sent = OutboxMessage.objects.filter(key__startswith=f"bench:{100 + number}:", state=State.SENT).count()
        if sent != MAILS:
            raise RuntimeError(f"{sent} of {MAILS} mails were sent.")
        plain.append(plain_loop(port, to.email))
        ratios.append(drained[-1] / plain[-1])
        OutboxMessage.objects.filter(key__startswith="bench:").delete()
    middle = ROUNDS // 2
    return sorted(ratios)[middle], sorted(drained)[middle], sorted(plain)[middle]


def plain_loop(port: int, address: str) -> float:
    """Mails a second of a loop that makes each mail (own number, own Message-ID) and sends it, over one connection."""
    with smtplib.SMTP("127.0.0.1", port) as server:
        begun = time.perf_counter()
        for number in range(MAILS):
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = "noreply@bench.example", address, "Prøvebesked"
            mail["Message-ID"], mail["Date"] = f"<{number}@bench.example>", formatdate()
            mail["Auto-Submitted"] = "auto-generated"
            mail.set_content(BODY)
            server.send_message(mail)
        return MAILS / (time.perf_counter() - begun)


def start_sink() -> RawSink:
    """The sink on a loopback port, in a thread."""
    sink = RawSink(("127.0.0.1", 0), Conversation)
    threading.Thread(target=sink.serve_forever, daemon=True).start()
    return sink

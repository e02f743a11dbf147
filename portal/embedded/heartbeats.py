"""Notices a worker that lives but does nothing: its row in the database stops changing."""

import time
from collections.abc import Sequence

import psycopg

from portal.embedded.supervisor import Service, Supervisor

SILENCE = 60.0  # seconds without a sign of life (spec/trust.md, decision 2)
LOOK_EVERY = 5.0
BEATS = "SELECT name, at::text FROM outbox_heartbeat"
WATCHED = ("codes", "worker", "drain")  # a row has the name of the service that writes it


class Heartbeats:
    """Compares what the rows say now with what they said before; only changes count, so no clock is compared."""

    def __init__(self, url: str, supervisor: Supervisor, services: Sequence[Service]) -> None:
        self.url, self.supervisor = url, supervisor
        self.services = {service.name: service for service in services}
        self.heard: dict[str, tuple[str, float]] = {}
        self.next_look = 0.0

    def look(self) -> None:
        """Read the rows every few seconds; a database that is away says nothing about the workers."""
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + LOOK_EVERY
        try:
            with psycopg.connect(self.url, connect_timeout=2) as connection:
                rows = {str(name): str(at) for name, at in connection.execute(BEATS)}
        except psycopg.Error:
            self.heard.clear()
            return
        silent = [name for name in WATCHED if self.is_silent(name, rows.get(name, "never"), now)]
        if {"codes", "worker"} <= set(silent):
            silent.append("beat")  # both at once: nobody asks them any more
        for name in silent:
            self.supervisor.restart(self.services[name], f"has given no sign of life for {SILENCE:.0f} s")

    def is_silent(self, name: str, at: str, now: float) -> bool:
        """Whether a row has been still for too long while its service ran."""
        service = self.services[name]
        before = self.heard.get(name)
        if not service.is_running or before is None or before[0] != at:
            self.heard[name] = (at, now)
            return False
        if now - max(before[1], service.started_at) <= SILENCE:
            return False
        del self.heard[name]
        return True

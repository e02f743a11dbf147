"""Bar 3: a thousand people for forty seats, a hundred in flight. Forty get one, the rest wait in order, all are told.

Beside it the least a Django view can do for the same (a conditional UPDATE, a row, a message), and pretix.
"""

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from uuid import uuid4

from django.db import connection
from django.urls import reverse
from psycopg.types.range import TimestamptzRange

from groups.choices import RegistrationState
from groups.models import Event, Occurrence, Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from tests.bench import rig
from tests.bench.people import signed_in_client
from tests.bench.rig import Client
from tests.bench.ticket_peer import Pretix

SEATS, IN_FLIGHT, SPREAD, ROUNDS = 40, 100, 100, 3
PEOPLE = int(os.environ.get("SURGE_PEOPLE", "1000"))  # fewer while working on it
PEOPLE_OF_PEER = min(200, PEOPLE)  # it is slow; the rate is what counts
SPREAD_OF_PEER = 20
Work = Callable[[int], None]  # what one caller does for person number n, over the caller's own connection


@dataclass(frozen=True)
class Surge:
    """What became of it."""

    per_second: float
    p95_ms: float


def rush(callers: Sequence[Work], people: int) -> Surge:
    """Everybody's request, as many in flight as there are callers; counted from the moment all begin."""
    numbers, gate, seconds = count(), threading.Barrier(len(callers) + 1), [0.0] * people
    troubles: list[BaseException] = []

    def call(work: Work) -> None:
        gate.wait()
        try:
            while (number := next(numbers)) < people:
                begun = time.perf_counter()
                work(number)
                seconds[number] = time.perf_counter() - begun
        except Exception as error:  # noqa: BLE001 - told below, in the thread that counts
            troubles.append(error)

    threads = [threading.Thread(target=call, args=[work], daemon=True) for work in callers]
    for thread in threads:
        thread.start()
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - begun
    if troubles:
        raise RuntimeError(f"{len(troubles)} callers broke off.") from troubles[0]
    return Surge(people / lasted, rig.p95(seconds) * 1000)


def open_pools(organiser: User, number: int) -> list[SeatPool]:
    """So many evenings in two weeks, each with the seats."""
    pools, now = [], clock.now()
    start = now + timedelta(days=14)
    for _ in range(number):
        event = Event.objects.create(
            slug=f"bench-{uuid4().hex[:12]}",
            kind="theme_evening",
            title="Bench",
            publication="published",
            published_at=now,
            organiser=organiser,
            created_at=now,
        )
        period = TimestamptzRange(start, start + timedelta(hours=2))
        date = Occurrence.objects.create(event=event, period=period, zone="Europe/Copenhagen")
        pools.append(SeatPool.objects.create(occurrence=date, capacity=SEATS))
    return pools


def browsers(port: int, people: int) -> list[Client]:
    """Signed-in relatives who have looked at the list; their requests go over the callers' connections."""
    line, found = Client(port), []
    for number in range(people):
        client = signed_in_client(port, f"surge{number}@bench.example")
        client.connection = line.connection
        if client.get(reverse("groups:evenings")).status != 200:
            raise RuntimeError("The list of evenings did not come.")
        found.append(client)
    return found


def ours(port: int, people: Sequence[Client], pools: Sequence[SeatPool]) -> Surge:
    """The sign-up's POST, whole stack: session, CSRF, form, lock, log, audit, outbox."""
    paths = [reverse("groups:sign_up", args=[pool.occurrence.event.slug, pool.pk]) for pool in pools]

    def sign_up(line: Client, number: int) -> None:
        person = people[number]
        person.connection = line.connection
        values = {"form_key": str(uuid4()), "seats": "1", "needs": "", "waits": "on"}
        answer = person.post(paths[number % len(paths)], values)
        if answer.status != 302:
            raise RuntimeError(f"A sign-up answered {answer.status}.")

    return rush([partial(sign_up, line) for line in lines(port)], len(people))


def minimal(port: int, first_pool: int, pools: int, people: int, path: str = "/sign-up") -> Surge:
    """The same of a minimal view."""
    for number in range(pools):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_pool (id, capacity) VALUES (%s, %s)", [first_pool + number, SEATS])

    def sign_up(line: Client, number: int) -> None:
        answer = line.post(path, {"pool": str(first_pool + number % pools), "person": str(number)})
        if answer.status != 302:
            raise RuntimeError(f"The minimal view answered {answer.status}.")

    return rush([partial(sign_up, line) for line in lines(port)], people)


def lines(port: int) -> list[Client]:
    """A connection for each caller, open before it begins, as a proxy keeps them."""
    kept = [Client(port) for _ in range(IN_FLIGHT)]
    for line in kept:
        line.get("/healthz")
    return kept


def of_pretix(site: Pretix, events: Sequence[str]) -> tuple[Surge, int]:
    """Orders of one seat each; how many were sold is beside it."""
    sold: list[int] = []

    def order(client: object, number: int) -> None:
        sold.append(client.order(events[number % len(events)], number))  # type: ignore[attr-defined]

    callers = [partial(order, site.client()) for _ in range(IN_FLIGHT)]
    return rush(callers, PEOPLE_OF_PEER), sold.count(201)


@dataclass(frozen=True)
class Outcome:
    """Who has a place, who waits, and who was told, by the database."""

    confirmed: int
    waiting: int
    told: int
    in_order: bool

    @classmethod
    def of(cls, pool: SeatPool) -> "Outcome":
        """What became of one evening. In order: nobody who waits came before one who has a place."""
        rows = list(Registration.objects.of_pool(pool.pk).order_by("sequence"))
        states = [row.state for row in rows]
        told = OutboxMessage.objects.filter(about__in=[row.pk for row in rows], kind__in=TOLD).values("about")
        queue = [row.sequence for row in Registration.objects.of_pool(pool.pk).queue()]
        confirmed = states.count(RegistrationState.CONFIRMED)
        first = states[:confirmed] == [RegistrationState.CONFIRMED] * confirmed
        return cls(confirmed, len(queue), told.distinct().count(), first and len(set(queue)) == len(queue))


TOLD = ("groups.confirmed", "groups.waiting")


def judged(pool: SeatPool, people: int) -> Outcome:
    """The outcome; an error when somebody got lost, or heard nothing."""
    found = Outcome.of(pool)
    pool.refresh_from_db(fields=["taken"])
    if found.confirmed + found.waiting != people or found.told != people or not found.in_order:
        raise RuntimeError(f"Of {people} people: {found}.")
    if pool.taken != found.confirmed:
        raise RuntimeError(f"{pool.taken} seats are counted, {found.confirmed} people have one.")
    return found

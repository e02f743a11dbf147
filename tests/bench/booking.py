"""Bar 2: races for one time, a control without the constraint, and the booking POST beside a minimal INSERT."""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import connection
from django.urls import reverse

from counselling.models import Appointment, MeetingType
from counselling.wishes import Wish
from portal import clock
from portal.calendar.models import FreeTime, Resource
from tests.bench.people import signed_in_client
from tests.bench.rig import Client

RUNS = 10
CLIENTS = (50, 100, 200)
BURST = 200
FLOW, FLOWING = 16, 120  # browsers at once when answers a second are counted, and how many bookings are
HOLD_FIELD = re.compile(rb'name="hold" value="([0-9a-f-]{36})"')

OVERLAPS = """
SELECT count(*) FROM calendar_occupancy a JOIN calendar_occupancy b
  ON a.resource_id = b.resource_id AND a.id < b.id AND a.period && b.period
WHERE a.state IN ('held', 'firm') AND b.state IN ('held', 'firm') AND a.resource_id = %s
"""


@dataclass
class Race:
    """What 50, 100 and 200 clients for one time came to, over all runs."""

    double: int = 0
    server_errors: int = 0
    winners: int = 0
    races: int = 0


def at_once(works: Sequence[Callable[[], int]]) -> list[int]:
    """Run all at the same moment, each in a thread; what each returns (an HTTP status)."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], int]) -> int:
        gate.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def wish_values(meeting_type: MeetingType, free: FreeTime) -> dict[str, str]:
    """The form that holds a time."""
    value = f"{free.start.astimezone(clock.zone()).isoformat()}|{free.resource_id}"
    chosen = {"type": meeting_type.slug, "mode": "phone", "company": "alone", "counsellor": str(free.resource_id)}
    return {**chosen, "time": value}


def race_for_one_time(port: int, meeting_type: MeetingType, counsellors: list[Resource]) -> Race:
    """Ten runs each of 50, 100 and 200 clients who take the same time and book it."""
    result = Race()
    clients = [signed_in_client(port, f"racer{number}@bench.example") for number in range(max(CLIENTS))]
    times = distinct_times(meeting_type, counsellors, RUNS * len(CLIENTS))
    for run, free in enumerate(times):
        racers = clients[: CLIENTS[run % len(CLIENTS)]]
        before = Appointment.objects.filter(starts_at=free.start, counsellor_id=free.resource_id).count()
        statuses = at_once([book_through(client, meeting_type, free) for client in racers])
        booked = (
            Appointment.objects.live().filter(starts_at=free.start, counsellor_id=free.resource_id).count() - before
        )
        result.double += max(0, booked - 1) + overlaps(free)
        result.winners += booked
        result.server_errors += sum(status >= 500 for status in statuses)
        result.races += 1
        if not booked:
            raise RuntimeError(f"Nobody got the time: {Counter(statuses)}.")
    return result


def overlaps(free: FreeTime) -> int:
    """Pairs of occupancies of a counsellor that overlap: there are none."""
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS, [free.resource_id])
        return int(cursor.fetchone()[0])


def book_through(client: Client, meeting_type: MeetingType, free: FreeTime) -> Callable[[], int]:
    """Hold and confirm, as a browser does; the last status."""

    def book() -> int:
        answer = client.post(reverse("counselling:hold_time"), wish_values(meeting_type, free))
        if answer.status != 302:
            return answer.status
        hold = hold_of(client)
        return client.post(reverse("counselling:confirm"), {"hold": hold}).status if hold else 409

    return book


def hold_of(client: Client) -> str:
    """The hold the page "is it right?" shows; empty when it shows none."""
    found = HOLD_FIELD.search(client.get(reverse("counselling:held")).body)
    return found[1].decode() if found else ""


def control_doubles(port: int) -> int:
    """Double bookings of the view that looks first and inserts then, in ten runs of 50 clients."""
    doubles = 0
    for run in range(RUNS):
        start = (datetime(2030, 1, 1, 9, tzinfo=clock.zone()) + timedelta(hours=run)).isoformat()
        clients = [Client(port) for _ in range(CLIENTS[0])]
        works = [control_of(client, start) for client in clients]
        doubles += max(0, Counter(at_once(works))[302] - 1)
    return doubles


def control_of(client: Client, start: str) -> Callable[[], int]:
    """One POST to the control view."""
    return lambda: client.post("/control", {"counsellor": "1", "start": start}).status


def distinct_times(meeting_type: MeetingType, counsellors: list[Resource], count: int) -> list[FreeTime]:
    """So many free times that don't touch each other."""
    today = clock.today()
    wish = Wish(meeting_type=meeting_type, mode="phone")
    kept: list[FreeTime] = []
    last: dict[object, datetime] = {}
    for free in wish.free_times(today, today + timedelta(days=56), clock.now()):
        if last.get(free.resource_id) is None or free.start >= last[free.resource_id]:
            kept.append(free)
            last[free.resource_id] = free.end
    if len(kept) < count:
        raise RuntimeError(f"Only {len(kept)} of {count} free times are left.")
    return kept[:count]


def burst_seconds(works: Sequence[Callable[[], int]]) -> list[float]:
    """Each answer's seconds from the one moment in which all begin. Every answer must be a redirect."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], int]) -> tuple[float, float]:
        gate.wait()
        begun = time.perf_counter()
        if (status := work()) != 302:
            raise RuntimeError(f"A booking answered {status}.")
        return begun, time.perf_counter()

    with ThreadPoolExecutor(len(works)) as pool:
        found = list(pool.map(run, works))
    first = min(begun for begun, _ in found)
    return [ended - first for _, ended in found]


def posts_per_second(works: Sequence[Callable[[], int]]) -> float:
    """Answers a second, FLOW browsers at a time. Every answer must be a redirect."""

    def run(work: Callable[[], int]) -> None:
        if (status := work()) != 302:
            raise RuntimeError(f"A booking answered {status}.")

    begun = time.perf_counter()
    with ThreadPoolExecutor(FLOW) as pool:
        list(pool.map(run, works))
    return len(works) / (time.perf_counter() - begun)


def confirming(port: int, meeting_type: MeetingType, times: Sequence[FreeTime], name: str) -> list[Callable[[], int]]:
    """A browser per time that holds it already; each work is the POST that books."""
    works = []
    for number, free in enumerate(times):
        client = signed_in_client(port, f"{name}{number}@bench.example")
        status = client.post(reverse("counselling:hold_time"), wish_values(meeting_type, free)).status
        hold = hold_of(client)
        if status != 302 or not hold:
            raise RuntimeError(f"Holding a time answered {status}.")
        works.append(
            lambda client=client, hold=hold: client.post(reverse("counselling:confirm"), {"hold": hold}).status
        )
    return works


def inserting(port: int, count: int, year: int, path: str = "/book") -> list[Callable[[], int]]:
    """As many POSTs to a minimal view, each its own time, each by a browser that has its connection already."""
    first = datetime(year, 1, 1, tzinfo=clock.zone())
    starts = [(first + timedelta(hours=number)).isoformat() for number in range(count)]
    clients = [Client(port) for _ in starts]
    for client in clients:
        client.get("/healthz")
    return [partial(insert, client, start, path) for client, start in zip(clients, starts, strict=True)]


def insert(client: Client, start: str, path: str) -> int:
    """One POST to a minimal view; its status."""
    return client.post(path, {"counsellor": "2", "start": start}).status

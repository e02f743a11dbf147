"""Reading somebody's own calendar: over the network from allowed hosts only, and from text to busy stretches of time.

Nothing here writes. The server never fetches what a person typed unless its host stands in EXTERNAL_CALENDAR_HOSTS;
redirects are not followed (a share link's final address is what is wanted), and no proxy of the environment is used.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import httpx
import recurring_ical_events
from icalendar import Calendar
from icalendar.prop import vDDDTypes

from portal.calendar.models.sources import SyncProblem

TIMEOUT = httpx.Timeout(15.0, connect=5.0)
MOST_BYTES = 5_000_000
Span = tuple[datetime, datetime]


class NotRead(Exception):
    """The calendar could not be read; problem says why."""

    def __init__(self, problem: SyncProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class Answer:
    """What stood at the address; body is None when it is as it was (304)."""

    body: bytes | None
    etag: str


def fetch(address: str, *, etag: str, hosts: Collection[str]) -> Answer:
    """Ask for a calendar; at most 20 seconds and 5 MB. Raises NotRead."""
    url = httpx.URL(address)
    if place_of(url) not in hosts:
        raise NotRead(SyncProblem.NOT_ALLOWED)
    headers = {"Accept": "text/calendar"} | ({"If-None-Match": etag} if etag else {})
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return Answer(None, etag)
            if response.status_code != httpx.codes.OK:
                lost = response.status_code >= 500 or response.status_code == httpx.codes.TOO_MANY_REQUESTS
                raise NotRead(SyncProblem.UNREACHABLE if lost else SyncProblem.REFUSED)
            return Answer(body_of(response), response.headers.get("ETag", "")[:200])
    except httpx.HTTPError as error:
        raise NotRead(SyncProblem.UNREACHABLE) from error


def body_of(response: httpx.Response) -> bytes:
    """The body, as long as it stays small enough."""
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > MOST_BYTES:
            raise NotRead(SyncProblem.TOO_LARGE)
        parts.append(part)
    return b"".join(parts)


def place_of(url: httpx.URL) -> str:
    """Host, and port where it is not the usual one, as EXTERNAL_CALENDAR_HOSTS names it."""
    return url.host if url.port is None else f"{url.host}:{url.port}"


def busy_spans(body: bytes, *, start: datetime, end: datetime, zone: ZoneInfo, own_domain: str) -> list[Span]:
    """When the calendar's owner is busy in [start, end), joined where stretches touch. Raises NotRead.

    Left out: what is free, tentative-free or cancelled, whole days marked free, and our own talks (their UID ends with
    our mail domain): those are occupancies here already. Repeating events are single times, exceptions included.
    """
    try:
        calendar = Calendar.from_ical(body)
        events = recurring_ical_events.of(calendar, skip_bad_series=True).between(start, end)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise NotRead(SyncProblem.NOT_A_CALENDAR) from error
    spans = []
    for event in events:
        if takes_time(event) and not str(event.get("UID", "")).endswith(f"@{own_domain}"):
            first, last = moment(event["DTSTART"], zone), moment(event.get("DTEND", event["DTSTART"]), zone)
            if max(first, start) < min(last, end):
                spans.append((max(first, start), min(last, end)))
    return joined(spans)


def takes_time(event: Calendar) -> bool:
    """Whether an event makes its owner busy."""
    says = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY")).upper()
    is_free = str(event.get("TRANSP", "OPAQUE")).upper() == "TRANSPARENT" or says == "FREE"
    return not is_free and str(event.get("STATUS", "CONFIRMED")).upper() != "CANCELLED"


def moment(value: vDDDTypes, zone: ZoneInfo) -> datetime:
    """A day begins at midnight, a time without a zone is local."""
    found = value.dt
    if isinstance(found, datetime):
        return found if found.tzinfo else found.replace(tzinfo=zone)
    assert isinstance(found, date)
    return datetime.combine(found, time(), zone)


def joined(spans: list[Span]) -> list[Span]:
    """The same time in as few stretches as possible, in order."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


LOOKS_BACK, LOOKS_AHEAD = timedelta(days=1), timedelta(days=120)

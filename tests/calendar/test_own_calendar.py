"""A counsellor's own calendar elsewhere: read over real HTTP, in the background; nobody is offered a time it takes."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override
from pytest_django.fixtures import Settings

from counselling.models import Appointment
from counselling.registering.systems import CLASH_TASK
from portal import clock
from portal.accounts.models import User
from portal.calendar import reading
from portal.calendar.actions import external
from portal.calendar.models import CalendarSource, ExternalBusy, FreeTimesQuery, Resource, SyncProblem
from portal.calendar.rules import CalendarAddress, Refusal, calendar_address
from portal.refusals import Refused
from portal.worklist.models import Task
from tests.factories.people import sign_in
from tests.factories.talks import next_weekday

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Copenhagen")
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"


def ics(*events: str) -> str:
    return HEAD + "".join(f"BEGIN:VEVENT\r\n{event}END:VEVENT\r\n" for event in events) + "END:VCALENDAR\r\n"


def event(start: datetime, end: datetime, uid: str = "a@outlook.example", more: str = "") -> str:
    stamps = [moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for moment in (start, end)]
    return f"UID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{stamps[0]}\r\nDTEND:{stamps[1]}\r\n{more}"


class Elsewhere:
    """A calendar server on this machine: says what it is told to say, remembers what it was asked."""

    def __init__(self) -> None:
        self.body, self.status, self.etag, self.asked = ics(), 200, "", list[str | None]()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.headers.get("If-None-Match"))
                same = outer.etag and self.headers.get("If-None-Match") == outer.etag
                self.send_response(304 if same else outer.status)
                if outer.status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/secret")
                self.send_header("ETag", outer.etag)
                self.end_headers()
                if not same and outer.status == 200:
                    self.wfile.write(outer.body.encode())

            def log_message(self, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.place = f"127.0.0.1:{self.server.server_port}"
        self.address = f"http://{self.place}/calendar.ics"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def elsewhere(settings: Settings) -> Iterator[Elsewhere]:
    server = Elsewhere()
    settings.EXTERNAL_CALENDAR_HOSTS = [server.place]
    yield server
    server.stop()


@pytest.fixture
def source(elsewhere: Elsewhere, counsellor: User, mette: Resource) -> CalendarSource:
    return external.add_source(by=counsellor, resource=mette, address=elsewhere.address)


def starts_offered(resource: Resource) -> list[datetime]:
    day = next_weekday().date()
    wanted = FreeTimesQuery(
        resource_ids=[resource.pk], starts_on=day, ends_on=day, duration_minutes=45, step_minutes=60, now=clock.now()
    )
    return [found.start.astimezone(ZONE) for found in Resource.objects.free_times(wanted)]


def test_a_busy_time_elsewhere_is_not_offered_here(
    source: CalendarSource, elsewhere: Elsewhere, mette: Resource
) -> None:
    busy = next_weekday(at_hour=10)
    assert busy in starts_offered(mette)
    elsewhere.body = ics(event(busy, busy + timedelta(hours=1)))
    assert external.sync_due() == 1
    offered = starts_offered(mette)
    assert busy not in offered and busy + timedelta(hours=1) in offered
    source.refresh_from_db()
    assert source.last_synced_at is not None and source.problem == ""


def test_it_is_read_at_its_turn_and_unchanged_calendars_are_not_sent_again(
    source: CalendarSource, elsewhere: Elsewhere, mette: Resource
) -> None:
    busy = next_weekday(at_hour=10)
    elsewhere.body, elsewhere.etag = ics(event(busy, busy + timedelta(hours=1))), '"v1"'
    assert external.sync_due() == 1
    assert external.sync_due() == 0
    with clock.shifted_by(timedelta(minutes=11)):
        assert external.sync_due() == 1
    assert elsewhere.asked == [None, '"v1"']
    assert ExternalBusy.objects.filter(resource=mette).count() == 1


def test_repeating_free_cancelled_and_own_events() -> None:
    start = datetime(2026, 10, 19, 9, tzinfo=ZONE)
    hour = timedelta(hours=1)
    body = ics(
        "UID:w\r\nDTSTART;TZID=Europe/Copenhagen:20261019T090000\r\nDTEND;TZID=Europe/Copenhagen:20261019T100000\r\n"
        "RRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE;TZID=Europe/Copenhagen:20261102T090000\r\n",
        event(start + 3 * hour, start + 4 * hour, "free", "TRANSP:TRANSPARENT\r\n"),
        event(start + 3 * hour, start + 4 * hour, "off", "STATUS:CANCELLED\r\n"),
        event(start + 3 * hour, start + 4 * hour, "ms", "X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n"),
        event(start + 3 * hour, start + 4 * hour, "ours@mit.egekoebing.example"),
        "UID:day\r\nDTSTART;VALUE=DATE:20261021\r\nDTEND;VALUE=DATE:20261022\r\n",
    )
    spans = reading.busy_spans(
        body.encode(),
        start=start - hour,
        end=start + timedelta(days=30),
        zone=ZONE,
        own_domain="mit.egekoebing.example",
    )
    local = [(first.astimezone(ZONE).isoformat(), last.astimezone(ZONE).isoformat()) for first, last in spans]
    assert local == [
        ("2026-10-19T09:00:00+02:00", "2026-10-19T10:00:00+02:00"),
        ("2026-10-21T00:00:00+02:00", "2026-10-22T00:00:00+02:00"),
        ("2026-10-26T09:00:00+01:00", "2026-10-26T10:00:00+01:00"),  # nine o'clock stays nine o'clock in winter
    ]


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (404, "", SyncProblem.REFUSED),
        (302, "", SyncProblem.REFUSED),
        (500, "", SyncProblem.UNREACHABLE),
        (429, "", SyncProblem.UNREACHABLE),
        (200, "<html>Log ind</html>", SyncProblem.NOT_A_CALENDAR),
        (200, "x" * (reading.MOST_BYTES + 1), SyncProblem.TOO_LARGE),
    ],
)
def test_what_goes_wrong_is_said_and_what_was_read_before_stays(
    source: CalendarSource, elsewhere: Elsewhere, mette: Resource, status: int, body: str, problem: SyncProblem
) -> None:
    busy = next_weekday(at_hour=10)
    elsewhere.body = ics(event(busy, busy + timedelta(hours=1)))
    external.sync_due()
    elsewhere.status, elsewhere.body = status, body
    with clock.shifted_by(timedelta(minutes=11)):
        assert external.sync_due() == 0
    source.refresh_from_db()
    assert (source.problem, source.failures) == (problem, 1)
    assert busy not in starts_offered(mette)
    page = sign_in(mette.user).get(reverse("calendar:own_calendar", args=[mette.pk])).content.decode()  # type: ignore[arg-type]
    with override("da"):
        assert str(problem.label) in page


def test_a_calendar_that_fails_is_asked_ever_more_rarely(source: CalendarSource, elsewhere: Elsewhere) -> None:
    elsewhere.status = 500
    pauses = []
    for _turn in range(8):
        source.refresh_from_db()
        with clock.shifted_by(source.next_sync_at - clock.now() + timedelta(seconds=1)):
            asked_at = clock.now()
            external.sync_due()
        source.refresh_from_db()
        pauses.append(source.next_sync_at - asked_at)
    assert round(pauses[0] / timedelta(minutes=1)) == 10
    assert round(pauses[3] / timedelta(minutes=1)) == 80
    assert round(pauses[-1] / timedelta(minutes=1)) == external.LONGEST_PAUSE / timedelta(minutes=1)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("https://outlook.example/a.ics", CalendarAddress("https://outlook.example/a.ics", "outlook.example")),
        ("WEBCAL://outlook.example/a.ics", CalendarAddress("https://outlook.example/a.ics", "outlook.example")),
        ("http://outlook.example/a.ics", Refusal.ADDRESS_NOT_SECURE),
        ("file:///etc/passwd", Refusal.ADDRESS_NOT_SECURE),
        ("outlook.example/a.ics", Refusal.ADDRESS_NOT_SECURE),
        ("https://[::1", Refusal.ADDRESS_NOT_SECURE),
        ("https://elsewhere.example/a.ics", Refusal.HOST_NOT_ALLOWED),
        ("https://outlook.example:8443/a.ics", Refusal.HOST_NOT_ALLOWED),
        ("https://outlook.example@evil.example/", Refusal.HOST_NOT_ALLOWED),
        ("https://me:secret@outlook.example/a.ics", Refusal.HOST_NOT_ALLOWED),
        ("https://169.254.169.254/latest/", Refusal.HOST_NOT_ALLOWED),
    ],
)
def test_only_the_municipalitys_places_are_ever_asked(typed: str, answer: object) -> None:
    assert calendar_address(typed, ["outlook.example"]) == answer


def test_a_place_that_was_taken_off_the_list_is_asked_no_more(
    source: CalendarSource, elsewhere: Elsewhere, settings: Settings
) -> None:
    settings.EXTERNAL_CALENDAR_HOSTS = []
    assert external.sync_due() == 0
    source.refresh_from_db()
    assert source.problem == SyncProblem.NOT_ALLOWED and not elsewhere.asked


def test_a_clash_is_a_task_that_goes_with_the_clash(
    source: CalendarSource, elsewhere: Elsewhere, talk: Appointment, counsellor: User
) -> None:
    mine = Task.objects.open().filter(kind=CLASH_TASK, about=talk.pk, assigned_to=counsellor)
    elsewhere.body = ics(event(talk.starts_at, talk.ends_at))
    external.sync_due()
    assert mine.count() == 1
    with clock.shifted_by(timedelta(minutes=11)):
        external.sync_due()
    assert mine.count() == 1
    elsewhere.body = ics()
    with clock.shifted_by(timedelta(minutes=22)):
        external.sync_due()
    assert not mine.exists()
    elsewhere.body = ics(event(talk.starts_at, talk.ends_at))
    with clock.shifted_by(timedelta(minutes=33)):
        external.sync_due()
    assert mine.count() == 1
    assert sign_in(counsellor).get(reverse("worklist:tasks")).status_code == 200
    external.remove_source(by=counsellor, resource=source.resource)
    assert not mine.exists() and not ExternalBusy.objects.exists()


def test_the_page_adds_reads_and_forgets(elsewhere: Elsewhere, counsellor: User, mette: Resource) -> None:
    client, page = sign_in(counsellor), reverse("calendar:own_calendar", args=[mette.pk])
    refused = client.post(page, {"address": "https://elsewhere.example/x.ics"})
    assert refused.status_code == 422 and "https://elsewhere.example/x.ics" in refused.content.decode()
    assert client.post(page, {"address": elsewhere.address}).status_code == 302
    external.sync_due()
    assert client.post(reverse("calendar:own_calendar_again", args=[mette.pk])).status_code == 302
    assert external.sync_due() == 1
    shown = client.get(page).content.decode()
    assert "127.0.0.1" in shown and elsewhere.address not in shown, "the address opens the calendar: it is not shown"
    client.post(reverse("calendar:own_calendar_remove", args=[mette.pk]))
    assert not CalendarSource.objects.exists()
    with pytest.raises(Refused) as error:
        external.ask_again(by=counsellor, resource=mette)
    assert error.value.reason == Refusal.CHANGED_MEANWHILE


def test_a_problem_is_counted(source: CalendarSource) -> None:
    with pytest.raises(IntegrityError, match="calendar_source_fails_with_a_problem"), transaction.atomic():
        CalendarSource.objects.filter(pk=source.pk).update(failures=2)

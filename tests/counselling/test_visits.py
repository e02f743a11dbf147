"""Alone in somebody's home: checked in, checked out, missed, reached. The clock decides, not the worker."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from counselling import watching
from counselling.actions import booking, keeping, visits
from counselling.actions.calls import give_phone_duty
from counselling.forms.visit_refusals import REFUSAL_TEXT
from counselling.models import VisitWatch
from counselling.rules.visits import VisitRefusal
from portal import clock
from portal.audit.models import AuditEvent
from portal.outbox.actions import put_all
from portal.outbox.drain import drain_once
from portal.outbox.models import OutboxMessage, State
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from portal.worklist.models import Task
from tests.factories.people import make_person
from tests.factories.talks import HOME, make_counsellor, make_talk, make_type
from tests.outbox.moody import Moody

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 25, 9)  # a Wednesday


@contextmanager
def refused(reason):
    """The action says no for exactly this reason, and there are words for it."""
    with pytest.raises(Refused) as error:
        yield
    assert error.value.reason is reason and REFUSAL_TEXT[reason]


@pytest.fixture
def phones(settings):
    """A gateway that takes every text message."""
    gateway = Moody()
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = gateway.url, "token"
    gateway.start()
    yield gateway
    gateway.stop()


@pytest.fixture
def visit(at, relative, mette):
    """Rasmus' home visit on the Wednesday from ten to eleven; it is nine in the morning of that day."""
    at(NINE - timedelta(days=5))
    kind = make_type("hjemme", modes=["home_visit"], duration_minutes=60)
    ten = (NINE + timedelta(hours=1)).replace(tzinfo=clock.zone())
    talk = make_talk(relative, kind, starts_at=ten, mode="home_visit")
    at(NINE)
    return talk


def go_in(visit, by, minutes=60):
    """In now, expected out in an hour."""
    end = clock.now() + timedelta(minutes=minutes)
    return visits.go_in(by=by, talk=visit, expected_end=end)


def drain():
    """What a worker sends now."""
    for queue in ("messages", "codes", "messages", "codes"):
        drain_once(queue)


def told(kind):
    """Who was written to about a kind, by channel."""
    rows = OutboxMessage.objects.filter(kind=kind, state=State.SENT).select_related("to")
    return sorted((row.to.name, row.channel) for row in rows)


def after(moment, **delta):
    return moment + timedelta(**delta)


def test_checked_in_and_out_in_time_asks_nobody(at, visit, counsellor, team_lead):
    at(visit.starts_at)
    watch = go_in(visit, counsellor)
    planned = OutboxMessage.objects.about(watch.pk).planned()
    assert {row.kind for row in planned} == {watching.END, watching.ROUND}
    at(after(visit.starts_at, minutes=50))
    assert visits.come_out(by=counsellor, watch=watch).checked_out_at == clock.now()
    assert visits.come_out(by=counsellor, watch=watch) == watch  # pressed twice
    assert not OutboxMessage.objects.about(watch.pk).planned().exists()
    at(after(visit.starts_at, hours=5))
    drain()
    assert told(watching.END) == told(watching.ALARM) == [] and not Task.objects.filter(kind=watching.ALARM_TASK)


def test_first_the_counsellor_then_lead_and_phone_duty_then_everybody_until_reached(
    at, visit, counsellor, colleague, team_lead, phones
):
    make_counsellor(colleague)
    duty = make_person("Vagten", "counsellor")
    now = clock.now()
    give_phone_duty(by=team_lead, user=duty, starts_at=now, ends_at=after(now, hours=9))
    for person in (counsellor, team_lead):
        visits.keep_number(by=person, phone="+4500001111")
    at(visit.starts_at)
    watch = go_in(visit, counsellor)  # out at 11.00
    at(after(watch.expected_end, minutes=14))
    drain()
    assert told(watching.END) == []
    at(after(watch.expected_end, minutes=15))
    drain()
    assert told(watching.END) == [(counsellor.name, "email"), (counsellor.name, "sms")]
    assert told(watching.ALARM) == [] and not VisitWatch.objects.in_alarm(clock.now()).exists()
    at(after(watch.expected_end, minutes=25))
    drain()
    lead = [(team_lead.name, "email"), (team_lead.name, "sms")]
    assert told(watching.ALARM) == sorted([*lead, (duty.name, "email")])
    tasks = Task.objects.open().filter(kind=watching.ALARM_TASK)
    assert {(task.role, task.assigned_to) for task in tasks} == {("team_lead", None), ("counsellor", duty)}
    for minutes in (35, 45):
        at(after(watch.expected_end, minutes=minutes))
        drain()
    assert (colleague.name, "email") in told(watching.ALARM)  # the third round
    assert counsellor.name not in {name for name, _channel in told(watching.ALARM)}
    visits.reach(by=team_lead, watch=watch)
    assert not Task.objects.open().filter(kind=watching.ALARM_TASK).exists()
    before = told(watching.ALARM)
    at(after(watch.expected_end, hours=3))
    drain()
    assert told(watching.ALARM) == before and not VisitWatch.objects.in_alarm(clock.now()).exists()
    with refused(VisitRefusal.SAFE_ALREADY):
        visits.reach(by=duty, watch=watch)


def test_a_check_out_after_the_alarm_began_ends_it(at, visit, counsellor, team_lead):
    at(visit.starts_at)
    watch = go_in(visit, counsellor)
    at(after(watch.expected_end, minutes=25))
    drain()
    visits.come_out(by=counsellor, watch=watch)
    sent = len(told(watching.ALARM))
    at(after(watch.expected_end, minutes=55))
    drain()
    assert sent and len(told(watching.ALARM)) == sent
    assert not Task.objects.open().filter(kind=watching.ALARM_TASK).exists()


def test_more_time_moves_the_alarm_and_voids_the_old_one(at, visit, counsellor, team_lead):
    at(visit.starts_at)
    watch = go_in(visit, counsellor)
    at(after(watch.expected_end, minutes=5))
    later = visits.stay_longer(by=counsellor, watch=watch, minutes=30)
    assert later.expected_end == after(clock.now(), minutes=30)  # from now, since the old end has passed
    at(after(watch.expected_end, minutes=26))
    drain()
    assert told(watching.END) == told(watching.ALARM) == []
    at(after(later.expected_end, minutes=25))
    drain()
    assert told(watching.END) and told(watching.ALARM)


def test_an_old_round_that_a_worker_still_holds_says_nothing(at, visit, counsellor, team_lead):
    at(visit.starts_at)
    watch = go_in(visit, counsellor)
    old = OutboxMessage.objects.get(kind=watching.ROUND)
    visits.stay_longer(by=counsellor, watch=watch, minutes=15)
    at(after(watch.expected_end, hours=2))
    visits.sound(old)
    assert not OutboxMessage.objects.filter(kind=watching.ALARM).exists()


def test_a_forgotten_check_in_asks_at_a_quarter_past_and_only_then(at, visit, counsellor):
    at(after(visit.starts_at, minutes=14))
    drain()
    assert told(watching.ASK) == []
    at(after(visit.starts_at, minutes=15))
    drain()
    assert told(watching.ASK) == [(counsellor.name, "email")]


def test_who_checked_in_is_not_asked_and_nor_is_who_has_no_visit_any_more(at, visit, counsellor):
    at(visit.starts_at)
    ask = OutboxMessage.objects.get(kind=watching.ASK)
    assert watching.still_awaited(ask)
    go_in(visit, counsellor)
    assert not watching.still_awaited(ask)
    at(after(visit.starts_at, minutes=20))
    drain()
    assert told(watching.ASK) == []


def test_a_visit_that_is_moved_asks_at_its_new_time_only(at, visit, relative, counsellor):
    later = after(visit.starts_at, days=1)
    booking.move_appointment(by=counsellor, appointment=visit, starts_at=later, is_staff=True)
    at(after(visit.starts_at, minutes=20))
    drain()
    assert told(watching.ASK) == []
    at(after(later, minutes=15))
    drain()
    assert len(told(watching.ASK)) == 1


def test_night_does_not_put_an_alarm_to_sleep(at, visit, counsellor, team_lead, phones):
    """Planned at 20.58, by day; the worker comes at 21.10, when other text messages would wait for the morning."""
    visits.keep_number(by=counsellor, phone="+4500001111")
    visits.keep_number(by=team_lead, phone="+4500002222")
    at(NINE.replace(hour=18, minute=30))
    watch = VisitWatch.objects.create(
        appointment=visit, worker=counsellor, checked_in_at=clock.now(), expected_end=after(clock.now(), minutes=133)
    )
    put_all(watching.watch_drafts(watch))
    at(NINE.replace(hour=21, minute=10))
    drain()
    assert (counsellor.name, "sms") in told(watching.END) and (team_lead.name, "sms") in told(watching.ALARM)


def test_a_change_of_the_clock_neither_delays_nor_hurries_an_alarm(at, relative, mette, counsellor, team_lead):
    """In at 01.30 summer time on the night of 25 October; an hour later is 02.30, a clock hour that comes twice."""
    kind = make_type("hjemme", modes=["home_visit"], duration_minutes=60)
    at(datetime(2026, 10, 20, 9))
    talk = make_talk(relative, kind, starts_at=datetime(2026, 10, 23, 10, tzinfo=clock.zone()), mode="home_visit")
    start = datetime(2026, 10, 24, 23, 30, tzinfo=clock.zone())
    type(talk).objects.filter(pk=talk.pk).update(starts_at=start, ends_at=after(start, hours=1))
    at(start)
    watch = visits.go_in(by=counsellor, talk=talk, expected_end=start.astimezone(UTC) + timedelta(hours=3))
    began = start.timestamp()
    for row in OutboxMessage.objects.about(watch.pk):
        assert row.send_at.timestamp() - began in {3 * 3600 + 15 * 60, 3 * 3600 + 25 * 60}


@pytest.mark.parametrize(
    ("moment", "minutes", "reason"),
    [
        (timedelta(hours=-2), 60, VisitRefusal.CHECK_IN_NOT_NOW),
        (timedelta(days=-1), 60, VisitRefusal.CHECK_IN_NOT_NOW),
        (timedelta(days=1), 60, VisitRefusal.CHECK_IN_NOT_NOW),
        (timedelta(), 0, VisitRefusal.END_NOT_AHEAD),
        (timedelta(), 241, VisitRefusal.STAY_TOO_LONG),
    ],
)
def test_going_in_is_refused(at, visit, counsellor, moment, minutes, reason):
    at(visit.starts_at + moment)
    with refused(reason):
        go_in(visit, counsellor, minutes)


def test_going_in_twice_to_a_phone_talk_and_to_a_visit_that_is_off_are_refused(
    at, visit, relative, counsellor, talk_type
):
    phone = make_talk(relative, talk_type, starts_at=after(visit.starts_at, days=1))
    with refused(VisitRefusal.NOT_A_VISIT):
        go_in(phone, counsellor)
    at(visit.starts_at)
    go_in(visit, counsellor)
    with refused(VisitRefusal.ALREADY_IN):
        go_in(visit, counsellor)
    visit.visit_watch.delete()
    keeping.cancel_appointment(by=counsellor, appointment=visit, actor="counsellor", reason="Syg")
    with refused(VisitRefusal.CHECK_IN_NOT_NOW):
        go_in(visit, counsellor)


def test_who_is_out_gets_no_more_time_and_nobody_ends_an_alarm_that_does_not_run(at, visit, counsellor, team_lead):
    at(visit.starts_at)
    watch = go_in(visit, counsellor)
    with refused(VisitRefusal.NOBODY_MISSED):
        visits.reach(by=team_lead, watch=watch)
    with refused(VisitRefusal.NOBODY_MISSED):
        visits.open_alarm(by=team_lead, watch=watch)
    with refused(VisitRefusal.STAY_TOO_LONG):
        visits.stay_longer(by=counsellor, watch=watch, minutes=600)
    visits.come_out(by=counsellor, watch=watch)
    with refused(VisitRefusal.ALREADY_OUT):
        visits.stay_longer(by=counsellor, watch=watch, minutes=15)


@pytest.mark.parametrize(
    ("moment", "seen"),
    [("2026-11-24 14:59", False), ("2026-11-24 15:00", True), ("2026-11-25 23:59", True), ("2026-11-26 00:00", False)],
)
def test_the_address_is_seen_from_three_the_day_before_and_each_showing_stands_in_the_log(
    at, visit, counsellor, relative, moment, seen
):
    at(datetime.fromisoformat(moment))
    if not seen:
        with refused(VisitRefusal.ADDRESS_NOT_YET):
            visits.open_address(by=counsellor, talk=visit)
    else:
        assert visits.open_address(by=counsellor, talk=visit) == HOME
    reads = AuditEvent.objects.filter(action="counselling.visit_address_opened", subject=relative.pk)
    assert reads.count() == int(seen)


def test_an_alarm_shows_address_and_number_and_says_so_in_the_log(at, visit, counsellor, team_lead, relative):
    visits.keep_number(by=counsellor, phone="+4500001111")
    at(visit.starts_at)
    watch = go_in(visit, counsellor)
    at(after(watch.expected_end, minutes=25))
    file = visits.open_alarm(by=team_lead, watch=VisitWatch.objects.for_list().get())
    assert (file.address, file.phone) == (HOME, "+4500001111")
    assert AuditEvent.objects.filter(action="counselling.visit_alarm_opened", subject=relative.pk).count() == 1


@pytest.mark.parametrize("kind", ["counselling.visit_ask", "counselling.visit_end", "counselling.visit_alarm"])
@pytest.mark.parametrize("language", ["da", "nb", "en"])
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_what_we_write_names_nobody_and_no_place(at, visit, counsellor, relative, kind, language, channel):
    at(visit.starts_at)
    watch = go_in(visit, counsellor)
    about = visit.pk if kind == watching.ASK else watch.pk
    message = OutboxMessage(kind=kind, channel=channel, language=language, to=counsellor, about=about, version=1)
    said = text_of(message)
    text = f"{said.subject} {said.body}"
    assert "http" in text
    for word in (counsellor.name, relative.name, HOME.street, HOME.town, HOME.postcode, str(visit.pk), str(watch.pk)):
        assert word not in text
    assert len(said.body) <= 160 or channel == "email"


def test_rounds_go_on_every_ten_minutes_and_after_an_hour_every_half_hour(at, visit, counsellor, team_lead):
    at(visit.starts_at)
    watch = go_in(visit, counsellor)
    for rounds, minutes in enumerate(
        (25, 35, 45, 55, 65, 75, 105, 135), start=1
    ):  # ten minutes apart for an hour, then half an hour
        at(after(watch.expected_end, minutes=minutes))
        drain()
        assert len(told(watching.ALARM)) >= rounds
    at(after(watch.expected_end, minutes=145))
    before = len(told(watching.ALARM))
    drain()
    assert len(told(watching.ALARM)) == before

"""A counsellor is inside and the worker dies: the alarm leaves all the same."""

from datetime import timedelta

from counselling import watching
from counselling.models import Appointment, VisitWatch
from portal import clock
from portal.accounts.models import User
from portal.outbox.actions import put_all
from portal.outbox.models import OutboxMessage
from tests.factories.people import make_person
from tests.factories.talks import make_counsellor, make_talk, make_type
from tests.faults.conftest import Rig, until


def somebody_inside() -> tuple[VisitWatch, User]:
    """A counsellor who is expected out in an hour, and who leads."""
    worker, lead = make_person("Mette Krogh", "counsellor"), make_person("Dorthe Friis", "team_lead")
    make_counsellor(worker)
    talk = make_talk(make_person("Rasmus"), make_type())
    Appointment.objects.filter(pk=talk.pk).update(mode="home_visit")
    now = clock.now()
    fields = {"checked_in_at": now, "expected_end": now + timedelta(hours=1)}
    watch = VisitWatch.objects.create(appointment=talk, worker=worker, **fields)
    put_all(watching.watch_drafts(watch))
    return watch, lead


def test_a_worker_killed_and_a_valkey_lost_between_check_in_and_alarm_cost_nobody_the_alarm(rig: Rig) -> None:
    watch, lead = somebody_inside()
    first = rig.worker()
    until(lambda: "ready" in rig.said(), 30, rig)
    rig.kill(first)
    rig.kill_valkey()
    later = 3600 + 26 * 60.0  # past the end, the grace and the ten minutes
    rig.loop(ahead=later)
    told = OutboxMessage.objects.filter(kind=watching.ALARM, to=lead, about=watch.pk, state="sent")
    until(told.exists, 60, rig)
    assert OutboxMessage.objects.filter(kind=watching.END, about=watch.pk, state="sent").count() == 1

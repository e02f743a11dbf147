"""The check-out and the alarm at the same moment: whoever comes second sees what the first one did."""

from datetime import timedelta

import pytest

from counselling import watching
from counselling.actions import visits
from counselling.models import Appointment, VisitWatch
from portal import clock
from portal.outbox.actions import put_all
from portal.outbox.drain import drain_once
from portal.outbox.models import OutboxMessage
from portal.worklist.models import Task
from tests.factories.people import make_person
from tests.factories.talks import make_counsellor, make_talk, make_type

pytestmark = pytest.mark.usefixtures("committed_db")
ROUNDS = 12


def a_late_watch(person, counsellor, kind):
    """Somebody inside whose first round is due now."""
    talk = make_talk(person, kind, mode="phone")
    Appointment.objects.filter(pk=talk.pk).update(mode="home_visit")
    now = clock.now()
    end = now - timedelta(minutes=26)
    fields = {"checked_in_at": now - timedelta(hours=1), "expected_end": end}
    watch = VisitWatch.objects.create(appointment=talk, worker=counsellor, **fields)
    put_all(watching.watch_drafts(watch))
    return watch


def test_no_round_begins_after_a_check_out_and_nobody_waits_for_each_other(threads, counsellor, team_lead):
    make_counsellor(counsellor)
    kind = make_type()
    watch = a_late_watch(make_person("Rasmus"), counsellor, kind)
    for attempt in range(ROUNDS):
        VisitWatch.objects.filter(pk=watch.pk).update(checked_out_at=None, version=attempt + 2)
        watch.refresh_from_db()
        put_all(watching.watch_drafts(watch))

        def race(number, watch=watch):
            if number:
                return drain_once("messages")
            return visits.come_out(by=counsellor, watch=watch)

        results = threads(3, race)
        assert not [one for one in results if isinstance(one, Exception)], results
        out = VisitWatch.objects.get(pk=watch.pk).checked_out_at
        assert out is not None
        begun = OutboxMessage.objects.filter(kind=watching.ALARM, about=watch.pk, version=watch.version)
        assert all(row.created_at <= out for row in begun)
        drain_once("messages")
        assert not [row for row in begun.all() if row.created_at > out]
        assert not Task.objects.open().filter(kind=watching.ALARM_TASK).exists()
        drain_once("codes")  # what had begun is judged again before it leaves
        late = OutboxMessage.objects.filter(kind=watching.ALARM, version=watch.version, state="sent")
        assert all(row.done_at <= out for row in late)


def test_two_colleagues_reach_somebody_at_once_and_one_is_noted(threads, counsellor, team_lead):
    make_counsellor(counsellor)
    watch = a_late_watch(make_person("Rasmus"), counsellor, make_type())
    colleagues = [team_lead, make_person("Jonas", "counsellor")]
    results = threads(2, lambda number: visits.reach(by=colleagues[number], watch=watch))
    assert sorted(type(one).__name__ for one in results) == ["Refused", "VisitWatch"]

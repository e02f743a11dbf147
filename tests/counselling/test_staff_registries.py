"""What counselling tells the rest of the house: tasks, menus, leavers, changed weeks; and how much each page asks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from counselling.actions import calls
from counselling.actions.sweeping import LATE_TASK
from counselling.announcing import DECIDE_TASK
from counselling.kinds import FAILED_TASK, call_instead
from counselling.registering.talks import talks_hit
from counselling.wishes import Wish
from portal.accounts import departures
from portal.design import navigation
from portal.outbox import chores
from portal.outbox.models import OutboxMessage
from portal.worklist import kinds
from portal.worklist.models import Task
from relatives import actions as contact
from tests.factories.talks import make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db


def test_every_task_kind_reads_as_a_sentence_and_leads_to_a_page(talk):
    for name in (DECIDE_TASK, LATE_TASK, FAILED_TASK, calls.CALL_TASK):
        kind = kinds.get(name)
        task = Task(kind=name, about=talk.pk)
        assert kinds.sentence_of(task) and kind.url(task).startswith("/")


def test_a_message_that_failed_becomes_a_task_that_shows_whom_to_ring(client_for, colleague, relative, talk):
    contact.change_phone(user=relative, by=relative, phone="20 30 40 50")
    message = OutboxMessage.objects.about(talk.pk).filter(channel="email").first()
    call_instead(message)
    task = Task.objects.get(kind=FAILED_TASK)
    html = client_for(colleague).get(kinds.get(FAILED_TASK).url(task)).content.decode()
    assert "Rasmus" in html and "+45 20 30 40 50" in html
    task.assigned_to = relative
    task.save()
    assert client_for(colleague).get(reverse("counselling:ring_instead", args=[task.pk])).status_code == 404


def test_a_counsellor_with_talks_ahead_can_not_leave(counsellor, talk, at):
    assert [str(words) for words in departures.what_waits_for(counsellor) if "samtale" in str(words)]
    at(talk.ends_at)
    assert not [words for words in departures.what_waits_for(counsellor) if "samtale" in str(words)]


def test_a_changed_week_names_the_talks_it_hits_and_no_other(talk, talk_type, mette):
    wish = Wish(meeting_type=talk_type, mode="phone")
    nameless, _code = calls.book_nameless_talk(wish=wish, starts_at=next_weekday(at_hour=14), form_key=uuid4())
    around = timedelta(minutes=1)
    hits = list(talks_hit(mette, [(talk.starts_at, talk.starts_at + around)]))
    assert [(hit.start, hit.url) for hit in hits] == [(talk.starts_at, reverse("counselling:talk", args=[talk.pk]))]
    assert [hit.start for hit in talks_hit(mette, [(nameless.starts_at, nameless.ends_at)])] == [nameless.starts_at]
    assert list(talks_hit(mette, [(talk.ends_at, talk.ends_at + around)])) == []


def test_the_menus_count_what_waits(counsellor, relative, mette):
    make_talk(relative, make_type("hjemme", needs_approval=True))
    badges = navigation.badges(navigation.entries("staff"), counsellor)
    assert badges["counselling:requests"] == 1 and badges["counselling:unresolved"] == 0


def test_the_sweeps_are_done_each_minute_by_whoever_comes_first(wanted_late):
    chores.do_due()
    assert Task.objects.filter(kind=LATE_TASK, about=wanted_late.pk).exists()


@pytest.fixture
def wanted_late(relative, mette, at):
    """A request whose answer is overdue."""
    wanted = make_talk(relative, make_type("hjemme", needs_approval=True))
    at(wanted.decide_by + timedelta(minutes=1))
    return wanted

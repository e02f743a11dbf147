"""What counselling tells the rest of the house: tasks, menus, leavers, changed weeks; and how much each page asks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from counselling.actions import calls
from counselling.actions.sweeping import LATE_TASK
from counselling.announcing import DECIDE_TASK
from counselling.kinds import FAILED_TASK, call_instead
from counselling.registering import talks_hit
from counselling.wishes import Wish
from portal import clock
from portal.accounts import departures
from portal.design import navigation
from portal.outbox import chores
from portal.outbox.models import OutboxMessage
from portal.worklist import kinds
from portal.worklist.models import Task
from relatives import actions as contact
from tests.factories.people import make_person
from tests.factories.talks import make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db


def test_every_task_kind_reads_as_a_sentence_and_leads_to_a_page(talk):
    for name in (DECIDE_TASK, LATE_TASK, FAILED_TASK, calls.CALL_TASK):
        kind = kinds.get(name)
        task = Task(kind=name, about=talk.pk)
        assert kind.sentence(task) and kind.url(task).startswith("/")


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


@pytest.fixture
def full_house(talk_type, mette):
    """Three of everything that a list shows."""
    asked = make_type("hjemme", needs_approval=True)
    for number in range(3):
        person = make_person(f"Person {number}")
        make_talk(person, talk_type, starts_at=next_weekday(3, 9 + number))
        make_talk(person, asked, starts_at=next_weekday(3, 13 + number))
        calls.request_call(
            by=person, phone=f"+452030405{number}", name="", topic="talk", when="any",
            may_leave_voicemail=False, form_key=uuid4(),
        )  # fmt: skip
    return next_weekday(3)


PAGES = {"day_on": 24, "week_on": 15, "requests": 9, "unresolved": 10, "calls": 11, "book_for": 8, "phone_duty": 9}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_database_equally_often_for_three_rows_and_for_none(
    name, client_for, counsellor, full_house, at, django_assert_max_num_queries
):
    client = client_for(counsellor)
    if name == "unresolved":
        at(full_house + timedelta(hours=6))
    args = [full_house.astimezone(clock.zone()).date().isoformat()] if name.endswith("_on") else []
    address = reverse(f"counselling:{name}", args=args)
    client.get(address)
    with django_assert_max_num_queries(PAGES[name]) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) == PAGES[name], f"{name}: {len(asked)}"

"""What each page costs: an exact number of queries, the same when there is ten times as much to show."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from counselling.models import MeetingType
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.design.models import Municipality
from portal.embedded.demo.talks import Storyteller
from tests.factories.people import sign_in
from tests.pages.catalogue import COUNSELLOR, PAGES, RELATIVE, Look, user
from tests.pages.demo import load_demo
from tests.pages.many_evenings import add_many_evenings
from tests.pages.query_counts import QUERIES

MOST = 12
NO_WORK = ("SAVEPOINT", "RELEASE", "ROLLBACK")


def queries_of(look: Look, path: str) -> int:
    """How many questions one look asks the database, session and sign-in among them."""
    client = sign_in(user(look.who)) if look.who else Client()
    client.get(path)  # the session's clock is written once a minute
    Municipality.objects.current()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == look.status, f"{look.title}: {answer.status_code}"
    return sum(not query["sql"].startswith(NO_WORK) for query in captured.captured_queries)


def add_much_more() -> None:
    """Two months of full days for the counsellor, a relative who comes often, thousands of sign-ups."""
    people = {person.email: person for person in User.objects.exclude(email=None)}
    counsellors = {one.name: one for one in Resource.objects.of_kind("counsellor").order_by("created_at")}
    MeetingType.objects.update(max_open_per_person=500)
    teller = Storyteller(people, counsellors, list(MeetingType.objects.all()), seed=41)
    mette = Resource.objects.of_person(user(COUNSELLOR)).get()
    for offset in range(-20, 30):
        teller.talk(clock.today() + timedelta(days=offset), user(RELATIVE), mette)
        teller.talk(clock.today() + timedelta(days=offset), teller.others[offset], mette)
    teller.calls()
    add_many_evenings()


@pytest.mark.django_db
def test_every_page_asks_the_same_number_of_questions_however_much_there_is(municipality_is_remembered: None) -> None:
    """Exact counts in one reviewed file; at most twelve; no more with far more rows. On a Sunday at ten: on
    other days some kinds of tasks only come with the many rows, and each kind is one question.
    """
    sunday = clock.today() + timedelta(days=6 - clock.today().weekday())
    with clock.frozen_at(datetime.combine(sunday, time(10), clock.zone())):
        load_demo()
        Municipality.objects.forget()
        paths = {look: look.path() for look in PAGES}  # the same talk before and after
        found = {look.title: queries_of(look, path) for look, path in paths.items()}
        add_much_more()
        later = {look.title: queries_of(look, path) for look, path in paths.items()}
    grown = {title: (found[title], count) for title, count in later.items() if count != found[title]}
    dear = {title: count for title, count in found.items() if count > MOST}
    changed = {title: (QUERIES.get(title), count) for title, count in found.items() if QUERIES.get(title) != count}
    assert (grown, dear, changed) == ({}, {}, {})

"""Rows of the waiting list: the relative's side, the link, the staff's side."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from counselling import offer_links
from counselling.models import MeetingType, SlotOffer, WaitlistEntry
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.keys import new_key
from tests.architecture.url_table import Row, everyone, only, signed_in
from tests.factories.talks import make_talk
from tests.factories.waiting import make_place

People = Mapping[str, User]


def a_place(people: People) -> WaitlistEntry:
    """The relative waits for a talk with anybody."""
    return make_place(people["relative"], MeetingType.objects.get())


def an_offer(people: People) -> SlotOffer:
    """The relative is offered a time in the counsellor's calendar."""
    entry, now = a_place(people), clock.now()
    WaitlistEntry.objects.filter(pk=entry.pk).update(status="offered")
    return SlotOffer.objects.create(
        entry=entry,
        freed_ref=new_key(),
        mode="phone",
        starts_at=now + timedelta(days=6),
        ends_at=now + timedelta(days=6, hours=1),
        counsellor=Resource.objects.get(user=people["counsellor"]),
        channel="message",
        offered_at=now,
        expires_at=now + timedelta(days=1),
        code_hash="x",
    )


def place(people: People) -> dict[str, Any]:
    return {"pk": a_place(people).pk}


def offer(people: People) -> dict[str, Any]:
    return {"pk": an_offer(people).pk}


def token(people: People) -> dict[str, Any]:
    return {"token": offer_links.sign(an_offer(people))}


def talk(people: People) -> dict[str, Any]:
    return {"pk": make_talk(people["relative"], MeetingType.objects.get()).pk}


def person(people: People) -> dict[str, Any]:
    return {"pk": people["relative"].pk}


STAFF = ("counsellor", "team_lead")
OBJECTS = {
    "counselling:earlier": talk,
    "counselling:offer": offer,
    "counselling:offer_link": token,
    "counselling:offer_skip": offer,
    "counselling:offered": offer,
    "counselling:queue_entry": place,
    "counselling:queue_join": person,
    "counselling:queue_offer": place,
    "counselling:queue_out": place,
    "counselling:waiting_leave": place,
    "counselling:waiting_place": place,
}
ROWS: list[Row] = [
    Row("counselling:earlier", get=only("relative", others=404), post=only("relative", others=404)),
    Row("counselling:join_waiting", get=signed_in(302), post=signed_in(302)),
    Row("counselling:offer", get=only(*STAFF), post=only(*STAFF, status=302)),
    Row("counselling:offer_link", get=everyone(200), post=everyone(302), unknown=410),
    Row("counselling:offer_skip", get=only(*STAFF), post=only(*STAFF)),
    Row("counselling:offered", get=only("relative", others=404), post=only("relative", status=302, others=404)),
    Row("counselling:queue", get=only(*STAFF), post=signed_in(405)),
    Row("counselling:queue_entry", get=only(*STAFF), post=only(*STAFF)),
    Row("counselling:queue_join", get=only(*STAFF), post=only(*STAFF)),
    Row("counselling:queue_offer", get=only(*STAFF), post=only(*STAFF)),
    Row("counselling:queue_out", get=only(*STAFF), post=only(*STAFF)),
    Row("counselling:waiting_leave", get=signed_in(405), post=only("relative", status=302, others=404)),
    Row("counselling:waiting_place", get=only("relative", others=404), post=only("relative", others=404)),
]

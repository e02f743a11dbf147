"""A relative's own pages say that times wait for their answer, with the way to them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from counselling.actions.new_times import offer_new_times
from counselling.models import Appointment, MeetingType, WaitlistEntry
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.refusals import locking
from tests.factories.people import make_person
from tests.factories.talks import make_talk, next_weekday
from tests.factories.waiting import make_offer, make_place

pytestmark = pytest.mark.django_db
LIST = "counselling:appointments"


def shown(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_new_times_for_a_talk_are_said_on_the_list_and_on_the_talks_page_until_answered(
    client_for: Any, relative: User, counsellor: User, talk: Appointment
) -> None:
    page, way = client_for(relative), reverse("counselling:new_times", args=[talk.pk])
    for html in (shown(page, LIST), shown(page, "counselling:appointment", talk.pk)):
        assert way not in html
    offer = locking(offer_new_times)(by=counsellor, talk=talk, now=clock.now())
    for html in (shown(page, LIST), shown(page, "counselling:appointment", talk.pk)):
        assert way in html and "Andre tider venter på dit svar" in html
    with clock.frozen_at(offer.expires_at):
        assert way not in shown(client_for(relative), LIST)


def test_an_earlier_time_is_said_on_the_page_of_the_talk_somebody_has(
    client_for: Any, relative: User, talk_type: MeetingType, mette: Resource
) -> None:
    later = make_talk(relative, talk_type, starts_at=next_weekday(20))
    entry: WaitlistEntry = make_place(relative, talk_type, talk=later)
    page, way = client_for(relative), reverse("counselling:waiting_place", args=[entry.pk])
    said = "Der er en tidligere tid til dig"
    assert said not in shown(page, "counselling:appointment", later.pk)
    offer = make_offer(make_person("Kurt Overgaard"), talk_type, starts_at=next_weekday(8))
    html = shown(page, "counselling:appointment", later.pk)
    assert said in html and way in html
    assert reverse("counselling:offered", args=[offer.pk]) in shown(page, LIST)

"""The pages of the waiting list: joining, answering by link and signed in, the staff's queue and phone tasks."""

import re
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from counselling import offer_links, telling_offers
from counselling.actions import keeping, offers, waiting
from counselling.actions.tallies import write_tallies
from counselling.models import Appointment, SlotOffer, WaitlistEntry
from portal import clock
from portal.audit.models import AuditEvent
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.privacy import actions as privacy
from portal.worklist.models import Task
from tests.factories.people import make_person
from tests.factories.talks import make_talk, next_weekday
from tests.factories.waiting import after, make_offer, make_place, reached_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mette")]
YES, NO = {"answer": "yes"}, {"answer": "no"}


@pytest.fixture(autouse=True)
def _monday_morning(at):
    at(datetime(2026, 11, 2, 10))


@pytest.fixture
def offer(relative, talk_type):
    """Rasmus has a talk in three weeks, wants an earlier one, and is offered one."""
    later = make_talk(relative, talk_type, starts_at=next_weekday(21))
    make_place(relative, talk_type, talk=later)
    return make_offer(make_person("Kurt Overgaard"), talk_type, starts_at=next_weekday(7))


def link_of(offer):
    return reverse("counselling:offer_link", args=[offer_links.sign(offer)])


def words(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text().split())


def test_joining_when_no_time_suits_keeps_what_was_chosen(client_for, relative, mette, talk_type):
    chosen = f"?type={talk_type.slug}&mode=phone&company=relative&counsellor={mette.pk}&respite=1"
    client = client_for(relative)
    when = client.get(reverse("counselling:book_when") + chosen)
    assert "Passer ingen af tiderne?" in words(when)
    page = client.get(reverse("counselling:join_waiting") + chosen)
    assert re.search(r"Det tager normalt 1–3 uger", words(page))
    sent = {"modes": ["phone", "video"], "weekdays": ["2", "4"], "counsellor": str(mette.pk), "earliest_on": ""}
    answer = client.post(reverse("counselling:join_waiting") + chosen, sent)
    entry = WaitlistEntry.objects.get()
    assert answer.url == reverse("counselling:waiting_place", args=[entry.pk])
    assert (entry.modes, entry.weekdays, entry.counsellor) == (["phone", "video"], [2, 4], mette)
    assert (entry.company, entry.wants_respite, entry.priority) == ("relative", True, "first")
    again = client.get(reverse("counselling:join_waiting") + chosen)
    assert again.url == answer.url


def test_a_relative_never_sees_a_rank(client_for, relative, talk_type):
    for number in range(12):
        make_place(make_person(f"Foran {number}"), talk_type)
    entry = make_place(relative, talk_type)
    said = words(client_for(relative).get(reverse("counselling:waiting_place", args=[entry.pk])))
    assert "uger" in said and not re.search(r"\b1[123]\b", said.split("Hvornår kan du?")[0])


def test_a_booked_talk_asks_whether_an_earlier_time_is_wanted(client_for, relative, talk):
    client = client_for(relative)
    page = client.get(reverse("counselling:appointment", args=[talk.pk]))
    assert "Vil du have en tidligere tid?" in words(page)
    client.post(reverse("counselling:earlier", args=[talk.pk]), {"modes": ["phone"], "counsellor": "any"})
    assert WaitlistEntry.objects.get().appointment == talk
    assert "Du står på listen til en tidligere tid" in words(
        client.get(reverse("counselling:appointment", args=[talk.pk]))
    )


def test_changing_when_one_can_keeps_the_place_and_leaving_ends_it(client_for, relative, talk_type):
    entry = make_place(relative, talk_type)
    client, url = client_for(relative), reverse("counselling:waiting_place", args=[entry.pk])
    client.post(url, {"modes": ["video"], "counsellor": "any", "day_parts": ["evening"]})
    changed = WaitlistEntry.objects.get()
    assert (changed.modes, changed.day_parts, changed.queued_at) == (["video"], ["evening"], entry.queued_at)
    assert client.post(url, {"modes": [], "counsellor": "any"}).status_code == 200
    client.post(reverse("counselling:waiting_leave", args=[entry.pk]))
    assert WaitlistEntry.objects.get().status == "withdrawn"
    assert "Du står ikke længere på listen" in words(client.get(url))


def test_get_of_the_link_changes_nothing_and_shows_time_but_no_topic_or_name(client, offer, mette):
    before = SlotOffer.objects.values_list("state", "calls_tried").get(pk=offer.pk)
    page = client.get(link_of(offer))
    said = words(page)
    assert page.status_code == 200 and page["Referrer-Policy"] == "no-referrer" and "noindex" in page["X-Robots-Tag"]
    assert "9. november" in said
    assert mette.name not in said and offer.entry.meeting_type.name not in said and "Rasmus" not in said
    assert SlotOffer.objects.values_list("state", "calls_tried").get(pk=offer.pk) == before


def test_yes_by_the_link_swaps_and_leads_to_the_new_appointment(client, offer, relative):
    answer = client.post(link_of(offer), YES)
    talk = Appointment.objects.live().of_relative(relative).get()
    assert talk.starts_at == offer.starts_at and "/link/" in answer.url
    assert client.get(answer.url).status_code == 200
    again = client.get(link_of(offer))
    assert again.status_code == 200 and "Tiden er din" in words(again)
    assert client.post(link_of(offer), YES).status_code == 302
    assert client.post(link_of(offer), NO).status_code == 409


def test_no_by_the_link_keeps_everything(client, offer, relative):
    assert client.post(link_of(offer), NO).url == link_of(offer)
    said = words(client.get(link_of(offer)))
    assert "Du har sagt nej tak" in said and "Du står stadig på listen" in said and "23. november" in said
    assert Appointment.objects.live().of_relative(relative).count() == 1


def test_an_offer_that_ran_out_while_it_was_answered_says_what_to_do_next(client, offer):
    with after(offer):
        late = client.post(link_of(offer), YES)
        said = words(late)
        assert late.status_code == 409
        assert "Fristen for at svare er gået" in said and "Du står stadig på listen" in said
        assert "Din tid mandag 23. november kl. 10.00 gælder stadig" in said and "Find selv en tid" in said
        offers.expire_offers()
        assert client.get(link_of(offer)).status_code == 410


def test_a_link_that_was_tampered_with_or_is_over_says_so(client, offer):
    token = offer_links.sign(offer)
    url = reverse("counselling:offer_link", args=[token[:-2] + ("aa" if token[-2:] != "aa" else "bb")])
    assert client.get(url).status_code == 410
    with clock.frozen_at(offer.ends_at):
        assert client.get(link_of(offer)).status_code == 410


def test_signed_in_the_offer_stands_on_my_page_and_can_be_taken(client_for, offer, relative, another_relative):
    client = client_for(relative)
    assert "Der er en tid til dig" in words(client.get(reverse("front:my_page")))
    url = reverse("counselling:offered", args=[offer.pk])
    assert client_for(another_relative).post(url, YES).status_code == 404
    answer = client.post(url, YES)
    talk = Appointment.objects.live().of_relative(relative).get()
    assert answer.url == reverse("counselling:receipt", args=[talk.pk])


def test_signed_in_no_and_too_late_are_said_too(client_for, offer, relative):
    client, url = client_for(relative), reverse("counselling:offered", args=[offer.pk])
    with after(offer):
        assert client.post(url, YES).status_code == 409
    assert client.post(url, NO).url == url
    assert "Du har sagt nej tak" in words(client.get(url))


def test_the_code_in_a_text_message_opens_the_offer(client, relative, talk_type):
    reached_by(relative, "sms", phone="+4520304050")
    make_place(relative, talk_type)
    offer = make_offer(make_person("Kurt Overgaard"), talk_type, starts_at=next_weekday(7))
    message = OutboxMessage.objects.planned().about(offer.pk).get(channel="sms")
    text = text_of(message).body
    code = telling_offers.code_of(offer.pk)
    assert code in text and "http" not in text
    answer = client.post(reverse("counselling:reply"), {"code": code.lower()})
    assert answer.url.startswith(link_of(offer)[:12]) and client.get(answer.url).status_code == 200
    offers.decline_offer(by=relative, offer=offer)
    assert client.post(reverse("counselling:reply"), {"code": code}).status_code == 200


@pytest.mark.parametrize("language", ["da", "nb", "en"])
def test_what_leaves_the_house_about_an_offer_is_neutral(relative, talk_type, language, mette):
    """Each kind in each language and channel: counselling.offer, counselling.offer_over, counselling.list_over."""
    relative.language = language
    relative.save()
    reached_by(relative, "sms", phone="+4520304050", readers="only_me")
    entry = make_place(relative, talk_type)
    offer = make_offer(make_person("Kurt Overgaard"), talk_type, starts_at=next_weekday(7))
    with after(offer):
        said = [text_of(row) for row in OutboxMessage.objects.planned().about(offer.pk)]
        offers.expire_offers()
        said += [text_of(row) for row in OutboxMessage.objects.planned().about(offer.pk)]
        waiting.take_out(by=relative, entry=entry, reason="Prøve")
        said += [text_of(row) for row in OutboxMessage.objects.planned().about(entry.pk)]
    sent = {row.kind for row in OutboxMessage.objects.filter(about__in=[offer.pk, entry.pk])}
    assert sent == {"counselling.offer", "counselling.offer_over", "counselling.list_over"} and len(said) == 6
    forbidden = [mette.name, "Krogh", talk_type.name_da, talk_type.name_en, "Rasmus", "rådgiv", "counsel", "pårørende"]
    for text in said:
        for word in forbidden:
            assert word.lower() not in f"{text.subject} {text.body}".lower()


def test_an_offer_that_did_not_arrive_is_made_on_the_phone(offer):
    message = OutboxMessage.objects.planned().about(offer.pk).get(channel="email")
    kinds.get(message.kind).on_failed(message)
    assert Task.objects.open().filter(about=offer.pk, kind="counselling.offer_call").exists()


def test_the_queue_shows_a_counsellor_theirs_and_a_lead_everybody(
    client_for, counsellor, team_lead, mette, jonas, talk_type
):
    make_place(make_person("Til Mette"), talk_type, counsellor=mette)
    make_place(make_person("Til Jonas"), talk_type, counsellor=jonas)
    make_place(make_person("Til Alle"), talk_type, priority="urgent")
    url = reverse("counselling:queue")
    own, lead = words(client_for(counsellor).get(url)), words(client_for(team_lead).get(url))
    assert ("Til Mette" in own, "Til Jonas" in own, "Til Alle" in own) == (True, False, True)
    assert all(name in lead for name in ("Til Mette", "Til Jonas", "Til Alle"))
    assert "Vis som tabel" in lead and "1 venter, den midterste i 0 dage, højst 0" in lead
    other = WaitlistEntry.objects.get(counsellor=jonas)
    assert client_for(counsellor).get(reverse("counselling:queue_entry", args=[other.pk])).status_code == 404


def test_opening_somebodys_place_is_recorded_first(client_for, counsellor, relative, talk_type):
    entry = make_place(relative, talk_type)
    client_for(counsellor).get(reverse("counselling:queue_entry", args=[entry.pk]))
    event = AuditEvent.objects.filter(action="counselling.waiting_opened").get()
    assert event.kind == "read"


def test_staff_change_take_out_and_put_on(client_for, counsellor, relative, another_relative, talk_type):
    client, entry = client_for(counsellor), make_place(relative, talk_type)
    url = reverse("counselling:queue_entry", args=[entry.pk])
    sent = {"modes": ["phone"], "counsellor": "any", "priority": "urgent", "version": "1"}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 409  # from before that change
    assert WaitlistEntry.objects.get().priority == "urgent"
    out = reverse("counselling:queue_out", args=[entry.pk])
    assert client.post(out, {"reason": ""}).status_code == 409
    assert client.post(out, {"reason": "Er flyttet"}).status_code == 302
    assert client.post(out, {"reason": "Er flyttet"}).status_code == 409
    join = reverse("counselling:queue_join", args=[another_relative.pk])
    put = {"modes": ["phone"], "counsellor": "any", "priority": "first"}
    assert client.post(join, put).status_code == 302
    assert client.post(join, put).status_code == 409
    made = WaitlistEntry.objects.get(person=another_relative)
    assert (made.made_by, made.status) == (counsellor, "waiting")


def test_what_was_said_on_the_phone_is_noted(client_for, counsellor, relative, another_relative, talk_type):
    for person in (relative, another_relative):
        make_place(reached_by(person, "inbox"), talk_type)
    offer = make_offer(make_person("Kurt Overgaard"), talk_type, starts_at=next_weekday(7))
    client, url = client_for(counsellor), reverse("counselling:offer", args=[offer.pk])
    client.post(url, {"answer": "away"})
    offer.refresh_from_db()
    assert (offer.state, offer.calls_tried) == ("open", 1)
    client.post(url, NO)
    assert client.post(url, YES).status_code == 409
    following = SlotOffer.objects.open().get()
    client.post(reverse("counselling:offer", args=[following.pk]), YES)
    assert Appointment.objects.live().get().made_by == counsellor


def test_skipping_asks_the_next_one(client_for, counsellor, offer, another_relative, talk_type):
    second = make_place(another_relative, talk_type)
    client, url = client_for(counsellor), reverse("counselling:offer_skip", args=[offer.pk])
    assert client.post(url, {"reason": " "}).status_code == 409
    assert client.post(url, {"reason": "Er på ferie"}).status_code == 302
    assert client.post(url, {"reason": "Er på ferie"}).status_code == 409
    assert SlotOffer.objects.open().get().entry == second


def test_a_time_is_offered_by_hand(client_for, counsellor, mette, relative, talk_type):
    entry = make_place(relative, talk_type)
    client, url = client_for(counsellor), reverse("counselling:queue_offer", args=[entry.pk])
    first = BeautifulSoup(client.get(url).content, "html.parser").select("input[name=time]")[-1]["value"]
    assert client.post(url, {"time": first}).status_code == 302
    assert SlotOffer.objects.open().get().is_by_hand
    assert client.post(url, {"time": first}).status_code == 409


def test_after_half_a_year_the_row_names_nobody_and_still_counts(relative, offer, at):
    talk = offers.accept_offer(by=relative, offer=offer)
    keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    at(clock.now() + timedelta(days=200))
    write_tallies()
    privacy.keep_and_delete()
    row = WaitlistEntry.objects.get()
    assert (row.person, row.appointment, row.made_by, row.status) == (None, None, None, "served")
    assert row.done_at is not None and not SlotOffer.objects.exists()

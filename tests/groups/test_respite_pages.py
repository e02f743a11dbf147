"""Respite and lifts on the pages: asked with a sign-up, read and answered by the desk alone, chosen by link."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from groups import links
from groups.actions import answering_help as desk_actions
from groups.forms.help_refusals import REFUSAL_TEXT
from groups.models import Registration, RespiteDesk, RespiteRequest, SeatPool, TransportRequest
from groups.rules.respite import RespiteRefusal
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.worklist import kinds
from portal.worklist.models import Task
from tests.factories.respite import ADDRESS, WHAT, asked_respite, caring_pool, make_desk, signed_up_asking

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def path_of(pool: SeatPool) -> str:
    return reverse("groups:sign_up", args=[pool.occurrence.event.slug, pool.pk])


def wish_path(row: RespiteRequest) -> str:
    return reverse("groups:help_request", args=["respite", row.pk])


def filled(**more: str) -> dict[str, str]:
    return {"seats": "1", "form_key": str(uuid4()), **more}


def test_asking_while_signing_up_says_when_the_answer_comes(
    organiser: User, relative: User, colleague: User, client_for: Any
) -> None:
    make_desk(colleague)
    pool, client = caring_pool(organiser), client_for(relative)
    asked = {"respite_asked": "on", "respite_what": WHAT, "respite_address": ADDRESS}
    answer = client.post(path_of(pool), filled(**asked))
    page = words(client.get(answer.url))
    assert "Vi spørger for dig. Du får svar senest" in page
    assert "Din plads er din imens." in page
    assert RespiteRequest.objects.get().what == WHAT
    assert not TransportRequest.objects.exists()


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ({"respite_asked": "on"}, {"respite_what", "respite_address"}),
        ({"respite_what": "Min far"}, {"respite_address"}),
        ({"lift_asked": "on"}, {"lift_address"}),
    ],
)
def test_what_the_desk_must_know_is_asked_for_and_nothing_typed_is_lost(
    organiser: User, colleague: User, relative: User, client_for: Any, typed: dict[str, str], missing: set[str]
) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser)
    page = client_for(relative).post(path_of(pool), filled(needs="Teleslynge", **typed))
    assert set(page.context["form"].errors) == missing
    assert b"Teleslynge" in page.content
    assert not Registration.objects.exists()


def test_without_a_desk_or_where_the_event_does_not_allow_it_nobody_is_asked(organiser: User) -> None:
    pool = caring_pool(organiser)
    assert b"respite_asked" not in Client().get(path_of(pool)).content
    make_desk()
    assert b"respite_asked" in Client().get(path_of(pool)).content
    online = SeatPool.objects.create(occurrence=pool.occurrence, channel="online", capacity=3)
    page = Client().get(path_of(online)).content
    assert b"respite_asked" in page
    assert b"lift_asked" not in page


def test_somebody_who_rings_can_ask_too(organiser: User, colleague: User, client_for: Any) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser)
    typed = {"pool": str(pool.pk), "name": "Åse", "phone": "00001234", "companions": "0"}
    asked = {"lift_asked": "on", "lift_address": ADDRESS}
    client_for(organiser).post(reverse("groups:date_phone", args=[pool.occurrence_id]), {**typed, **asked})
    assert TransportRequest.objects.get().registration.source == "phone"


def test_the_list_names_nobody_and_opening_one_is_recorded(
    organiser: User, relative: User, colleague: User, client_for: Any
) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser), relative)
    client = client_for(colleague)
    listed = words(client.get(reverse("groups:help_list")))
    assert "Afløsning" in listed
    assert "Aage" not in listed
    assert relative.name not in listed
    assert not AuditEvent.objects.filter(action="groups.help_read").exists()
    assert WHAT in words(client.get(wish_path(row)))
    read = AuditEvent.objects.get(action="groups.help_read")
    assert (read.subject, read.kind) == (relative.pk, "read")


def test_nobody_but_the_desk_opens_it(organiser: User, relative: User, colleague: User, client_for: Any) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser), relative)
    client = client_for(organiser)
    assert client.get(wish_path(row)).status_code == 404
    assert client.post(wish_path(row), {"answer": "arranged", "version": row.version}).status_code == 404
    assert "Afløsning, " not in words(client.get(reverse("groups:help_list")))
    assert client_for(relative).get(wish_path(row)).status_code == 403


def test_the_desk_takes_it_on_and_answers_in_words(
    organiser: User, relative: User, colleague: User, client_for: Any
) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser), relative)
    client = client_for(colleague)
    client.post(wish_path(row), {"answer": "take", "version": row.version})
    said = {"answer": "arranged", "version": row.version + 1, "said": "Lis kommer kl. 18.15."}
    assert client.post(wish_path(row), said).url == reverse("groups:help_list")
    mine = client_for(relative).get(reverse("groups:my_sign_up", args=[row.registration_id]))
    assert "Lis kommer kl. 18.15." in words(mine)
    by_link = Client().get(reverse("groups:sign_up_link", args=[links.sign(row.registration)]))
    assert "Lis" not in words(by_link), "others may open the link of somebody who can sign in"
    assert "Det er ordnet." in words(by_link)


def test_a_colleague_who_was_faster_is_said_and_what_was_typed_stays(
    organiser: User, relative: User, colleague: User, client_for: Any
) -> None:
    make_desk(colleague, organiser)
    row = asked_respite(caring_pool(organiser), relative)
    desk_actions.say_not_possible(by=organiser, row=row, version=row.version)
    late = client_for(colleague).post(
        wish_path(row), {"answer": "arranged", "version": row.version, "said": "Lis kommer."}
    )
    assert late.status_code == 409
    assert str(REFUSAL_TEXT[RespiteRefusal.HELP_CHANGED]) in words(late)
    assert "Lis kommer." in late.content.decode()


def test_one_click_from_the_message_leads_online(organiser: User, colleague: User) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser)
    SeatPool.objects.create(occurrence=pool.occurrence, channel="online", capacity=3)
    row = signed_up_asking(pool, None)
    Client().post(reverse("groups:sign_up_link", args=[links.sign(row)]), {"answer": "confirm"})
    wish = RespiteRequest.objects.get()
    desk_actions.say_not_possible(by=colleague, row=wish, version=wish.version)
    message = OutboxMessage.objects.get(kind="groups.help_not_possible")
    row = Registration.objects.for_link().get(pk=row.pk)
    path = reverse("groups:sign_up_link_instead", args=[links.sign(row)])
    assert path in text_of(message).body
    page = Client().get(path)
    assert "Vær med hjemmefra" in words(page)
    assert Registration.objects.count() == 1, "looking changes nothing"
    moved = Client().post(path, {"way": "online"})
    new = Registration.objects.for_link().get(pool__channel="online")
    assert moved.url == reverse("groups:sign_up_link", args=[links.sign(new)])
    assert (new.state, new.guest_email) == ("confirmed", row.guest_email)
    again = Client().post(path, {"way": "online"})
    assert again.status_code == 409
    assert Registration.objects.live().count() == 1


def test_an_older_norwegian_mail_still_leads_there(organiser: User, colleague: User) -> None:
    make_desk(colleague)
    row = signed_up_asking(caring_pool(organiser), colleague)
    wish = RespiteRequest.objects.get()
    desk_actions.say_not_possible(by=colleague, row=wish, version=wish.version)
    now, before = (f"/nb/arrangementer/{word}/{links.sign(row)}/i-stedet/" for word in ("lenke", "link"))
    assert words(Client().get(before)) == words(Client().get(now))


@pytest.mark.parametrize("way", ["", "home", "next"])
def test_a_way_that_is_no_button_changes_nothing(organiser: User, colleague: User, way: str) -> None:
    make_desk(colleague)
    row = signed_up_asking(caring_pool(organiser), colleague)
    wish = RespiteRequest.objects.get()
    desk_actions.say_not_possible(by=colleague, row=wish, version=wish.version)
    path = reverse("groups:sign_up_link_instead", args=[links.sign(row)])
    assert Client().post(path, {"way": way}).status_code == 409
    assert Registration.objects.get().state == "confirmed"


def test_desks_are_kept_by_who_plans(team_lead: User, organiser: User, colleague: User, client_for: Any) -> None:
    client = client_for(team_lead)
    typed = {"version": "1", "name": "Havnen", "kind": "volunteers", "answer_days": "2", "is_active": "on"}
    bad = client.post(reverse("groups:desk_new"), {**typed, "postcodes": "12, 0013"})
    assert "postcodes" in bad.context["form"].errors
    client.post(reverse("groups:desk_new"), {**typed, "postcodes": "0013 0012", "members": [str(colleague.pk)]})
    desk = RespiteDesk.objects.get()
    assert (desk.postcodes, list(desk.members.all())) == (["0012", "0013"], [colleague])
    assert "Havnen" in words(client.get(reverse("groups:desks")))
    change = reverse("groups:desk_change", args=[desk.pk])
    client.post(change, {**typed, "postcodes": "0013", "answer_days": "5"})
    assert RespiteDesk.objects.get().answer_days == 5
    stale = client.post(change, {**typed, "postcodes": "0013"})
    assert str(REFUSAL_TEXT[RespiteRefusal.DESK_STALE]) in words(stale)
    assert client_for(organiser).get(reverse("groups:desks")).status_code == 403


def test_the_tasks_lead_to_the_wish_and_say_nothing_of_it(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser), relative)
    task = Task.objects.get()
    assert kinds.url_of(task) == wish_path(row)
    assert "Aage" not in kinds.sentence_of(task)


@pytest.mark.parametrize("language", ["da", "nb", "en"])
@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize("kind", ["groups.help_arranged", "groups.help_not_possible"])
def test_no_message_says_what_was_asked(
    organiser: User, relative: User, colleague: User, kind: str, channel: str, language: str
) -> None:
    make_desk(colleague)
    row = asked_respite(caring_pool(organiser, title="Når nogen drikker hjemme"), relative)
    message = OutboxMessage(kind=kind, channel=channel, language=language, about=row.registration_id)
    message.context = {"level": "place", "request": str(row.pk), "request_kind": "respite"}
    text = text_of(message)
    for secret in ("Aage", "drikker", "Lindevej", "afløs", "avlast", "respite"):
        assert secret not in f"{text.subject} {text.body}"
    assert "http" in text.body


def test_the_desk_s_mail_says_only_where_the_list_is(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague, email="desk@egekoebing.example")
    asked_respite(caring_pool(organiser), relative)
    text = text_of(OutboxMessage.objects.get(kind="groups.desk_told"))
    assert reverse("groups:help_list") in text.body
    assert "Aage" not in text.body

"""Made together: what passes between us and a partner, and where its name stands."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from groups.actions.changing_dates import call_off_event, postpone
from groups.actions.co_organisers import end_membership
from groups.actions.events import archive_event, back_to_draft, publish_due, publish_event
from groups.actions.partner_drafts import send_back, send_draft_in
from groups.actions.together import go_on_alone, make_together
from groups.announcing_partners import DRAFT_IN, NEWS, READ_TASK
from groups.models import CoOrganiser, CoOrganiserMember, DraftWish, Event, Occurrence, SeatPool, Together
from groups.rules.co_organisers import PartnerRefusal
from groups.rules.events import EventRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.kinds import get
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from portal.worklist.models import Task
from tests.factories.evenings import make_date, make_draft, make_event, make_pool, make_venue, second_organiser
from tests.factories.partners import make_member, make_partner, make_partner_draft
from tests.factories.partners import make_together as put_together
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
NAME = "Alzheimergruppen Åhånd"
WORDS = ("alzheimer", "åhånd", "gåtur", "hukommelse")


def refused(work: Callable[[], Any]) -> Any:
    with pytest.raises(Refused) as error:
        work()
    return error.value.reason


@pytest.fixture
def partner(organiser: User) -> CoOrganiser:
    return make_partner(organiser, name=NAME, data_role="processor")


@pytest.fixture
def writer(relative: User, partner: CoOrganiser) -> User:
    make_member(partner, relative)
    return relative


def news() -> list[str]:
    """What partners' people were told, oldest first."""
    rows = OutboxMessage.objects.filter(kind=NEWS, channel="email").order_by("id")
    return [row.context["what"] for row in rows if get(row.kind).still_holds(row)]


def test_a_draft_that_comes_in_is_a_task_and_a_mail_and_neither_says_what_it_is(
    writer: User, partner: CoOrganiser, organiser: User
) -> None:
    event = make_partner_draft(writer, partner)
    assert not Task.objects.exists()
    sent = send_draft_in(by=writer, event=event, version=event.version)
    task, mail = Task.objects.get(kind=READ_TASK), OutboxMessage.objects.get(kind=DRAFT_IN)
    assert mail.kind == "groups.partner_draft_in"
    assert (task.assigned_to, task.about, mail.to_id, mail.address) == (
        organiser,
        event.pk,
        organiser.pk,
        organiser.email,
    )
    page = sign_in(organiser).get(reverse("worklist:tasks")).content.decode()
    assert "En medarrangør har sendt en kladde ind" in page and reverse("groups:organised", args=[event.pk]) in page
    assert not any(word in page.lower() for word in WORDS)
    assert get(DRAFT_IN).still_holds(mail)
    back = send_back(by=organiser, event=sent, version=sent.version, asks="Skriv, hvor lang turen er.")
    assert not get(DRAFT_IN).still_holds(mail) and not Task.objects.open().exists()
    again = send_draft_in(by=writer, event=back, version=back.version)
    assert Task.objects.open().count() == 1 and OutboxMessage.objects.filter(kind=DRAFT_IN).count() == 2
    assert DraftWish.objects.get().asked_for == ""
    archive_event(by=organiser, event=again)
    assert not Task.objects.open().exists()


def test_where_the_contact_has_left_every_organiser_has_the_task_and_nobody_a_mail(
    writer: User, partner: CoOrganiser, organiser: User
) -> None:
    event = make_partner_draft(writer, partner)
    User.objects.filter(pk=organiser.pk).update(is_active=False)
    send_draft_in(by=writer, event=event, version=event.version)
    task = Task.objects.get()
    assert (task.assigned_to, task.role) == (None, "organiser")
    assert not OutboxMessage.objects.filter(kind=DRAFT_IN).exists()
    assert task in Task.objects.visible_to(second_organiser())


def test_a_partner_hears_when_it_is_sent_back_and_reads_what_to_change(
    writer: User, partner: CoOrganiser, organiser: User, another_relative: User
) -> None:
    make_member(make_partner(organiser, name="Den anden"), another_relative)
    event = make_partner_draft(writer, partner)
    sent = send_draft_in(by=writer, event=event, version=event.version)
    url = reverse("groups:event_send_back", args=[event.pk])
    client = sign_in(organiser)
    assert client.post(url, {"version": sent.version, "asks": ""}).status_code == 422
    assert client.post(url, {"version": sent.version, "asks": "Hvor lang er turen?"}).status_code == 302
    assert news() == ["draft"]
    assert {row.to_id for row in OutboxMessage.objects.filter(kind=NEWS)} == {writer.pk}
    page = sign_in(writer).get(reverse("groups:partner_draft", args=[event.pk])).content.decode()
    assert "Hvor lang er turen?" in page
    assert client.get(url).status_code == 404  # it no longer waits
    now = Event.objects.get(pk=event.pk)
    stays = {"by": organiser, "event": now, "version": now.version, "asks": "Nej"}
    assert refused(lambda: send_back(**stays)) == PartnerRefusal.NOT_SENT_IN


def test_a_draft_of_our_own_is_not_sent_back_to_anybody(organiser: User) -> None:
    own = make_draft(organiser, publication="in_review")
    work = {"by": organiser, "event": own, "version": own.version, "asks": "Nej"}
    assert refused(lambda: send_back(**work)) == PartnerRefusal.NOT_SENT_IN
    assert sign_in(organiser).get(reverse("groups:event_send_back", args=[own.pk])).status_code == 404
    assert not OutboxMessage.objects.filter(kind=NEWS).exists()


def test_a_partner_hears_when_it_is_approved_when_it_appears_and_when_it_goes(
    writer: User, partner: CoOrganiser, organiser: User, at: Any
) -> None:
    event = make_partner_draft(writer, partner)
    put_in_place(event)
    sent = send_draft_in(by=writer, event=event, version=event.version)
    later = clock.now() + timedelta(hours=2)
    put = publish_event(by=organiser, event=sent, version=sent.version, at=later)
    assert news() == ["scheduled"] and not Task.objects.open().exists()
    at(later + timedelta(minutes=1))
    assert publish_due() == 1
    assert news() == ["published"]  # what it was before is no news any more
    back_to_draft(by=organiser, event=put, version=Event.objects.get().version)
    assert news() == ["draft"]


def put_in_place(event: Event) -> None:
    """All that must stand there before it is published."""
    Event.objects.filter(pk=event.pk).update(contact_name="Lone", contact_phone="00 00 10 20")
    make_venue()
    date = make_date(event, clock.now() + timedelta(days=14))
    date.venue.__class__.objects.update(accessible_wc="yes")  # type: ignore[union-attr]
    SeatPool.objects.create(occurrence=date, capacity=12)


def test_who_left_the_partner_or_whose_agreement_is_over_hears_nothing(
    writer: User, partner: CoOrganiser, organiser: User, another_relative: User
) -> None:
    event = make_event(organiser)
    gone = make_member(partner, another_relative)
    end_membership(by=organiser, member=gone)
    made = make_together(by=organiser, event=event, partner=partner)
    message = OutboxMessage.objects.get(kind=NEWS, channel="email")
    assert message.to_id == writer.pk and get(NEWS).still_holds(message)
    end_membership(by=organiser, member=CoOrganiserMember.objects.get(user=writer))
    assert not get(NEWS).still_holds(message)
    CoOrganiserMember.objects.filter(user=writer).update(ended_at=None)
    CoOrganiser.objects.update(until=clock.today() - timedelta(days=1))
    go_on_alone(by=organiser, event=event, row=made.pk)
    assert OutboxMessage.objects.filter(kind=NEWS, channel="email").count() == 1


def test_a_partner_hears_once_when_a_date_is_put_off_or_the_whole_event_is_off(
    writer: User, partner: CoOrganiser, organiser: User
) -> None:
    pool = make_pool(organiser, 3)
    date = pool.occurrence
    put_together(date.event, partner)
    make_date(date.event, clock.now() + timedelta(days=20))
    postpone(by=organiser, date=date, version=date.version, says="Vi finder en ny dag.")
    assert news() == ["changed"]
    event = Event.objects.get()
    call_off_event(by=organiser, event=event, version=event.version, says="Sygdom.")
    assert news() == ["changed", "changed"]  # once for the two dates


def test_somebody_of_two_partners_hears_it_once_and_in_the_channel_they_chose(
    writer: User, partner: CoOrganiser, organiser: User
) -> None:
    other = make_partner(organiser, name="Den anden")
    make_member(other, writer)
    event = make_draft(organiser, publication="in_review", changed_by=second_organiser())
    for one in (partner, other):
        put_together(event, one)
    publish_event(by=organiser, event=event, version=event.version)
    rows = OutboxMessage.objects.filter(kind=NEWS)
    assert sorted(row.channel for row in rows) == ["email", "inbox"]


def test_an_organiser_adds_a_partner_and_goes_on_without_it(
    writer: User, partner: CoOrganiser, organiser: User
) -> None:
    event, client = make_event(organiser, host=NAME), sign_in(organiser)
    over = make_partner(organiser, name="Færdig", until=clock.today() - timedelta(days=1))
    url = reverse("groups:event_partners", args=[event.pk])
    page = client.get(url).content.decode()
    assert NAME in page and "Færdig" not in page
    assert client.post(url, {"partner": str(over.pk)}).status_code == 422
    assert client.post(url, {"partner": str(partner.pk)}).status_code == 302
    assert client.post(url, {"partner": str(partner.pk)}).status_code == 422  # it is on it already
    made = Together.objects.get()
    assert news() == ["together"]
    off = reverse("groups:event_partner_off", args=[event.pk, made.pk])
    assert client.post(reverse("groups:event_partner_off", args=[make_event(organiser).pk, made.pk])).status_code == 404
    assert client.post(off).status_code == 302
    assert not Together.objects.exists() and Event.objects.get(pk=event.pk).host == ""
    assert news() == ["apart"]
    go_on_alone(by=organiser, event=event, row=made.pk)  # pressed twice
    written = AuditEvent.objects.of_object("groups.event", event.pk).values_list("action", flat=True)
    assert list(written) == ["groups.partner_together", "groups.partner_apart"]


def test_making_together_refuses_an_agreement_that_does_not_run_a_second_time_and_a_template(
    partner: CoOrganiser, organiser: User
) -> None:
    event = make_event(organiser)
    today = clock.today()
    for dates in ({"until": today - timedelta(days=1)}, {"until": None, "agreed_on": today + timedelta(days=1)}):
        CoOrganiser.objects.update(**dates)
        work = {"by": organiser, "event": event, "partner": partner}
        assert refused(lambda work=work: make_together(**work)) == PartnerRefusal.AGREEMENT_OVER
    CoOrganiser.objects.update(agreed_on=today)
    make_together(by=organiser, event=event, partner=partner)
    assert refused(lambda: make_together(by=organiser, event=event, partner=partner)) == PartnerRefusal.TOGETHER_ALREADY
    template = make_draft(organiser, is_template=True)
    assert refused(lambda: make_together(by=organiser, event=template, partner=partner)) == EventRefusal.IS_A_TEMPLATE
    with pytest.raises(IntegrityError, match="an_event_is_made_once_with_a_partner"), transaction.atomic():
        put_together(event, partner)


def test_what_a_partner_writes_is_made_together_from_the_start(writer: User, partner: CoOrganiser) -> None:
    event = make_partner_draft(writer, partner)
    assert Together.objects.get().event == event


def outside(event: Event, date: Occurrence, organiser: User) -> str:
    """All an event says outside its own page: search engines, calendar files, feeds, machines, lists, posters."""
    visitor, said = Client(), ""
    where = {"slug": event.slug, "pk": date.pk}
    for path in (
        reverse("groups:date_file", kwargs=where),
        reverse("groups:feed"),
        reverse("groups:evenings"),
        reverse("groups:month"),
        "/api/v1/events",
        f"/api/v1/events/{event.slug}",
    ):
        answer = visitor.get(path)
        assert answer.status_code == 200
        said += answer.content.decode()
    page = BeautifulSoup(visitor.get(reverse("groups:event", args=[event.slug])).content, "html.parser")
    said += json.dumps([json.loads(one.string or "[]") for one in page.find_all("script", type="application/ld+json")])
    said += page.get_text()
    poster = sign_in(organiser).get(reverse("groups:event_poster", args=[event.pk]))
    said += " ".join(one.extract_text() for one in PdfReader(io.BytesIO(poster.content)).pages)
    said += sign_in(organiser).get(reverse("groups:event_tell", args=[event.pk])).content.decode()
    return said.replace("\r\n ", "")


@pytest.mark.parametrize("host", ["", NAME])
def test_of_a_discreet_event_the_partner_is_named_nowhere(partner: CoOrganiser, organiser: User, host: str) -> None:
    pool = make_pool(organiser, 5, sensitivity="discreet", discreet_title="Temaaften", slug="temaaften-3", host=host)
    put_together(pool.occurrence.event, partner)
    said = outside(pool.occurrence.event, pool.occurrence, organiser)
    assert "Alzheimer" not in said
    found = Client().get(reverse("groups:evenings"), {"words": "Alzheimergruppen"}).content.decode()
    assert "temaaften-3" not in found


def test_of_an_open_event_the_partner_is_named_on_the_page_for_search_engines_and_in_the_calendar(
    partner: CoOrganiser, organiser: User
) -> None:
    pool = make_pool(organiser, 5, host="Biblioteket")
    event = pool.occurrence.event
    put_together(event, partner)
    page = BeautifulSoup(Client().get(reverse("groups:event", args=[event.slug])).content, "html.parser")
    assert f"Sammen med Biblioteket, {NAME}." in page.get_text()
    script = page.find("script", type="application/ld+json")
    assert script is not None
    (date,) = json.loads(script.string or "")
    assert [one["@type"] for one in date["organizer"]] == ["GovernmentOrganization", "Organization", "Organization"]
    assert date["organizer"][2]["name"] == NAME
    where = {"slug": event.slug, "pk": pool.occurrence_id}
    entry = Client().get(reverse("groups:date_file", kwargs=where)).content.decode().replace("\r\n ", "")
    assert f"DESCRIPTION:Sammen med Biblioteket\\, {NAME}." in entry
    assert NAME in outside(event, pool.occurrence, organiser)


def test_a_message_to_a_partner_says_nothing_of_what_it_is_about(
    writer: User, partner: CoOrganiser, organiser: User
) -> None:
    event = make_event(organiser, title="Når hukommelsen svigter")
    make_together(by=organiser, event=event, partner=partner)
    message = OutboxMessage.objects.get(kind=NEWS, channel="email")
    assert message.kind == "groups.partner_news"
    said = json.dumps(message.context) + message.key
    assert not any(word in said.lower() for word in WORDS)

"""Co-organisers: who may write, what they never reach, and that only the municipality publishes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from groups.actions.co_organisers import (
    INVITED,
    add_co_organiser,
    change_co_organiser,
    end_membership,
    invite_member,
    join_partner,
)
from groups.actions.events import publish_event, submit_event
from groups.actions.partner_drafts import change_draft, send_draft_in, write_draft
from groups.forms.co_organisers import REFUSAL_TEXT
from groups.models import CoOrganiser, CoOrganiserMember, DraftWish, Event
from groups.registering.partners import still_holds
from groups.rules.co_organisers import PartnerRefusal
from portal import clock
from portal.accounts.actions import merge_people
from portal.accounts.models import User
from portal.directory.models import Organisation
from portal.keys import new_key
from portal.outbox.models import OutboxMessage
from portal.privacy.actions import keep_and_delete
from portal.refusals import Refused
from tests.factories.evenings import make_draft
from tests.factories.partners import WORDS, make_invitation, make_member, make_partner, make_partner_draft
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
STAFF_PAGES = (
    *("groups:board", "groups:event_new", "groups:venues", "groups:venue_new", "groups:weeks", "groups:week_new"),
    *("groups:evening_numbers", "groups:help_list", "groups:desks", "groups:courses_kept", "groups:co_organisers"),
    *("accounts:staff", "outbox:ledger", "worklist:tasks", "directory:kept_offers", "counselling:my_visits"),
)
EVENT_PAGES = (
    "organised",
    "event_words",
    "event_sign_up",
    "event_publish",
    "event_call_off",
    "event_tell",
    "dates_new",
)


def refused(work: Callable[[], Any]) -> Any:
    with pytest.raises(Refused) as error:
        work()
    return error.value.reason


@pytest.fixture
def partner(organiser: User) -> CoOrganiser:
    return make_partner(organiser, name="Foreningen Åhånd")


@pytest.fixture
def writer(relative: User, partner: CoOrganiser) -> User:
    make_member(partner, relative)
    return relative


def test_an_invitation_goes_to_the_address_and_only_that_person_can_say_yes(
    organiser: User, partner: CoOrganiser, relative: User, another_relative: User
) -> None:
    asked = invite_member(by=organiser, partner=partner, email=f" {(relative.email or '').upper()} ")
    message = OutboxMessage.objects.get(kind=INVITED)
    assert message.kind == "groups.partner_invited"
    assert still_holds(message)
    home = reverse("groups:partner_home")
    assert "Foreningen Åhånd" not in sign_in(another_relative).get(home).content.decode()
    assert sign_in(another_relative).post(reverse("groups:partner_join", args=[asked.pk])).status_code == 404
    assert refused(lambda: join_partner(by=another_relative, invitation=asked)) == PartnerRefusal.NO_SUCH_INVITATION
    client = sign_in(relative)
    assert "Foreningen Åhånd" in client.get(home).content.decode()
    assert not CoOrganiserMember.objects.filter(user=relative).exists()  # looking changes nothing
    client.post(reverse("groups:partner_join", args=[asked.pk]))
    assert join_partner(by=relative, invitation=asked).user == relative  # twice is one yes
    assert not still_holds(message)
    assert not User.objects.get(pk=relative.pk).is_staff_member


def test_an_invitation_ends_by_itself_and_can_be_made_anew(
    organiser: User, partner: CoOrganiser, relative: User
) -> None:
    email = relative.email or ""
    asked = invite_member(by=organiser, partner=partner, email=email)
    assert refused(lambda: invite_member(by=organiser, partner=partner, email=email)) == PartnerRefusal.INVITED_ALREADY
    with clock.frozen_at(clock.now() + timedelta(days=15)):
        assert refused(lambda: join_partner(by=relative, invitation=asked)) == PartnerRefusal.NO_SUCH_INVITATION
        again = invite_member(by=organiser, partner=partner, email=email)
        assert join_partner(by=relative, invitation=again).user == relative


def test_a_partner_never_reaches_a_page_of_the_house(writer: User, partner: CoOrganiser, organiser: User) -> None:
    client, own = sign_in(writer), make_partner_draft(writer, partner)
    other = make_draft(organiser, title="Kommunens egen kladde")
    for name in STAFF_PAGES:
        assert client.get(reverse(name)).status_code in {403, 404}, name
    for event in (own, other):
        for name in EVENT_PAGES:
            assert client.get(reverse(f"groups:{name}", args=[event.pk])).status_code in {403, 404}, name
            assert client.post(reverse(f"groups:{name}", args=[event.pk])).status_code in {403, 404, 405}, name
        for step in ("read", "fine", "draft", "away"):
            url = reverse("groups:event_step", args=[event.pk, step])
            assert client.post(url, {"version": event.version}).status_code in {403, 404}
    assert not Event.objects.visible_to(writer).exists()


def test_a_partner_sees_its_own_events_and_no_others(
    writer: User, partner: CoOrganiser, organiser: User, another_relative: User
) -> None:
    rival = make_partner(organiser, name="Den anden")
    make_member(rival, another_relative)
    theirs, ours = make_partner_draft(another_relative, rival, title="Deres"), make_partner_draft(writer, partner)
    house = make_draft(organiser, title="Husets")
    client = sign_in(writer)
    page = client.get(reverse("groups:partner_home")).content.decode()
    assert ours.title in page and "Deres" not in page and "Husets" not in page and "Den anden" not in page
    for event in (theirs, house):
        for name in ("partner_draft", "partner_draft_change"):
            assert client.get(reverse(f"groups:{name}", args=[event.pk])).status_code == 404
        assert client.post(reverse("groups:partner_draft_send", args=[event.pk]), {"version": 1}).status_code == 404
    assert client.get(reverse("groups:partner_draft_new", args=[rival.pk])).status_code == 404
    assert list(CoOrganiser.objects.visible_to(writer)) == [partner]
    values = {"by": writer, "partner": rival, "values": WORDS, "form_key": new_key()}
    assert refused(lambda: write_draft(**values)) == PartnerRefusal.MEMBERSHIP_OVER  # type: ignore[arg-type]


def test_a_draft_is_sent_in_and_the_municipality_publishes(writer: User, partner: CoOrganiser, organiser: User) -> None:
    client = sign_in(writer)
    typed = {**WORDS, "venue": "", "form_key": str(new_key()), "version": 0}
    client.post(reverse("groups:partner_draft_new", args=[partner.pk]), typed)
    client.post(reverse("groups:partner_draft_new", args=[partner.pk]), typed)  # pressed twice
    event = Event.objects.of_partner(writer).get()
    assert (event.host, event.organiser, event.publication) == ("Foreningen Åhånd", organiser, "draft")
    assert (event.wish.when, event.wish.seats, event.registration) == ("en tirsdag i marts", 12, "sign_up")
    change = reverse("groups:partner_draft_change", args=[event.pk])
    client.post(change, {**typed, "version": event.version, "title": "Tur ved åen", "seats": ""})
    event = Event.objects.get()
    assert (event.title, event.registration, event.wish.seats) == ("Tur ved åen", "drop_in", None)
    send = reverse("groups:partner_draft_send", args=[event.pk])
    assert client.post(send, {"version": event.version}).status_code == 302
    event = Event.objects.get()
    assert (event.publication, event.changed_by) == ("in_review", writer)
    page = sign_in(organiser).get(reverse("groups:organised", args=[event.pk])).content.decode()
    assert "Ved broen" in page and "Foreningen Åhånd" in page
    own = client.get(reverse("groups:partner_draft", args=[event.pk])).content.decode()
    assert "Kommunen læser den" in own and change not in own and send not in own


def test_what_is_sent_in_is_no_longer_the_partners_to_change(writer: User, partner: CoOrganiser) -> None:
    event = make_partner_draft(writer, partner)
    stale = event.version + 7
    put = {"by": writer, "event": event, "values": WORDS}
    assert refused(lambda: change_draft(version=stale, **put)) == PartnerRefusal.DRAFT_STALE  # type: ignore[arg-type]
    sent = send_draft_in(by=writer, event=event, version=event.version)
    for work in (
        lambda: change_draft(version=sent.version, **put),  # type: ignore[arg-type]
        lambda: send_draft_in(by=writer, event=sent, version=sent.version),
    ):
        assert refused(work) == PartnerRefusal.DRAFT_IS_READ
    page = sign_in(writer).post(reverse("groups:partner_draft_send", args=[event.pk]), {"version": sent.version})
    assert page.status_code == 409


def test_the_actions_that_publish_refuse_a_partner(writer: User, partner: CoOrganiser) -> None:
    event = make_partner_draft(writer, partner)
    sent = send_draft_in(by=writer, event=event, version=event.version)
    with pytest.raises(Refused):
        publish_event(by=writer, event=sent, version=sent.version)
    with pytest.raises(Refused):
        submit_event(by=writer, event=sent, version=sent.version)
    assert Event.objects.get().publication == "in_review"


def test_a_draft_without_words_is_not_sent_in(writer: User, partner: CoOrganiser) -> None:
    event = make_partner_draft(writer, partner, summary=" ")
    send = {"by": writer, "event": event, "version": event.version}
    assert refused(lambda: send_draft_in(**send)) == PartnerRefusal.DRAFT_HAS_NO_WORDS  # type: ignore[arg-type]


def test_a_membership_that_ends_closes_everything_at_once(writer: User, partner: CoOrganiser, organiser: User) -> None:
    event, client = make_partner_draft(writer, partner), sign_in(writer)
    assert client.get(reverse("groups:partner_draft", args=[event.pk])).status_code == 200
    member = CoOrganiserMember.objects.get(user=writer)
    sign_in(organiser).post(reverse("groups:co_organiser_end", args=[partner.pk, member.pk]))
    assert client.get(reverse("groups:partner_draft", args=[event.pk])).status_code == 404
    assert client.get(reverse("groups:partner_draft_new", args=[partner.pk])).status_code == 404
    send = {"by": writer, "event": event, "version": event.version}
    assert refused(lambda: send_draft_in(**send)) == PartnerRefusal.MEMBERSHIP_OVER  # type: ignore[arg-type]
    ended = CoOrganiserMember.objects.get(user=writer).ended_at
    assert end_membership(by=organiser, member=member).ended_at == ended
    asked = make_invitation(partner, "anden@borger.example")
    other = make_partner(organiser)
    assert sign_in(organiser).post(reverse("groups:co_organiser_end", args=[other.pk, asked.pk])).status_code == 404


def test_when_the_agreement_is_over_nothing_is_sent_in_and_the_pages_say_so(
    writer: User, partner: CoOrganiser, organiser: User
) -> None:
    event = make_partner_draft(writer, partner)
    asked = make_invitation(partner, writer.email + "x")  # type: ignore[operator]
    CoOrganiser.objects.update(until=clock.today())
    change_draft(by=writer, event=event, version=event.version, values=WORDS)  # the last day counts
    CoOrganiser.objects.update(until=clock.today() - timedelta(days=1))
    version = Event.objects.get().version
    for work in (
        lambda: send_draft_in(by=writer, event=event, version=version),
        lambda: change_draft(by=writer, event=event, version=version, values=WORDS),
        lambda: write_draft(by=writer, partner=partner, values=WORDS, form_key=new_key()),
        lambda: invite_member(by=organiser, partner=partner, email="ny@borger.example"),
    ):
        assert refused(work) == PartnerRefusal.AGREEMENT_OVER
    User.objects.create_user(asked.email)
    late = User.objects.by_email(asked.email)
    assert late and refused(lambda: join_partner(by=late, invitation=asked)) == PartnerRefusal.AGREEMENT_OVER
    client = sign_in(writer)
    said = "Aftalen med kommunen er slut"
    assert said in client.get(reverse("groups:partner_home")).content.decode()
    page = client.get(reverse("groups:partner_draft", args=[event.pk])).content.decode()
    assert said in page and reverse("groups:partner_draft_send", args=[event.pk]) not in page


def test_an_agreement_is_made_once_and_runs_forwards(organiser: User, partner: CoOrganiser) -> None:
    values = {"organisation": partner.organisation, "agreed_on": clock.today(), "until": None, "data_role": "none"}
    put = {"by": organiser, "form_key": new_key()}
    assert refused(lambda: add_co_organiser(values=values, **put)) == PartnerRefusal.AGREED_TWICE  # type: ignore[arg-type]
    other = Organisation.objects.create(name="Ny forening", kind="association")
    back = {**values, "organisation": other, "until": clock.today() - timedelta(days=1)}
    assert refused(lambda: add_co_organiser(values=back, **put)) == PartnerRefusal.AGREEMENT_BACKWARDS  # type: ignore[arg-type]
    made = add_co_organiser(values={**values, "organisation": other}, **put)  # type: ignore[arg-type]
    assert add_co_organiser(values={**values, "organisation": other}, **put) == made  # type: ignore[arg-type]
    change = {"by": organiser, "partner": made, "values": {"data_role": "processor"}}
    assert change_co_organiser(version=1, **change).data_role == "processor"  # type: ignore[arg-type]
    assert refused(lambda: change_co_organiser(version=1, **change)) == PartnerRefusal.PARTNER_STALE  # type: ignore[arg-type]


def test_an_organiser_makes_an_agreement_and_invites_on_the_pages(organiser: User) -> None:
    house = Organisation.objects.create(name="Ny forening", kind="association")
    client = sign_in(organiser)
    typed = {
        "organisation": str(house.pk),
        "agreed_on": "2026-01-05",
        "until": "2026-01-04",
        "data_role": "none",
        "version": 0,
    }
    assert client.post(reverse("groups:co_organiser_new"), typed).status_code == 422
    client.post(reverse("groups:co_organiser_new"), {**typed, "until": ""})
    made = CoOrganiser.objects.get()
    page = client.get(reverse("groups:co_organiser", args=[made.pk]))
    assert "Ny forening" in page.content.decode()
    client.post(reverse("groups:co_organiser_invite", args=[made.pk]), {"email": "en@forening.example"})
    again = client.post(reverse("groups:co_organiser_invite", args=[made.pk]), {"email": "en@forening.example"})
    assert again.status_code == 422 and CoOrganiserMember.objects.count() == 1
    change = reverse("groups:co_organiser_change", args=[made.pk])
    client.post(change, {**typed, "until": "", "version": made.version, "data_role": "controller"})
    assert CoOrganiser.objects.get().data_role == "controller"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("agreement_ends_after_it_begins", lambda row: CoOrganiser.objects.update(until=row.agreed_on - timedelta(1))),
        ("partner_data_role_is_known", lambda row: CoOrganiser.objects.update(data_role="boss")),
        ("partner_wishes_for_some_seats", lambda row: DraftWish.objects.update(seats=0)),
        ("who_writes_for_a_partner_has_joined", lambda row: CoOrganiserMember.objects.update(joined_at=None)),
        (
            "an_address_is_invited_once_by_a_partner",
            lambda row: make_invitation(row, CoOrganiserMember.objects.get().email),
        ),
        (
            "a_person_writes_once_for_a_partner",
            lambda row: CoOrganiserMember.objects.create(
                co_organiser=row,
                email="to@borger.example",
                user=CoOrganiserMember.objects.get().user,
                joined_at=clock.now(),
                expires_at=clock.now(),
            ),
        ),
        (
            "an_organisation_has_one_agreement",
            lambda row: CoOrganiser.objects.create(
                organisation=row.organisation, agreed_on=row.agreed_on, organiser=row.organiser
            ),
        ),
    ],
)
def test_what_the_database_forbids(writer: User, partner: CoOrganiser, name: str, change: Callable[..., Any]) -> None:
    make_partner_draft(writer, partner)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        change(partner)


def test_every_refusal_has_words() -> None:
    assert set(REFUSAL_TEXT) == set(PartnerRefusal)


def test_who_wrote_once_is_forgotten_after_three_months(writer: User, partner: CoOrganiser, organiser: User) -> None:
    end_membership(by=organiser, member=CoOrganiserMember.objects.get())
    assert not CoOrganiserMember.objects.over(clock.now() - timedelta(days=90)).exists()
    assert CoOrganiserMember.objects.over(clock.now() + timedelta(seconds=1)).exists()


def test_of_two_records_of_one_person_one_goes_on_writing(
    organiser: User, team_lead: User, partner: CoOrganiser, relative: User, another_relative: User
) -> None:
    for person in (relative, another_relative):
        join_partner(by=person, invitation=invite_member(by=organiser, partner=partner, email=person.email or ""))
    merge_people(by=team_lead, keep=relative, gone=another_relative, choices={})
    rows = CoOrganiserMember.objects.filter(user=relative)
    assert rows.count() == 2 and rows.filter(ended_at=None).count() == 1


def test_who_wrote_for_a_partner_is_forgotten_ninety_days_after(
    organiser: User, partner: CoOrganiser, relative: User, another_relative: User
) -> None:
    gone, stays = make_member(partner, relative), make_member(partner, another_relative)
    end_membership(by=organiser, member=gone)
    with clock.frozen_at(clock.now() + timedelta(days=89)):
        keep_and_delete()
        assert CoOrganiserMember.objects.filter(pk=gone.pk).exists()
    with clock.frozen_at(clock.now() + timedelta(days=91)):
        keep_and_delete()
    assert list(CoOrganiserMember.objects.all()) == [stays]

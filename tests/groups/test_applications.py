"""Where one asks for a place: organisers decide, several at once, everybody hears once, and nobody goes round them."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from groups import links
from groups.actions import deciding, seats
from groups.actions.deciding import Decided, No, decide_applications, read_applications
from groups.actions.events import change_event
from groups.models import ApplicationAnswer, Event, Registration, SeatPool
from groups.own_sign_up import answers_of
from groups.rules.applications import ApplicationRefusal
from groups.rules.events import EventRefusal
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.kinds import get
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.evenings import make_event, make_pool, many_people, sign_up
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def wanted(organiser: User) -> SeatPool:
    """Three seats one asks for."""
    return make_pool(organiser, 3, registration="application", questions=["Hvem er du pårørende til?"])


def seen(*rows: Registration) -> dict[Any, int]:
    return {row.pk: row.version for row in rows}


def refused(work: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as error:
        work()
    return error.value


def told(kind: str) -> Counter[object]:
    return Counter(message.address for message in OutboxMessage.objects.filter(kind=kind, channel="email"))


def decide(by: User, pool: SeatPool, verdict: str, *rows: Registration, **more: Any) -> Decided:
    return decide_applications(by=by, date=pool.occurrence, chosen=seen(*rows), verdict=verdict, **more)


def state(row: Registration) -> str:
    return str(Registration.objects.get(pk=row.pk).state)


def test_several_are_offered_listed_and_told_no_each_once(wanted: SeatPool, organiser: User) -> None:
    rows = [sign_up(wanted, person) for person in many_people(5)]
    other = make_event(organiser, title="Café for pårørende")
    assert decide(organiser, wanted, "offer", *rows[:3]) == Decided(3, 0)
    assert decide(organiser, wanted, "list", rows[3]) == Decided(1, 0)
    no = No(reason="full", says="Kom til caféen i stedet.", other_event=other)
    assert decide(organiser, wanted, "no", rows[4], no=no) == Decided(1, 0)
    assert [state(row) for row in rows] == ["offered"] * 3 + ["waiting", "rejected"]
    for kind, count in (("groups.offered", 3), ("groups.waiting", 1), ("groups.rejected", 1)):
        assert sorted(told(kind).values()) == [1] * count
    answer = ApplicationAnswer.objects.get()
    assert (answer.reason, answer.says, answer.other_event) == ("full", "Kom til caféen i stedet.", other)
    subjects = AuditEvent.objects.filter(action="groups.application_offered").values_list("subject", flat=True)
    assert sorted(subjects) == sorted(row.person_id for row in rows[:3])
    assert [entry.why for entry in rows[4].log.all()] == ["signed_up", "decided"]
    seats.accept_offer(by=None, registration=rows[0])
    assert state(rows[0]) == "confirmed"


def test_the_no_says_why_only_behind_the_link(wanted: SeatPool, organiser: User) -> None:
    row = sign_up(wanted, make_person("Rasmus"))
    other = make_event(organiser, title="Café for pårørende")
    decide(organiser, wanted, "no", row, no=No(reason="other_aim", says="Vi ringer i morgen.", other_event=other))
    message = OutboxMessage.objects.filter(kind="groups.rejected", channel="email")[0]
    said = str(get(message.kind).context(message)) + str(message.context)
    assert "Vi ringer" not in said and "Café" not in said and get(message.kind).still_holds(message)
    row.refresh_from_db()
    page = Client().get(reverse("groups:sign_up_link", args=[links.sign(row)])).content.decode()
    for words in ("Der var ikke plads denne gang", "der står et andet sted", "Vi ringer i morgen.", "Café for pårør"):
        assert words in page
    Event.objects.filter(pk=other.pk).update(publication="draft")
    page = Client().get(reverse("groups:sign_up_link", args=[links.sign(row)])).content.decode()
    assert "Café for pårør" not in page, "what is taken down is not suggested"


def test_who_withdrew_or_was_decided_about_meanwhile_is_left_alone(wanted: SeatPool, organiser: User) -> None:
    stays, leaves = (sign_up(wanted, person) for person in many_people(2))
    seats.cancel_sign_up(by=None, registration=leaves)
    assert decide(organiser, wanted, "offer", stays, leaves) == Decided(1, 1)
    assert state(leaves) == "cancelled"
    late = refused(lambda: decide(organiser, wanted, "no", stays, no=No(reason="full")))
    assert late.reason == ApplicationRefusal.DECIDED_MEANWHILE
    assert state(stays) == "offered" and not ApplicationAnswer.objects.exists()


def test_more_than_there_are_places_for_is_refused_whole(wanted: SeatPool, organiser: User) -> None:
    rows = [sign_up(wanted, person, 2) for person in many_people(2)]
    found = refused(lambda: decide(organiser, wanted, "offer", *rows))
    assert found.reason == ApplicationRefusal.TOO_FEW_SEATS and found.details == {"wanted": 4, "free": 3}
    assert {state(row) for row in rows} == {"applied"} and not told("groups.offered")


@pytest.mark.parametrize(
    ("verdict", "hours", "fields", "reason"),
    [
        ("no", 0, {}, ApplicationRefusal.REASON_MISSING),
        ("offer", 24 * 14, {}, ApplicationRefusal.TOO_LATE_TO_DECIDE),
        ("offer", 0, {"registration": "sign_up"}, ApplicationRefusal.NOT_BY_ASKING),
    ],
)
def test_what_can_not_be_decided_says_so(
    wanted: SeatPool, organiser: User, verdict: str, hours: int, fields: dict[str, str], reason: ApplicationRefusal
) -> None:
    row = sign_up(wanted, make_person("Rasmus"))
    Event.objects.update(**fields) if fields else None
    with clock.shifted_by(timedelta(hours=hours)):
        assert refused(lambda: decide(organiser, wanted, verdict, row)).reason == reason


def test_nobody_chosen_and_a_date_without_seats_are_refused(wanted: SeatPool, organiser: User) -> None:
    found = refused(lambda: decide(organiser, wanted, "offer"))
    assert found.reason == ApplicationRefusal.NOBODY_CHOSEN
    row = sign_up(wanted, make_person("Rasmus"))
    wanted.occurrence.status = "cancelled"
    wanted.occurrence.save()
    assert refused(lambda: decide(organiser, wanted, "list", row)).reason == ApplicationRefusal.TOO_LATE_TO_DECIDE
    decide(organiser, wanted, "no", row, no=No(reason="comes_again"))
    assert state(row) == "rejected", "nobody is left without an answer"


def test_an_offer_can_be_answered_after_sign_up_has_closed(wanted: SeatPool, organiser: User) -> None:
    row = sign_up(wanted, make_person("Rasmus"))
    Event.objects.update(registration_closes_at=clock.now() + timedelta(hours=1))
    with clock.shifted_by(timedelta(hours=2)):
        decide(organiser, wanted, "offer", row)
        row = Registration.objects.for_link().get(pk=row.pk)
        assert row.expires_at is not None and row.expires_at > clock.now() + timedelta(hours=47)
        assert "accept" in answers_of(row)
        assert seats.accept_offer(by=None, registration=row).state == "confirmed"


def test_nobody_on_the_list_takes_a_place_past_the_organiser(wanted: SeatPool, organiser: User) -> None:
    row = sign_up(wanted, make_person("Rasmus"))
    decide(organiser, wanted, "list", row)
    with clock.frozen_at(wanted.occurrence.starts_at - timedelta(hours=2)):
        now = Registration.objects.for_link().get(pk=row.pk)
        assert "take" not in answers_of(now)
        late = refused(lambda: seats.take_last_seat(by=None, registration=now))
        assert late.reason == SeatRefusal.SEAT_GONE
        decide(organiser, wanted, "offer", now)
    assert Registration.objects.get(pk=row.pk).expires_at == wanted.occurrence.starts_at


def test_a_guest_is_decided_about_once_the_address_is_theirs(wanted: SeatPool, organiser: User) -> None:
    guest = sign_up(wanted, None)
    assert read_applications(by=organiser, date=wanted.occurrence) == []
    found = refused(lambda: decide(organiser, wanted, "offer", guest))
    assert found.reason == ApplicationRefusal.DECIDED_MEANWHILE
    deciding.Registration.objects.filter(pk=guest.pk).update(proven_at=clock.now())
    assert read_applications(by=organiser, date=wanted.occurrence) == [guest]


def test_the_way_in_stays_while_somebody_waits_for_an_answer(wanted: SeatPool, organiser: User) -> None:
    sign_up(wanted, make_person("Rasmus"))
    event = wanted.occurrence.event
    change: dict[str, Any] = {"by": organiser, "event": event, "version": 1, "values": {"registration": "sign_up"}}
    assert refused(lambda: change_event(**change)).reason == EventRefusal.SOME_ASKED
    Registration.objects.all().update(state="rejected")
    assert change_event(**change).registration == "sign_up"


def test_a_no_has_one_of_the_reasons(wanted: SeatPool, organiser: User) -> None:
    row = sign_up(wanted, make_person("Rasmus"))
    decide(organiser, wanted, "no", row, no=No(reason="full"))
    with pytest.raises(IntegrityError, match="a_no_has_a_reason_we_know"), transaction.atomic():
        ApplicationAnswer.objects.update(reason="because")


def test_the_page_shows_what_was_written_notes_the_look_and_asks_once_more(wanted: SeatPool, organiser: User) -> None:
    person, desk = make_person("Rasmus"), sign_in(organiser)
    row = sign_up(wanted, person)
    row.answers = ["Min far"]
    row.save()
    url = reverse("groups:applications", args=[wanted.occurrence_id])
    page = desk.get(url).content.decode()
    assert "Rasmus" in page and "Hvem er du pårørende til? Min far" in page
    assert AuditEvent.objects.filter(action="groups.application_read", subject=person.pk).count() == 1
    given = {"chosen": [f"{row.pk}.{row.version}"], "verdict": "no", "reason": ""}
    assert "Vælg en grund. De læser den." in desk.post(url, given).content.decode()
    given["reason"] = "full"
    page = desk.post(url, given).content.decode()
    assert "Ingen har fået besked endnu" in page and "Flere har spurgt" in page and state(row) == "applied"
    page = desk.post(url, {**given, "sure": "1"}, follow=True).content.decode()
    assert "1 har fået besked." in page and "Ingen venter på svar." in page and state(row) == "rejected"
    answer = desk.post(url, {**given, "sure": "1"})
    assert "en kollega har svaret imens" in answer.content.decode() and sum(told("groups.rejected").values()) == 1
    answer = desk.post(url, {**given, "chosen": ["x.1", "1"]})
    assert answer.status_code == 422


def test_the_page_belongs_to_organisers(wanted: SeatPool, counsellor: User, relative: User) -> None:
    url = reverse("groups:applications", args=[wanted.occurrence_id])
    assert [sign_in(user).get(url).status_code for user in (counsellor, relative)] == [403, 403]

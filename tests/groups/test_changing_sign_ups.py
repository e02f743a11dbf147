"""Changing a sign-up: fewer, more, names, needs, answers; signed in and by link; each no is a sentence."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from groups import links
from groups.actions import seats
from groups.actions.changing_sign_ups import NewParty, change_party
from groups.forms.change_refusals import REFUSAL_TEXT
from groups.models import Attendee, Event, Occurrence, Registration, RegistrationLog, SeatPool
from groups.rules.changing import ChangeRefusal
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.evenings import make_pool, many_people, sign_up

pytestmark = pytest.mark.django_db


def party(*names: str, **more: Any) -> NewParty:
    return NewParty(names=names, **more)


def fresh(row: Registration) -> Registration:
    return Registration.objects.for_link().get(pk=row.pk)


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def link_of(row: Registration) -> str:
    return reverse("groups:sign_up_link_change", args=[links.sign(row)])


def names_of(row: Registration) -> list[str]:
    return [one.first_name for one in Attendee.objects.filter(registration=row)]


def refused(row: Registration, new: NewParty, version: int | None = None) -> Refused:
    with pytest.raises(Refused) as found:
        change_party(by=None, registration=row, version=version or row.version, party=new)
    return found.value


def test_fewer_give_their_seats_to_the_next_who_is_told(pool: SeatPool) -> None:
    people = many_people(2)
    row, next_one = sign_up(pool, people[0], 3), sign_up(pool, people[1], 2)
    change_party(by=people[0], registration=row, version=row.version, party=party("Åse"))
    assert (fresh(row).state, fresh(row).seats) == ("confirmed", 1)
    assert (fresh(next_one).state, fresh(next_one).seats) == ("offered", 2)
    assert OutboxMessage.objects.filter(kind="groups.offered", about=next_one.pk, channel="email").count() == 1
    receipts = OutboxMessage.objects.filter(kind="groups.confirmed", about=row.pk, channel="email")
    assert receipts.count() == 2, "the change has a receipt of its own"
    pool.refresh_from_db()
    assert pool.taken == 3
    assert AuditEvent.objects.filter(action="groups.sign_up_changed").count() == 1
    assert names_of(row) == ["Åse"]


def test_more_get_seats_while_they_are_free_and_nobody_who_fits_waits(organiser: User) -> None:
    pool = make_pool(organiser, 5)
    people = many_people(3)
    row = sign_up(pool, people[0], 1)
    change_party(by=people[0], registration=row, version=row.version, party=party("Åse", "Bo", "Ib"))
    assert fresh(row).seats == 3
    assert names_of(row) == ["Åse", "Bo", "Ib"]
    too_many = refused(fresh(row), party(*"abcdef"))
    assert too_many.reason == SeatRefusal.PARTY_TOO_LARGE, "six never fit into five seats"
    sign_up(pool, people[1], 2)
    no_room = refused(fresh(row), party(*"abcd"))
    assert (no_room.reason, no_room.details["has"]) == (ChangeRefusal.NO_ROOM_FOR_MORE, 3)
    assert fresh(row).seats == 3


def test_who_waits_for_more_than_is_free_does_not_keep_one_seat_from_who_grows(organiser: User) -> None:
    pool = make_pool(organiser, 4)
    people = many_people(3)
    row, _other = sign_up(pool, people[0], 1), sign_up(pool, people[1], 1)
    waits = sign_up(pool, people[2], 3)
    assert waits.state == "waiting"
    change_party(by=None, registration=row, version=row.version, party=party("a", "b"))
    assert fresh(row).seats == 2
    Registration.objects.filter(pk=waits.pk).update(accepts_fewer=True)
    assert refused(fresh(row), party("a", "b", "c")).reason == ChangeRefusal.NO_ROOM_FOR_MORE


def test_a_waiting_party_keeps_its_place_in_line_and_gets_what_fits(pool: SeatPool) -> None:
    people = many_people(4)
    first = sign_up(pool, people[0], 2)
    big, later = sign_up(pool, people[1], 3), sign_up(pool, people[2], 3)
    before = fresh(big).queued_at
    Registration.objects.filter(pk=big.pk).update(skips=2)
    change_party(by=None, registration=big, version=big.version, party=party("a", "b"))
    row = fresh(big)
    assert (row.state, row.queued_at, row.skips, row.wanted) == ("waiting", before, 2, 2)
    change_party(by=None, registration=row, version=row.version, party=party("a", "b", "c"))
    row = fresh(big)
    assert (row.skips, row.queued_at) == (0, before), "who grows is counted as passed over anew"
    change_party(by=None, registration=row, version=row.version, party=party("a"))
    assert fresh(big).state == "offered", "one seat was free"
    assert fresh(later).state == "waiting"
    assert fresh(first).state == "confirmed"


def test_the_log_says_how_many_they_became(pool: SeatPool, relative: User) -> None:
    row = sign_up(pool, relative, 1)
    for names in (("a", "b"), ("a",), ("x",)):
        change_party(by=relative, registration=row, version=fresh(row).version, party=party(*names))
    said = list(RegistrationLog.objects.filter(registration=row).values_list("why", "seats"))
    assert said == [("signed_up", 1), ("more", 2), ("fewer", 1), ("changed", 1)]


def offered(pool: SeatPool) -> Registration:
    people = many_people(2)
    first, row = sign_up(pool, people[0], 3), sign_up(pool, people[1])
    seats.cancel_sign_up(by=None, registration=first)
    return row


def cancelled(pool: SeatPool) -> Registration:
    return seats.cancel_sign_up(by=None, registration=sign_up(pool, many_people(1)[0]))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (offered, ChangeRefusal.ANSWER_OFFER_FIRST),
        (lambda pool: sign_up(pool, None), ChangeRefusal.CONFIRM_FIRST),
        (cancelled, ChangeRefusal.NOT_LIVE),
    ],
)
def test_what_can_t_be_changed_says_what_to_do_first(
    pool: SeatPool, make: Callable[[SeatPool], Registration], reason: ChangeRefusal
) -> None:
    row = fresh(make(pool))
    assert refused(row, party("a", "b")).reason == reason
    page = Client().get(link_of(row))
    assert page.status_code == 200
    assert str(REFUSAL_TEXT[reason]) in words(page)
    assert b'name="seats"' not in page.content
    late = Client().post(link_of(row), {"seats": "2", "companion_1": "Bo", "version": row.version})
    assert (late.status_code, fresh(row).version) == (409, row.version)
    assert b'value="Bo"' in late.content, "nothing typed is lost"


def test_what_has_begun_and_what_is_put_off_are_not_changed(pool: SeatPool, relative: User) -> None:
    row = sign_up(pool, relative)
    with clock.frozen_at(pool.occurrence.starts_at + timedelta(minutes=1)):
        assert refused(row, party("a")).reason == ChangeRefusal.HAS_BEGUN
    with clock.frozen_at(pool.occurrence.ends_at + timedelta(minutes=1)):
        assert Client().get(link_of(row)).status_code == 410
    Occurrence.objects.update(status="postponed")
    assert refused(row, party("a")).reason == ChangeRefusal.NO_NEW_DATE_YET


def test_after_the_closing_a_party_may_become_smaller_but_not_larger(pool: SeatPool, relative: User) -> None:
    row = sign_up(pool, relative, 2)
    Event.objects.update(registration_closes_at=clock.now() - timedelta(hours=1))
    assert refused(row, party("a", "b", "c")).reason == ChangeRefusal.NO_MORE_AFTER_CLOSING
    change_party(by=relative, registration=row, version=row.version, party=party("a"))
    assert fresh(row).seats == 1


def test_a_page_shown_before_another_change_says_so_and_keeps_what_was_typed(
    pool: SeatPool, relative: User, client_for: Any
) -> None:
    row = sign_up(pool, relative)
    path = reverse("groups:my_sign_up_change", args=[row.pk])
    client = client_for(relative)
    typed = {"version": "1", "seats": "2", "companion_1": "Bo", "needs": "Teleslynge"}
    change_party(by=None, registration=row, version=1, party=party("Åse"))
    stale = client.post(path, typed)
    assert stale.status_code == 409
    assert str(REFUSAL_TEXT[ChangeRefusal.CHANGED_MEANWHILE]) in words(stale)
    assert b"Teleslynge" in stale.content
    html = BeautifulSoup(stale.content, "html.parser")
    version = html.select_one("main input[name=version]")
    assert version is not None
    again = client.post(path, {**typed, "version": version["value"]})
    assert again.url == reverse("groups:my_sign_up", args=[row.pk])
    assert (fresh(row).seats, names_of(row)[1]) == (2, "Bo")


def test_no_room_for_more_keeps_the_places_one_has_with_all_the_rest(pool: SeatPool) -> None:
    people = many_people(2)
    row, _other = sign_up(pool, people[0], 2), sign_up(pool, people[1])
    typed = {"version": "1", "seats": "3", "companion_1": "Bo", "companion_2": "Ib", "needs": "Teleslynge"}
    page = Client().post(link_of(row), typed)
    assert page.status_code == 409
    assert "Du beholder de 2 pladser, du har." in words(page)
    assert b'value="Ib"' in page.content
    assert fresh(row).version == 1
    kept = Client().post(link_of(row), {**typed, "keeps": "on"})
    assert kept.status_code == 302
    assert (fresh(row).seats, names_of(row)[1:]) == (2, ["Bo"])
    assert Attendee.objects.get(registration=row, number=0).needs == "Teleslynge"


def test_by_link_needs_are_never_shown_and_stay_unless_written_anew(pool: SeatPool) -> None:
    Event.objects.update(questions=["Hvad vil du høre om?"])
    row = sign_up(pool, many_people(1)[0])
    first = {"seats": "1", "needs": "Kørestol", "answer_1": "Fuldmagt"}
    Client().post(link_of(row), {**first, "version": "1"})
    page = Client().get(link_of(row))
    assert b"restol" not in page.content
    assert b"Fuldmagt" not in page.content
    Client().post(link_of(row), {"seats": "1", "version": "2"})
    one = Attendee.objects.get(registration=row, number=0)
    assert (one.needs, one.has_needs, fresh(row).answers) == ("Kørestol", True, [["Hvad vil du høre om?", "Fuldmagt"]])
    Client().post(link_of(row), {"seats": "1", "version": "3", "forgets": "on"})
    one.refresh_from_db()
    assert (one.needs, one.has_needs, fresh(row).answers) == (None, False, None)


def test_signed_in_one_sees_and_changes_what_one_wrote(pool: SeatPool, relative: User, client_for: Any) -> None:
    row = sign_up(pool, relative)
    path, client = reverse("groups:my_sign_up_change", args=[row.pk]), client_for(relative)
    client.post(path, {"seats": "1", "needs": "Kørestol", "version": "1"})
    assert "Kørestol" in client.get(path).content.decode()
    client.post(path, {"seats": "1", "needs": "", "version": "2"})
    assert Attendee.objects.get(registration=row).needs is None


def test_somebody_else_s_sign_up_is_nowhere(
    pool: SeatPool, relative: User, another_relative: User, client_for: Any
) -> None:
    row = sign_up(pool, relative)
    for name in ("my_sign_up_change", "my_sign_up_why"):
        path = reverse(f"groups:{name}", args=[row.pk])
        assert client_for(another_relative).get(path).status_code == 404
    path = reverse("groups:my_sign_up_change", args=[row.pk])
    assert client_for(another_relative).post(path, {"seats": "2", "version": "1"}).status_code == 404
    assert fresh(row).version == 1


def test_looking_changes_nothing(pool: SeatPool, relative: User) -> None:
    row = sign_up(pool, relative)
    assert Client().get(link_of(row)).status_code == 200
    assert Client().get(f"{link_of(row)}?seats=2&version=1").status_code == 200
    assert fresh(row).version == 1


def test_a_phone_sign_up_is_changed_by_its_link_with_names(pool: SeatPool, organiser: User, client_for: Any) -> None:
    pressed = {"pool": str(pool.pk), "name": "Åse", "phone": "00001234", "companions": "1", "companion_1": "Bo"}
    client_for(organiser).post(reverse("groups:date_phone", args=[pool.occurrence_id]), pressed)
    row = Registration.objects.get()
    assert (row.state, row.seats, row.source, names_of(row)) == ("confirmed", 2, "phone", ["Åse", "Bo"])
    Client().post(link_of(row), {"seats": "3", "companion_1": "Bo", "companion_2": "Ib", "version": "1"})
    assert names_of(row) == ["Åse", "Bo", "Ib"]


def test_fifteen_change_their_mind_at_once_and_nothing_is_oversold(
    committed_db: None, organiser: User, threads: Callable[..., list[Any]]
) -> None:
    pool = make_pool(organiser, 12)
    rows = [sign_up(pool, person, 1 + number % 3) for number, person in enumerate(many_people(15))]

    def act(number: int) -> Any:
        names = ["x"] * (1 + (number * 7) % 3)
        return change_party(by=None, registration=rows[number], version=1, party=party(*names))

    outcomes = threads(15, act)
    assert not [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]
    pool.refresh_from_db()
    seated = Registration.objects.of_pool(pool.pk).seated()
    assert pool.taken == sum(seated.values_list("seats", flat=True)) <= 12
    queue = Registration.objects.of_pool(pool.pk).queue()
    assert not [row for row in queue if row.wanted <= pool.free], "nobody who fits is left waiting"

"""The door on a phone: the list, the search, the code scanned or typed, who just came, heads, and after the evening."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from groups import links
from groups.actions import door, seats
from groups.actions.signing_up import Guest, Party
from groups.actions.signing_up import sign_up as sign_up_action
from groups.door_pass import address_of
from groups.models import Attendee, Occurrence, Registration, SeatPool
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.design.models import Municipality
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 12, 3, 19)
At = Callable[[datetime], datetime]


@pytest.fixture
def pool(organiser: User, at: At) -> SeatPool:
    """Eight seats on the third of December; it is two days before."""
    at(BEGINS - timedelta(days=2))
    return make_pool(organiser, 8, starts_in=timedelta(days=2))


@pytest.fixture
def desk(organiser: User) -> Client:
    return sign_in(organiser)


def words(content: bytes) -> str:
    return " ".join(BeautifulSoup(content, "html.parser").get_text(" ").split())


def path(name: str, pool: SeatPool, **more: Any) -> str:
    return reverse(f"groups:{name}", kwargs={"pk": pool.occurrence_id, **more})


def party_path(row: Registration) -> str:
    return path("door_party", row.pool, party=row.pk)


def by_phone(pool: SeatPool, names: list[str], needs: str = "") -> Registration:
    guest = Guest(name=names[0], phone=f"+45{uuid4().int % 10**8:08d}")
    party = Party(names=names, needs={0: needs} if needs else {})
    return sign_up_action(by=None, guest=guest, pool=pool, party=party, form_key=uuid4(), source="phone")


def test_the_list_says_first_names_an_initial_and_that_somebody_needs_something(
    pool: SeatPool, desk: Client, relative: User, at: At
) -> None:
    sign_up(pool, relative)
    by_phone(pool, ["Åse Kvist", "Bo", ""], "Teleslynge")
    at(BEGINS)
    said = words(desk.get(path("door", pool)).content)
    assert "0 af 4 er kommet" in said
    for shown in ("Rasmus O.", "Åse K.", "Bo", "sammen med Åse K.", "Behov"):
        assert shown in said
    for hidden in ("Connor", "Kvist", "Teleslynge", "borger.example", "+45"):
        assert hidden not in said
    assert said.index("Rasmus O.") < said.index("Åse K."), "å comes last"
    assert AuditEvent.objects.filter(action="groups.door_list_read", kind="read").count() == 1


def test_people_are_checked_in_from_the_list_and_a_slip_is_undone(
    pool: SeatPool, desk: Client, relative: User, at: At
) -> None:
    row = sign_up(pool, relative, 3)
    at(BEGINS - timedelta(minutes=8))
    answer = desk.post(party_path(row), {"come": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == path("door", pool)
    assert "Gæst 1. er tjekket ind." in words(answer.content) and "1 af 3 er kommet" in words(answer.content)
    answer = desk.post(party_path(row), {"come": "all", "stay": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == party_path(row)
    assert "følge er tjekket ind: 2" in words(answer.content) and "18.52" in words(answer.content)
    at(BEGINS)
    assert "blev allerede tjekket ind kl. 18.52" in words(
        desk.post(party_path(row), {"come": "1"}, follow=True).content
    )
    said = words(desk.post(party_path(row), {"undo": "1"}, follow=True).content)
    assert "Pladsen er stadig deres" in said and "2 af 3 er kommet" in said
    assert "Kommet" in words(desk.get(path("door", pool) + "?show=here").content)


@pytest.mark.parametrize(
    "pressed", [{}, {"come": "7"}, {"come": "x" * 300}, {"come": "-1"}, {"come": "²"}, {"dance": "1"}]
)
def test_a_press_that_is_no_button_changes_nothing_and_says_so(
    pool: SeatPool, desk: Client, relative: User, at: At, pressed: dict[str, str]
) -> None:
    row = sign_up(pool, relative)
    at(BEGINS)
    answer = desk.post(party_path(row), pressed)
    assert answer.status_code == 409 and "Vælg, hvem der kom" in words(answer.content)
    assert not Attendee.objects.exclude(came_at=None).exists()


def test_a_name_is_found_among_all_and_stays_out_of_the_address(
    pool: SeatPool, desk: Client, relative: User, at: At
) -> None:
    row = sign_up(pool, relative)
    by_phone(pool, ["Åse Kvist"])
    at(BEGINS)
    door.check_in(by=User.objects.get(name="Lone Kaspersen Vad"), registration=row)
    answer = desk.post(path("door", pool), {"sought": "rasm"})
    assert answer.status_code == 200 and "18" not in answer.request["QUERY_STRING"]
    assert "Rasmus O." in words(answer.content) and "Åse" not in words(answer.content), "also who is here already"
    assert "Ingen her hedder det" in words(desk.post(path("door", pool), {"sought": "Nobody"}).content)
    assert desk.post(path("door", pool), {"sought": ""}).status_code == 422


def test_a_typed_code_leads_to_its_party_and_every_other_code_says_what_it_is(
    pool: SeatPool, desk: Client, relative: User, organiser: User, at: At
) -> None:
    row = sign_up(pool, relative)
    other = sign_up(make_pool(organiser, 2, starts_in=timedelta(days=9)), relative)
    at(BEGINS)
    typed = f" {row.door_code[:3].lower()} {row.door_code[3:].lower()}"
    assert desk.post(path("door", pool), {"sought": typed})["Location"] == party_path(row)
    answer = desk.post(path("door", pool), {"sought": other.door_code})
    assert answer.status_code == 409
    assert "Koden er til en anden aften: torsdag 10. december kl. 19.00" in words(answer.content)
    unknown = desk.post(path("door", pool), {"sought": "CCCCCC"})
    assert unknown.status_code == 409 and "Ingen har den kode" in words(unknown.content)
    wrong = reverse("groups:door_party", args=[pool.occurrence_id, other.pk])
    assert desk.get(wrong).status_code == 404


def test_a_scanned_code_says_who_first_and_checks_in_with_a_press(
    pool: SeatPool, desk: Client, relative: User, at: At
) -> None:
    row = sign_up(pool, relative)
    scan = reverse("groups:door_scan", args=[row.door_code])
    at(BEGINS - timedelta(minutes=8))
    said = words(desk.get(scan).content)
    assert "Rasmus O." in said and "Er her" in said
    assert not Attendee.objects.exclude(came_at=None).exists(), "looking changes nothing"
    assert AuditEvent.objects.filter(action="groups.door_party_read", subject=relative.pk).count() == 1
    assert "Rasmus O. er tjekket ind." in words(desk.post(scan, {"come": "all"}, follow=True).content)
    for shape in (row.door_code.lower(), f"{row.door_code[:3]}-{row.door_code[3:]}"):
        assert "Rasmus O." in words(desk.get(reverse("groups:door_scan", args=[shape])).content)
    gone = desk.get(reverse("groups:door_scan", args=["CCCCCC"]))
    assert gone.status_code == 404 and "Vi kender ikke koden" in words(gone.content)


def test_a_scanned_code_for_another_day_or_without_a_place_says_so_and_has_no_button(
    pool: SeatPool, organiser: User, relative: User, at: At
) -> None:
    row = sign_up(pool, relative)
    scan = reverse("groups:door_scan", args=[row.door_code])
    for moment in (BEGINS - timedelta(days=1), BEGINS + timedelta(days=1)):
        at(moment)
        desk = sign_in(organiser)
        page = desk.get(scan)
        assert "Koden er til en anden aften: torsdag 3. december" in words(page.content)
        assert b'name="come"' not in page.content
        assert desk.post(scan, {"come": "all"}).status_code == 409
    at(BEGINS)
    desk = sign_in(organiser)
    seats.cancel_sign_up(by=relative, registration=row)
    said = desk.get(scan)
    assert "De har meldt afbud" in words(said.content) and b'name="come"' not in said.content
    Occurrence.objects.filter(pk=pool.occurrence_id).update(status="cancelled")
    assert "Datoen finder ikke sted" in words(desk.get(scan).content)
    assert not Attendee.objects.exclude(came_at=None).exists()


def test_who_waits_is_given_a_free_seat_in_the_door(
    pool: SeatPool, desk: Client, relative: User, another_relative: User, at: At
) -> None:
    full, row = sign_up(pool, relative, 6), sign_up(pool, another_relative, 3)
    at(BEGINS)
    page = desk.get(party_path(row))
    assert "De står stadig på venteliste" in words(page.content) and b'name="let_in"' in page.content
    no = desk.post(party_path(row), {"let_in": "1"})
    assert no.status_code == 409 and "ledige pladser: 2. Ikke kommet endnu: 6" in words(no.content)
    seats.cancel_sign_up(by=relative, registration=full)
    yes = desk.post(party_path(row), {"let_in": "1", "stay": "1"}, follow=True)
    assert "De har en plads nu" in words(yes.content) and b'name="come"' in yes.content


def test_somebody_just_comes_until_the_room_is_full_and_can_be_taken_back(
    pool: SeatPool, desk: Client, relative: User, at: At
) -> None:
    sign_up(pool, relative, 6)
    at(BEGINS)
    seats_left = {"pool": pool.pk, "seats": "2", "name": "Bo", "form_key": uuid4()}
    for _press in range(2):
        answer = desk.post(path("door_walk_in", pool), seats_left, follow=True)
        assert "De er lukket ind." in words(answer.content) and "2 af 8 er kommet" in words(answer.content)
    answer = desk.post(path("door_walk_in", pool), {**seats_left, "form_key": uuid4(), "seats": "1"})
    assert answer.status_code == 422 and "Ikke kommet endnu: 6" in words(answer.content)
    assert reverse("groups:date_seats", args=[pool.occurrence_id, "in_person"]) in answer.content.decode()
    row = Registration.objects.get(source="walk_in")
    assert "Pladserne er ledige igen" in words(desk.post(party_path(row), {"take_back": "1"}, follow=True).content)
    desk.post(path("door_walk_in", pool), {"pool": pool.pk, "seats": "1"})
    assert "Uden navn" in words(desk.get(path("door", pool) + "?show=here").content)


def test_heads_are_counted_where_nobody_signs_up(desk: Client, organiser: User, at: At) -> None:
    at(BEGINS - timedelta(days=1))
    pool = make_pool(organiser, 8, starts_in=timedelta(days=1), registration="drop_in")
    at(BEGINS)
    assert "Ingen er talt endnu" in words(desk.get(path("door", pool)).content)
    desk.post(path("door_count", pool), {"more": "1"})
    assert "6 er kommet" in words(desk.post(path("door_count", pool), {"more": "5"}, follow=True).content)
    stale = desk.post(path("door_count", pool), {"count": "20", "seen": "1"})
    assert stale.status_code == 409 and "En kollega har skrevet 6 imens" in words(stale.content)
    again = BeautifulSoup(stale.content, "html.parser")
    typed = {name: again.find("input", {"name": name})["value"] for name in ("count", "seen")}
    assert typed == {"count": "20", "seen": "6"}, "what was typed is still there, and saving again works"
    assert "20 er kommet" in words(desk.post(path("door_count", pool), typed, follow=True).content)
    assert desk.post(path("door_count", pool), {"more": "900"}).status_code == 422
    assert Occurrence.objects.get(pk=pool.occurrence_id).head_count == 20


def test_the_board_asks_until_it_is_noted_who_came(pool: SeatPool, organiser: User, relative: User, at: At) -> None:
    row = sign_up(pool, relative, 2)
    board = reverse("groups:board")
    assert path("door", pool) not in sign_in(organiser).get(board).content.decode(), "not today"
    at(BEGINS)
    desk = sign_in(organiser)
    assert "I dag" in words(desk.get(board).content) and path("door", pool) in desk.get(board).content.decode()
    door.check_in(by=organiser, registration=row, number=1)
    assert b"door-unmarked" not in desk.get(board).content, "it is not over"
    at(BEGINS + timedelta(hours=3))
    desk = sign_in(organiser)
    asks = desk.get(board)
    assert "Det er ikke noteret, hvem der kom" in words(asks.content)
    assert "Resten kom ikke (1)" in words(desk.get(path("door", pool)).content)
    done = desk.post(path("door_away", pool), follow=True)
    assert "1 kom ikke. Det er noteret." in words(done.content) and "kom ikke" in words(done.content)
    assert b"door-unmarked" not in desk.get(board).content


def test_a_café_is_asked_for_on_the_board_until_it_is_counted(organiser: User, at: At) -> None:
    at(BEGINS)
    pool = make_pool(organiser, 8, starts_in=timedelta(minutes=1), registration="drop_in")
    at(BEGINS + timedelta(hours=3))
    desk = sign_in(organiser)
    assert b"door-unmarked" in desk.get(reverse("groups:board")).content
    desk.post(path("door_count", pool), {"count": "0", "seen": ""})
    assert b"door-unmarked" not in desk.get(reverse("groups:board")).content, "nobody is an answer"


def test_the_rest_is_not_marked_before_the_end(pool: SeatPool, desk: Client, relative: User, at: At) -> None:
    sign_up(pool, relative)
    at(BEGINS + timedelta(hours=1))
    early = desk.post(path("door_away", pool), follow=True)
    assert "Det varer til kl. 21.00" in words(early.content)
    assert not Attendee.objects.filter(stayed_away=True).exists()


def test_the_list_on_paper_has_everybody_and_no_discreet_title(desk: Client, organiser: User, at: At) -> None:
    at(BEGINS - timedelta(days=1))
    named = {"title": "Når nogen drikker", "sensitivity": "discreet", "discreet_title": "Temaaften"}
    pool = make_pool(organiser, 60, starts_in=timedelta(days=1), **named)
    by_phone(pool, ["Åse #strong[Kvist]", "Bo"], "Teleslynge")
    answer = desk.get(path("door_paper", pool))
    text = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    assert "Temaaften" in text and "drikker" not in text
    assert "Åse" in text and "Bo" in text and "Teleslynge" not in text and "makuler" in text
    assert AuditEvent.objects.filter(action="groups.door_list_read").count() == 1


def test_who_has_a_place_gets_a_code_that_says_nothing(
    pool: SeatPool, client_for: Callable[..., Client], relative: User, another_relative: User, at: At
) -> None:
    row = sign_up(pool, relative, 6)
    waiting = sign_up(pool, another_relative, 3)
    shown = f"{row.door_code[:3]} {row.door_code[3:]}"
    for page in (
        Client().get(reverse("groups:sign_up_link", args=[links.sign(row)])),
        client_for(relative).get(reverse("groups:my_sign_up", args=[row.pk])),
        client_for(relative).get(reverse("groups:my_evenings")),
    ):
        assert shown in words(page.content) and b"<svg" in page.content
        assert b"style=" not in page.content[page.content.index(b"door-pass") :][:4000]
    other = client_for(another_relative)
    assert b"door-pass" not in other.get(reverse("groups:my_sign_up", args=[waiting.pk])).content
    assert b"door-pass" not in other.get(reverse("groups:my_evenings")).content
    address = address_of(row.door_code)
    assert address.endswith(f"/d/{row.door_code}/") and str(row.pk) not in address and len(address) < 60
    seats.cancel_sign_up(by=relative, registration=row)
    assert b"door-pass" not in client_for(relative).get(reverse("groups:my_sign_up", args=[row.pk])).content


def test_nobody_gets_a_code_for_a_screen_a_café_or_what_is_off(organiser: User, relative: User, at: At) -> None:
    at(BEGINS)
    for fields in ({"channel": "online"}, {"registration": "application"}):
        row = sign_up(make_pool(organiser, 2, **fields), relative)
        assert b"door-pass" not in Client().get(reverse("groups:sign_up_link", args=[links.sign(row)])).content
    row = sign_up(make_pool(organiser, 2), relative)
    Occurrence.objects.filter(pk=row.pool.occurrence_id).update(status="postponed")
    assert b"door-pass" not in Client().get(reverse("groups:sign_up_link", args=[links.sign(row)])).content


def test_a_date_before_a_screen_has_no_door(desk: Client, organiser: User) -> None:
    pool = make_pool(organiser, 2)
    Occurrence.objects.filter(pk=pool.occurrence_id).update(status="moved_online")
    assert desk.get(path("door", pool)).status_code == 404
    assert path("door", pool) not in desk.get(path("organised_date", pool)).content.decode()


def test_a_list_of_three_thousand_costs_the_same_questions_and_comes_in_pages(
    desk: Client, organiser: User, at: At
) -> None:
    at(BEGINS)
    pool = make_pool(organiser, 4000, starts_in=timedelta(minutes=1))
    for _guest in range(3):
        by_phone(pool, ["Bo"])

    def cost() -> int:
        Municipality.objects.forget()
        Municipality.objects.current()  # remembered for some seconds, which a busy machine needs for three thousand
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(path("door", pool)).status_code == 200
        return len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]])

    cost()
    few = cost()
    add_many(pool, 3000)
    assert cost() == few <= 12
    page = desk.get(path("door", pool) + "?show=all&page=3")
    assert len(page.content) < 150_000 and "Side 3 af 76" in words(page.content)


def add_many(pool: SeatPool, count: int) -> None:
    """So many guests with a place, written straight into the table."""
    now = pool.occurrence.starts_at
    same = {"pool": pool, "state": "confirmed", "created_at": now, "changed_at": now}
    rows = [Registration(**same, form_key=uuid4(), guest_name=f"Gæst {number}") for number in range(count)]
    Registration.objects.bulk_create(rows)
    Attendee.objects.bulk_create(Attendee(registration=row, number=0, first_name="Gæst") for row in rows)

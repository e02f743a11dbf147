"""Handouts: PDFs only, for those who had a place (also who was kept at home), after the evening, told once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from groups import links
from groups.actions.handouts import add_handout, remove_handout, tell_of_handouts
from groups.actions.seats import cancel_sign_up
from groups.forms.after_refusals import REFUSAL_TEXT, words_for
from groups.models import Attendee, Event, Handout, Occurrence, Registration, SeatPool
from groups.rules.handouts import MOST_HANDOUTS, HandoutRefusal, clean_name
from portal import clock
from portal.accounts.models import User
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Copenhagen")
STARTS = datetime(2026, 9, 22, 17, tzinfo=ZONE)
OVER = STARTS + timedelta(hours=3)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TITLE = "Når nogen drikker"


@pytest.fixture(autouse=True)
def two_weeks_before() -> Iterator[None]:
    with clock.frozen_at(STARTS - timedelta(days=14)):
        yield


@pytest.fixture
def pool(organiser: User) -> SeatPool:
    return make_pool(organiser, 3, starts_in=STARTS - clock.now(), title=TITLE)


def put(pool: SeatPool, name: str = "Om søvn.pdf", data: bytes = PDF) -> Handout:
    organiser = pool.occurrence.event.organiser
    return add_handout(by=organiser, date=pool.occurrence, name=name, data=data)


def refusal(pool: SeatPool, **given: Any) -> object:
    with pytest.raises(Refused) as said:
        put(pool, **given)
    assert words_for(said.value)
    return said.value.reason


def told(at: datetime = OVER) -> list[OutboxMessage]:
    with clock.frozen_at(at):
        tell_of_handouts()
    return list(OutboxMessage.objects.filter(kind="groups.handouts", channel="email").order_by("pk"))


def statuses(client: Client, name: str, *args: Any, at: datetime = OVER) -> int:
    with clock.frozen_at(at):
        return client.get(reverse(f"groups:{name}", args=args)).status_code


@pytest.mark.parametrize("data", [b"", b"<html>%PDF-</html>", b"%PDF-1.7 cut off", b"PK\x03\x04%%EOF", b"\xff" + PDF])
def test_what_is_no_pdf_by_what_is_in_it_is_refused(pool: SeatPool, data: bytes) -> None:
    assert refusal(pool, data=data) == HandoutRefusal.HANDOUT_NO_PDF


def test_a_file_is_no_larger_than_the_setting_and_there_are_not_endlessly_many(pool: SeatPool, settings: Any) -> None:
    settings.HANDOUT_MB = 1
    assert refusal(pool, data=PDF + b" " * 1024 * 1024) == HandoutRefusal.HANDOUT_TOO_LARGE
    put(pool)
    assert refusal(pool, name="../om søvn.PDF".replace("om", "Om")) == HandoutRefusal.HANDOUT_NAMED_TWICE
    for number in range(MOST_HANDOUTS - 1):
        put(pool, name=f"{number}.pdf")
    assert refusal(pool, name="en til.pdf") == HandoutRefusal.HANDOUTS_TOO_MANY


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("..\\..\\etc/passwd", "passwd.pdf"),
        ("Sov bedre (1).PDF.pdf", "Sov bedre (1).pdf"),
        ('x"\r\nSet-Cookie: a=b.pdf', "x Set-Cookie a b.pdf"),
        ("\u202egpj.exe", "gpj.exe.pdf"),
        ("  ...  ", "materiale.pdf"),
        ("å" * 300, "å" * 80 + ".pdf"),
    ],
)
def test_a_files_name_is_cleaned(raw: str, name: str) -> None:
    assert clean_name(raw) == name


def test_who_came_and_who_was_kept_at_home_get_it_and_nobody_else(
    pool: SeatPool, relative: User, another_relative: User, stranger: User
) -> None:
    came, gave_back = sign_up(pool, relative), sign_up(pool, another_relative)
    Attendee.objects.filter(registration=came).update(stayed_away=True)
    cancel_sign_up(by=another_relative, registration=gave_back)
    row = put(pool)
    for person, mine in ((relative, came), (another_relative, gave_back)):
        client = sign_in(person)
        assert statuses(client, "my_handouts", mine.pk) == statuses(client, "my_handout", mine.pk, row.pk) == 200
    for client in (sign_in(stranger), sign_in(another_relative)):
        assert statuses(client, "my_handouts", came.pk) == statuses(client, "my_handout", came.pk, row.pk) == 404
    assert Client().get(reverse("groups:my_handout", args=[came.pk, row.pk])).status_code == 302


def test_who_only_waited_has_nothing_to_open(pool: SeatPool, relative: User) -> None:
    sign_up(pool, make_person("Åse"), seats=3)
    waits = sign_up(pool, relative)
    assert waits.state == "waiting"
    row = put(pool)
    assert statuses(sign_in(relative), "my_handout", waits.pk, row.pk) == 404


def test_nothing_is_open_before_the_end_nor_of_an_evening_that_is_off(pool: SeatPool, relative: User) -> None:
    mine, row, client = sign_up(pool, relative), put(pool), sign_in(relative)
    assert statuses(client, "my_handout", mine.pk, row.pk, at=STARTS + timedelta(minutes=119)) == 404
    assert statuses(client, "my_handout", mine.pk, row.pk, at=STARTS + timedelta(minutes=120)) == 200
    Occurrence.objects.update(status="cancelled")
    assert statuses(client, "my_handout", mine.pk, row.pk, at=STARTS + timedelta(minutes=121)) == 404


def test_a_file_of_another_evening_is_not_opened_by_this_ones_sign_up(
    pool: SeatPool, relative: User, organiser: User
) -> None:
    mine = sign_up(pool, relative)
    other = put(make_pool(organiser, 3, starts_in=STARTS - clock.now()))
    assert statuses(sign_in(relative), "my_handout", mine.pk, other.pk) == 404


def test_a_guest_opens_it_with_the_link_of_the_message_and_no_other(pool: SeatPool) -> None:
    guest = sign_up(pool, None)
    Registration.objects.update(state="confirmed", expires_at=None, proven_at=clock.now())
    row = put(pool)
    token = links.sign_handouts(guest)
    for link in (token + "x", links.sign(guest), "x"):
        assert statuses(Client(), "handout_link", link, row.pk) == 404
    with clock.frozen_at(OVER):
        answer = Client().get(reverse("groups:handout_link", args=[token, row.pk]))
    assert answer.content == PDF and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Om sovn.pdf"'
    assert answer["Referrer-Policy"] == "no-referrer" and "no-store" in answer["Cache-Control"]
    Registration.objects.update(link_version=2)
    assert statuses(Client(), "handouts_link", token) == 404, "closed with the sign-up's own links"


def test_a_discreet_evenings_files_carry_no_name_that_says_what_it_was_about(pool: SeatPool, relative: User) -> None:
    mine, row, client = sign_up(pool, relative), put(pool, "Alkohol i familien.pdf"), sign_in(relative)
    Event.objects.update(sensitivity="discreet", discreet_title="Temaaften")
    with clock.frozen_at(OVER):
        page = client.get(reverse("groups:my_handouts", args=[mine.pk])).content.decode()
        file = client.get(reverse("groups:my_handout", args=[mine.pk, row.pk]))
    assert "Alkohol" not in page + file["Content-Disposition"] and "Fil 1.pdf" in page and TITLE not in page


def test_they_are_told_once_when_the_evening_is_over_and_the_files_have_come_to_rest(
    pool: SeatPool, relative: User, another_relative: User
) -> None:
    sign_up(pool, relative)
    cancel_sign_up(by=another_relative, registration=sign_up(pool, another_relative))
    assert told() == [], "there is nothing"
    put(pool)
    assert told(STARTS) == [], "not over"
    with clock.frozen_at(OVER):
        put(pool, name="to.pdf")
    assert told(OVER + timedelta(minutes=29)) == [], "perhaps there is one more"
    assert len(told(OVER + timedelta(minutes=31))) == 2
    with clock.frozen_at(OVER + timedelta(hours=1)):
        put(pool, name="tre.pdf")
    assert len(told(OVER + timedelta(hours=9))) == 2, "once"


def test_the_message_is_neutral_and_leaves_only_while_there_is_something(pool: SeatPool, relative: User) -> None:
    sign_up(pool, relative)
    handout = put(pool)
    (message,) = told()
    said = text_of(message)
    assert "Der er noget til dig" in said.subject and reverse("groups:my_evenings") in said.body
    for word in (TITLE, "drikker", "Smedje", "søvn"):
        assert word not in said.subject + said.body
    assert kinds.get("groups.handouts").still_holds(message)
    remove_handout(by=pool.occurrence.event.organiser, handout=handout)
    assert not kinds.get("groups.handouts").still_holds(message)


def test_an_organiser_puts_a_file_there_and_takes_it_away(pool: SeatPool, organiser: User) -> None:
    desk, date = sign_in(organiser), pool.occurrence_id
    address = reverse("groups:handout_new", args=[date])
    wrong = desk.post(address, {"file": SimpleUploadedFile("x.pdf", b"GIF89a", "application/pdf")})
    assert wrong.status_code == 422
    assert str(REFUSAL_TEXT[HandoutRefusal.HANDOUT_NO_PDF]) in wrong.content.decode()
    page = desk.post(address, {"file": SimpleUploadedFile("Råd.pdf", PDF)}, follow=True).content.decode()
    assert "Filen er lagt op." in page and "Råd.pdf" in page
    off = reverse("groups:handout_off", args=[date, Handout.objects.get().pk])
    assert "Filen er fjernet." in desk.post(off, follow=True).content.decode() and not Handout.objects.exists()


@pytest.mark.parametrize(
    ("name", "values"), [("handout_is_not_empty", {"size": 0}), ("a_date_has_one_handout_of_a_name", {"name": "x.pdf"})]
)
def test_the_database_refuses_what_no_handout_is(pool: SeatPool, name: str, values: dict[str, object]) -> None:
    put(pool, "x.pdf")
    put(pool, "y.pdf")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Handout.objects.update(**values)

"""The organiser's pages: from an idea to an evening that is called off, with every refusal in words."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from PIL import Image

from groups import links
from groups.actions.letters import write_letter
from groups.models import Event, EventImage, LetterCopy, Occurrence, Registration, SeatPool, Venue
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.calendar.models import ClosingDay
from portal.design.words import moment_words
from tests.factories.evenings import make_draft, make_pool, make_venue, second_organiser, sign_up
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(organiser: User) -> Client:
    return sign_in(organiser)


def page(client: Client, address: str, /, *args: Any) -> str:
    answer = client.get(reverse(f"groups:{address}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, address: str, /, *args: Any, **given: Any) -> tuple[int, str]:
    answer = client.post(reverse(f"groups:{address}", args=args), given, follow=True)
    return answer.status_code, answer.content.decode()


def dates_form(event: Event, **more: Any) -> dict[str, Any]:
    day = clock.today() + timedelta(days=30)
    given = {"version": event.version, "on": day, "begins": "17:00", "ends": "19:00", "repeats": "once"}
    return {**given, "on_closed": "skip", "in_person": 20, **more}


def test_an_organiser_makes_an_evening_a_colleague_publishes_it_and_it_is_called_off(
    desk: Client, relative: User
) -> None:
    status, said = send(desk, "event_new", title="Sov bedre", kind="after_work", form_key=uuid4())
    event = Event.objects.get()
    assert status == 200 and "Kladden er lavet" in said and "mangler" in said
    words = {"title": "Sov bedre", "sensitivity": "open", "kind": "after_work", "audience": "all", "language": "da"}
    send(desk, "event_words", event.pk, version=1, summary="Tre øvelser.", body="Hej\n\n- en\n- to", **words)
    how = {"attendance": "in_person", "registration": "sign_up", "max_party": 2}
    send(desk, "event_sign_up", event.pk, version=2, contact_name="Lone", contact_phone="00 00 10 20", **how)
    hall = make_venue()
    Venue.objects.update(accessible_wc="yes")
    event.refresh_from_db()
    send(desk, "dates_new", event.pk, **dates_form(event, venue=hall.pk))
    send(desk, "speaker_new", event.pk, name="Lisbeth", email="lisbeth@gaest.example")
    event.refresh_from_db()
    _status, said = send(desk, "event_step", event.pk, "read", version=event.version)
    assert "En kollega læser det" in said
    event.refresh_from_db()
    status, said = send(desk, "event_publish", event.pk, version=event.version)
    assert status == 422 and "En kollega skal læse det først" in said
    reader = sign_in(second_organiser())
    assert "Skal læses af en kollega" in page(reader, "board")
    status, said = send(reader, "event_publish", event.pk, version=event.version)
    assert status == 200 and "Det er udgivet." in said
    mine = sign_up(SeatPool.objects.get(), relative)
    date = Occurrence.objects.get()
    assert "2 får besked" in page(desk, "date_change", date.pk, "call-off")
    status, said = send(desk, "date_change", date.pk, "call-off", version=1, says="For få tilmeldte.")
    assert "Det er aflyst" in said and "For få tilmeldte." in said
    assert Registration.objects.get(pk=mine.pk).state == "cancelled"
    status, said = send(desk, "date_change", date.pk, "call-off", version=2, says="")
    assert status == 422 and "Datoen er aflyst" in said


def test_what_is_missing_is_listed_with_the_way_to_mend_it(desk: Client, team_lead: User) -> None:
    send(desk, "event_new", title="Tom", kind="cafe", form_key=uuid4())
    event = Event.objects.get()
    said = page(desk, "organised", event.pk)
    assert reverse("groups:event_words", args=[event.pk]) in said and "To sætninger om det" in said
    status, said = send(sign_in(team_lead), "event_publish", event.pk, version=event.version)
    assert status == 422 and "Der mangler stadig noget" in said and "En, man kan spørge" in said
    status, said = send(desk, "event_step", event.pk, "away", version=99)
    assert status == 409 and "En kollega har rettet det" in said


def test_it_is_published_at_a_moment_and_both_day_and_time_are_needed(desk: Client, team_lead: User) -> None:
    event, lead = make_draft(team_lead), sign_in(team_lead)
    day = clock.today() + timedelta(days=2)
    status, said = send(lead, "event_publish", event.pk, version=event.version, on=day)
    assert status == 422 and "Vælg både dag og tid" in said
    status, said = send(lead, "event_publish", event.pk, version=event.version, on=day, at="08:00")
    assert "Det bliver udgivet på den tid" in said and "Bliver udgivet" in page(desk, "board")
    assert Event.objects.get().publication == "scheduled"


def test_a_series_is_shown_with_its_holidays_before_it_is_made(desk: Client, organiser: User) -> None:
    event = make_draft(organiser)
    day = clock.today() + timedelta(days=30)
    ClosingDay.objects.create(on=day + timedelta(days=7), reason="Personaledag")
    given = dates_form(event, repeats="weekly", last_on=day + timedelta(days=21))
    _status, said = send(desk, "dates_new", event.pk, **given)
    assert "Disse datoer bliver lavet" in said and "springes over: Personaledag" in said
    assert Occurrence.objects.count() == 1, "nothing is made yet"
    _status, said = send(desk, "dates_new", event.pk, **given, sure="1")
    assert "Datoerne er lavet." in said and Occurrence.objects.count() == 4
    status, said = send(desk, "dates_new", event.pk, **dates_form(event, repeats="weekly"))
    assert status == 422 and "Vælg den sidste dag i rækken" in said


def test_names_are_shown_once_the_look_is_written_down(desk: Client, organiser: User, relative: User) -> None:
    pool = make_pool(organiser, 1)
    sign_up(pool, relative)
    said = page(desk, "organised_date", pool.occurrence_id)
    assert "Rasmus" in said and AuditEvent.objects.filter(action="groups.sign_ups_read").count() == 1


def test_somebody_who_rings_is_signed_up_and_seats_are_never_cut_below_them(desk: Client, organiser: User) -> None:
    pool = make_pool(organiser, 5)
    caller = {"pool": pool.pk, "name": "Åse", "companions": 1, "needs": "Teleslynge", "form_key": uuid4()}
    status, said = send(desk, "date_phone", pool.occurrence_id, **caller)
    assert status == 422 and "Skriv et telefonnummer eller en mailadresse" in said
    status, said = send(desk, "date_phone", pool.occurrence_id, **caller, phone="00 00 13 13")
    assert "De er tilmeldt" in said and "Teleslynge" in said and "på telefon" in said
    assert Registration.objects.get().state == "confirmed"
    cut = {"capacity": 1, "overbook": 0}
    status, said = send(desk, "date_seats", pool.occurrence_id, "in_person", **cut)
    assert status == 422 and "Der er taget flere pladser" in said


def test_a_letter_is_read_by_its_person_and_by_nobody_else(
    desk: Client, organiser: User, relative: User, another_relative: User
) -> None:
    pool = make_pool(organiser, 5)
    sign_up(pool, relative)
    guest = {"pool": pool.pk, "name": "Åse", "companions": 0, "email": "aase@gaest.example", "form_key": uuid4()}
    send(desk, "date_phone", pool.occurrence_id, **guest)
    letter = {"to": "all", "text": "Tag varmt tøj med.", "form_key": uuid4()}
    assert "Beskeden er sendt." in send(desk, "date_letter", pool.occurrence_id, **letter)[1]
    mine = LetterCopy.objects.get(registration__person=relative)
    assert "Tag varmt tøj med." in page(sign_in(relative), "letter", mine.pk)
    assert sign_in(another_relative).get(reverse("groups:letter", args=[mine.pk])).status_code == 404
    theirs = LetterCopy.objects.for_reading().get(registration__person=None)
    assert "Tag varmt tøj med." in page(Client(), "letter_link", links.sign_copy(theirs))
    assert Client().get(reverse("groups:letter_link", args=["x"])).status_code == 404
    Registration.objects.filter(pk=theirs.registration_id).update(link_version=2)
    theirs = LetterCopy.objects.for_reading().get(pk=theirs.pk)
    closed = links.sign_copy(LetterCopy(pk=theirs.pk, registration=Registration(link_version=1)))
    assert Client().get(reverse("groups:letter_link", args=[closed])).status_code == 404
    assert write_letter(
        by=organiser, date=pool.occurrence, to="all", text="x", form_key=letter["form_key"]
    ).copies.count() == 2  # fmt: skip


def test_a_draft_is_shown_to_who_has_the_link_while_it_is_young(desk: Client, organiser: User) -> None:
    event = make_draft(organiser)
    path = reverse("groups:preview", args=[links.sign_preview(event)])
    assert path in page(desk, "organised_preview", event.pk)
    shown = Client().get(path)
    assert event.title in shown.content.decode() and "noindex" in shown.content.decode()
    with clock.shifted_by(timedelta(days=1)):
        assert Client().get(reverse("groups:preview", args=["x"])).status_code == 404


def test_a_picture_is_sent_described_and_shown(desk: Client, organiser: User) -> None:
    event = make_draft(organiser)
    out = io.BytesIO()
    Image.new("RGB", (30, 20)).save(out, "PNG")
    out.seek(0)
    out.name = "sal.png"
    given = {"version": event.version, "picture": out, "alt": "En sal med stole"}
    assert "Gemt" in send(desk, "event_picture", event.pk, **given)[1]
    shown = Client().get(reverse("groups:picture", args=[EventImage.objects.get().digest]))
    assert shown["Content-Type"] == "image/jpeg" and shown.content[:2] == b"\xff\xd8"


def test_what_is_over_says_when_it_was_the_latest_first_and_what_was_called_off_says_so(
    desk: Client, organiser: User
) -> None:
    for title, days in (("For længst", 20), ("I går", 1)):
        make_pool(organiser, 5, title=title, starts_in=-timedelta(days=days))
    ahead = make_pool(organiser, 5, title="Den kom aldrig")
    Occurrence.objects.filter(pk=ahead.occurrence_id).update(status="cancelled")
    said = page(desk, "board").partition('id="column-done"')[2]
    assert said.index("Den kom aldrig") < said.index("I går") < said.index("For længst")
    assert moment_words(clock.now() - timedelta(days=20)) in said
    assert said.index("Aflyst") < said.index("I går") and said.count("Aflyst") == 1


@pytest.mark.parametrize(("who", "status"), [("relative", 403), ("counsellor", 403), ("organiser", 200)])
def test_the_board_is_for_organisers(request: pytest.FixtureRequest, who: str, status: int) -> None:
    assert sign_in(request.getfixturevalue(who)).get(reverse("groups:board")).status_code == status


def test_places_are_written_down_with_what_is_known(desk: Client, client_for: Callable[..., Client]) -> None:
    where = {"name": "Hallen", "street": "Torvet 1", "postcode": "0000", "town": "Egekøbing", "is_active": "on"}
    facts = dict.fromkeys(("step_free", "accessible_wc", "lift", "parking", "public_transport"), "yes")
    given = {**where, **facts, "hearing_loop": "unknown", "version": 1}
    send(desk, "venue_new", **given)
    assert "Vi ved det ikke endnu" in page(desk, "venues")
    status, said = send(desk, "venue_new", **given)
    assert status == 422 and "Der er allerede et sted med det navn" in said
    send(desk, "venue_change", Venue.objects.get().pk, **{**given, "name": "Den store hal"})
    assert Venue.objects.get().name == "Den store hal"


def test_the_words_are_seen_as_they_are_typed_and_nothing_is_saved(desk: Client, organiser: User) -> None:
    event = make_draft(organiser)
    url = reverse("groups:event_words", args=[event.pk])
    typed = {"version": event.version, "title": "Søvn <b>", "body": "Først\n\n- kaffe\n- kage"}
    answer = desk.post(url, {**typed, "language": "da", "sensitivity": "discreet", "discreet_title": "Arrangement",
                             "step": "preview"})  # fmt: skip
    looks = BeautifulSoup(answer.content, "html.parser").find(id="how-it-looks")
    assert answer.status_code == 200 and "Søvn <b>" in looks.get_text()
    assert [point.get_text() for point in looks.find_all("li")] == ["kaffe", "kage"] and not looks.find("script")
    assert "Arrangement" in looks.get_text()
    event.refresh_from_db()
    assert (event.title, event.version) == ("Når hukommelsen svigter", typed["version"])
    assert "Søvn &lt;b&gt;" in answer.content.decode().split('name="title"')[1][:200], "what was typed is still there"


def test_a_preview_is_the_page_itself_with_nothing_to_press(desk: Client, organiser: User) -> None:
    event = make_draft(organiser)
    EventImage.objects.create(event=event, content=b"x", width=4, height=2, alt="En bænk", digest="e" * 64)
    html = BeautifulSoup(desk.get(reverse("groups:organised_preview", args=[event.pk])).content, "html.parser")
    said = html.find("main").get_text(" ")
    for words in ("Temaaften", "Hvornår og hvor", "20 ledige pladser", "Uden trin", "Det er gratis"):
        assert words in said
    assert html.find("img", class_="event-picture")["alt"] == "En bænk"
    button = html.find(attrs={"aria-disabled": "true"})
    assert (
        "Tilmeld dig" in button.get_text()
        and not button.get("href")
        and not html.find("script", {"type": "application/ld+json"})
    )
    assert "noindex" in str(html.find("meta", {"name": "robots"}))
    Occurrence.objects.all().delete()
    assert "Det har været" not in desk.get(reverse("groups:organised_preview", args=[event.pk])).content.decode()

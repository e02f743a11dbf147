"""Respite and lifts after the sign-up: asked for, said differently, no longer needed; each no is a sentence."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from groups import links
from groups.actions import answering_help as desk_actions
from groups.actions import changing_dates, seats
from groups.actions.asking_later import ask_later, last_moments, reword, withdraw_wish
from groups.forms.help_refusals import REFUSAL_TEXT
from groups.models import HelpRequest, Occurrence, Registration, RespiteRequest, SeatPool, TransportRequest
from groups.rules import respite as rules
from groups.rules.respite import RespiteRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from portal.worklist.models import Task
from tests.factories.evenings import make_pool, many_people, sign_up
from tests.factories.respite import ADDRESS, LIFT, RESPITE, WHAT, asked_respite, caring_pool, make_desk

pytestmark = pytest.mark.django_db
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
HARBOUR = "Havnevej 2, 0013 Egekøbing Strand"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def mine(row: Registration, kind: str = "respite") -> str:
    return reverse("groups:my_sign_up_help", args=[row.pk, kind])


def by_link(row: Registration, kind: str = "respite") -> str:
    return reverse("groups:sign_up_link_help", args=[links.sign(row), kind])


def said(wish: HelpRequest | None = None, what: str = WHAT, address: str = ADDRESS) -> dict[str, str]:
    return {"version": str(wish.version if wish else 0), "what": what, "address": address}


def refused(work: Callable[[], Any]) -> Any:
    with pytest.raises(Refused) as met:
        work()
    return met.value.reason


def again(wish: HelpRequest, address: str = HARBOUR, what: str = "") -> HelpRequest:
    return reword(by=None, row=wish, version=wish.version, wish=wish_of(wish, what, address))


def wish_of(wish: HelpRequest, what: str, address: str) -> Any:
    kind = "respite" if isinstance(wish, RespiteRequest) else "lift"
    return type(RESPITE)(kind=kind, what=what, address=address)


@pytest.mark.parametrize(
    ("starts", "days", "until"),
    [
        ("2026-12-04 19:00", 3, "2026-12-01 00:00"),  # Friday evening: due Thursday 15:00 at the latest
        ("2026-12-04 14:00", 3, "2026-11-30 00:00"),  # before 15:00 the answer is due the day before
        ("2026-12-08 19:00", 2, "2026-12-04 00:00"),  # over a weekend
        ("2026-12-29 19:00", 2, "2026-12-23 00:00"),  # over Christmas
    ],
)
def test_one_may_ask_as_long_as_the_desk_can_keep_what_it_promises(starts: str, days: int, until: str) -> None:
    closed = {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)}
    same: dict[str, Any] = {"days": days, "closed": closed, "zone": COPENHAGEN}
    found = rules.ask_until(starts_at=moment(starts), **same)
    assert found == moment(until)
    latest, far = moment(starts) - timedelta(days=1), moment("2027-06-01 19:00")
    for asked, is_kept in ((found - timedelta(minutes=1), True), (found, False)):
        due = rules.answer_by(now=asked, starts_at=far, **same)
        assert (due <= latest) is is_kept, "the two rules are one"


def test_asked_later_it_is_as_if_asked_at_once(
    organiser: User, relative: User, colleague: User, client_for: Any
) -> None:
    make_desk(colleague)
    row, client = sign_up(caring_pool(organiser), relative), client_for(relative)
    page = client.get(reverse("groups:my_sign_up", args=[row.pk]))
    assert mine(row) in page.content.decode() and mine(row, "lift") in page.content.decode()
    assert "Du kan spørge til og med" in words(page)
    assert "Hvem er det" in words(client.get(mine(row)))
    assert not RespiteRequest.objects.exists(), "looking asks nobody"
    answer = client.post(mine(row), said())
    assert answer.url == reverse("groups:my_sign_up", args=[row.pk])
    shown = words(client.get(answer.url))
    assert "Vi spørger for dig. Du får svar senest" in shown and "Din plads er din imens." in shown
    wish = RespiteRequest.objects.get()
    assert (wish.what, wish.address, wish.registration_id) == (WHAT, ADDRESS, row.pk)
    assert Task.objects.open().get(about=wish.pk).assigned_to == colleague
    assert AuditEvent.objects.filter(action="groups.help_asked_later", subject=relative.pk).count() == 1
    assert client.post(mine(row), said()).status_code == 302, "pressed twice"
    assert RespiteRequest.objects.count() == 1 and Task.objects.count() == 1


def test_a_guest_asks_by_the_link_and_what_they_wrote_is_not_shown_there(organiser: User, colleague: User) -> None:
    make_desk(colleague)
    row = sign_up(caring_pool(organiser), None)
    first = Client().get(by_link(row, "lift"))
    assert str(REFUSAL_TEXT[RespiteRefusal.HELP_CONFIRM_FIRST]) in words(first)
    assert Client().post(by_link(row, "lift"), said()).status_code == 409
    Client().post(reverse("groups:sign_up_link", args=[links.sign(row)]), {"answer": "confirm"})
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(by_link(row, "lift"), said()).status_code == 302
    wish = TransportRequest.objects.get()
    assert wish.answer_by is not None
    page = browser.get(by_link(row, "lift"))
    assert ADDRESS not in page.content.decode() and "Aage" not in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    kept = browser.post(by_link(row, "lift"), said(wish, "Nu med rollator", ""))
    assert kept.status_code == 302
    now = TransportRequest.objects.get()
    assert (now.what, now.address) == ("Nu med rollator", ADDRESS), "left empty, it stays"


def test_what_the_desk_must_know_is_asked_for(
    organiser: User, colleague: User, relative: User, client_for: Any
) -> None:
    make_desk(colleague)
    row = sign_up(caring_pool(organiser), relative)
    page = client_for(relative).post(mine(row), said(what="", address=""))
    assert set(page.context["form"].errors) == {"what", "address"}
    page = client_for(relative).post(mine(row, "lift"), said(what="", address=""))
    assert set(page.context["form"].errors) == {"address"}


def test_who_waits_may_ask_and_the_desk_hears_with_the_place(organiser: User, colleague: User) -> None:
    make_desk(colleague)
    pool, people = caring_pool(organiser, 1), many_people(2)
    first, row = sign_up(pool, people[0]), sign_up(pool, people[1])
    wish = ask_later(by=people[1], registration=row, wish=RESPITE)
    assert wish.answer_by is None and not Task.objects.exists()
    assert "Vi spørger for dig, så snart du har en plads." in words(Client().get(by_link(row)))
    seats.cancel_sign_up(by=None, registration=first)
    reasons = {refused(lambda: ask_later(by=None, registration=row, wish=LIFT)), refused(lambda: again(fresh(wish)))}
    assert reasons == {RespiteRefusal.HELP_YES_FIRST}, "an offer is answered first"
    assert withdraw_wish(by=None, row=wish).state == "cancelled", "not needing it can always be said"
    seats.accept_offer(by=None, registration=row)
    assert ask_later(by=None, registration=row, wish=LIFT).answer_by is not None


def test_who_is_not_signed_up_any_more_asks_nobody(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    row = sign_up(caring_pool(organiser), relative)
    seats.cancel_sign_up(by=relative, registration=row)
    assert refused(lambda: ask_later(by=None, registration=row, wish=RESPITE)) == RespiteRefusal.HELP_NOT_SIGNED_UP
    page = words(Client().get(by_link(row)))
    assert str(REFUSAL_TEXT[RespiteRefusal.HELP_NOT_SIGNED_UP]) in page and "Spørg os" not in page


def test_it_is_asked_for_only_where_the_event_takes_it_and_somebody_answers(
    organiser: User, relative: User, colleague: User, another_relative: User
) -> None:
    row = sign_up(caring_pool(organiser), relative)
    assert refused(lambda: ask_later(by=None, registration=row, wish=RESPITE)) == RespiteRefusal.HELP_NOT_HERE
    make_desk(colleague)
    plain = sign_up(make_pool(organiser, 5), relative)
    online = sign_up(caring_pool(organiser, channel="online"), another_relative)
    for one, wish in ((plain, RESPITE), (online, LIFT)):
        reason = refused(lambda one=one, wish=wish: ask_later(by=None, registration=one, wish=wish))
        assert reason == RespiteRefusal.HELP_NOT_HERE
        assert str(REFUSAL_TEXT[RespiteRefusal.HELP_NOT_HERE]) in words(Client().get(by_link(one, wish.kind)))
    assert ask_later(by=None, registration=online, wish=RESPITE).state == "asked", "who sits at home may need somebody"
    assert by_link(plain) not in Client().get(reverse("groups:sign_up_link", args=[links.sign(plain)])).content.decode()
    assert Client().get(by_link(row, "dinner")).status_code == 404


def test_too_late_is_said_with_what_to_do_and_so_is_asking_twice(
    organiser: User, relative: User, colleague: User
) -> None:
    desk = make_desk(colleague)
    row = sign_up(caring_pool(organiser), relative)
    wish = ask_later(by=None, registration=row, wish=RESPITE)
    other = type(RESPITE)(kind="respite", what="En anden", address=ADDRESS)
    assert refused(lambda: ask_later(by=None, registration=row, wish=other)) == RespiteRefusal.HELP_ASKED_ALREADY
    until = last_moments(row.pool.occurrence, [desk])[desk.pk]
    with clock.frozen_at(until):
        assert refused(lambda: ask_later(by=None, registration=row, wish=LIFT)) == RespiteRefusal.HELP_TOO_LATE
        assert refused(lambda: again(wish)) == RespiteRefusal.HELP_TOO_LATE
        assert "Ring til os, så prøver vi" in words(Client().get(by_link(row, "lift")))
        shown = Client().get(reverse("groups:sign_up_link", args=[links.sign(row)])).content.decode()
        assert by_link(row, "lift") not in shown and by_link(row) in shown, "what is asked can still be stopped"
        assert withdraw_wish(by=None, row=wish).state == "cancelled"
    with clock.frozen_at(until - timedelta(minutes=1)):
        anew = ask_later(by=None, registration=row, wish=LIFT)
        assert anew.answer_by is not None and anew.answer_by <= row.pool.occurrence.starts_at - timedelta(days=1)


def test_what_is_only_asked_is_reworded_and_the_promise_stands(
    organiser: User, relative: User, colleague: User, client_for: Any
) -> None:
    make_desk(colleague, email="desk@egekoebing.example")
    wish = asked_respite(caring_pool(organiser), relative)
    client = client_for(relative)
    assert WHAT in client.get(mine(wish.registration)).content.decode(), "one's own words, signed in"
    client.post(mine(wish.registration), said(wish, "Min far Aage og hans hund"))
    now = fresh(wish)
    assert (now.what, now.state, now.answer_by) == ("Min far Aage og hans hund", "asked", wish.answer_by)
    assert OutboxMessage.objects.filter(kind="groups.desk_told").count() == 2
    late = refused(lambda: desk_actions.arrange(by=colleague, row=wish, version=wish.version, said=""))
    assert late == RespiteRefusal.HELP_CHANGED, "nobody arranges what was asked before"
    assert AuditEvent.objects.filter(action="groups.help_reworded", subject=relative.pk).count() == 1


def test_what_was_arranged_is_asked_anew_and_who_would_have_come_is_told(
    organiser: User, relative: User, colleague: User, client_for: Any
) -> None:
    make_desk(colleague, organiser)
    wish = asked_respite(caring_pool(organiser), relative)
    done = desk_actions.arrange(by=colleague, row=wish, version=wish.version, said="Lis kommer.")
    client = client_for(relative)
    assert "Hvis du ændrer noget, spørger vi igen." in words(client.get(mine(wish.registration)))
    client.post(mine(wish.registration), said(done, "Min far, fra kl. 17"))
    now = fresh(wish)
    assert (now.state, now.said, now.answered_at) == ("asked", "", None)
    assert now.answer_by is not None
    kinds = sorted(Task.objects.open().filter(about=wish.pk).values_list("kind", flat=True))
    assert kinds == ["groups.help_asked", "groups.help_asked", "groups.help_off"], "both of the desk; who arranged it"
    assert Task.objects.get(kind="groups.help_off").assigned_to == colleague


def test_another_address_asks_the_desk_of_that_area_and_the_first_one_stops(
    organiser: User, relative: User, colleague: User
) -> None:
    make_desk(colleague)
    near = make_desk(organiser, name="Havnen", postcodes=["0013"])
    wish = asked_respite(caring_pool(organiser), relative)
    taken = desk_actions.take_on(by=colleague, row=wish, version=wish.version)
    moved = again(taken)
    assert (fresh(wish).state, moved.desk, moved.what, moved.state) == ("cancelled", near, WHAT, "asked")
    assert Task.objects.open().get(about=wish.pk).kind == "groups.help_off"
    assert Task.objects.open().get(about=moved.pk).assigned_to == organiser
    shown = words(Client().get(reverse("groups:sign_up_link", args=[links.sign(wish.registration)])))
    assert "Det er der ikke brug for mere." not in shown, "only the one that is looked for is of interest"


def test_a_page_from_before_an_answer_says_so_and_keeps_what_was_typed(
    organiser: User, relative: User, colleague: User, client_for: Any
) -> None:
    make_desk(colleague)
    wish = asked_respite(caring_pool(organiser), relative)
    desk_actions.take_on(by=colleague, row=wish, version=wish.version)
    client = client_for(relative)
    late = client.post(mine(wish.registration), said(wish, "Min far Aage, og han hører dårligt"))
    assert late.status_code == 409
    assert str(REFUSAL_TEXT[RespiteRefusal.HELP_WORDS_CHANGED]) in words(late)
    assert "hører dårligt" in late.content.decode()
    assert client.post(mine(wish.registration), said(fresh(wish), "Min far Aage, og han hører dårligt")).url
    now = fresh(wish)
    no = desk_actions.say_not_possible(by=colleague, row=now, version=now.version)
    for act in (said(no), {"act": "withdraw"}):
        client.post(mine(wish.registration), act)
    assert fresh(wish).state == "not_possible"
    assert refused(lambda: again(no)) == RespiteRefusal.HELP_ANSWERED
    assert refused(lambda: withdraw_wish(by=None, row=no)) == RespiteRefusal.HELP_ANSWERED
    assert refused(lambda: ask_later(by=None, registration=wish.registration, wish=RESPITE)) == "help_answered"
    assert str(REFUSAL_TEXT[RespiteRefusal.HELP_ANSWERED]) in words(client.get(mine(wish.registration)))


def test_not_needing_it_asks_once_more_keeps_the_place_and_stops_the_desk(
    organiser: User, relative: User, colleague: User, client_for: Any
) -> None:
    make_desk(colleague)
    wish = asked_respite(caring_pool(organiser), relative)
    desk_actions.arrange(by=colleague, row=wish, version=wish.version, said="Lis kommer.")
    client = client_for(relative)
    asks = words(client.get(mine(wish.registration) + "?withdraw"))
    assert "Har du ikke brug for det mere?" in asks and fresh(wish).state == "confirmed"
    answer = client.post(mine(wish.registration), {"act": "withdraw"})
    assert "Vi leder ikke mere. Du har stadig din tilmelding." in words(client.get(answer.url))
    assert (fresh(wish).state, fresh(wish.registration).state) == ("cancelled", "confirmed")
    assert Task.objects.open().get(about=wish.pk).kind == "groups.help_off"
    assert client.post(mine(wish.registration), {"act": "withdraw"}).status_code == 302, "pressed twice"
    assert AuditEvent.objects.filter(action="groups.help_withdrawn").count() == 1
    assert client.post(mine(wish.registration), said()).status_code == 302, "and may be asked for again"
    assert RespiteRequest.objects.open().count() == 1


def test_put_off_there_is_no_day_to_ask_for_yet_but_nobody_must_go_on_looking(
    organiser: User, relative: User, colleague: User
) -> None:
    make_desk(colleague)
    wish = asked_respite(caring_pool(organiser), relative)
    day = wish.registration.pool.occurrence
    changing_dates.postpone(by=organiser, date=day, version=day.version, says="")
    assert refused(lambda: again(fresh(wish))) == RespiteRefusal.HELP_NO_DATE_YET
    reason = refused(lambda: ask_later(by=None, registration=wish.registration, wish=LIFT))
    assert reason == RespiteRefusal.HELP_NO_DATE_YET
    assert str(REFUSAL_TEXT[reason]) in words(Client().get(by_link(wish.registration, "lift")))
    assert withdraw_wish(by=None, row=wish).state == "cancelled"


def test_once_it_is_over_there_is_nothing_left_to_stop(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    wish = asked_respite(caring_pool(organiser), relative)
    with clock.frozen_at(wish.registration.pool.occurrence.ends_at):
        assert refused(lambda: withdraw_wish(by=None, row=wish)) == RespiteRefusal.HELP_OVER


def test_moved_online_a_change_still_reaches_the_desk(organiser: User, relative: User, colleague: User) -> None:
    make_desk(colleague)
    wish = asked_respite(caring_pool(organiser), relative)
    done = desk_actions.arrange(by=colleague, row=wish, version=wish.version, said="Lis kommer.")
    day = Occurrence.objects.get(pk=wish.registration.pool.occurrence_id)
    changing_dates.move_online(by=organiser, date=day, version=day.version, address="https://x.example/1", says="")
    now = again(fresh(done), ADDRESS, "Ring på hos naboen")
    assert (fresh(now).state, fresh(now).what) == ("asked", "Ring på hos naboen")
    reason = refused(lambda: ask_later(by=None, registration=wish.registration, wish=LIFT))
    assert reason == RespiteRefusal.HELP_NOT_HERE, "nobody needs a lift to a meeting at home"


def test_somebody_else_finds_nothing_there(
    organiser: User, relative: User, another_relative: User, colleague: User, client_for: Any
) -> None:
    make_desk(colleague)
    row = sign_up(caring_pool(organiser), relative)
    assert client_for(another_relative).get(mine(row)).status_code == 404
    assert client_for(another_relative).post(mine(row), said()).status_code == 404
    assert not RespiteRequest.objects.exists()


def race(organiser: User, colleague: User) -> tuple[SeatPool, list[User]]:
    make_desk(colleague)
    return caring_pool(organiser, 20), many_people(6)


def test_many_presses_ask_once(
    committed_db: None, organiser: User, colleague: User, threads: Callable[..., list[Any]]
) -> None:
    pool, people = race(organiser, colleague)
    rows = [sign_up(pool, person) for person in people]
    outcomes = threads(18, lambda number: ask_later(by=None, registration=rows[number % 6], wish=RESPITE))
    assert all(isinstance(one, RespiteRequest) for one in outcomes), outcomes
    assert RespiteRequest.objects.count() == 6 == Task.objects.count()


def test_asking_and_signing_off_in_the_same_second_leaves_nobody_looking(
    committed_db: None, organiser: User, colleague: User, threads: Callable[..., list[Any]]
) -> None:
    pool, people = race(organiser, colleague)
    rows = [sign_up(pool, person) for person in people]

    def act(number: int) -> Any:
        row = rows[number % 6]
        if number < 6:
            return ask_later(by=None, registration=row, wish=RESPITE)
        return seats.cancel_sign_up(by=None, registration=row)

    outcomes = threads(12, act)
    faults = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert not faults
    assert not RespiteRequest.objects.open().exists() and not Task.objects.open().exists()


def test_the_desk_answers_while_it_is_withdrawn_or_reworded(
    committed_db: None, organiser: User, colleague: User, threads: Callable[..., list[Any]]
) -> None:
    pool, people = race(organiser, colleague)
    wishes = [asked_respite(pool, person) for person in people]

    def act(number: int) -> Any:
        wish = wishes[number % 6]
        if number < 6:
            return desk_actions.arrange(by=colleague, row=wish, version=wish.version, said="Lis kommer.")
        return withdraw_wish(by=None, row=wish) if number % 2 else again(wish, ADDRESS, "Nyt")

    outcomes = threads(12, act)
    faults = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert not faults
    for number, wish in enumerate(wishes):
        now = fresh(wish)
        if number % 2:
            assert now.state == "cancelled"
            told = Task.objects.open().filter(about=wish.pk, kind="groups.help_off").exists()
            assert told is (now.answered_at is not None), "whoever was to come is told, and nobody else"
        else:
            assert (now.state, now.what) in {("asked", "Nyt"), ("confirmed", WHAT)}

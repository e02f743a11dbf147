"""Nobody writes for ever to an address that refuses our mail, in real conversations with a mail server."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from groups.actions import news as actions
from groups.models import NewsWish
from portal.accounts.models import Role, User
from portal.audit.models import AuditEvent
from portal.outbox.drain import drain_once
from portal.outbox.models import OutboxMessage
from portal.outbox.rules import REFUSALS_THAT_END, is_dead
from tests.factories.news import ALL, MONDAY, new_evening, told, wish_of
from tests.factories.people import make_person, sign_in
from tests.outbox.sink import Sink, running_sink

pytestmark = pytest.mark.django_db
DEAD, ALIVE = "borte@gaest.example", "aase@gaest.example"
NO = ("failed", "smtp_550")


@pytest.fixture
def server(settings: Settings, at: Any) -> Iterator[Sink]:
    """A mail server that knows no mailbox with "borte" in its name; the time is Monday at eleven."""
    at(MONDAY)
    with running_sink() as (sink, port):
        settings.EMAIL_BACKEND = "portal.outbox.channels.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
        sink.refuse_containing = "borte"
        yield sink


def day_of_news(at: Any, organiser: User, day: int) -> None:
    """Something new is published, told and sent."""
    at(MONDAY + timedelta(days=day, hours=1))
    new_evening(organiser, f"Nr. {day}")
    actions.tell_news()
    drain_once("messages")


def guest(email: str) -> NewsWish:
    """A guest who confirmed from this address when it still took mail: nothing of that waits to be sent."""
    row = wish_of(email)
    OutboxMessage.objects.filter(about=row.pk).delete()
    return row


def test_after_three_refusals_in_a_row_it_ends_by_itself_and_staff_can_see_it(
    server: Sink, organiser: User, at: Any
) -> None:
    wish, other = guest(DEAD), guest(ALIVE)
    for day in range(REFUSALS_THAT_END - 1):
        day_of_news(at, organiser, day)
        assert NewsWish.objects.filter(pk=wish.pk).exists(), "one refusal is no proof"
    day_of_news(at, organiser, 3)
    assert list(NewsWish.objects.all()) == [other]
    assert [(one.state, one.reason) for one in told() if one.about == wish.pk] == [
        NO,
        NO,
        ("failed", "address_given_up"),
    ]
    event = AuditEvent.objects.get(action="groups.news_ended")
    assert event.actor is None and event.object_id == str(wish.pk)
    page = sign_in(make_person("Admin", Role.ADMINISTRATOR)).get(reverse("outbox:ledger") + "?state=failed")
    said = page.content.decode()
    assert "Adressen har sagt nej til vores mail tre gange i træk" in said and DEAD not in said
    day_of_news(at, organiser, 4)
    assert len([one for one in told() if one.about == wish.pk]) == 3 and len(server.to(ALIVE)) == 4


def test_whoever_has_an_account_reads_on_the_site_that_it_ended(server: Sink, organiser: User, at: Any) -> None:
    person = make_person("Bo", email=DEAD)
    actions.start_own_news(by=person, wishes=ALL, language="da")
    for day in range(REFUSALS_THAT_END):
        day_of_news(at, organiser, day)
    drain_once("messages")
    assert not NewsWish.objects.exists()
    assert AuditEvent.objects.get(action="groups.news_ended").subject == person.pk
    (letter,) = OutboxMessage.objects.in_inbox_of(person)
    assert letter.kind == actions.ENDED and reverse("groups:my_news") in str(letter.text)
    assert "e-mail" in sign_in(person).get(reverse("outbox:inbox")).content.decode()
    actions.start_own_news(by=person, wishes=ALL, language="da")
    assert NewsWish.objects.get().user == person, "it can be switched on again"


def test_a_mail_that_arrives_in_between_begins_the_count_anew(server: Sink, organiser: User, at: Any) -> None:
    guest(DEAD)
    for day in range(6):
        server.refuse_containing = "" if day == 2 else "borte"
        day_of_news(at, organiser, day)
        assert NewsWish.objects.exists() is (day < 5)


def test_a_server_that_asks_us_to_wait_or_is_full_ends_nothing(server: Sink, organiser: User, at: Any) -> None:
    guest(ALIVE)
    server.later = True
    for day in range(5):
        day_of_news(at, organiser, day)
    assert NewsWish.objects.exists()


def test_refusals_of_an_address_that_was_changed_meanwhile_count_for_nothing(
    server: Sink, organiser: User, at: Any
) -> None:
    person = make_person("Bo", email=DEAD)
    actions.start_own_news(by=person, wishes=ALL, language="da")
    for day in range(REFUSALS_THAT_END - 1):
        day_of_news(at, organiser, day)
    at(MONDAY + timedelta(days=3, hours=1))
    new_evening(organiser)
    actions.tell_news()
    User.objects.filter(pk=person.pk).update(email=ALIVE)
    drain_once("messages")
    assert NewsWish.objects.exists()


def test_a_link_to_a_mistyped_address_is_not_sent_for_ever(server: Sink, at: Any) -> None:
    for day in range(REFUSALS_THAT_END):
        at(MONDAY + timedelta(hours=day))
        actions.ask_for_news(email=DEAD, wishes=ALL, language="da")
        drain_once("messages")
    assert not NewsWish.objects.exists() and len(told(actions.LINK)) == REFUSALS_THAT_END


def test_which_endings_tell_of_a_dead_address() -> None:
    assert is_dead([NO] * 3) and is_dead([NO, ("failed", "smtp_551"), ("failed", "smtp_556"), ("sent", "")])
    assert not is_dead([NO] * 2) and not is_dead([NO, ("sent", ""), NO, NO])
    assert not is_dead([("failed", "smtp_552")] * 3) and not is_dead([("failed", "smtp_554")] * 3)
    assert not is_dead([("unknown", "line_broke")] * 3) and not is_dead([])

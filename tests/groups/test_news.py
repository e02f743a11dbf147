"""Hearing of new evenings: asked for, confirmed from the address, told once, stopped with one press."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from groups import links
from groups.actions import news as actions
from groups.forms.news import REFUSAL_TEXT
from groups.models import NewsWish
from groups.rules.news import NewsRefusal
from portal import clock
from portal.accounts.models import User
from portal.outbox.channels.mail import email_of
from portal.outbox.rendering import text_of
from portal.privacy.registry import periods
from tests.factories.news import ALL, MONDAY, new_evening, told, wish_of
from tests.factories.people import sign_in

GUEST = "åse.ø'brien@gaest.example"


@pytest.fixture
def monday(at: Any) -> Callable[..., None]:
    """The clock of a week: monday(days=1, hours=3)."""
    at(MONDAY)
    return lambda **later: at(MONDAY + timedelta(**later))


@pytest.mark.django_db
class TestAsking:
    """Without an account."""

    def ask(self, email: str = "Aase@Gaest.example", **more: str) -> Any:
        return Client().post(reverse("groups:news"), {"email": email, "often": "week", **more})

    def test_a_wish_counts_once_the_address_answered_and_a_link_used_twice_is_one_yes(self) -> None:
        assert self.ask(topics="rights", near="5700", says_titles="on").url == reverse("groups:news_sent")
        row = NewsWish.objects.get()
        assert (row.email, row.topics, row.near, row.confirmed_at) == ("aase@gaest.example", ["rights"], "5700", None)
        mail = told(actions.LINK)[0]
        link = next(line for line in text_of(mail).body.splitlines() if line.startswith("http"))
        address = "/" + link.split("/", 3)[3]
        assert Client().get(address).status_code == 200
        assert NewsWish.objects.get().confirmed_at is None, "looking confirms nothing"
        first = Client().post(address, {"answer": "confirm"})
        yes = NewsWish.objects.get().confirmed_at
        again = Client().post(address, {"answer": "confirm"})
        assert (first.status_code, again.status_code) == (302, 302)
        assert yes is not None and NewsWish.objects.get().confirmed_at == yes

    def test_the_address_lies_sealed_and_is_found_by_its_fingerprint_alone(self) -> None:
        self.ask()
        with connection.cursor() as cursor:
            cursor.execute("SELECT email::text, email_index FROM groups_newswish")
            sealed, index = cursor.fetchone()
        assert "aase" not in sealed and index == actions.index_of("AASE@gaest.example ")

    def test_the_same_address_twice_is_one_wish_and_one_mail(self) -> None:
        self.ask(near="Skagen")
        self.ask("AASE@gaest.example", near="Ribe")
        assert NewsWish.objects.get().near == "Ribe"
        assert len(told(actions.LINK)) == 1

    def test_nobody_changes_what_another_chose_by_typing_their_address(self, monday: Any) -> None:
        wish_of(near="Ribe")
        monday(hours=1)
        answer = self.ask(near="Skagen")
        assert answer.url == reverse("groups:news_sent"), "the same answer for every address"
        assert NewsWish.objects.get().near == "Ribe"
        assert text_of(told(actions.LINK)[-1]).subject == "Dit link"

    def test_an_account_that_hears_already_gets_its_own_link_and_no_second_wish(
        self, relative: User, monday: Any
    ) -> None:
        actions.start_own_news(by=relative, wishes=ALL, language="da")
        monday(hours=1)
        self.ask(str(relative.email))
        assert NewsWish.objects.count() == 1
        assert reverse("groups:my_news") in text_of(told(actions.LINK)[0]).body

    def test_nonsense_is_said_and_kept_and_many_tries_are_stopped(self) -> None:
        cache.clear()
        answer = self.ask("aase@", near="Ribe")
        assert answer.status_code == 422 and b"Ribe" in answer.content
        for number in range(30):
            assert self.ask(f"nr{number}@gaest.example").status_code == 302
        answer = self.ask("nr31@gaest.example")
        assert answer.status_code == 429, NewsRefusal.NEWS_TOO_MANY
        assert str(REFUSAL_TEXT[NewsRefusal.NEWS_TOO_MANY]) in answer.content.decode()

    def test_an_address_gets_no_heap_of_links_and_nobody_learns_why(self, monday: Any) -> None:
        cache.clear()
        for number in range(8):
            monday(minutes=11 * number)
            assert self.ask().status_code == 302
        assert len(told(actions.LINK)) <= 6

    def test_an_address_with_letters_of_our_own_is_written_as_it_is(self) -> None:
        row = wish_of(GUEST)
        assert NewsWish.objects.get(pk=row.pk).email == GUEST

    def test_a_false_or_dead_link_says_so_without_a_name(self) -> None:
        row = wish_of()
        token = links.sign_news(row.pk)
        actions.stop_news(by=None, wish=row)
        actions.stop_news(by=None, wish=row)
        for wrong in (token, token[:-2] + "xx", "nonsense"):
            answer = Client().post(reverse("groups:news_link", args=[wrong]), {"answer": "confirm"})
            assert answer.status_code == 410
            assert answer["Referrer-Policy"] == "no-referrer"
            assert b"aase" not in answer.content


@pytest.mark.django_db
class TestStopping:
    """One press, also from the mail program's own button."""

    def test_the_mail_carries_a_button_of_the_mail_program_that_stops_it_with_one_press(
        self, organiser: User, monday: Any
    ) -> None:
        wish_of()
        monday(hours=1)
        new_evening(organiser)
        actions.tell_news()
        mail = email_of(told()[0])
        assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = mail.extra_headers["List-Unsubscribe"].strip("<>")
        wire = mail.wire()  # type: ignore[attr-defined]
        assert f"List-Unsubscribe: <{address}>".encode() in wire
        path = "/" + address.split("/", 3)[3]
        strict = Client(enforce_csrf_checks=True)
        assert strict.get(path).status_code == 200 and NewsWish.objects.exists(), "looking stops nothing"
        assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not NewsWish.objects.exists()
        assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 410

    def test_other_messages_have_no_such_button(self) -> None:
        actions.keep_wish(email="aase@gaest.example", wishes=ALL, language="da")
        assert "List-Unsubscribe" not in email_of(told(actions.LINK)[0]).extra_headers

    def test_what_nobody_confirmed_goes_after_three_days_and_the_rest_stays(self, monday: Any) -> None:
        actions.keep_wish(email="glemt@gaest.example", wishes=ALL, language="da")
        wish_of("husket@gaest.example")
        monday(days=4)
        period = next(one for one in periods() if one.name == "groups.news_unconfirmed")
        assert [row.email for row in period.overdue(clock.now() - period.keep)] == ["glemt@gaest.example"]


@pytest.mark.django_db
class TestOwn:
    """With an account."""

    def test_it_is_switched_on_changed_and_off(self, relative: User) -> None:
        client, page = sign_in(relative), reverse("groups:my_news")
        assert reverse("groups:my_news") in client.get(reverse("relatives:settings")).content.decode()
        client.post(page, {"often": "week", "topics": ["rights", "loss"]})
        client.post(page, {"often": "day", "topics": ["loss"], "near": "Ribe"})
        row = NewsWish.objects.get()
        assert (row.user, row.often, row.topics, row.near) == (relative, "day", ["loss"], "Ribe")
        assert row.confirmed_at is not None
        client.post(page, {"answer": "stop"})
        client.post(page, {"answer": "stop"})
        assert not NewsWish.objects.exists()

    def test_what_the_same_address_asked_for_as_a_guest_becomes_the_accounts(self, relative: User) -> None:
        wish_of(str(relative.email))
        actions.start_own_news(by=relative, wishes=ALL, language="da")
        assert NewsWish.objects.get().user == relative

    def test_somebody_without_an_address_is_told_what_is_missing(self, relative: User) -> None:
        client = sign_in(relative)
        User.objects.filter(pk=relative.pk).update(email=None)
        answer = client.post(reverse("groups:my_news"), {"often": "week"})
        assert answer.status_code == 422, NewsRefusal.NEWS_NO_ADDRESS
        assert "Vi har ikke din e-mail." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("news_are_for_a_person_or_an_address", {"email_index": ""}),
        ("news_come_daily_or_weekly", {"often": "hourly"}),
        ("news_way_is_known", {"way": "swimming"}),
    ],
)
def test_the_database_knows_what_a_wish_can_be(name: str, change: dict[str, str]) -> None:
    wish_of()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        NewsWish.objects.update(**change)


@pytest.mark.django_db
def test_one_wish_for_an_address_and_one_for_a_person(relative: User, another_relative: User) -> None:
    first, second = wish_of("a@gaest.example"), wish_of("b@gaest.example")
    with pytest.raises(IntegrityError, match="an_address_hears_of_evenings_once"), transaction.atomic():
        NewsWish.objects.filter(pk=second.pk).update(email_index=first.email_index)
    actions.start_own_news(by=relative, wishes=ALL, language="da")
    other = actions.start_own_news(by=another_relative, wishes=ALL, language="da")
    with pytest.raises(IntegrityError, match="a_person_hears_of_evenings_once"), transaction.atomic():
        NewsWish.objects.filter(pk=other.pk).update(user=relative)


def test_an_address_that_asks_twenty_times_at_once_is_one_wish_and_one_mail(committed_db: Any, threads: Any) -> None:
    def ask(_number: int) -> None:
        actions.ask_for_news(email="aase@gaest.example", wishes=ALL, language="da")

    assert not [one for one in threads(20, ask) if isinstance(one, Exception)]
    assert NewsWish.objects.count() == 1
    assert len(told(actions.LINK)) == 1

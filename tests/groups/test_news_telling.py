"""What is new is told in one message, once, and never what is not for everybody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups import links
from groups.actions import news as actions
from groups.models import Event, NewsTold, NewsWish, Occurrence
from groups.rules.news import Offered, Place, Wanted, fits, is_due
from portal import clock
from portal.accounts.models import User
from portal.outbox import kinds
from portal.outbox.drain import drain_once
from portal.outbox.models import State
from portal.outbox.rendering import text_of
from relatives.models import RelativeProfile
from tests.factories.evenings import make_date, make_event
from tests.factories.news import ALL, MONDAY, new_evening, told, wish_of
from tests.factories.people import make_person


@pytest.fixture
def monday(at: Any) -> Callable[..., None]:
    """The clock of a week: monday(days=1, hours=3)."""
    at(MONDAY)
    return lambda **later: at(MONDAY + timedelta(**later))


@pytest.mark.django_db
class TestTelling:
    """One message, never the same evening twice, never what is not for everybody."""

    def test_one_message_tells_all_that_is_new_and_fits_and_never_again(self, organiser: User, monday: Any) -> None:
        wish_of(topics=["rights", "loss"])
        monday(hours=1)
        new_evening(organiser, "En", topics=["rights"])
        new_evening(organiser, "To", topics=["loss", "work"])
        new_evening(organiser, "Tre", topics=["work"])
        assert actions.tell_news() == 1
        assert len(told()[0].context["events"]) == 2
        for day in range(1, 20):
            monday(days=day)
            assert actions.tell_news() == 0

    def test_an_evening_published_anew_is_not_told_twice(self, organiser: User, monday: Any) -> None:
        wish_of()
        monday(hours=1)
        event = new_evening(organiser)
        assert actions.tell_news() == 1
        monday(days=3)
        Event.objects.filter(pk=event.pk).update(published_at=clock.now())
        assert actions.tell_news() == 0
        row = NewsTold.objects.get()
        with pytest.raises(IntegrityError, match="an_evening_is_told_once"), transaction.atomic():
            NewsTold.objects.create(wish=row.wish, event=row.event, told_at=clock.now())

    def test_what_was_there_before_somebody_asked_is_no_news(self, organiser: User, monday: Any) -> None:
        new_evening(organiser)
        monday(hours=1)
        wish_of()
        assert actions.tell_news() == 0

    @pytest.mark.parametrize(
        "fields",
        [
            {"sensitivity": "discreet", "discreet_title": "Temaaften"},
            {"sensitivity": "closed", "discreet_title": "Gruppe"},
            {"audience": "staff"},
            {"publication": "draft", "published_at": None},
            {"publication": "archived"},
        ],
    )
    def test_what_is_not_for_everybody_is_never_told(self, organiser: User, monday: Any, fields: Any) -> None:
        wish_of()
        monday(hours=1)
        new_evening(organiser, **fields)
        assert actions.tell_news() == 0

    @pytest.mark.parametrize("status", ["cancelled", "postponed"])
    def test_what_is_off_or_over_is_not_told(self, organiser: User, monday: Any, status: str) -> None:
        wish_of()
        monday(hours=1)
        new_evening(organiser)
        make_date(make_event(organiser, title="Forbi"), clock.now() - timedelta(days=1))
        Occurrence.objects.filter(event__title="Sov bedre").update(status=status)
        assert actions.tell_news() == 0

    def test_what_was_called_off_before_the_mail_left_is_left_out_and_an_empty_mail_never_leaves(
        self, organiser: User, monday: Any
    ) -> None:
        wish_of(says_titles=True)
        monday(hours=1)
        off = new_evening(organiser, "Aflyst")
        new_evening(organiser, "Sov bedre")
        actions.tell_news()
        Occurrence.objects.filter(event=off).update(status="cancelled")
        body = text_of(told()[0]).body
        assert "Sov bedre" in body and "Aflyst" not in body
        Occurrence.objects.update(status="cancelled")
        drain_once("messages")
        assert told()[0].state == State.WITHDRAWN

    def test_nobody_is_told_what_they_stopped_hearing_of(self, organiser: User, monday: Any) -> None:
        row = wish_of()
        monday(hours=1)
        new_evening(organiser)
        actions.tell_news()
        Client().post(reverse("groups:news_link", args=[links.sign_news(row.pk)]), {"answer": "stop"})
        assert not NewsWish.objects.exists() and not NewsTold.objects.exists()
        assert told()[0].state == State.WITHDRAWN
        assert not kinds.get(actions.NEWS).still_holds(told()[0])

    def test_the_mail_is_neutral_unless_titles_were_chosen_and_carries_no_telling_address(
        self, organiser: User, monday: Any
    ) -> None:
        wish_of("a@gaest.example")
        wish_of("b@gaest.example", says_titles=True)
        monday(hours=1)
        event = new_evening(organiser, "Når hukommelsen svigter", slug="naar-hukommelsen-svigter")
        actions.tell_news()
        neutral, named = (text_of(one) for one in told())
        assert neutral.subject == "Nyt fra Kommunen" == named.subject
        assert "søndag 22. november kl. 12.00" in neutral.body
        for word in ("hukommelse", event.slug, "pårørende", "Smedjen"):
            assert word not in neutral.body
        assert "Når hukommelsen svigter" in named.body and event.slug in named.body

    def test_a_persons_own_settings_come_first(self, relative: User, organiser: User, monday: Any) -> None:
        another = make_person("Bo", email="bo@borger.example")
        for person in (relative, another):
            actions.start_own_news(by=person, wishes={**ALL, "says_titles": True}, language="da")
        RelativeProfile.objects.create(user=another, readers="only_me", discreet="inbox_only")
        monday(hours=1)
        new_evening(organiser)
        assert actions.tell_news() == 2
        by_person = {one.to: one for one in told()}
        assert by_person[relative].channel == "email" and by_person[another].channel == "inbox"
        assert "Sov bedre" not in text_of(by_person[relative]).body, "others may read along"
        monday(days=1)
        new_evening(organiser, "Nummer to")
        RelativeProfile.objects.create(user=relative, readers="only_me")
        actions.tell_news()
        assert any("Nummer to" in text_of(one).body for one in told())

    def test_a_closed_account_hears_nothing(self, relative: User, organiser: User, monday: Any) -> None:
        actions.start_own_news(by=relative, wishes=ALL, language="da")
        monday(hours=1)
        new_evening(organiser)
        User.objects.filter(pk=relative.pk).update(is_active=False)
        assert actions.tell_news() == 0

    @pytest.mark.parametrize(("often", "days"), [("day", [0, 1, 2, 3]), ("week", [0, 7])])
    def test_at_most_once_a_day_or_a_week(self, organiser: User, monday: Any, often: str, days: list[int]) -> None:
        wish_of(often=often)
        heard = []
        for day in range(8 if often == "week" else 4):
            for hour in (1, 2, 5):
                monday(days=day, hours=hour)
                new_evening(organiser, f"Nr. {day}.{hour}")
                heard += [day] * actions.tell_news()
        assert heard == days

    def test_everything_that_came_meanwhile_is_in_the_next_message(self, organiser: User, monday: Any) -> None:
        wish_of(often="week")
        for day in range(8):
            monday(days=day, hours=1)
            new_evening(organiser, f"Nr. {day}")
            actions.tell_news()
        assert [len(one.context["events"]) for one in told()] == [1, 7]

    def test_nobody_is_written_to_at_night(self, organiser: User, monday: Any) -> None:
        wish_of()
        monday(hours=1)
        new_evening(organiser)
        monday(hours=10)  # 21 o'clock
        assert actions.tell_news() == 0
        monday(days=1, hours=-2)  # 9 o'clock
        assert actions.tell_news() == 1

    def test_the_day_goes_by_the_clock_on_the_wall_also_when_it_changes(self) -> None:
        zone = clock.zone()
        evening, morning = datetime(2026, 10, 24, 19, tzinfo=zone), datetime(2026, 10, 25, 9, tzinfo=zone)
        assert is_due(often="day", last_told_at=evening, now=morning, zone=zone)
        assert not is_due(often="week", last_told_at=evening, now=morning + timedelta(days=5), zone=zone)
        assert is_due(often="week", last_told_at=evening, now=morning + timedelta(days=6), zone=zone)

    def test_telling_many_costs_no_more_questions_than_telling_few(self, organiser: User, monday: Any) -> None:
        def cost(start: int, count: int) -> int:
            for number in range(start, start + count):
                wish_of(f"nr{number}@gaest.example")
            with CaptureQueriesContext(connection) as seen:
                assert actions.tell_news() == count
            return len(seen.captured_queries)

        monday(hours=1)
        published = {"published_at": clock.now() + timedelta(minutes=30)}
        new_evening(organiser, **published)
        assert cost(0, 2) == cost(2, 40)


@pytest.mark.parametrize(
    ("wanted", "offered", "expected"),
    [
        (Wanted([], "", ""), Offered([], [], True), True),
        (Wanted(["loss"], "", ""), Offered([], [], True), False),
        (Wanted([], "5700", ""), Offered([], [Place("5762", "Vester Skerninge", "Hallen")], False), True),
        (Wanted([], "5700", ""), Offered([], [Place("8000", "Aarhus", "Hallen")], False), False),
        (Wanted([], "5700", ""), Offered([], [Place("8000", "Aarhus", "Hallen")], True), True),
        (Wanted([], "5700", "in_person"), Offered([], [Place("8000", "Aarhus", "Hallen")], True), False),
        (Wanted([], "ÆRØ", ""), Offered([], [Place("5970", "Ærøskøbing", "Hallen")], False), True),
        (Wanted([], "", "online"), Offered([], [Place("5970", "Ærøskøbing", "Hallen")], False), False),
    ],
)
def test_what_fits(wanted: Wanted, offered: Offered, expected: bool) -> None:
    assert fits(wanted, offered) is expected


def test_two_who_tell_at_the_same_moment_tell_once(committed_db: Any, threads: Any, organiser: User, at: Any) -> None:
    at(MONDAY)
    for number in range(5):
        wish_of(f"nr{number}@gaest.example")
    at(MONDAY + timedelta(hours=1))
    new_evening(organiser)
    assert not [one for one in threads(8, lambda _number: actions.tell_news()) if isinstance(one, Exception)]
    assert (len(told()), NewsTold.objects.count()) == (5, 5)

"""One right to answer, used by several hands in the same second: one answer, and the others are told in a sentence."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from groups.actions import evaluations
from groups.forms.after_refusals import REFUSAL_TEXT
from groups.models import EvaluationAnswer, EvaluationTicket
from groups.rules.evaluations import EvaluationRefusal
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.evenings import make_pool, many_people, sign_up

pytestmark = pytest.mark.usefixtures("committed_db")
Threads = Callable[..., list[Any]]
STARTS = datetime(2026, 9, 22, 17, tzinfo=ZoneInfo("Europe/Copenhagen"))
MORNING_AFTER = datetime(2026, 9, 23, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.fixture
def tokens(organiser: User) -> Iterator[list[str]]:
    """The rights of six parties, on the morning they are given out."""
    with clock.frozen_at(STARTS - timedelta(days=14)):
        pool = make_pool(organiser, 20, starts_in=STARTS - clock.now())
        for person in many_people(6):
            sign_up(pool, person)
        evaluations.ask(by=organiser, date=pool.occurrence)
    with clock.frozen_at(MORNING_AFTER):
        evaluations.send_due()
        sent = OutboxMessage.objects.filter(kind="groups.evaluation", channel="email").order_by("pk")
        yield [one.secret["token"] for one in sent]


def test_a_link_used_twice_in_one_second_keeps_one_answer_and_tells_the_other(
    tokens: list[str], threads: Threads
) -> None:
    def act(number: int) -> Any:
        address = reverse("groups:evaluation", args=[tokens[0]])
        return Client().post(address, {"worth": "4" if number else "2", "welcome": "5", "words": f"Svar {number}"})

    pages = sorted(threads(2, act), key=lambda page: page.status_code)
    assert [page.status_code for page in pages] == [200, 410], pages
    assert "Tak for dit svar" in pages[0].content.decode()
    assert "Linket virker én gang" in pages[1].content.decode()
    (kept,) = EvaluationAnswer.objects.all()
    assert (kept.worth, kept.words) in {(2, "Svar 0"), (4, "Svar 1")}, "one of the two, whole"
    assert EvaluationTicket.objects.count() == 5


def test_six_links_in_four_hands_each_give_six_answers(tokens: list[str], threads: Threads) -> None:
    def act(number: int) -> None:
        evaluations.answer(token=tokens[number % 6], worth=number % 6 % 5 + 1, welcome=None, words="")

    outcomes = threads(24, act)
    refused = [one.reason for one in outcomes if isinstance(one, Refused)]
    assert Counter(map(type, outcomes)) == {Refused: 18, type(None): 6}, outcomes
    assert set(refused) == {EvaluationRefusal.EVALUATION_LINK_USED}
    assert "Linket er brugt" in str(REFUSAL_TEXT[EvaluationRefusal.EVALUATION_LINK_USED])
    assert EvaluationAnswer.objects.count() == 6 and not EvaluationTicket.objects.exists()

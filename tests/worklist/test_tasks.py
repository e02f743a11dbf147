from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client

from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox import chores
from portal.outbox.actions import put
from portal.refusals import Refused
from portal.worklist import actions, alarm, kinds, rules
from portal.worklist.models import Task
from portal.worklist.words import due_words

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
KIND = alarm.LATE
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def add(key: str, hours: float = 1, **fields: object) -> Task:
    """A task due in some hours."""
    return actions.add_task(KIND, key, due_at=clock.now() + timedelta(hours=hours), **fields)  # type: ignore[arg-type]


def lines(client: Client, query: str = "") -> list[str]:
    """The tasks on the page, first line of each."""
    answer = client.get(f"/opgaver/{query}")
    assert answer.status_code == 200
    return [row.text for row in BeautifulSoup(answer.content, "html.parser").select("ul.rows > li")]


def test_a_task_added_twice_is_one() -> None:
    first, second = add("same", context={"count": 1}), add("same", context={"count": 2})
    assert first.pk == second.pk
    assert Task.objects.get().context == {"count": 1}


def test_a_kind_nobody_registered_is_refused_at_once() -> None:
    with pytest.raises(LookupError):
        actions.add_task("worklist.unheard_of", "key", due_at=clock.now())


def test_the_list_shows_mine_and_my_roles_most_urgent_first(
    client_for: ClientFor, counsellor: User, colleague: User
) -> None:
    add("later", 5, context={"count": 5})
    add("mine", 2, assigned_to=counsellor, context={"count": 2})
    add("colleague's", 1, assigned_to=colleague, context={"count": 1})
    add("other role's", 1, role="dpo", context={"count": 9})
    found = lines(client_for(counsellor))
    assert [text.strip()[0] for text in found] == ["2", "5"]


def test_a_team_lead_sees_what_lies_with_others_too(client_for: ClientFor, team_lead: User, colleague: User) -> None:
    add("colleague's", 1, assigned_to=colleague)
    assert len(lines(client_for(team_lead))) == 1


def test_a_task_is_finished_with_a_note_and_recorded(client_for: ClientFor, counsellor: User) -> None:
    task = add("one")
    client = client_for(counsellor)
    client.post(f"/opgaver/{task.pk}/faerdig/", {"note": "Ringede til hende."})
    row = Task.objects.get()
    assert (row.finished_by, row.note, row.is_open) == (counsellor, "Ringede til hende.", False)
    assert AuditEvent.objects.get(action="worklist.task_finished").actor == counsellor.pk
    assert lines(client) == []
    assert len(lines(client, "?show=done")) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM worklist_task")
        assert b"Ringede" not in bytes(cursor.fetchone()[0])


def test_a_finished_task_is_not_finished_again(client_for: ClientFor, counsellor: User, colleague: User) -> None:
    task = add("one")
    actions.finish_task(task, colleague)
    with pytest.raises(Refused) as refused:
        actions.finish_task(task, counsellor)
    assert refused.value.reason == rules.Refusal.ALREADY_FINISHED
    answer = client_for(counsellor).post(f"/opgaver/{task.pk}/faerdig/", follow=True)
    assert "En anden har allerede gjort opgaven færdig." in answer.content.decode()


def test_a_note_that_is_too_long_is_said_and_nothing_happens(client_for: ClientFor, counsellor: User) -> None:
    task = add("one")
    answer = client_for(counsellor).post(f"/opgaver/{task.pk}/faerdig/", {"note": "x" * 501}, follow=True)
    assert "Skriv højst 500 tegn." in answer.content.decode()
    assert Task.objects.get().is_open


def test_another_persons_task_does_not_exist_for_me(client_for: ClientFor, counsellor: User, colleague: User) -> None:
    task = add("colleague's", assigned_to=colleague)
    assert client_for(counsellor).post(f"/opgaver/{task.pk}/faerdig/").status_code == 404


def test_tasks_about_a_thing_that_changed_are_dropped() -> None:
    about = uuid4()
    task = add("one", about=about)
    add("two")
    assert actions.drop_tasks(about, kinds_of=["worklist.other"]) == 0
    assert actions.drop_tasks(about) == 1
    assert not Task.objects.get(pk=task.pk).is_open


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-11-03T14:00", "i dag før kl. 14.00"),
        ("2026-11-04T09:00", "i morgen før kl. 9.00"),
        ("2026-11-06T09:00", "før fredag 6. november kl. 9.00"),
        ("2026-11-03T08:00", "skulle være gjort kl. 8.00 i dag"),
        ("2026-11-01T08:00", "skulle være gjort søndag 1. november kl. 8.00"),
    ],
)
def test_when_a_task_is_due_is_said_as_people_say_it(due: str, words: str) -> None:
    now = datetime(2026, 11, 3, 12, tzinfo=COPENHAGEN).astimezone(UTC)
    with clock.frozen_at(now):
        assert due_words(datetime.fromisoformat(due).replace(tzinfo=COPENHAGEN), now) == words


def test_messages_that_do_not_leave_become_a_task_once_an_hour(relative: User) -> None:
    now = datetime(2026, 11, 3, 12, tzinfo=UTC)
    with clock.frozen_at(now):
        put("outbox.trial", "late", channel="email", to=relative, language="da")
        assert alarm.look() is None
    with clock.frozen_at(now + timedelta(minutes=14)):
        assert alarm.look() is None
    for minutes in (15, 16, 40, 65):
        with clock.frozen_at(now + timedelta(minutes=minutes)):
            alarm.look()
    assert Task.objects.count() == 2
    assert "1 besked er mere end 15 minutter forsinket" in kinds.sentence_of(Task.objects.earliest("due_at"))


def test_a_chore_is_done_once_a_minute_however_many_ask() -> None:
    with clock.frozen_at(datetime(2026, 11, 3, 12, tzinfo=UTC)):
        assert "outbox.alarm" in chores.do_due()
        assert "outbox.alarm" not in chores.do_due()
    with clock.frozen_at(datetime(2026, 11, 3, 12, 1, tzinfo=UTC)):
        assert "outbox.alarm" in chores.do_due()


@pytest.mark.parametrize("count", [3, 40])
def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    client_for: ClientFor, counsellor: User, django_assert_max_num_queries: Callable[..., Any], count: int
) -> None:
    for number in range(count):
        add(f"{number}", assigned_to=counsellor)
    client = client_for(counsellor)
    client.get("/opgaver/")
    with django_assert_max_num_queries(12) as asked:
        client.get("/opgaver/")
    assert len(asked) == QUERIES.setdefault("tasks", len(asked))


QUERIES: dict[str, int] = {}

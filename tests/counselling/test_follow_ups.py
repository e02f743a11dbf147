"""Follow-ups: planned, moved, handed on, done; a task on the day; a notification of concern without delay."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from counselling.actions import cases
from counselling.actions import follow_ups as actions
from counselling.models import Case, FollowUp
from counselling.rules.notes import FollowUpRefusal, NoteRefusal
from portal import clock
from portal.accounts.models import User
from portal.refusals import Refused, violated_constraint
from portal.worklist import kinds
from portal.worklist.models import Task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def morning(at: Any, database: None) -> None:
    """A working morning."""
    at(datetime.combine(clock.today() + DAY, time(10)))


@pytest.fixture
def case(relative: User, counsellor: User, morning: None) -> Case:
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


def plan(by: User, case: Case, days: int = 3, kind: str = "call") -> FollowUp:
    wish = actions.Plan(kind=kind, due_on=clock.today() + days * DAY, text="Hør til søvnen")
    return actions.add_follow_up(by=by, case=case, plan=wish)


@pytest.fixture
def promised(case: Case, counsellor: User) -> FollowUp:
    return plan(counsellor, case)


def refused(work: Any) -> object:
    with pytest.raises(Refused) as error:
        work()
    return error.value.reason


def tasks() -> list[Task]:
    return list(Task.objects.open().filter(kind=actions.DUE_TASK))


def test_a_follow_up_becomes_a_task_on_its_day_and_not_before(promised: FollowUp, counsellor: User, at: Any) -> None:
    actions.remind_of_today()
    assert tasks() == []
    at(datetime.combine(promised.due_on, time(7)))
    assert actions.remind_of_today() == 0  # nobody is at work yet
    at(datetime.combine(promised.due_on, time(8, 1)))
    actions.remind_of_today()
    actions.remind_of_today()
    (task,) = tasks()
    assert task.assigned_to == counsellor
    (told,) = kinds.told([task])
    assert "Følg op: Ring, Rasmus" in told.sentence and str(promised.pk) in told.url


def test_moving_it_takes_the_task_away_until_the_new_day(promised: FollowUp, counsellor: User, at: Any) -> None:
    at(datetime.combine(promised.due_on, time(9)))
    actions.remind_of_today()
    later = promised.due_on + 2 * DAY
    actions.move_follow_up(by=counsellor, follow_up=promised, due_on=later, version=1)
    assert tasks() == [] and FollowUp.objects.get().due_on == later


def test_done_is_done_once(promised: FollowUp, counsellor: User) -> None:
    actions.finish_follow_up(by=counsellor, follow_up=promised, version=1)
    row = FollowUp.objects.get()
    assert row.done_by == counsellor and row.done_at
    again = lambda: actions.finish_follow_up(by=counsellor, follow_up=promised, version=2)  # noqa: E731
    assert refused(again) == FollowUpRefusal.FOLLOW_UP_DONE


def test_a_stale_page_changes_nothing(promised: FollowUp, counsellor: User) -> None:
    actions.move_follow_up(by=counsellor, follow_up=promised, due_on=clock.today(), version=1)
    stale = lambda: actions.move_follow_up(by=counsellor, follow_up=promised, due_on=clock.today() + DAY, version=1)  # noqa: E731
    assert refused(stale) == FollowUpRefusal.FOLLOW_UP_STALE


def test_a_day_that_is_over_is_refused(case: Case, counsellor: User) -> None:
    assert refused(lambda: plan(counsellor, case, days=-1)) == FollowUpRefusal.FOLLOW_UP_IN_THE_PAST


def test_a_notification_of_concern_waits_for_nothing(case: Case, counsellor: User) -> None:
    assert refused(lambda: plan(counsellor, case, 4, "notification")) == FollowUpRefusal.NOTIFICATION_TOO_LATE
    row = plan(counsellor, case, 2, "notification")
    (task,) = tasks()  # at once, with its own deadline
    assert task.due_at.astimezone(clock.zone()) == datetime.combine(row.due_on, time(12), tzinfo=clock.zone())
    (told,) = kinds.told([task])
    assert "Send underretningen om Rasmus" in told.sentence


def test_it_is_handed_to_a_colleague_who_has_a_part_in_the_case(
    promised: FollowUp, case: Case, counsellor: User, colleague: User
) -> None:
    def hand() -> FollowUp:
        return actions.hand_follow_up(by=counsellor, follow_up=promised, to=colleague, version=1)

    assert refused(hand) == FollowUpRefusal.NO_PART_IN_THE_CASE
    cases.begin_assignment(by=counsellor, case=case, worker=colleague, role="co", reason="helps", now=clock.now())
    hand()
    assert FollowUp.objects.get().owner == colleague


def test_who_does_not_work_with_the_case_plans_and_touches_nothing(
    promised: FollowUp, case: Case, colleague: User
) -> None:
    assert refused(lambda: plan(colleague, case)) == NoteRefusal.NOT_YOUR_CASE
    done = lambda: actions.finish_follow_up(by=colleague, follow_up=promised, version=1)  # noqa: E731
    assert refused(done) == NoteRefusal.NOT_YOUR_CASE


def test_what_a_follow_up_must_hold(promised: FollowUp, counsellor: User) -> None:
    def broken(**fields: Any) -> str | None:
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            FollowUp.objects.filter(pk=promised.pk).update(**fields)
        return violated_constraint(caught.value)

    assert broken(kind="dreamt") == "follow_up_kind_is_known"
    assert broken(done_by=counsellor) == "who_did_a_follow_up_did_so_at_a_time"


def test_the_pages_plan_move_hand_on_and_finish(client_for: Any, case: Case, counsellor: User, colleague: User) -> None:
    mettes: Client = client_for(counsellor)
    cases.begin_assignment(by=counsellor, case=case, worker=colleague, role="co", reason="helps", now=clock.now())
    new = reverse("counselling:follow_up_new", args=[case.pk])
    assert mettes.post(new, {"follow_text": "Noget"}).status_code == 422
    past = {"follow_kind": "call", "follow_on": (clock.today() - DAY).isoformat()}
    assert "Den dag er gået" in mettes.post(new, past).content.decode()
    mettes.post(new, {"follow_kind": "write", "follow_on": clock.today().isoformat(), "follow_text": "Send brevet"})
    row = FollowUp.objects.get()
    page = reverse("counselling:follow_up", args=[row.pk])
    listed = mettes.get(reverse("counselling:follow_ups")).content.decode()
    assert "Rasmus" in listed and "Send brevet" not in listed  # the list shows no words
    assert "Send brevet" in mettes.get(page).content.decode()
    assert mettes.post(page, {"do": "move", "version": 1}).status_code == 422
    mettes.post(page, {"do": "move", "version": 1, "due_on": (clock.today() + DAY).isoformat()})
    assert mettes.post(page, {"do": "done", "version": 1}).status_code == 409
    assert mettes.post(page, {"do": "hand", "version": 2, "colleague": str(counsellor.pk)}).status_code == 422
    mettes.post(page, {"do": "hand", "version": 2, "colleague": str(colleague.pk)})
    mettes.post(page, {"do": "done", "version": 3})
    assert FollowUp.objects.get().done_at
    assert "Færdig" in mettes.get(reverse("counselling:case_notes", args=[case.pk])).content.decode()
    assert "Du har ingen opfølgninger" in mettes.get(reverse("counselling:follow_ups")).content.decode()

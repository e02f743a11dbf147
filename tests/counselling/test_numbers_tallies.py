"""Numbers outlive the rows behind them: counted for good when a month is over, and nothing about anybody stays."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from counselling.actions.tallies import write_tallies, write_tally
from counselling.forms.numbers import NumbersWish
from counselling.models import Appointment, CallRequest, Case, Contact, MeetingType, NamelessTalk, Tally, TallyMark
from counselling.numbers_page import NumbersPage, read_numbers
from counselling.rules import tallies as rules
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.calendar.models import Resource
from portal.keys import new_key
from portal.outbox import chores
from portal.privacy.actions import count_overdue, erase_person, keep_and_delete
from portal.privacy.registry import periods
from portal.vault.fields import EncryptedField
from tests.counselling.test_numbers import queries, shown
from tests.factories.numbers import past_talks
from tests.factories.people import make_person

At = Callable[[datetime], datetime]
SPRING = datetime(2026, 4, 10, 9)
LATER = datetime(2026, 12, 10, 9)  # eight months
NEXT_YEAR = datetime(2027, 2, 20, 9)
CANARIES = ("Kanariefugl", "kanarie@borger.example", "+4540414243", "40414243", "Græd i telefonen")
SPLITS = (("", ""), ("mode", "video"), ("mode", "phone"), ("type", "first"), ("language", "da"))
WISHES = [NumbersWish(2026, grain, *split) for split in SPLITS for grain in ("month", "quarter", "year")]


@pytest.fixture
def crowd(database: None) -> list[User]:
    """Thirty relatives."""
    return [make_person(f"Kanariefugl {number}", email=f"{number}kanarie@borger.example") for number in range(30)]


@pytest.fixture
def spring(at: At, crowd: list[User], talk_type: MeetingType, mette: Resource, counsellor: User) -> list[User]:
    """January to March 2026: talks by phone and on video, missed and called off, nameless, calls, closed cases."""
    MeetingType.objects.filter(pk=talk_type.pk).update(purpose="first")
    for month in (1, 2, 3):
        given: dict[str, Any] = {"on": date(2026, month, 12), "kind": talk_type, "counsellor": mette}
        past_talks(12, people=crowd[month:], waited=month, **given)
        past_talks(11, people=crowd, mode="video", waited=20 + month, **given)
        past_talks(6, people=crowd, status="noshow", **given)
        past_talks(7, people=crowd, status="cancelled", late=True, **given)
        nameless(6, date(2026, month, 13), talk_type, mette)
        calls(crowd, counsellor, datetime(2026, month, 14, 10, tzinfo=clock.zone()))
    at(SPRING)
    Appointment.objects.update(place="Kanariefugls køkken")
    for talk in Appointment.objects.all()[:5]:
        talk.cancel_reason = CANARIES[-1]
        talk.save()
        talk.participants.create(first_name=CANARIES[0], role="relative")
    return crowd


def nameless(count: int, day: date, kind: MeetingType, counsellor: Resource) -> None:
    """Talks without a name."""
    start = datetime(day.year, day.month, day.day, 10, tzinfo=clock.zone())
    for _each in range(count):
        NamelessTalk.objects.create(
            code_hash=uuid4().hex, meeting_type=kind, counsellor=counsellor, starts_at=start,
            ends_at=start + timedelta(minutes=45), status="fulfilled",
        )  # fmt: skip


def calls(people: list[User], by: User, moment: datetime) -> None:
    """Logged calls with notes, and wishes for a call that were met."""
    for person in people[:8]:
        Contact.objects.create(
            person=person, by=by, at=moment, minutes=20, note=CANARIES[-1], form_key=uuid4(), created_at=moment
        )
        CallRequest.objects.create(
            person=person, name=CANARIES[0], phone="+4540414243", phone_index="x", when="any",
            status="done", due_at=moment, done_at=moment, done_by=by, created_at=moment, form_key=uuid4(),
        )  # fmt: skip


def look() -> list[NumbersPage]:
    """Every page of 2026."""
    return [read_numbers(wish) for wish in WISHES]


def cells(pages: list[NumbersPage], months: int) -> list[Any]:
    """What the first steps of time show."""
    return [[(one.key, one.cells[:months]) for one in page.series] for page in pages]


def early(pages: list[NumbersPage]) -> list[Any]:
    """January to March, the first quarter, and the first of the years."""
    return [cells([page], 3 if wish.grain == "month" else 1) for wish, page in zip(WISHES, pages, strict=True)]


@pytest.mark.django_db
def test_the_page_shows_the_same_after_the_rows_are_gone(at: At, spring: list[User]) -> None:
    before = look()
    assert shown(before[0], "talks")[:3] == [29, 29, 29]
    assert shown(before[0], "relatives")[:3] == [13, 14, 15]
    assert write_tallies() == 4
    assert look() == before
    at(LATER)
    write_tallies()
    keep_and_delete()
    assert not Appointment.objects.exists() and not NamelessTalk.objects.exists() and not Contact.objects.exists()
    assert early(look()) == early(before)


@pytest.mark.django_db
def test_a_year_counts_each_relative_once_though_its_first_half_is_gone(
    at: At, spring: list[User], talk_type: MeetingType, mette: Resource
) -> None:
    write_tallies()
    at(LATER)
    write_tallies()
    keep_and_delete()
    past_talks(30, on=date(2026, 12, 3), kind=talk_type, counsellor=mette, people=spring[10:], waited=3)
    at(datetime(2027, 1, 3, 9))
    live = [read_numbers(NumbersWish(2026, "year", *split)) for split in SPLITS]
    assert shown(live[0], "relatives")[-1] == 30
    assert shown(live[0], "talks")[-1] == 3 * 29 + 30
    assert TallyMark.objects.exists()
    at(NEXT_YEAR)
    write_tallies()
    keep_and_delete()
    tallied = [read_numbers(NumbersWish(2026, "year", *split)) for split in SPLITS]
    assert tallied == live
    assert not TallyMark.objects.of_year(2026).exists(), "what stood for people goes with the year"


@pytest.mark.django_db
def test_the_middle_wait_of_a_quarter_is_that_of_all_its_first_talks(at: At, spring: list[User]) -> None:
    """Not the middle of three middles: 36 waited 1 to 3 days, 33 waited 21 to 23."""
    before = shown(read_numbers(NumbersWish(2026, "quarter")), "waiting")[0]
    write_tallies()
    tally = Tally.objects.get(grain="quarter")
    assert tally.figures["firsts"][""] == 69
    assert round(tally.figures["waits"][""][0], 1) == before


@pytest.mark.django_db
def test_no_row_goes_before_its_month_is_counted(at: At, spring: list[User]) -> None:
    names = ("counselling.talks", "counselling.calls", "counselling.nameless", "counselling.contacts")
    at(LATER)
    keep_and_delete()
    assert Appointment.objects.count() == 3 * 36
    assert (NamelessTalk.objects.count(), Contact.objects.count(), CallRequest.objects.count()) == (18, 24, 24)
    write_tally(grain="month", first=date(2026, 2, 1))
    keep_and_delete()
    assert {talk.starts_at.month for talk in Appointment.objects.all()} == {1, 3}
    assert {talk.starts_at.month for talk in NamelessTalk.objects.all()} == {1, 3}
    write_tallies()
    overdue = {one.name: count_overdue(one, clock.now() - one.keep) for one in periods()}
    assert all(overdue[name] for name in names)
    keep_and_delete()
    assert not Appointment.objects.exists() and not CallRequest.objects.exists()


@pytest.mark.django_db
def test_a_case_stays_until_the_year_it_was_closed_in_is_counted(at: At, crowd: list[User]) -> None:
    moment = at(datetime(2026, 5, 5, 12))
    for person in crowd:
        Case.objects.create(
            person=person, origin="booking", status="closed", opened_at=moment - timedelta(days=40), closed_at=moment,
            close_reason="finished", topics=["grief"],
        )  # fmt: skip
    at(datetime(2031, 12, 1, 9))
    before = read_numbers(NumbersWish(2026)).parts
    assert before[0].total == "30"
    keep_and_delete()
    assert Case.objects.count() == 30
    write_tallies()
    keep_and_delete()
    assert not Case.objects.exists()
    assert read_numbers(NumbersWish(2026)).parts == before


@pytest.mark.django_db
def test_a_dump_after_retention_names_nobody_whose_talks_are_gone(at: At, spring: list[User]) -> None:
    assert any(word in dump() for word in CANARIES), "the dump finds what is there"
    write_tallies()
    at(LATER)
    write_tallies()
    keys = {str(person.pk) for person in spring}
    keep_and_delete()
    text = dump()
    assert "mode:video" in text
    assert not [word for word in (*CANARIES, *keys) if word in text]


def dump() -> str:
    """Every column of every table of counselling, sealed texts as they are and opened."""
    said = []
    for model in apps.get_app_config("counselling").get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{model._meta.db_table}"::text FROM "{model._meta.db_table}"')
            said += [row[0] for row in cursor.fetchall()]
        sealed = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]
        said += [str(getattr(row, name)) for row in model._base_manager.all() for name in sealed]
    return "\n".join(said)


@pytest.mark.django_db
def test_marks_of_one_person_can_not_be_joined_across_years_and_splits(
    at: At, spring: list[User], talk_type: MeetingType, mette: Resource
) -> None:
    past_talks(1, on=date(2027, 1, 12), kind=talk_type, counsellor=mette, people=spring[:1])
    at(NEXT_YEAR)
    for first in (date(2026, 1, 1), date(2026, 2, 1), date(2027, 1, 1)):
        write_tally(grain="month", first=first)
    marks = TallyMark.objects.exclude(mark="")
    january, february, later = (
        set(marks.filter(month=month, split="").values_list("mark", flat=True))
        for month in (date(2026, 1, 1), date(2026, 2, 1), date(2027, 1, 1))
    )
    assert january & february and not january & later
    assert not january & set(marks.exclude(split="").values_list("mark", flat=True))


def test_one_tally_though_four_workers_write_it_at_once(
    committed_db: None, threads: Callable[..., list[Any]], at: At, spring: list[User]
) -> None:
    results = threads(4, lambda _number: write_tallies())
    assert sum(results) == 4, results
    assert sorted(str(one) for one in Tally.objects.all()) == [
        "month 2026-01-01", "month 2026-02-01", "month 2026-03-01", "quarter 2026-01-01",
    ]  # fmt: skip
    assert Tally.objects.get(grain="quarter").figures["relatives"][""] == 15
    events = AuditEvent.objects.filter(action="counselling.tally_written")
    assert events.count() == 4
    marks = TallyMark.objects.filter(split="", mark="", month=date(2026, 1, 1))
    assert marks.count() == 23


@pytest.mark.django_db
def test_the_chore_may_run_again_and_changes_nothing(at: At, spring: list[User]) -> None:
    assert write_tallies() == 4
    before = list(Tally.objects.order_by("pk").values()), TallyMark.objects.count()
    Appointment.objects.filter(status="noshow").delete()
    assert write_tallies() == 0
    assert not write_tally(grain="month", first=date(2026, 1, 1))
    assert (list(Tally.objects.order_by("pk").values()), TallyMark.objects.count()) == before
    assert "counselling.tallies" in {chore.name for chore in chores._chores.values()}


@pytest.mark.django_db
def test_a_month_waits_for_its_last_outcomes_but_not_for_ever(
    at: At, crowd: list[User], talk_type: MeetingType, mette: Resource
) -> None:
    past_talks(5, on=date(2026, 3, 30), kind=talk_type, counsellor=mette, people=crowd)
    past_talks(1, on=date(2026, 3, 31), kind=talk_type, counsellor=mette, people=crowd, status="booked")
    at(datetime(2026, 5, 10, 9))
    assert write_tallies() == 0, "April, with nothing open, doesn't come before March"
    at(datetime(2026, 5, 16, 9))
    assert write_tallies() == 3
    assert set(Tally.objects.all().steps()) == {
        ("month", date(2026, 3, 1)), ("month", date(2026, 4, 1)), ("quarter", date(2026, 1, 1)),
    }  # fmt: skip


def test_a_month_is_due_after_five_days_or_forty_five() -> None:
    march = date(2026, 3, 1)
    assert not rules.is_due(march, today=date(2026, 4, 5), has_open_talks=False)
    assert rules.is_due(march, today=date(2026, 4, 6), has_open_talks=False)
    assert not rules.is_due(march, today=date(2026, 5, 15), has_open_talks=True)
    assert rules.is_due(march, today=date(2026, 5, 16), has_open_talks=True)
    assert list(rules.months(date(2026, 11, 20), date(2027, 2, 1))) == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1),
    ]  # fmt: skip
    assert rules.complete("quarter", [date(2026, 1, 1), date(2026, 12, 1)]) == [date(2026, 10, 1)]
    assert rules.complete("year", [date(2026, 12, 1), date(2027, 1, 1)]) == [date(2026, 1, 1)]


@pytest.mark.django_db
def test_erasing_somebody_leaves_what_was_counted(at: At, spring: list[User]) -> None:
    write_tallies()
    before = early(look())
    erase_person(spring[0])
    assert early(look()) == before


@pytest.mark.django_db
def test_the_page_asks_no_more_with_tallies_and_hides_as_before(
    at: At, client_for: Callable[[User], Client], team_lead: User, spring: list[User]
) -> None:
    client, path = client_for(team_lead), reverse("counselling:numbers") + "?year=2026&grain=quarter&only=mode:video"
    client.get(path)
    few = queries(client, path)
    write_tallies()
    assert queries(client, path) <= few <= 12
    html = client.get(reverse("counselling:numbers") + "?year=2026&only=mode:video").content
    cells = {cell.get_text(strip=True) for cell in BeautifulSoup(html, "html.parser").select("figure td")}
    assert not {"1", "2", "3", "4"} & cells


@pytest.mark.django_db
def test_a_small_tally_stays_hidden(at: At, crowd: list[User], talk_type: MeetingType, mette: Resource) -> None:
    for month, count in ((1, 3), (2, 20), (3, 20)):
        past_talks(count, on=date(2026, month, 12), kind=talk_type, counsellor=mette, people=crowd)
    at(SPRING)
    before = shown(read_numbers(NumbersWish(2026)), "talks")
    write_tallies()
    at(LATER)
    write_tallies()
    keep_and_delete()
    assert Tally.objects.get(grain="month", first=date(2026, 1, 1)).figures["talks"][""] == 3
    assert before == shown(read_numbers(NumbersWish(2026)), "talks")[:3] == [None, None, 20]


@pytest.mark.django_db
def test_the_database_holds_what_a_tally_must_hold(at: At, spring: list[User]) -> None:
    write_tallies()
    row, now = Tally.objects.get(grain="month", first=date(2026, 1, 1)), clock.now()
    for change in (lambda: Tally.objects.filter(pk=row.pk).update(figures={}), row.delete):
        with pytest.raises(DatabaseError, match="tallies are only added"), transaction.atomic():
            change()
    wrong = {
        "a_step_of_time_is_tallied_once": {"grain": "month", "first": row.first},
        "tally_grain_is_known": {"grain": "week", "first": date(2026, 8, 1)},
        "a_tally_begins_with_a_month": {"grain": "month", "first": date(2026, 8, 2)},
    }
    for name, fields in wrong.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Tally.objects.create(id=new_key(), figures={}, made_at=now, **fields)
    mark = TallyMark.objects.exclude(mark="").first()
    assert mark
    again = {"month": mark.month, "split": mark.split, "part": mark.part}
    for name, given in (
        ("a_person_is_marked_once_a_month", {"mark": mark.mark}),
        ("a_mark_is_somebody_or_a_wait", {"mark": mark.mark, "days": 2.0}),
        ("a_mark_is_somebody_or_a_wait", {}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            TallyMark.objects.create(**again, **given)  # type: ignore[arg-type]

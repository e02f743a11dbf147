"""At the ceiling first talks close and follow-ups go on; the last room goes to one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from psycopg.types.range import DateRange

from counselling.actions import booking, calls, holding
from counselling.models import Appointment, Case, CaseAssignment, CounsellorProfile, MeetingType
from counselling.rules.talks import Refusal
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.calendar.kept import kept_times
from portal.calendar.models import AvailabilityRule, Resource
from portal.refusals import Refused
from tests.factories.database import threads
from tests.factories.people import make_person
from tests.factories.talks import make_talk, make_type, next_weekday


def set_ceiling(resource: Resource, ceiling: object) -> None:
    """So much, and no more."""
    CounsellorProfile.objects.filter(resource=resource).update(ceiling=Decimal(str(ceiling)))


def carry(worker: User, weight: object = 1) -> Case:
    """A case the counsellor carries."""
    now = clock.now()
    case = Case.objects.create(
        person=make_person(f"Sag {uuid4().hex[:6]}"), origin="by_hand", opened_at=now, weight=Decimal(str(weight))
    )
    CaseAssignment.objects.create(case=case, worker=worker, role="primary", valid=(now, None))
    return case


def free(kind: MeetingType, **wish: object) -> set[object]:
    """Who has free times in the coming week."""
    day = next_weekday().date()
    times = Wish(meeting_type=kind, mode="phone", **wish).free_times(day, day, clock.now())  # type: ignore[arg-type]
    return {time.resource_id for time in times}


@pytest.mark.django_db
def test_at_the_ceiling_first_talks_close_and_follow_ups_go_on(
    talk_type: MeetingType, mette: Resource, jonas: Resource, counsellor: User
) -> None:
    set_ceiling(mette, 2)
    carry(counsellor)
    assert free(talk_type) == {mette.pk, jonas.pk}
    carry(counsellor, "0.5")
    assert free(talk_type) == {jonas.pk}
    follow_up = make_type("igen", purpose="follow_up")
    assert free(follow_up) == {mette.pk, jonas.pk}
    assert free(talk_type, adds_load=False) == {mette.pk, jonas.pk}
    assert free(talk_type, counsellor_id=mette.pk, is_staff=True) == {mette.pk}


@pytest.mark.django_db
def test_a_time_held_below_the_ceiling_is_judged_again_when_it_is_booked(
    talk_type: MeetingType, mette: Resource, relative: User, another_relative: User
) -> None:
    set_ceiling(mette, 1)
    wish = Wish(meeting_type=talk_type, mode="phone")
    held, token = holding.hold_time(by=relative, wish=wish, starts_at=next_weekday())
    make_talk(another_relative, talk_type, starts_at=next_weekday(at_hour=12))
    with pytest.raises(Refused) as refused:
        booking.book_held(by=relative, token=token, hold_id=held.pk)
    assert refused.value.reason is Refusal.CEILING_REACHED
    with pytest.raises(Refused) as refused:
        holding.hold_time(by=relative, wish=replace(wish), starts_at=next_weekday(at_hour=14))
    assert refused.value.reason is Refusal.CEILING_REACHED


@pytest.mark.django_db
def test_a_talk_moves_within_the_ceiling_and_one_without_a_name_adds_nothing(
    talk_type: MeetingType, mette: Resource, relative: User, counsellor: User
) -> None:
    set_ceiling(mette, 1)
    talk = make_talk(relative, talk_type)
    carry(counsellor, 3)
    moved = booking.move_appointment(by=relative, appointment=talk, starts_at=next_weekday(at_hour=13), is_staff=False)
    assert moved.status == "booked"
    wish = Wish(meeting_type=talk_type, mode="phone", adds_load=False)
    calls.book_nameless_talk(wish=wish, starts_at=next_weekday(at_hour=15), form_key=uuid4())


@pytest.mark.django_db
def test_whoever_talked_with_the_counsellor_before_goes_on(
    talk_type: MeetingType, mette: Resource, relative: User, counsellor: User
) -> None:
    set_ceiling(mette, 1)
    talk = make_talk(relative, talk_type)
    Appointment.objects.filter(pk=talk.pk).update(status="fulfilled", outcome_at=clock.now())
    carry(counsellor, 3)
    wish = Wish(meeting_type=talk_type, mode="phone", counsellor_id=mette.pk, is_staff=True)
    booking.book_for_someone(
        by=counsellor, person=relative, wish=wish, starts_at=next_weekday(at_hour=13), form_key=uuid4()
    )


@pytest.mark.django_db
def test_staff_book_above_the_ceiling_with_a_reason_that_is_recorded(
    client_for: Callable[[User], Client], talk_type: MeetingType, mette: Resource, relative: User, counsellor: User
) -> None:
    set_ceiling(mette, 1)
    carry(counsellor)
    client = client_for(counsellor)
    path = reverse("counselling:book_for_time", args=[relative.pk])
    path += f"?type={talk_type.slug}&mode=phone&counsellor={mette.pk}&company=alone"
    page = client.get(path).content.decode()
    assert 'name="over_ceiling"' in page
    time = f"{next_weekday().isoformat()}|{mette.pk}"
    refused = client.post(path, {"time": time, "form_key": uuid4(), "over_ceiling": "fordi"})
    assert refused.status_code == 409
    assert not Appointment.objects.exists()
    client.post(path, {"time": time, "form_key": uuid4(), "over_ceiling": "Hun kan ikke vente"})
    talk = Appointment.objects.get()
    event = AuditEvent.objects.get(action="counselling.ceiling_passed")
    assert (event.object_id, event.reason, event.actor) == (str(talk.pk), "Hun kan ikke vente", counsellor.pk)


@pytest.mark.django_db
def test_when_all_are_full_the_page_leads_to_the_waiting_list(
    client_for: Callable[[User | None], Client], talk_type: MeetingType, mette: Resource, counsellor: User
) -> None:
    set_ceiling(mette, 1)
    carry(counsellor)
    path = reverse("counselling:book_when") + f"?type={talk_type.slug}&mode=phone&company=alone&counsellor=any"
    page = client_for(None).get(path).content.decode()
    assert "Stil dig i kø" in page
    assert reverse("counselling:join_waiting") in page
    assert reverse("counselling:call_me") in page


@pytest.mark.usefixtures("committed_db")
def test_of_two_first_talks_at_once_one_takes_the_last_room(
    talk_type: MeetingType, mette: Resource, relative: User, another_relative: User
) -> None:
    """At two different times, so that no calendar stands in the way: only the ceiling does."""
    set_ceiling(mette, 1)
    held = []
    for hour, person in ((10, relative), (13, another_relative)):
        wish = Wish(meeting_type=talk_type, mode="phone")
        hold, token = holding.hold_time(by=person, wish=wish, starts_at=next_weekday(at_hour=hour))
        held.append((person, hold.pk, token))

    def book(number: int) -> str:
        person, key, token = held[number]
        try:
            booking.book_held(by=person, token=token, hold_id=key)
        except Refused as refused:
            return str(refused.reason)
        return "booked"

    assert sorted(threads(2, book)) == ["booked", str(Refusal.CEILING_REACHED)]
    assert Appointment.objects.count() == 1


@pytest.mark.django_db
def test_kept_time_is_first_talks_own_until_it_is_released(
    at: Callable[[datetime], datetime], mette: Resource, talk_type: MeetingType
) -> None:
    """Tuesdays 9 to 12 for first talks, released two days before: at midnight, not an hour earlier."""
    follow_up = make_type("igen", purpose="follow_up", min_notice_phone_minutes=0)
    at(datetime(2026, 11, 2, 8))
    mette.rules.all().delete()
    AvailabilityRule.objects.create(
        resource=mette, iso_weekday=2, start_time=time(9), end_time=time(12), valid=DateRange(date(2020, 1, 1), None),
        purposes=["first"], release_days_before=2,
    )  # fmt: skip
    tuesday = date(2026, 11, 10)

    def has_times(kind: MeetingType) -> bool:
        return bool(Wish(meeting_type=kind, mode="phone").free_times(tuesday, tuesday, clock.now()))

    def kept_hours() -> float:
        spans = kept_times([mette.pk], tuesday, tuesday, clock.now())[mette.pk]
        return sum((end - start) / timedelta(hours=1) for start, end in spans)

    assert (has_times(talk_type), has_times(follow_up), kept_hours()) == (True, False, 3)
    at(datetime(2026, 11, 7, 23, 59))
    assert (has_times(follow_up), kept_hours()) == (False, 3)
    at(datetime(2026, 11, 8, 0, 0))
    assert (has_times(talk_type), has_times(follow_up), kept_hours()) == (True, True, 0)


@pytest.mark.django_db
def test_the_team_lead_sees_load_against_ceiling_and_the_hours_that_are_kept(
    client_for: Callable[[User], Client], team_lead: User, counsellor: User, mette: Resource
) -> None:
    set_ceiling(mette, 20)
    carry(counsellor, "2.5")
    mette.rules.update(purposes=["first"])
    page = client_for(team_lead).get(reverse("counselling:load")).content.decode()
    assert "2,5 af 20,0" in page
    assert page.count("35,0") >= 3
    own = client_for(counsellor).get(reverse("counselling:day")).content.decode()
    assert "2,5 af 20,0" in own
    week = client_for(team_lead).get(reverse("calendar:everyone") + f"?week={next_week()}").content.decode()
    assert "is-kept" in week


def next_week() -> str:
    """The code of next week."""
    year, number, _day = (clock.today() + timedelta(days=7)).isocalendar()
    return f"{year}-W{number:02d}"

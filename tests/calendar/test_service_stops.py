"""A service stop: nothing before one confirm; then talks on the phone, evenings online or away, everybody told once."""

from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from psycopg.types.range import TimestamptzRange

from counselling.actions import booking, holding, keeping
from counselling.actions.stopping import NUMBER_TASK, STRAY_TASK, report_strays
from counselling.models import Appointment, Hold, VisitAddress
from counselling.wishes import Wish
from groups.models import Occurrence, Registration
from portal import clock
from portal.accounts.models import Role
from portal.audit.models import AuditEvent
from portal.calendar import stopping
from portal.calendar.actions.stops import Chosen, StopPlan, lift_stop, stop_service
from portal.calendar.forms.refusals import REFUSAL_TEXT
from portal.calendar.models import Occupancy, Resource, ServiceStop
from portal.calendar.models.stops import OWN_SERVICE
from portal.calendar.rules import Refusal, stop_refusal
from portal.calendar.seen import fingerprint
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.refusals import Refused
from portal.worklist.models import Task
from relatives import actions as relatives
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person
from tests.factories.talks import make_talk, make_type, next_weekday

pytestmark = pytest.mark.django_db
MEETING = "https://moede.egekoebing.example/aften"


@pytest.fixture
def lead(database):
    return make_person("Lone Bak", Role.TEAM_LEAD)


@pytest.fixture
def visit_at_ours(relative, talk_type, mette, room):
    """Rasmus comes to Mette."""
    return make_talk(relative, talk_type, mode="in_person")


@pytest.fixture
def evening(organiser):
    """Three seats on the day after the talk, two parties signed up."""
    pool = make_pool(organiser, 3, starts_in=timedelta(days=4))
    sign_up(pool, make_person("Åse O'Connor"))
    sign_up(pool, make_person("Børge Ibsen"))
    return pool.occurrence


def plan_of(**changes):
    """A stop of ten days from now on: talks to the phone, home visits too, evenings as said."""
    now = clock.now()
    given = {"start": now, "end": now + timedelta(days=10), "areas": [], "says": "Storm. Vi taler i telefon."}
    evenings = changes.pop("evenings", Chosen(way="online", link=MEETING))
    talks = changes.pop("talks", Chosen(way="phone"))
    given |= {"seen": "", "form_key": uuid4(), "chosen": {}} | changes
    found = stopping.touched_by(StopPlan(**given).unsaved(), now)
    everything = [(one.key, one.version) for _reach, rows in found for one in rows]
    chosen = {one.key: evenings if reach.one_by_one else talks for reach, rows in found for one in rows}
    return StopPlan(**{**given, "seen": changes.get("seen", fingerprint(everything)), "chosen": chosen})


def told(kind):
    """What leaves by mail."""
    return OutboxMessage.objects.filter(kind=kind, channel="email").exclude(state="withdrawn")


def reason_of(lead, plan):
    with pytest.raises(Refused) as error, transaction.atomic():
        stop_service(by=lead, plan=plan)
    assert REFUSAL_TEXT[error.value.reason]
    return error.value.reason


def test_talks_go_to_the_phone_at_the_same_time_and_each_person_is_told_once(lead, visit_at_ours, room):
    stop = stop_service(by=lead, plan=plan_of())
    now = Appointment.objects.get(pk=visit_at_ours.pk)
    assert (now.mode, now.room, now.place, now.starts_at) == ("phone", None, "", visit_at_ours.starts_at)
    assert stop.counts == {"counselling.in_person.phone": 1}
    message = told("counselling.changed").get()
    said = str(text_of(message))
    assert "Stuen" not in said and "Storm" not in said
    taken = Occupancy.objects.of(now.pk).filter(state="firm")
    assert {row.resource_id for row in taken} == {now.counsellor_id}, "the room is free again"
    assert AuditEvent.objects.filter(action="calendar.service_stopped").count() == 1


def test_a_home_visit_on_the_phone_needs_no_way_and_no_address(lead, relative, mette):
    kind = make_type("hjemme", modes=["home_visit"], duration_minutes=60)
    visit = make_talk(relative, kind, mode="home_visit")
    assert Occupancy.objects.of(visit.pk).filter(kind="travel", state="firm").exists()
    stop_service(by=lead, plan=plan_of())
    assert not Occupancy.objects.of(visit.pk).filter(kind="travel", state="firm").exists()
    assert not VisitAddress.objects.filter(appointment=visit).exists()


def test_without_a_number_the_counsellor_gets_a_task(lead, visit_at_ours):
    stop_service(by=lead, plan=plan_of())
    assert Task.objects.get(kind=NUMBER_TASK).assigned_to == visit_at_ours.counsellor.user


def test_somebody_with_a_number_needs_no_task(lead, relative, visit_at_ours):
    relatives.change_phone(user=relative, by=relative, phone="20 10 20 30")
    stop_service(by=lead, plan=plan_of())
    assert not Task.objects.filter(kind=NUMBER_TASK).exists()


def test_evenings_move_online_are_put_off_or_called_off_and_every_party_is_told_once(lead, evening):
    stop_service(by=lead, plan=plan_of())
    assert Occurrence.objects.get(pk=evening.pk).status == "moved_online"
    assert told("groups.date_online").values("to").distinct().count() == 2


@pytest.mark.parametrize(("way", "status", "live"), [("later", "postponed", 2), ("off", "cancelled", 0)])
def test_an_evening_can_end_otherwise(lead, evening, way, status, live):
    stop_service(by=lead, plan=plan_of(evenings=Chosen(way=way)))
    assert Occurrence.objects.get(pk=evening.pk).status == status
    assert Registration.objects.live().count() == live


def test_a_draft_is_nobodys_yet_and_stays_out_of_it(lead, organiser):
    make_pool(organiser, 3, starts_in=timedelta(days=4), publication="draft", published_at=None)
    assert stop_service(by=lead, plan=plan_of()).counts == {}


def test_what_is_left_stays_and_nobody_is_told(lead, visit_at_ours, evening):
    before = OutboxMessage.objects.count()
    stop_service(by=lead, plan=plan_of(talks=Chosen(way="leave"), evenings=Chosen(way="leave")))
    assert OutboxMessage.objects.count() == before
    assert Appointment.objects.get(pk=visit_at_ours.pk).mode == "in_person"


def test_cancelled_talks_say_why_to_colleagues_and_are_told(lead, visit_at_ours):
    stop_service(by=lead, plan=plan_of(talks=Chosen(way="cancel")))
    row = Appointment.objects.get(pk=visit_at_ours.pk)
    assert row.status == "cancelled" and row.cancel_reason == "Storm. Vi taler i telefon."
    assert told("counselling.cancelled").count() == 1


def test_pressed_twice_it_is_one_stop(lead, visit_at_ours):
    plan = plan_of()
    assert stop_service(by=lead, plan=plan) == stop_service(by=lead, plan=plan)
    assert ServiceStop.objects.count() == 1 and told("counselling.changed").count() == 1


def test_a_talk_moved_since_the_preview_stops_everything(lead, visit_at_ours, evening):
    plan = plan_of()
    keeping.cancel_appointment(by=visit_at_ours.booked_by, appointment=visit_at_ours, actor="relative")
    assert reason_of(lead, plan) == Refusal.STOP_CHANGED
    assert Occurrence.objects.get(pk=evening.pk).status == "scheduled" and not ServiceStop.objects.exists()


def test_every_thing_needs_a_choice_that_exists_and_a_link_when_it_moves_online(lead, evening):
    assert reason_of(lead, plan_of(evenings=Chosen(way="dance"))) == Refusal.STOP_CHOICE_MISSING
    assert reason_of(lead, plan_of(evenings=Chosen(way="online"))) == Refusal.STOP_LINK_MISSING


def test_too_much_for_one_go_is_refused_whole(lead, visit_at_ours, monkeypatch):
    monkeypatch.setattr("portal.calendar.actions.stops.MOST_IN_A_STOP", 0)
    assert reason_of(lead, plan_of()) == Refusal.STOP_HOLDS_TOO_MUCH


def test_days_must_lie_ahead_and_not_be_too_many(lead):
    now = clock.now()
    day = timedelta(days=1)
    assert stop_refusal(start=now - 2 * day, end=now - day, now=now) == Refusal.STARTS_IN_THE_PAST
    assert stop_refusal(start=now, end=now, now=now) == Refusal.EMPTY_PERIOD
    assert stop_refusal(start=now, end=now + 93 * day, now=now) == Refusal.STOP_TOO_LONG
    assert reason_of(lead, plan_of(end=now + 93 * day)) == Refusal.STOP_TOO_LONG


def test_new_times_in_person_are_closed_and_open_again_when_it_is_lifted(lead, talk_type, mette, room):
    day = next_weekday().date()

    def times(mode):
        return Wish(meeting_type=talk_type, mode=mode).free_times(day, day, clock.now())

    assert times("in_person") and times("phone")
    stop = stop_service(by=lead, plan=plan_of())
    assert not times("in_person") and times("phone")
    lift_stop(by=lead, stop=stop)
    lift_stop(by=lead, stop=stop)
    assert times("in_person")


def test_a_stop_of_another_unit_touches_nothing_here(lead, visit_at_ours, talk_type):
    stop = stop_service(by=lead, plan=plan_of(areas=[uuid4()]))
    assert stop.counts == {}
    assert stop_service(by=lead, plan=plan_of(areas=[OWN_SERVICE])).counts == {"counselling.in_person.phone": 1}


def test_a_stop_that_is_over_is_not_lifted(lead, at):
    stop = stop_service(by=lead, plan=plan_of())
    at((clock.now() + timedelta(days=11)).replace(tzinfo=None))
    with pytest.raises(Refused) as error:
        lift_stop(by=lead, stop=stop)
    assert error.value.reason == Refusal.STARTS_IN_THE_PAST


def test_a_time_somebody_is_still_filling_in_is_given_back(lead, relative, talk_type, mette, room):
    hold, token = holding.hold_time(
        by=relative, wish=Wish(meeting_type=talk_type, mode="in_person"), starts_at=next_weekday()
    )
    stop_service(by=lead, plan=plan_of())
    assert not Hold.objects.filter(pk=hold.pk).exists()
    with pytest.raises(Refused):
        booking.book_held(by=relative, token=token, hold_id=hold.pk)
    assert not Appointment.objects.exists()


def test_a_talk_in_person_that_came_in_another_way_becomes_the_leads_task_once(lead, relative, talk_type, mette, room):
    stop = stop_service(by=lead, plan=plan_of())
    ServiceStop.objects.filter(pk=stop.pk).update(lifted_at=clock.now())
    make_talk(relative, talk_type, mode="in_person")
    ServiceStop.objects.filter(pk=stop.pk).update(lifted_at=None)
    assert report_strays() == report_strays() == 1
    assert Task.objects.get(kind=STRAY_TASK).role == Role.TEAM_LEAD


@pytest.mark.parametrize(
    ("name", "values"), [("stop_says_why", {"says": ""}), ("stop_period_is_bounded", {"period": TimestamptzRange()})]
)
def test_what_the_database_refuses_of_stops(lead, name, values):
    stop = stop_service(by=lead, plan=plan_of())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ServiceStop.objects.filter(pk=stop.pk).update(**values)


def test_booking_and_stopping_in_the_same_second_leave_no_talk_in_person(committed_db, threads):
    """Whoever confirms a kept time either is moved to the phone by the stop, or is told that the time is gone."""
    lead, person = make_person("Lone Bak", Role.TEAM_LEAD), make_person("Rasmus")
    from tests.factories.talks import make_counsellor

    make_counsellor(make_person("Mette Krogh", Role.COUNSELLOR))
    Resource.objects.create(kind="room", name="Stuen", place="Rådhusgade 4")
    kind = make_type()
    hold, token = holding.hold_time(by=person, wish=Wish(meeting_type=kind, mode="in_person"), starts_at=next_weekday())
    plan, gate = plan_of(), Barrier(2)

    def work(number):
        gate.wait()
        try:
            if number:
                booking.book_held(by=person, token=token, hold_id=hold.pk)
            else:
                stop_service(by=lead, plan=plan)
        except Refused as refused:
            return refused.reason
        return None

    first, second = threads(2, work)
    live = Appointment.objects.live().filter(mode="in_person")
    stopped = ServiceStop.objects.exists()
    assert (first, second) != (None, None) or not live.exists()
    assert not (stopped and live.exists())


class TestPages:
    def days(self, **changes):
        today = clock.today()
        return {
            "first": today.isoformat(), "last": (today + timedelta(days=10)).isoformat(), "says": "Storm.",
            "form_key": str(uuid4()), **changes,
        }  # fmt: skip

    def fields_of(self, page):
        form = page.context["form"]
        return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}

    def test_looking_writes_nothing_and_shows_how_many(self, client_for, lead, visit_at_ours, evening):
        client, url = client_for(lead), reverse("calendar:stop_new")
        before = OutboxMessage.objects.count()
        page = client.post(url, self.days())
        html = page.content.decode()
        assert page.status_code == 200 and "Når hukommelsen svigter" in html and "Rasmus" in html
        assert (OutboxMessage.objects.count(), ServiceStop.objects.count()) == (before, 0)
        assert AuditEvent.objects.filter(action="calendar.stop_planned", kind="read").count() == 1

    def test_one_confirm_does_it_all_and_the_front_page_says_so(self, client_for, lead, visit_at_ours, evening, client):
        staff, url, days = client_for(lead), reverse("calendar:stop_new"), self.days()
        page = staff.post(url, days)
        values = {**days, **self.fields_of(page), f"link-{evening.pk}": MEETING, "step": "confirm"}
        assert staff.post(url, values).status_code == 302
        assert ServiceStop.objects.get().counts == {"counselling.in_person.phone": 1, "groups.evenings.online": 1}
        assert "Storm." in staff.get(reverse("calendar:stops")).content.decode()
        assert "Storm." in client.get(reverse("front:front")).content.decode()

    def test_a_missing_link_keeps_every_choice(self, client_for, lead, visit_at_ours, evening):
        staff, url, days = client_for(lead), reverse("calendar:stop_new"), self.days()
        fields = self.fields_of(staff.post(url, days))
        answer = staff.post(url, {**days, **fields, f"keep-{visit_at_ours.pk}": "on", "step": "confirm"})
        assert answer.status_code == 422 and not ServiceStop.objects.exists()
        assert answer.context["form"][f"keep-{visit_at_ours.pk}"].value()

    def test_what_changed_meanwhile_is_a_409_with_the_plan_again(self, client_for, lead, visit_at_ours):
        staff, url, days = client_for(lead), reverse("calendar:stop_new"), self.days()
        fields = self.fields_of(staff.post(url, days))
        keeping.cancel_appointment(by=visit_at_ours.booked_by, appointment=visit_at_ours, actor="relative")
        assert staff.post(url, {**days, **fields, "step": "confirm"}).status_code == 409

    def test_days_the_wrong_way_round_and_no_words_are_said_at_their_fields(self, client_for, lead):
        answer = client_for(lead).post(
            reverse("calendar:stop_new"), self.days(first="2026-12-10", last="2026-12-09", says="")
        )
        assert answer.status_code == 422 and set(answer.context["form"].errors) == {"last", "says"}

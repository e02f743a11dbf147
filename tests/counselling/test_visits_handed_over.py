"""A home visit goes to another counsellor: the way is theirs, their day has its cap, and it is all or nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from counselling.actions import booking, cases, handovers, holding, travel
from counselling.actions.absences import AbsencePlan, Choice, note_absence
from counselling.affected import hit_by
from counselling.forms.handover_refusals import words_for
from counselling.handover_choices import HandoverConsent, HandoverReason
from counselling.models import Appointment, Case, CounsellorProfile
from counselling.models.visits import full_days
from counselling.rules.absences import AbsenceRefusal
from counselling.rules.handovers import HandoverRefusal
from counselling.wishes import Wish
from portal import clock
from portal.calendar.models import Occupancy
from portal.refusals import Refused
from tests.counselling.test_visits_calendar import FROM_TEN, spans
from tests.factories.people import make_person
from tests.factories.talks import HOME, make_counsellor, make_type, next_weekday

pytestmark = pytest.mark.django_db
FROM_TEN_BY_JONAS = [
    ("travel", "09:10", "10:00"),
    ("core", "10:00", "11:00"),
    ("travel", "11:00", "11:50"),
    ("buffer", "11:50", "12:05"),
]


@pytest.fixture
def kind(database):
    return make_type(
        "hjemme", modes=["home_visit"], duration_minutes=60, buffer_after_minutes=15, max_open_per_person=9
    )


@pytest.fixture
def ways(mette, jonas, team_lead):
    """It takes Mette 20 minutes to the home, and Jonas, who sets off elsewhere, 50."""
    for one, postcode, minutes in ((mette, "4600", 20), (jonas, "4000", 50)):
        one.postcode = postcode
        one.save(update_fields=["postcode"])
        travel.keep_way(by=team_lead, one=postcode, other="4621", minutes=minutes)


def visit_by(resource, person, kind, starts_at=None):
    """A visit somebody has booked with this counsellor."""
    wish = Wish(meeting_type=kind, mode="home_visit", address=HOME, counsellor_id=resource.pk)
    hold, token = holding.hold_time(by=person, wish=wish, starts_at=starts_at or next_weekday())
    return booking.book_held(by=person, token=token, hold_id=hold.pk)


@pytest.fixture
def visit(relative, kind, mette, jonas, ways):
    """Rasmus' visit by Mette at ten."""
    made = visit_by(mette, relative, kind)
    assert made.counsellor == mette and spans(made.pk) == FROM_TEN
    return made


@pytest.fixture
def case(relative, counsellor, visit):
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


def hand_over(case, giver, receiver):
    summary = "Hun har brug for at tale om aflastning, og vi kommer hjem til hende."
    given = {"reason": HandoverReason.LEAVE, "consent": HandoverConsent.TOLD}
    wish = handovers.HandoverWish(case=case, receiver=receiver, summary=summary, **given)
    return handovers.propose_handover(by=giver, giver=giver, wish=wish)


def refused(work):
    with pytest.raises(Refused) as error:
        work()
    return error.value


def busy(resource, start, end):
    """Something else in a calendar."""
    period = (start, end)
    Occupancy.objects.create(resource=resource, held_for="x", held_for_id=resource.pk, period=period, state="firm")


def test_the_way_is_the_new_counsellors_own(case, visit, counsellor, colleague, mette, jonas):
    handovers.accept_handover(by=colleague, handover=hand_over(case, counsellor, colleague))
    assert Appointment.objects.get(pk=visit.pk).counsellor == jonas
    assert spans(visit.pk) == FROM_TEN_BY_JONAS
    assert not Occupancy.objects.blocking(clock.now()).filter(resource=mette).exists()


def test_a_longer_way_that_meets_something_is_refused_whole_and_named(case, visit, counsellor, colleague, jonas):
    row = hand_over(case, counsellor, colleague)
    busy(jonas, visit.starts_at - timedelta(minutes=60), visit.starts_at - timedelta(minutes=45))
    error = refused(lambda: handovers.accept_handover(by=colleague, handover=row))
    assert error.reason == HandoverRefusal.RECEIVER_BUSY and error.details["starts"] == [visit.starts_at]
    said = words_for(error)
    assert "Jonas Hviid Toft" in said and "kl. 10" in said
    assert spans(visit.pk) == FROM_TEN and list(Case.objects.visible_to(counsellor)) == [case]
    assert not Case.objects.visible_to(colleague)


def test_the_day_cap_is_the_new_counsellors_and_refuses_everything(
    case, visit, another_relative, counsellor, colleague, team_lead, kind, jonas
):
    travel.set_most_visits(by=team_lead, resource=jonas, most=1)
    visit_by(jonas, another_relative, kind, next_weekday(at_hour=13))
    row = hand_over(case, counsellor, colleague)
    error = refused(lambda: handovers.accept_handover(by=colleague, handover=row))
    assert error.reason == HandoverRefusal.RECEIVER_DAY_FULL and error.details["starts"] == [visit.starts_at]
    assert "Jonas Hviid Toft" in words_for(error) and "hjemmebesøg" in words_for(error)
    assert Appointment.objects.get(pk=visit.pk).version == visit.version and not Case.objects.visible_to(colleague)
    travel.set_most_visits(by=team_lead, resource=jonas, most=2)
    handovers.accept_handover(by=colleague, handover=row)
    assert Appointment.objects.get(pk=visit.pk).counsellor == jonas


def test_of_several_visits_on_one_day_the_last_one_too_many_refuses_all(
    case, visit, relative, counsellor, colleague, team_lead, kind, mette, jonas
):
    visit_by(mette, relative, kind, next_weekday(at_hour=13))
    assert Appointment.objects.filter(counsellor=mette).count() == 2
    travel.set_most_visits(by=team_lead, resource=jonas, most=1)
    row = hand_over(case, counsellor, colleague)
    error = refused(lambda: handovers.accept_handover(by=colleague, handover=row))
    assert error.reason == HandoverRefusal.RECEIVER_DAY_FULL
    assert Appointment.objects.filter(counsellor=mette).count() == 2


def test_the_page_says_which_visit_has_no_room(case, visit, counsellor, colleague, team_lead, jonas, client_for):
    travel.set_most_visits(by=team_lead, resource=jonas, most=0)
    row = hand_over(case, counsellor, colleague)
    answer = client_for(colleague).post(reverse("counselling:handover_accept", args=[row.pk]), {})
    assert answer.status_code == 409 and "flere hjemmebesøg" in answer.content.decode()


def hit(resource, visit):
    return hit_by(resource, visit.starts_at, visit.ends_at, clock.now()).talks[0]


def test_the_absence_wizard_offers_only_who_can_get_there_and_back(visit, mette, jonas, team_lead):
    assert hit(mette, visit).colleagues == [jonas]
    blocking = Occupancy.objects.filter(resource=jonas)
    busy(jonas, visit.ends_at + timedelta(minutes=40), visit.ends_at + timedelta(minutes=60))
    assert hit(mette, visit).colleagues == [], "on the way home then"
    blocking.delete()
    travel.set_most_visits(by=team_lead, resource=jonas, most=0)
    assert hit(mette, visit).colleagues == [], "no visit more that day"


def test_the_absence_wizard_moves_the_visit_with_the_way_of_whoever_takes_it(
    visit, counsellor, mette, jonas, team_lead
):
    found = hit_by(mette, visit.starts_at, visit.ends_at, clock.now())

    def plan(to):
        seen = " ".join(f"{key}:{version}" for key, version in found.keys)
        choices = {visit.pk: Choice(kind="move", to=to.pk)}
        given = {"seen_version": mette.availability_version, "seen": seen, "kind": "away", "choices": choices}
        return AbsencePlan(resource=mette, start=visit.starts_at, end=visit.ends_at, **given)

    CounsellorProfile.objects.filter(resource=jonas).update(most_home_visits=0)
    error = refused(lambda: note_absence(by=counsellor, plan=plan(jonas)))
    assert error.reason == AbsenceRefusal.COLLEAGUE_TAKEN and spans(visit.pk) == FROM_TEN
    CounsellorProfile.objects.filter(resource=jonas).update(most_home_visits=3)
    note_absence(by=counsellor, plan=plan(jonas))
    assert spans(visit.pk) == FROM_TEN_BY_JONAS


def test_many_visits_cost_as_many_questions_as_one(visit, relative, kind, mette):

    end = next_weekday(at_hour=10) + timedelta(days=14)
    with CaptureQueriesContext(connection) as one:
        hit_by(mette, visit.starts_at, end, clock.now())
    for days in (4, 5, 9, 10):
        visit_by(mette, relative, kind, next_weekday(days, at_hour=13))
    with CaptureQueriesContext(connection) as many:
        hit_by(mette, visit.starts_at, end, clock.now())
    assert len(one) == len(many)


def test_who_has_most_room_is_asked_first_and_the_page_says_why(talk, mette, counsellor, client_for):
    """Anna comes first by name, and has least room."""
    anna, bo = (make_counsellor(make_person(name, "counsellor"), ceiling=10) for name in ("Anna Ager", "Bo Berg"))
    for number in range(4):
        cases.open_case(by=counsellor, person=make_person(f"Nogen {number}"), worker=anna.user)
    one = hit(mette, talk)
    assert one.colleagues == [bo, anna] and one.proposed == f"move:{bo.pk}"
    assert "mest plads" in one.why[bo.pk] and "% fyldt" in one.why[anna.pk]
    on = talk.starts_at.astimezone(clock.zone()).date().isoformat()
    days = {"kind": "away", "first": on, "last": on}
    html = client_for(counsellor).post(reverse("counselling:absence", args=[mette.pk]), days).content.decode()
    assert html.index("Bo Berg") < html.index("Anna Ager") and one.why[bo.pk] in html


def test_language_and_who_knows_the_relative_count_before_room(talk, relative, mette, counsellor):
    far, near = (make_counsellor(make_person(name, "counsellor"), ceiling=10) for name in ("Anna Ager", "Bo Berg"))
    speaks = make_counsellor(make_person("Carl Dam", "counsellor"), ceiling=10, languages=["ar"])
    for number in range(3):
        cases.open_case(by=counsellor, person=make_person(f"Nogen {number}"), worker=speaks.user)
    case = cases.open_case(by=counsellor, person=relative, worker=near.user)
    cases.assign_case(by=counsellor, case=case, worker=counsellor, reason="allocated")
    assert hit(mette, talk).colleagues == [near, far, speaks]
    Appointment.objects.filter(pk=talk.pk).update(interpreter_language="ar")
    assert hit(mette, talk).colleagues == [speaks]


def test_a_day_that_holds_no_visits_is_full_without_any(mette, team_lead):
    travel.set_most_visits(by=team_lead, resource=mette, most=0)
    day = next_weekday().date()
    assert full_days([mette.pk], day, day, clock.now()) == [(mette.pk, day)]

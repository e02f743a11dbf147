"""How the forms that need something are made: name -> (fixture request -> keyword arguments)."""

from collections.abc import Callable
from typing import Any

import pytest

from counselling.actions import cases
from counselling.actions.contacts import callers
from counselling.affected import hit_by
from counselling.models import Case, MeetingType
from groups.models import CoOrganiser, Registration, SeatPool
from portal import clock
from portal.calendar import stopping
from portal.calendar.models import Resource
from portal.calendar.stopping import Area, Reach, Touched
from portal.directory.models import Offer
from portal.keys import new_key
from tests.factories.evenings import sign_up

Maker = Callable[[pytest.FixtureRequest], dict[str, Any]]


def an_evening_and_a_talk() -> list[tuple[Reach, list[Touched]]]:
    """Each kind of thing a service stop reaches, once."""
    one = {"version": 1, "starts_at": clock.now(), "says": "Åse O'Connor", "people": 1}
    return [(reach, [Touched(key=new_key(), **one)]) for reach in stopping.reaches()]  # type: ignore[arg-type]


def calendar_zone(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"zone": clock.zone()}


def people(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"people": [request.getfixturevalue("counsellor")]}


def talk_choices(request: pytest.FixtureRequest) -> dict[str, Any]:
    request.getfixturevalue("talk")
    return {"types": MeetingType.objects.all(), "resources": Resource.objects.all()}


def caller(request: pytest.FixtureRequest) -> dict[str, Any]:
    by = request.getfixturevalue("counsellor")
    return {"by": by, "callers": callers(by, [request.getfixturevalue("relative")])}


def receivers(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"people": [(request.getfixturevalue("colleague"), "")]}


def touched(request: pytest.FixtureRequest) -> dict[str, Any]:
    talk = request.getfixturevalue("talk")
    hit = hit_by(talk.counsellor, talk.starts_at, talk.ends_at, clock.now())
    return {"hit": hit, "colleagues": [request.getfixturevalue("colleague")]}


def carried(request: pytest.FixtureRequest) -> Case:
    worker = request.getfixturevalue("counsellor")
    person = request.getfixturevalue("relative")
    known = Case.objects.of_person(person).first()
    return known or cases.open_case(by=worker, person=person, worker=worker)


def workers(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"workers": [request.getfixturevalue("counsellor")]}


def two_records(request: pytest.FixtureRequest) -> dict[str, Any]:
    people = [request.getfixturevalue("relative"), request.getfixturevalue("another_relative")]
    return {"people": people, "cases": [Case(person=person, opened_at=clock.now()) for person in people]}


def waiting(request: pytest.FixtureRequest) -> dict[str, Any]:
    request.getfixturevalue("talk")
    return {"kind": MeetingType.objects.get(), "people": list(Resource.objects.of_kind("counsellor"))}


def evening(request: pytest.FixtureRequest) -> dict[str, Any]:
    pool: SeatPool = request.getfixturevalue("pool")
    pool.occurrence.event.questions = ["Hvad vil du gerne høre om?"]
    return {"event": pool.occurrence.event, "is_guest": True, "may_ask": ["respite", "lift"]}


def own_sign_up(request: pytest.FixtureRequest) -> dict[str, Any]:
    event = evening(request)["event"]
    known = Registration.objects.first()
    row = known or sign_up(request.getfixturevalue("pool"), request.getfixturevalue("relative"), 2)
    row.pool.occurrence.event.questions = event.questions
    return {"row": row, "is_link": True}


def asked(request: pytest.FixtureRequest) -> dict[str, Any]:
    pool: SeatPool = request.getfixturevalue("pool")
    return {"rows": [], "date": pool.occurrence}


MAKERS: dict[str, Maker] = {
    "counselling.forms.contacts.ContactForm": caller,
    "counselling.forms.absences.AbsencePlanForm": touched,
    "counselling.forms.door.TakeInForm": lambda request: {"callers": caller(request)["callers"]},
    "counselling.forms.new_times.NewTimesForm": lambda request: {"times": []},
    "counselling.forms.handovers.ConflictForm": people,
    "counselling.forms.handovers.HandOverForm": receivers,
    "counselling.forms.handovers.LeaveForm": lambda request: {
        "rows": [(carried(request), receivers(request)["people"])]
    },
    "counselling.forms.handovers.ReceiverForm": receivers,
    "counselling.forms.handovers.SubstituteForm": lambda request: {"cases": [carried(request)], **receivers(request)},
    "counselling.forms.notes.ConversationForm": lambda request: {"outcomes": ["fulfilled", "noshow"]},
    "counselling.forms.notes.HandOnForm": lambda request: {"colleagues": [request.getfixturevalue("colleague")]},
    "counselling.forms.notes.SnippetForm": lambda request: {"may_be_teams": True},
    "counselling.forms.cases.AssignForm": lambda request: {**workers(request), "may_choose_who_carries": True},
    "counselling.forms.cases.NewCaseForm": lambda request: {**workers(request), "may_leave_open": True},
    "counselling.forms.people.JoinForm": two_records,
    "counselling.forms.referrals.ReferralForm": lambda request: {"offers": Offer.objects.all()},
    "counselling.forms.relative.IntakeForm": lambda request: {"appointment": request.getfixturevalue("talk")},
    "counselling.forms.staff_book.TalkForm": talk_choices,
    "counselling.forms.staff_duty.DutyForm": people,
    "counselling.forms.staff_profile.ProfileForm": lambda request: {"has_photo": True},
    "counselling.forms.numbers.NumbersForm": lambda request: {"this_year": clock.today().year, "only": [("", "Alt")]},
    "counselling.forms.waiting.StaffWaitingForm": waiting,
    "counselling.forms.waiting.WaitingForm": waiting,
    "groups.forms.asking_help.WishForm": lambda request: {"kind": "respite", "row": None, "is_link": True},
    "groups.forms.changing.ChangeForm": own_sign_up,
    "groups.forms.co_organisers.TogetherForm": lambda request: {"partners": CoOrganiser.objects.all()},
    "groups.forms.deciding.DecisionForm": asked,
    "groups.forms.door.WalkInForm": lambda request: {"date": request.getfixturevalue("pool").occurrence},
    "groups.forms.date_forms.PhoneForm": lambda request: {
        "date": request.getfixturevalue("pool").occurrence,
        "may_ask": ["respite", "lift"],
    },
    "groups.forms.signing_up.SignUpForm": evening,
    "portal.accounts.forms.NewPasswordForm": lambda request: {"user": request.getfixturevalue("relative")},
    "portal.calendar.forms.plans.AbsenceForm": calendar_zone,
    "portal.calendar.forms.plans.ExceptionForm": calendar_zone,
    "portal.calendar.forms.plans.PeriodForm": calendar_zone,
    "portal.calendar.forms.stops.StopDaysForm": lambda request: {"areas": [Area(new_key(), "Rådgivningen")]},
    "portal.calendar.forms.stops.StopPlanForm": lambda request: {"found": an_evening_and_a_talk()},
    "portal.calendar.forms.opening.HolidaysForm": lambda request: {"this_year": clock.today().year},
}
SHOWN_ONLY = {
    "counselling.forms.relative.LanguageForm": "a GET form whose choices are read from the address",
}

"""Cases that change hands in the demo: some carried, one without a counsellor, a handover that waits, an absence."""

from datetime import timedelta

from counselling.actions import cases, handovers
from counselling.actions.glass import break_glass
from counselling.case_choices import CaseOrigin
from counselling.models import Appointment, Case
from portal import clock
from portal.accounts.models import User
from portal.calendar.actions.availability import add_absence
from portal.calendar.models import Resource

METTE, JONAS = "mette.krogh@egekoebing.example", "jonas.toft@egekoebing.example"
SUMMARY = (
    "Hun er i gang med at finde aflastning til sin mand. Vi har talt to gange. Aftalt: Hun ringer til visitationen, "
    "og vi taler om svaret næste gang."
)


def case_of(person: User, worker: User | None) -> Case:
    """The person's open case, made when there is none."""
    found: Case | None = Case.objects.of_person(person).open().first()
    return found or cases.open_case(by=worker, person=person, origin=CaseOrigin.BOOKING, worker=worker)


def add_handovers(people: dict[str, User], counsellors: dict[str, Resource]) -> None:
    """A colleague asks Mette to take a case over; Mette asks Jonas; one case has nobody; one glass was broken."""
    mette, jonas = people[METTE], people[JONAS]
    lead = people["dorthe.friis@egekoebing.example"]
    others = [user for email, user in people.items() if email.startswith("borger")]
    now = clock.now()
    met = Appointment.objects.of_counsellor(mette).past(now).values_list("booked_by", flat=True)
    known = [user for user in others if user.pk in set(met)][:4] or others[:4]
    for person in known:
        case_of(person, mette)
    with clock.frozen_at(now - timedelta(hours=20)):
        theirs = case_of(others[-1], jonas)
        wish = {"summary": SUMMARY, "reason": "load", "consent": "agreed"}
        if handovers.carrier_of(theirs, clock.now()) == jonas:
            to_mette = handovers.HandoverWish(case=theirs, receiver=mette, **wish)
            handovers.propose_handover(by=jonas, giver=jonas, wish=to_mette)
    case_of(others[-2], None)
    case_of(others[-3], None)
    with clock.frozen_at(now - timedelta(days=3)):
        closed = case_of(others[-4], jonas)
        if not Case.objects.visible_to(mette).filter(pk=closed.pk).exists():
            break_glass(by=mette, case=closed, reason="Hun ringede i krise, og Jonas var på kursus hele dagen.")
    away = list(counsellors.values())[-1]
    begin = clock.now() + timedelta(days=21)
    add_absence(
        by=lead, resource_id=away.pk, seen_version=away.availability_version, kind="holiday",
        start=begin, end=begin + timedelta(days=5),
    )  # fmt: skip

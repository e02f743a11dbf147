"""Who takes part in a case: each with their own yes, which they can take back."""

import pytest

from counselling.actions import cases, participants
from counselling.actions.participants import ParticipantWish
from counselling.models import Case, CaseParticipant, ConflictOfInterest
from counselling.rules.cases import CaseRefusal
from portal import clock
from portal.audit.models import AuditEvent
from portal.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(relative, counsellor):
    """Rasmus' course, carried by Mette."""
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


def wish(**changes):
    given = {"first_name": "Signe", "relation": "sibling", "email": "", "consents": True, "sees_notes": False}
    return ParticipantWish(**given | changes)


def refused(work):
    with pytest.raises(Refused) as error:
        work()
    return error.value.reason


def test_a_sister_takes_part_with_her_own_yes_and_takes_it_back(case, counsellor, another_relative):
    one = participants.add_participant(
        by=counsellor, case=case, wish=wish(email=another_relative.email, sees_notes=True)
    )
    assert (one.person, one.has_consented, one.sees_notes) == (another_relative, True, True)
    one = participants.say_about_notes(by=counsellor, participant=one, consents=False, sees_notes=False)
    assert (one.has_consented, one.sees_notes) == (False, False)
    again = participants.say_about_notes(by=counsellor, participant=one, consents=True, sees_notes=False)
    assert again.has_consented and again.withdrawn_at is None
    told = AuditEvent.objects.filter(subject=another_relative.pk, action__startswith="counselling.participant")
    assert [event.action.split("_")[1] for event in told.order_by("pk")] == ["added", "withdrew", "changed"]


def test_nobody_sees_notes_without_having_said_yes_to_them(case, counsellor):
    add = participants.add_participant
    assert refused(lambda: add(by=counsellor, case=case, wish=wish(consents=False, sees_notes=True))) == (
        CaseRefusal.NO_CONSENT
    )
    one = add(by=counsellor, case=case, wish=wish(consents=False))
    say = participants.say_about_notes
    assert refused(lambda: say(by=counsellor, participant=one, consents=False, sees_notes=True)) == (
        CaseRefusal.NO_CONSENT
    )


def test_a_participant_is_somebody_known_other_than_the_person_and_takes_part_once(
    case, counsellor, relative, another_relative
):
    def add(email):
        return lambda: participants.add_participant(by=counsellor, case=case, wish=wish(email=email))

    assert refused(add("nobody@borger.example")) == CaseRefusal.ACCOUNT_UNKNOWN
    assert refused(add(relative.email)) == CaseRefusal.IS_THE_PERSON
    add(another_relative.email)()
    assert refused(add(another_relative.email)) == CaseRefusal.TAKES_PART_ALREADY


def test_a_closed_case_takes_nobody_in_but_a_yes_can_still_be_taken_back(case, counsellor):
    one = participants.add_participant(by=counsellor, case=case, wish=wish())
    closed = cases.close_case(by=counsellor, case=case, version=case.version, reason="finished")
    add = lambda: participants.add_participant(by=counsellor, case=closed, wish=wish())  # noqa: E731
    assert refused(add) == CaseRefusal.CASE_CLOSED
    one = CaseParticipant.objects.get(pk=one.pk)
    assert participants.say_about_notes(by=counsellor, participant=one, consents=False, sees_notes=False).withdrawn_at
    say = participants.say_about_notes
    assert refused(lambda: say(by=counsellor, participant=one, consents=True, sees_notes=False)) == (
        CaseRefusal.CASE_CLOSED
    )


def test_a_conflict_with_somebody_who_takes_part_shuts_the_case_too(case, counsellor, another_relative):
    participants.add_participant(by=counsellor, case=case, wish=wish(email=another_relative.email))
    ConflictOfInterest.objects.create(worker=counsellor, person=another_relative, noted_at=clock.now())
    assert not Case.objects.visible_to(counsellor)

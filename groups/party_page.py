"""What an organiser sees of one sign-up: who comes, what they need and answered, and how they may be rung."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groups.forms.sign_up_questions import answer_words
from groups.models import Registration
from groups.own_sign_up import act, answers_of
from groups.ringing import RING
from groups.rules.sign_up_questions import read_all, told
from portal.accounts.models import User
from portal.worklist import actions as worklist
from relatives import rules as contact
from relatives.models import RelativeProfile


@dataclass(frozen=True)
class Reach:
    """Where somebody can be reached, and what to be careful with."""

    phone: str = ""
    email: str = ""
    careful: str = ""


def reach_of(row: Registration) -> Reach:
    """A guest's own words; of somebody with an account what they said of how to reach them."""
    if row.person is None:
        return Reach(row.guest_phone, row.guest_email)
    profile = RelativeProfile.objects.of_people([row.person.pk]).get(row.person.pk) or RelativeProfile(user=row.person)
    careful = "" if contact.may_leave_voicemail(profile) else _("Say nothing to the machine, nor to anybody else.")
    return Reach(profile.phone or "", row.person.email or "", careful)


@transaction.atomic
def answer_for(*, by: User, registration: Registration, answer: str) -> Registration:
    """Do for somebody on the phone what the buttons of their own page do; nobody needs to ring them again. Refuses what
    those refuse.
    """
    done = act(registration, answer, by=by)
    worklist.drop_tasks(registration.pk, kinds_of=[RING])
    return done


def context_of(row: Registration) -> dict[str, Any]:
    """The page of one sign-up."""
    event = row.pool.occurrence.event
    people = row.who_comes
    return {
        "sign_up": row,
        "date": row.pool.occurrence,
        "event": event,
        "name": (row.person.name if row.person else row.guest_name) or _("No name"),
        "people": [one.first_name or _("No name") for one in people],
        "needs": [one.needs for one in people if one.has_needs and one.needs],
        "asked": [(text, answer_words(answer)) for text, answer in told(row.answers, read_all(event.questions))],
        "reach": reach_of(row),
        "answers": answers_of(row),
    }

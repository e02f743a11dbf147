"""What counselling tells the registry of joining two people: where its rows go."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counselling.actions.claims import MERGE_TASK
from counselling.actions.merging import carry_cases, carry_talks, carry_waiting, judge_joining
from portal.accounts import merging
from portal.accounts.merging import Part
from portal.worklist import kinds
from portal.worklist.models import Task

TALKS = Part(
    handled=("counselling.Appointment.booked_by",),
    moves=(
        "counselling.Participant.user",
        "counselling.Hold.held_by",
        "counselling.CallRequest.person",
        "counselling.Contact.person",
    ),
    stays={
        "counselling.PhoneDuty.user": "a colleague's account is never emptied",
        "counselling.StaffNumber.user": "a colleague's account is never emptied",
        "counselling.VisitWatch.reached_by": "a colleague's account is never emptied",
    },
    counts={
        "counselling.Appointment.booked_by": gettext_lazy("Talks"),
        "counselling.CallRequest.person": gettext_lazy("Wishes for a call"),
        "counselling.Contact.person": gettext_lazy("Logged calls"),
    },
    carry=carry_talks,
)
CASES = Part(
    handled=("counselling.ConflictOfInterest.person", "counselling.ClaimCode.person"),
    moves=("counselling.Case.person", "counselling.CaseParticipant.person"),
    stays={"counselling.JournalPackage.filed_by": "a colleague's account is never emptied"},
    counts={
        "counselling.Case.person": gettext_lazy("Cases"),
        "counselling.CaseParticipant.person": gettext_lazy("Takes part in other people's cases"),
    },
    judge=judge_joining,
    carry=carry_cases,
)
WAITING = Part(
    moves=("counselling.WaitlistEntry.person",),
    counts={"counselling.WaitlistEntry.person": gettext_lazy("Places on the waiting list")},
    carry=carry_waiting,
)


def sentence(task: Task) -> str:
    """Somebody wrote the right code, but it is not simple."""
    return _("Somebody wrote their code, but two records must be looked at first: join them and ring")


def url(task: Task) -> str:
    """The two, side by side."""
    return reverse("counselling:person_join", args=[task.context["account"], task.about])


def register() -> None:
    """Called once from registering/__init__.py."""
    merging.register("counselling.talks", TALKS)
    merging.register("counselling.cases", CASES)
    merging.register("counselling.waiting", WAITING)
    kinds.register(MERGE_TASK, sentence, url)

"""What evenings tell the registry of joining two people: where sign-ups and news go."""

from django.utils.translation import gettext_lazy as _

from groups.actions.merging import carry_memberships, carry_news, carry_sign_ups
from portal.accounts import merging
from portal.accounts.merging import Part

COLLEAGUE = "a colleague's account is never emptied"
ORGANISED = (
    "CoOrganiser.organiser",
    "Event.organiser",
    "Event.changed_by",
    "EventLetter.sent_by",
    "Handout.added_by",
    "EvaluationForm.asked_by",
)
LEARNED = ("Completion.person", "PageRead.person", "Workplace.person")

SIGN_UPS = Part(
    handled=("groups.Registration.person",),
    stays={f"groups.{link}": COLLEAGUE for link in (*ORGANISED, *LEARNED)},
    counts={"groups.Registration.person": _("Sign-ups for evenings")},
    carry=carry_sign_ups,
)
NEWS = Part(
    handled=("groups.NewsWish.user",),
    counts={"groups.NewsWish.user": _("Wishes for news of evenings")},
    carry=carry_news,
)
PARTNERS = Part(handled=("groups.CoOrganiserMember.user",), carry=carry_memberships)


def register() -> None:
    """Called once from registering."""
    merging.register("groups.partners", PARTNERS)
    merging.register("groups.sign_ups", SIGN_UPS)
    merging.register("groups.news", NEWS)

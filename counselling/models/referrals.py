"""A relative is passed on to somebody, or comes from somebody: a loop that is closed when the contact is made."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from counselling.models.cases import Case
from counselling.models.notes import FollowUp
from counselling.referral_choices import Direction, ReferralState, Told
from portal.directory.models import Offer
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

UNDER_WAY = (ReferralState.SENT, ReferralState.RECEIVED)
ONCE = "a_relative_is_passed_on_to_an_offer_once"


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Reads of referrals."""

    def of_case(self, case: Case) -> "ReferralQuerySet":
        """A case's, the newest first."""
        return self.filter(case=case).for_list()

    def worked_by(self, user: "User") -> "ReferralQuerySet":
        """Those of cases somebody works with."""
        return self.filter(case__in=Case.objects.worked_by(user)).for_list()

    def seen_by(self, user: "User") -> "ReferralQuerySet":
        """What a relative reads about themselves: where we have passed them on to."""
        return self.filter(case__person=user, direction=Direction.OUT).exclude(state=ReferralState.WITHDRAWN).for_list()

    def under_way(self) -> "ReferralQuerySet":
        """Not answered for good yet."""
        return self.filter(state__in=UNDER_WAY)

    def for_list(self) -> "ReferralQuerySet":
        """With all that a line shows."""
        return self.select_related("offer__organisation", "case__person", "by").order_by("-sent_at", "-id")


class Referral(models.Model):
    """Somebody is passed on, with their yes; the place, when they answer, and how far it has come."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.OUT)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="+")
    outside = models.CharField(max_length=120, blank=True)  # a place that is not in the directory
    state = models.CharField(max_length=14, choices=ReferralState.choices)
    told = models.CharField(max_length=5, choices=Told.choices, default=Told.PHONE)
    consented_at = models.DateTimeField(null=True, blank=True)  # the relative said yes to being passed on
    response_due_on = models.DateField(null=True, blank=True)
    summary = EncryptedTextField(blank=True, default="")
    follow_up = models.ForeignKey(FollowUp, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(unique=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-sent_at"], name="referral_by_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "offer"], condition=Q(direction="out", state__in=["sent", "received"]), name=ONCE
            ),
            models.CheckConstraint(
                condition=Q(offer__isnull=False, outside="") | Q(offer__isnull=True) & ~Q(outside=""),
                name="a_referral_names_one_place",
            ),
            models.CheckConstraint(
                condition=Q(direction="in") | Q(consented_at__isnull=False),
                name="nobody_is_passed_on_without_their_yes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "received"], answered_at__isnull=True)
                | ~Q(state__in=["sent", "received"]) & Q(answered_at__isnull=False),
                name="a_referral_is_answered_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=ReferralState.values), name="referral_state_is_known"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="referral_direction_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d} {self.state}"

    @property
    def place(self) -> str:
        """Where the relative is passed on to, or comes from."""
        return self.offer.title if self.offer else self.outside

    @property
    def is_under_way(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in UNDER_WAY

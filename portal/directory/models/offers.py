"""What relatives can get: a talk, a pause, a walk with a neighbour, somebody who knows the rules."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.directory.choices import LANGUAGES, LONGEST_ANSWER, last_good_day
from portal.directory.models.organisations import Organisation
from portal.directory.models.units import Unit
from portal.keys import new_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

SEARCHED = (
    *(f"{kind}_{code}" for kind in ("title", "summary") for code in LANGUAGES),
    "organisation__name",
    "unit__name",
    "contact_name",
)
SEARCH_WORDS = 6  # more words than that narrow nothing down, they only cost


def told_in(code: str) -> Q:
    """Whether the offer has its title and its text in a language."""
    return ~Q(**{f"title_{code}": ""}) & ~Q(**{f"summary_{code}": ""})


def whole_in(code: str) -> Q:
    """Whether the offer has both or neither in a language: half of it would leave a reader with a bare title."""
    return told_in(code) | Q(**{f"title_{code}": "", f"summary_{code}": ""})


class OfferQuerySet(models.QuerySet["Offer"]):
    """Reads of offers."""

    def published(self) -> "OfferQuerySet":
        """Offers that anybody may read."""
        return self.filter(is_active=True, organisation__is_active=True)

    def visible_to(self, user: "User | AnonymousUser") -> "OfferQuerySet":
        """Staff of any role read withdrawn offers too; everybody else the published ones."""
        return self.all() if getattr(user, "is_staff_member", False) else self.published()

    def for_list(self) -> "OfferQuerySet":
        """Each with who stands behind it, by organisation."""
        rows = self.select_related("organisation", "unit")
        words = [f"title_{code}" for code in LANGUAGES]
        return rows.order_by(Lower("organisation__name"), "organisation_id", *words, "slug")

    def taking_referrals(self) -> "OfferQuerySet":
        """Published offers that a counsellor can send a relative on to."""
        return self.published().filter(takes_referrals=True)

    def not_checked_since(self, day: date) -> "OfferQuerySet":
        """Shown offers that nobody has looked at since a day, the longest forgotten first."""
        return self.published().filter(last_checked_on__lt=day).order_by("last_checked_on", "slug")

    def withdrawn(self) -> "OfferQuerySet":
        """Offers that are no longer shown."""
        return self.filter(is_active=False)

    def matching(self, text: str) -> "OfferQuerySet":
        """Offers in which each of the words stands somewhere: title, text, organisation, place or contact person."""
        found = self
        for word in text.split()[:SEARCH_WORDS]:
            anywhere = Q()
            for field in SEARCHED:
                anywhere |= Q(**{f"{field}__icontains": word})
            found = found.filter(anywhere)
        return found

    def named(self, slug: str) -> "Offer | None":
        """The offer with this address among these."""
        return self.filter(slug=slug).first()


class Offer(models.Model):
    """One thing a relative can get, told plainly; who gives it, how to get it, and when somebody last checked it."""

    class WayIn(models.TextChoices):
        """Who makes the first move."""

        SELF = "self", _("The relative gets in touch")
        REFERRAL = "referral", _("We pass the relative on")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title_da = models.CharField(max_length=120, blank=True)
    title_nb = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    summary_da = models.CharField(max_length=300, blank=True)
    summary_nb = models.CharField(max_length=300, blank=True)
    summary_en = models.CharField(max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    contact_email = models.EmailField(blank=True)
    way_in = models.CharField(max_length=10, choices=WayIn.choices, default=WayIn.SELF)
    bookable_ref = models.UUIDField(null=True, blank=True)  # what can be booked, in whichever app above holds it
    takes_referrals = models.BooleanField(default=False)
    response_days = models.PositiveSmallIntegerField(null=True, blank=True)  # they answer a referral within this
    last_checked_on = models.DateField(default=clock.today)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=told_in("da") | told_in("nb") | told_in("en"), name="an_offer_is_told_in_some_language"
            ),
            models.CheckConstraint(
                condition=whole_in("da") & whole_in("nb") & whole_in("en"),
                name="an_offer_has_title_and_text_in_the_same_languages",
            ),
            models.CheckConstraint(condition=Q(way_in__in=["self", "referral"]), name="offer_way_in_is_known"),
            models.CheckConstraint(
                condition=Q(way_in="self") | Q(takes_referrals=True), name="an_offer_by_referral_takes_referrals"
            ),
            models.CheckConstraint(
                condition=Q(takes_referrals=True, response_days__isnull=False, response_days__range=(1, LONGEST_ANSWER))
                | Q(takes_referrals=False, response_days__isnull=True),
                name="an_offer_that_takes_referrals_says_when_it_answers",
            ),
            models.CheckConstraint(
                condition=Q(takes_referrals=False) | ~Q(contact_phone="") | ~Q(contact_email=""),
                name="an_offer_that_takes_referrals_can_be_reached",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def language(self) -> str:
        """The language it is told in here: the page's, or the first one it has."""
        wanted = (get_language() or "da")[:2]
        return next((code for code in (wanted, *LANGUAGES) if getattr(self, f"title_{code}", "")), "da")

    @property
    def title(self) -> str:
        """What it is called, in the language of the page when it has one."""
        return str(getattr(self, f"title_{self.language}"))

    @property
    def summary(self) -> str:
        """What it is, in the language of the page when it has one."""
        return str(getattr(self, f"summary_{self.language}"))

    @property
    def is_by_referral(self) -> bool:
        """Whether a relative gets there only through us."""
        return self.way_in == self.WayIn.REFERRAL

    @property
    def is_unchecked(self) -> bool:
        """Whether nobody has said for half a year that it is still right."""
        return self.last_checked_on < last_good_day(clock.today())

"""Home visits: where they take place, how long the way is, and whether the counsellor came out safely."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least

from counselling.addresses import Address
from counselling.choices import Mode, Status
from counselling.models.appointments import LIVE, Appointment
from counselling.models.holds import Hold
from counselling.visit_choices import LONGEST_WAY, USUAL_VISITS, silence
from portal import clock
from portal.calendar.models import Resource
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

NOBODY = UUID(int=0)
FOUR_DIGITS = r"^[0-9]{4}$"


class TravelTimeQuerySet(models.QuerySet["TravelTime"]):
    """Reads of how long the way is."""

    def between(self, one: str, other: str) -> "TravelTime | None":
        """The pair, whichever way one goes."""
        return self.filter(from_postcode=min(one, other), to_postcode=max(one, other)).first()

    def for_list(self) -> "TravelTimeQuerySet":
        """By postcode."""
        return self.order_by("from_postcode", "to_postcode")

    def to_homes(self, postcodes: Iterable[str]) -> dict[tuple[str, str], int]:
        """Every known way from or to these homes, by its two postcodes, the lower first. One query."""
        homes = set(postcodes)
        rows = self.filter(Q(from_postcode__in=homes) | Q(to_postcode__in=homes))
        return {(row.from_postcode, row.to_postcode): row.minutes for row in rows}

    def minutes_of(self, resource_ids: Iterable[UUID], postcode: str) -> dict[UUID, int]:
        """How long each counsellor is on the way from their place of work; the usual time where nobody knows."""
        base = OuterRef("postcode")
        known = self.filter(from_postcode=Least(base, Value(postcode)), to_postcode=Greatest(base, Value(postcode)))
        minutes = Coalesce(Subquery(known.values("minutes")[:1]), settings.TRAVEL_MINUTES)
        return dict(Resource.objects.filter(pk__in=list(resource_ids)).values_list("pk", minutes))


class TravelTime(models.Model):
    """Minutes between two postcodes, the same both ways: one row, the lower postcode first."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    from_postcode = models.CharField(max_length=4)
    to_postcode = models.CharField(max_length=4)
    minutes = models.PositiveSmallIntegerField()

    objects = TravelTimeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_postcode", "to_postcode"], name="a_way_is_written_once"),
            models.CheckConstraint(
                condition=Q(from_postcode__regex=FOUR_DIGITS, to_postcode__regex=FOUR_DIGITS),
                name="a_way_goes_between_postcodes",
            ),
            models.CheckConstraint(
                condition=Q(from_postcode__lte=F("to_postcode")), name="a_way_has_its_lower_postcode_first"
            ),
            models.CheckConstraint(condition=Q(minutes__range=(1, LONGEST_WAY)), name="a_way_takes_up_to_three_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.from_postcode}-{self.to_postcode}"

    @property
    def words(self) -> str:
        """The pair as it reads."""
        return f"{self.from_postcode}–{self.to_postcode}"


class VisitAddressQuerySet(models.QuerySet["VisitAddress"]):
    """Reads of where visits take place."""

    def of_hold(self, hold_id: UUID) -> "VisitAddress | None":
        """Where the held visit would be."""
        return self.filter(hold_id=hold_id).first()

    def of_talk(self, talk_id: UUID) -> "VisitAddress | None":
        """Where the visit is."""
        return self.filter(appointment_id=talk_id).first()

    def of_talks(self, talk_ids: Iterable[UUID]) -> "dict[UUID | None, VisitAddress]":
        """Where these visits are, one query; each opens when it is read."""
        return {row.appointment_id: row for row in self.filter(appointment_id__in=list(talk_ids))}


class VisitAddress(models.Model):
    """The home a visit goes to: first the hold's, then the talk's, through every move."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    hold = models.OneToOneField(Hold, on_delete=models.CASCADE, null=True, related_name="visit_address")
    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, null=True, related_name="visit_address")
    street = EncryptedTextField(null=True, blank=True)  # type: ignore[misc]  # NULL is how it is wiped
    postcode = EncryptedTextField(null=True, blank=True)  # type: ignore[misc]
    town = EncryptedTextField(null=True, blank=True)  # type: ignore[misc]

    objects = VisitAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hold__isnull=False, appointment__isnull=True)
                | Q(hold__isnull=True, appointment__isnull=False),
                name="an_address_is_a_holds_or_a_talks",
            ),
        ]

    def __str__(self) -> str:
        return "an address"

    @property
    def address(self) -> Address:
        """The address; CannotBeShown when it does not open."""
        return Address(self.street or "", self.postcode or "", self.town or "")


def full_days(
    resource_ids: Collection[UUID], first: date, last: date, now: datetime, *, but: UUID | None = None
) -> list[tuple[UUID, date]]:
    """Which counsellors have all the home visits a day may hold, on local days [first, last]; two queries.

    Held times count while they last. but: a talk or a hold that does not count (it moves, or becomes a talk).
    """
    start = datetime.combine(first, time(), clock.zone())
    end = datetime.combine(last + timedelta(days=1), time(), clock.zone())
    mine = Q(counsellor__in=list(resource_ids), mode=Mode.HOME_VISIT, starts_at__gte=start, starts_at__lt=end)
    taking = Appointment.objects.filter(mine, status__in=(*LIVE, Status.FULFILLED)).exclude(pk=but or NOBODY)
    held = Hold.objects.filter(mine, expires_at__gt=now).exclude(pk=but or NOBODY)
    pairs = taking.values_list("counsellor", "starts_at").union(held.values_list("counsellor", "starts_at"), all=True)
    counted: dict[tuple[UUID, date], int] = {}
    for counsellor, starts_at in pairs:
        key = (counsellor, starts_at.astimezone(clock.zone()).date())
        counted[key] = counted.get(key, 0) + 1
    caps = dict(
        Resource.objects.filter(pk__in=list(resource_ids)).values_list(
            "pk", Coalesce("counsellor_profile__most_home_visits", USUAL_VISITS)
        )
    )
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    never = [(key, day) for key, most in caps.items() if most == 0 for day in days]  # full without a single visit
    return [key for key, number in counted.items() if number >= caps.get(key[0], 0) > 0] + never


class VisitWatchQuerySet(models.QuerySet["VisitWatch"]):
    """Reads of who is out on a visit."""

    def of_talk(self, talk_id: UUID) -> "VisitWatch | None":
        """The watch over one visit."""
        return self.filter(appointment_id=talk_id).first()

    def open(self) -> "VisitWatchQuerySet":
        """Checked in, not out, and nobody has said they are safe."""
        return self.filter(checked_out_at=None, reached_at=None)

    def of_worker(self, user: "User") -> "VisitWatchQuerySet":
        """One person's own."""
        return self.filter(worker=user)

    def in_alarm(self, now: datetime) -> "VisitWatchQuerySet":
        """Those who did not answer their own reminder either: judged by the clock alone, whatever workers do."""
        return self.open().filter(expected_end__lte=now - silence(settings.VISIT_GRACE_MINUTES))

    def for_list(self) -> "VisitWatchQuerySet":
        """With who is out and which talk it is, the longest missed first."""
        return self.select_related("worker", "appointment__booked_by").order_by("expected_end")


class VisitWatch(models.Model):
    """Somebody alone in a home: when they went in, when they expect to be out, and how it ended."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="visit_watch")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    checked_in_at = models.DateTimeField()
    expected_end = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # of what was planned: an extended time makes older alarms void
    checked_out_at = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    reached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = VisitWatchQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["expected_end"], condition=Q(checked_out_at=None, reached_at=None), name="visit_watch_open"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_end__gt=F("checked_in_at")), name="a_visit_is_expected_to_end_later"
            ),
            models.CheckConstraint(
                condition=Q(checked_out_at__isnull=True) | Q(reached_at__isnull=True), name="a_visit_ends_in_one_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checked_in_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still inside."""
        return self.checked_out_at is None and self.reached_at is None


class StaffNumberQuerySet(models.QuerySet["StaffNumber"]):
    """Reads of colleagues' numbers."""

    def numbers(self, people: Iterable["User"]) -> dict[UUID, "StaffNumber"]:
        """The rows of these people, one query; the number opens when it is read."""
        return {row.user_id: row for row in self.filter(user__in=[person.pk for person in people])}


class StaffNumber(models.Model):
    """The phone a colleague carries at work: rung and written to when somebody does not come out of a visit."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="work_number")
    phone = EncryptedTextField(null=True, blank=True)  # type: ignore[misc]  # NULL is how it is wiped

    objects = StaffNumberQuerySet.as_manager()

    def __str__(self) -> str:
        return "a number"

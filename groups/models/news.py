"""Who wants to hear of new evenings, with or without an account, and what they have heard of already."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from groups.choices import Attendance, NewsOften
from groups.models.events import Event
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

ONE_ADDRESS = "an_address_hears_of_evenings_once"
ONE_PERSON = "a_person_hears_of_evenings_once"


class NewsWishQuerySet(models.QuerySet["NewsWish"]):
    """Reads of wishes to hear of new evenings."""

    def of_person(self, user: "User") -> "NewsWish | None":
        """A person's own, or None."""
        return self.filter(user=user).first()

    def of_address(self, email: str, index: str) -> "NewsWishQuerySet":
        """Whoever reads an address: as a guest, or as the account it belongs to."""
        return self.filter(Q(email_index=index) | Q(user__email=email)).select_related("user")

    def for_link(self) -> "NewsWishQuerySet":
        """With the account, if there is one."""
        return self.select_related("user")

    def to_end(self, key: UUID) -> "NewsWish | None":
        """One to be ended, locked, with its account; None when it is gone or somebody is changing it right now."""
        rows = self.select_related("user").filter(pk=key)
        return rows.select_for_update(of=("self",), skip_locked=True).first()

    def waiting_for_news(self) -> "NewsWishQuerySet":
        """Those who have confirmed and can be written to; whoever waits longest first."""
        rows = self.filter(confirmed_at__isnull=False).exclude(user__is_active=False).select_related("user")
        return rows.order_by(models.F("last_told_at").asc(nulls_first=True), "id")

    def unconfirmed(self, before: datetime) -> "NewsWishQuerySet":
        """Those nobody confirmed since."""
        return self.filter(confirmed_at=None, asked_at__lt=before)


class NewsWish(models.Model):
    """A wish to hear of new evenings. A guest's counts once its address answered; it is gone the moment they stop."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="news_wishes"
    )
    email = EncryptedTextField(blank=True, default="")
    email_index = models.CharField(max_length=64, blank=True)  # blind index of a guest's address
    topics = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # none: all
    near = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=12, blank=True)  # on site, online, or either
    often = models.CharField(max_length=6, choices=NewsOften.choices, default=NewsOften.WEEK)
    says_titles = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="da")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_told_at = models.DateTimeField(null=True, blank=True)

    objects = NewsWishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email_index"], condition=~Q(email_index=""), name=ONE_ADDRESS),
            models.UniqueConstraint(fields=["user"], condition=Q(user__isnull=False), name=ONE_PERSON),
            models.CheckConstraint(
                condition=Q(user__isnull=False, email_index="") | Q(user__isnull=True) & ~Q(email_index=""),
                name="news_are_for_a_person_or_an_address",
            ),
            models.CheckConstraint(condition=Q(often__in=NewsOften.values), name="news_come_daily_or_weekly"),
            models.CheckConstraint(
                condition=Q(way__in=["", Attendance.IN_PERSON, Attendance.ONLINE]), name="news_way_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def address(self) -> str:
        """Where it is written to: a person's own address as it is now, or the guest's."""
        return (self.user.email or "") if self.user else str(self.email)


class NewsToldQuerySet(models.QuerySet["NewsTold"]):
    """Reads of what was told."""

    def known_to(self, wish_ids: Iterable[UUID]) -> "dict[UUID, set[UUID]]":
        """The events each has heard of. One query."""
        known: dict[UUID, set[UUID]] = {}
        for wish, event in self.filter(wish_id__in=list(wish_ids)).values_list("wish_id", "event_id"):
            known.setdefault(wish, set()).add(event)
        return known

    def last_of(self, wish: NewsWish) -> "list[Event]":
        """What somebody was told of last, the newest first."""
        rows = self.filter(wish=wish).select_related("event").order_by("-told_at")[:10]
        return [row.event for row in rows]


class NewsTold(models.Model):
    """Somebody was told of an evening: never twice."""

    id = models.BigAutoField(primary_key=True)
    wish = models.ForeignKey(NewsWish, on_delete=models.CASCADE, related_name="told")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()

    objects = NewsToldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish", "event"], name="an_evening_is_told_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


Wishes = dict[str, Any]  # topics, near, way, often, says_titles: what somebody chose

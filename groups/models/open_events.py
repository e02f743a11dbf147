"""Events as everybody may find them from outside: what counts in a search, and which dates come along."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Case, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Lower

from groups.choices import Attendance, Publication, Sensitivity
from groups.models.co_organisers import CoOrganiser

if TYPE_CHECKING:
    from groups.models.events import Occurrence
    from groups.models.pictures import EventImage
    from portal.accounts.models import User

M = TypeVar("M", bound=models.Model)


class OpenEventQuerySet(models.QuerySet[M]):
    """Reads of events for other machines."""

    def said_openly(self, words: str = "", kind: str = "", with_respite: bool = False) -> Self:
        """Those that fit. Of a discreet event nothing but its discreet title counts, so that a search tells no more."""
        is_open = Q(sensitivity=Sensitivity.OPEN)
        rows = self.filter(is_open) if kind or with_respite else self
        if words:
            named = is_open & (Q(title__icontains=words) | Q(summary__icontains=words))
            rows = rows.filter(named | ~is_open & Q(discreet_title__icontains=words))
        if with_respite:
            rows = rows.filter(may_ask_respite=True)
        return rows.filter(kind=kind) if kind else rows

    def of_partner(self, user: "User") -> Self:
        """What somebody of a co-organiser works with: what was written for it, and nothing else of the house."""
        ours = CoOrganiser.objects.of_member(user).values("pk")
        gone = Q(publication=Publication.ARCHIVED, published_at__isnull=False)  # what never was out says why it is not
        return self.filter(co_organiser__in=ours, is_template=False).exclude(gone)

    def sent_in(self) -> Self:
        """Drafts partners wrote that wait to be read."""
        return self.filter(co_organiser__isnull=False, publication=Publication.IN_REVIEW)

    def by_partner(self, partner: CoOrganiser) -> Self:
        """What an organiser sees of what they wrote or make with us: what waits for a reader first."""
        waits = Case(When(publication=Publication.IN_REVIEW, then=0), default=1)
        with_them = Q(co_organiser=partner) | Q(pk__in=partner.together.values("event"))
        return self.filter(with_them).order_by(waits, "-created_at")

    def with_wish(self) -> Self:
        """With the co-organiser and what it wishes for."""
        return self.select_related("co_organiser__organisation", "organiser", "wish__venue")

    def attended(self, way: str) -> Self:
        """Those one can come to that way."""
        return self.filter(attendance__in=[way, Attendance.HYBRID]) if way else self

    def by_next_date(self, dates: "models.QuerySet[Occurrence]") -> Self:
        """Those with some of these dates, the nearest first."""
        begins: Any = Lower("period", output_field=models.DateTimeField())
        nearest = dates.filter(event=OuterRef("pk")).order_by("period").annotate(at=begins).values("at")[:1]
        return self.annotate(next_at=Subquery(nearest)).filter(next_at__isnull=False).order_by("next_at", "slug")

    def with_dates_found(self, dates: "models.QuerySet[Occurrence]", pictures: "models.QuerySet[EventImage]") -> Self:
        """Each with `dates_found`: these dates, places, seats; picture and theme week too. Three queries more."""
        found = Prefetch("occurrences", dates.select_related("venue").prefetch_related("pools"), to_attr="dates_found")
        return self.select_related("campaign").prefetch_related(found, Prefetch("image", pictures))


class BetweenQuerySet(models.QuerySet[M]):
    """Dates within a time."""

    def between(self, begins: datetime | None, ends: datetime | None) -> Self:
        """Dates that begin in this time."""
        rows = self if begins is None else self.filter(period__startswith__gte=begins)
        return rows if ends is None else rows.filter(period__startswith__lt=ends)

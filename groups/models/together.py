"""Which events the municipality makes together with a co-organiser: who is named on the page, who may hold the evening.

Who wrote a draft is another thing (Event.co_organiser): an event the municipality made can be held with a partner too,
and one a partner wrote can go on without it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models.functions import Lower

from groups.choices import DataRole, Publication
from groups.models.co_organisers import CoOrganiser
from groups.models.events import Occurrence
from portal.keys import new_key

if TYPE_CHECKING:
    from portal.accounts.models import User

TOGETHER_ONCE = "an_event_is_made_once_with_a_partner"


class TogetherQuerySet(models.QuerySet["Together"]):
    """Reads of who makes what with whom."""

    def of_event(self, event_id: UUID) -> "TogetherQuerySet":
        """An event's partners by name."""
        rows = self.filter(event_id=event_id).select_related("co_organiser__organisation")
        return rows.order_by(Lower("co_organiser__organisation__name"), "id")

    def of_events(self, event_ids: Iterable[UUID]) -> "TogetherQuerySet":
        """Those of several events, by name."""
        rows = self.filter(event_id__in=list(event_ids)).select_related("co_organiser__organisation")
        return rows.order_by(Lower("co_organiser__organisation__name"), "id")

    def names_of(self, event_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
        """The partners' names of several events, by name. One query."""
        found: dict[UUID, list[str]] = {}
        for row in self.of_events(event_ids):
            found.setdefault(row.event_id, []).append(str(row))
        return found

    def of_partner(self, partner: CoOrganiser) -> "TogetherQuerySet":
        """All one partner makes with us."""
        return self.filter(co_organiser=partner)

    def of_member(self, user: "User") -> "TogetherQuerySet":
        """What a person's organisations make with us, the newest first; what was put away is gone."""
        rows = self.filter(co_organiser__in=CoOrganiser.objects.of_member(user).values("pk"))
        rows = rows.exclude(event__publication=Publication.ARCHIVED)
        return rows.select_related("event", "co_organiser__organisation").order_by("-since", "id")

    def who_may_see(self, today: date) -> "TogetherQuerySet":
        """Those whose partner works on our behalf by an agreement that runs today, of events that are out."""
        runs = CoOrganiser.objects.running(today).filter(data_role=DataRole.PROCESSOR)
        return self.filter(co_organiser__in=runs.values("pk"), event__publication=Publication.PUBLISHED)

    def who_see_guests_of(self, event_id: UUID, today: date) -> list[str]:
        """The names of an event's partners who see who comes. One query."""
        return [str(row) for row in self.of_event(event_id).who_may_see(today)]

    def dates_held_by(self, user: "User", today: date, ended_after: datetime) -> "models.QuerySet[Occurrence]":
        """The dates of which a person may see who comes, the next first; those called off are gone."""
        events = self.of_member(user).who_may_see(today).order_by().values("event")
        dates = Occurrence.objects.live().filter(event__in=events, period__endswith__gt=ended_after)
        return dates.select_related("event", "venue").order_by(Lower("period"), "id")


class Together(models.Model):
    """One event and one partner who invites with us. Its people may hold the evening as far as the agreement says."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    event = models.ForeignKey("groups.Event", on_delete=models.CASCADE, related_name="together")
    co_organiser = models.ForeignKey(CoOrganiser, on_delete=models.PROTECT, related_name="together")
    since = models.DateTimeField()

    objects = TogetherQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "co_organiser"], name=TOGETHER_ONCE)]

    def __str__(self) -> str:
        return str(self.co_organiser)

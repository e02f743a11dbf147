"""A time kept while a relative says who they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from counselling.choices import MODE_WORDS, Company, Mode
from counselling.models.appointments import Appointment
from counselling.models.cases import Case
from counselling.models.conflicts import ConflictOfInterest
from counselling.models.meeting_types import MeetingType
from counselling.models.stopped import StoppedQuerySet
from counselling.models.waiting import WaitlistEntry
from portal.calendar.models import Resource
from portal.keys import new_key
from portal.vault import CannotBeShown
from portal.vault.fields import EncryptedTextField


class HoldQuerySet(StoppedQuerySet["Hold"]):
    """Reads of holds."""

    def with_token(self, token_hash: str) -> "HoldQuerySet":
        """The hold a browser session carries."""
        return self.filter(token_hash=token_hash).select_related("meeting_type", "counsellor", "room")

    def counting_open_talks_of(self, person: Any) -> "HoldQuerySet":
        """Holds with what booking them needs to know of the person: CountedHold."""
        talks = Appointment.objects.live().filter(booked_by_id=person, meeting_type=OuterRef("meeting_type"))
        number = talks.order_by().values("meeting_type").annotate(number=Count("*")).values("number")
        barred = ConflictOfInterest.objects.filter(worker=OuterRef("counsellor__user"), person_id=person)
        return self.annotate(
            open_now=Coalesce(Subquery(number), 0),
            is_barred=Exists(barred),
            open_case=Subquery(Case.objects.open_key_of(person)),
            waits=Exists(WaitlistEntry.objects.without_a_talk_for(person, OuterRef("meeting_type"))),
        )

    def lapsed(self, now: datetime) -> "HoldQuerySet":
        """Holds whose time has run out."""
        return self.filter(expires_at__lte=now)


class Hold(models.Model):
    """A conversation's time, kept for ten minutes while the relative signs in. Owns its occupancies."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    meeting_type = models.ForeignKey(MeetingType, on_delete=models.CASCADE)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    counsellor = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="+")
    interpreter = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="+")
    interpreter_language = models.CharField(max_length=5, blank=True)
    company = models.CharField(max_length=12, choices=Company.choices, default=Company.ALONE)
    companion_name = EncryptedTextField(blank=True, default="")
    wants_respite = models.BooleanField(default=False)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    extensions = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField()

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="hold_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def mode_words(self) -> str:
        """How the two meet, as said to a relative."""
        return str(MODE_WORDS[self.mode])

    @property
    def home(self) -> str:
        """Where a home visit would go, for whoever wrote it a moment ago; empty for other talks."""
        row = getattr(self, "visit_address", None) if self.mode == Mode.HOME_VISIT else None
        try:
            return row.address.words if row else ""
        except CannotBeShown:
            return ""


@dataclass(frozen=True)
class CountedHold:
    """A kept time with what counting_open_talks_of has counted for whoever books it."""

    hold: Hold
    open_now: int  # the person's live talks of this type
    is_barred: bool  # the two must not meet
    open_case: UUID | None  # the person's
    waits: bool  # the person has a place on the waiting list and no talk of this type yet

    @classmethod
    def of(cls, row: Hold) -> "CountedHold":
        """The row of that query, typed; any other row is a mistake and says so."""
        counted: dict[str, Any] = vars(row)
        return cls(row, **{name: counted[name] for name in ("open_now", "is_barred", "open_case", "waits")})

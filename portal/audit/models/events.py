"""Who did and read what. Rows are added, never changed: the runtime role may not, and triggers refuse the owner too."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import pgettext_lazy

from portal import clock


class Kind(models.TextChoices):
    """What the event was."""

    CHANGE = "change", pgettext_lazy("audit", "Change")
    READ = "read", pgettext_lazy("audit", "Read")


JOINED = "accounts.people_merged"  # stands once for either of the two; its object is the one who stays
MOST_JOINED = 50  # records of one person; more is no merge, but a loop somebody made
CHAIN, ANCHORED, VERIFIED = "audit.chain", "audit.chain_anchored", "audit.chain_verified"
MARKED_ANEW = "audit.chain_marked_anew"
IN_A_SEAL = (
    "audit_auditevent.id <@ COALESCE("
    "(SELECT range_agg(seal.events) FROM audit_auditseal seal WHERE seal.newest > %s AND seal.count > 0), '{}')"
)


@dataclass(frozen=True)
class Search:
    """What somebody wants to see of the log: what sort, whose data, who did it, which days; older than an event."""

    kind: str = ""
    subject: UUID | None = None
    actor: UUID | None = None
    action: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None

    @property
    def period(self) -> str:
        """Its days, as the log notes them of whoever searched."""
        return f"{self.first or ''}/{self.last or ''}" if self.first or self.last else ""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Reads of the log."""

    def about(self, subject: UUID) -> "AuditEventQuerySet":
        """What happened to one person's data, newest first: what that person may see."""
        return self.filter(subject=subject).order_by("-id")

    def ids_of(self, person: UUID) -> set[UUID]:
        """A person's own key and those of the records that were joined into theirs, however many steps ago.

        The log itself knows: whose joining is too old to stand in it has nothing older in it either.
        """
        known, new = {person}, {person}
        while new and len(known) < MOST_JOINED:
            joined = self.filter(action=JOINED, object_id__in=[str(one) for one in new], subject__isnull=False)
            new = {one for one in joined.values_list("subject", flat=True) if one} - known
            known |= new
        return known

    def by_others(self, subject: UUID, before: int | None = None) -> "AuditEventQuerySet":
        """What others read and changed of one person's data, newest first; older than an event.

        What happened to a record that was joined into theirs is theirs to know; joining the two is one event.
        """
        ids = self.ids_of(subject)
        rows = self.filter(subject__in=ids).exclude(actor__in=ids).order_by("-id")
        rows = rows.exclude(action=JOINED, subject__in=ids - {subject})
        return rows if before is None else rows.filter(id__lt=before)

    def of_object(self, kind: str, object_id: UUID | str) -> "AuditEventQuerySet":
        """The history of one thing, oldest first."""
        return self.filter(object_kind=kind, object_id=str(object_id)).order_by("id")

    def matching(self, search: Search) -> "AuditEventQuerySet":
        """What a search asks for, newest first; a day is a day here, 23 to 25 hours long, the last one included."""
        rows = self.order_by("-id")
        if search.kind:
            rows = rows.filter(kind=search.kind)
        if search.subject:
            rows = rows.filter(subject=search.subject)
        if search.actor:
            rows = rows.filter(actor=search.actor)
        if search.action:
            rows = rows.filter(action=search.action)
        if search.first:
            rows = rows.filter(at__gte=midnight(search.first))
        if search.last:
            rows = rows.filter(at__lt=midnight(search.last + timedelta(days=1)))
        return rows if search.before is None else rows.filter(id__lt=search.before)

    def unsealed(self, above: int = 0) -> "AuditEventQuerySet":
        """Events above a number that stand in no seal."""
        sealed = RawSQL(IN_A_SEAL, [above], output_field=models.BooleanField())  # noqa: S611  # nosec B611
        return self.filter(id__gt=above).exclude(sealed)

    def last_number_given(self) -> int:
        """The last id the database gave out, also to a row that was rolled back or is gone; 0 before the first."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence('audit_auditevent', 'id'))")
            (number,) = cursor.fetchone()
        return int(number or 0)

    def staff_reads(self, begin: datetime, end: datetime) -> "AuditEventQuerySet":
        """What staff read of people between two moments, oldest first; taking a copy of one's own data is no read."""
        theirs = ["relative", "anonymous", "house"]
        rows = self.filter(kind=Kind.READ, at__gte=begin, at__lt=end, actor__isnull=False, subject__isnull=False)
        named = Q(action__contains="emergency") | Q(action__contains="glass")
        emergencies = self.filter(named, at__gte=begin, at__lt=end, actor__isnull=False, subject__isnull=False)
        rows = rows.exclude(role__in=theirs).exclude(action="privacy.copy_downloaded")
        return (rows | emergencies).order_by("id")

    def since(self, moment: datetime) -> "AuditEventQuerySet":
        """Newest first, from a moment on."""
        return self.filter(at__gte=moment).order_by("-id")


def midnight(day: date) -> datetime:
    """Where a day begins here."""
    return datetime.combine(day, time(), clock.zone())


class AuditEvent(models.Model):
    """One thing somebody did or read, without content or names: what a relative may ask us about and get answered."""

    is_append_only = True  # prepare_database takes UPDATE, DELETE and TRUNCATE away from portal_app

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.CHANGE)
    actor = models.UUIDField(null=True, blank=True)
    role = models.CharField(max_length=80)
    action = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    subject = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            models.Index(fields=["object_id", "id"], name="audit_by_object"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="audit_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(action__regex=r"^[a-z_]+\.[a-z_]+$"), name="audit_action_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id}"

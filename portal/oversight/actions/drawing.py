"""Drawing: when a month is over, its reads are looked through, and what is to be checked stands on a list."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from portal import clock
from portal.accounts.models import User
from portal.audit.actions import record, sealing
from portal.audit.chain import BEGINNING
from portal.audit.models import AuditEvent, AuditSeal
from portal.oversight import relations
from portal.oversight.models import SpotCheck, SpotCheckItem
from portal.oversight.models.spot_checks import month_of
from portal.oversight.unusual import Facts, Read, sample, unusual
from portal.worklist.actions import add_task
from portal.worklist.models import Task

TO_CHECK, UNCHECKED = "oversight.to_check", "oversight.unchecked"
CHECK_BY_DAY = 15  # of the month after


def draw_due() -> SpotCheck | None:
    """A chore: the month before this one, once it is over; None when it was drawn already."""
    month = month_of(month_of(clock.today()) - timedelta(days=1))
    return None if SpotCheck.objects.filter(month=month).exists() else draw(month)


@transaction.atomic
def draw(month: date) -> SpotCheck:
    """Choose what is to be checked of a month. Once per month: a second call at the same time meets the constraint."""
    sealing.seal_batch()
    head = AuditSeal.objects.head()
    seed = head.hash if head else BEGINNING
    reads = reads_of(month)
    check = SpotCheck.objects.create(month=month, seed=seed, reads=len(reads), drawn_at=clock.now())
    odd = unusual(reads, facts_about(reads))
    drawn = sample((read.id for read in reads if read.id not in odd), seed)
    actors = {read.id: read.reader for read in reads}
    chosen = {**{key: [] for key in drawn}, **odd}
    SpotCheckItem.objects.bulk_create(
        SpotCheckItem(spot_check=check, event_id=key, actor=actors[key], reasons=why, is_sampled=not why)
        for key, why in sorted(chosen.items())
    )
    record("oversight.spot_check_drawn", by=None, obj=check)
    if chosen:
        add_task(TO_CHECK, f"{TO_CHECK}:{check}", about=check.pk, due_at=due_at(month), role="team_lead")
    else:
        check.completed_at = clock.now()
        check.save(update_fields=["completed_at"])
    return check


def reads_of(month: date) -> list[Read]:
    """What staff read of people in a month, oldest first."""
    rows = AuditEvent.objects.staff_reads(*bounds_of(month))
    values = rows.values_list("id", "at", "actor", "subject", "action")
    return [Read(key, at, who, whose, action) for key, at, who, whose, action in values if who and whose]


def bounds_of(month: date) -> tuple[datetime, datetime]:
    """The midnights a month lies between, here."""
    after = month_of(month + timedelta(days=32))
    begin, end = (datetime.combine(day, time(), clock.zone()) for day in (month, after))
    return begin, end


def facts_about(reads: list[Read]) -> Facts:
    """What else is known: who works here, surnames, who works with whom."""
    involved = {read.reader for read in reads} | {read.person for read in reads}
    people = User.objects.filter(pk__in=involved).prefetch_related("role_assignments")
    staff: set[UUID] = set()
    surnames: dict[UUID, str] = {}
    for person in people:
        if person.is_staff_member:
            staff.add(person.pk)
        words = person.name.split()
        if len(words) > 1:
            surnames[person.pk] = words[-1].casefold()
    pairs = {(read.reader, read.person) for read in reads}
    return Facts(clock.zone(), staff, surnames, relations.among(pairs))


def due_at(month: date) -> datetime:
    """By when a month is checked."""
    after = month_of(month + timedelta(days=32)).replace(day=CHECK_BY_DAY)
    return datetime.combine(after, time(16), clock.zone())


def remind() -> list[Task]:
    """A chore: a month nobody has checked in time is a task for the data protection officer, once."""
    now = clock.now()
    late = [check for check in SpotCheck.objects.unfinished() if now >= due_at(check.month)]
    return [
        add_task(UNCHECKED, f"{UNCHECKED}:{check}", about=check.pk, due_at=now + timedelta(days=2), role="dpo")
        for check in late
    ]

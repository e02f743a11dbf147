"""What can be booked: made, changed and taken out of use by the team lead."""

from dataclasses import dataclass, fields
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from counselling.models import MeetingType
from counselling.rules.talks import Refusal
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking, violated_constraint

LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
TRIES = 20


@dataclass(frozen=True, kw_only=True)
class TypeWish:
    """A meeting type as the team lead wants it. Minutes, days and hours as on the model."""

    name_da: str
    name_nb: str
    name_en: str
    summary_da: str
    summary_nb: str
    summary_en: str
    questions: list[dict[str, str]]
    modes: list[str]
    purpose: str
    duration_minutes: int
    buffer_after_minutes: int
    step_minutes: int
    min_notice_minutes: int
    min_notice_phone_minutes: int
    horizon_days: int
    move_notice_minutes: int
    max_open_per_person: int
    is_self_bookable: bool
    needs_approval: bool
    decide_within_hours: int
    position: int

    def values(self) -> dict[str, Any]:
        """The fields as the model has them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@transaction.atomic
def create_type(*, by: User, wish: TypeWish) -> MeetingType:
    """Make a meeting type; its address is made from its Danish name."""
    stem = slugify(wish.name_da.lower().translate(LETTERS))[:40] or "talk"
    for number in range(1, TRIES + 1):
        slug = stem if number == 1 else f"{stem}-{number}"
        try:
            with transaction.atomic():
                made = MeetingType.objects.create(slug=slug, **wish.values())
        except IntegrityError as error:
            if "slug" not in (violated_constraint(error) or ""):
                raise
            continue
        audit.record("counselling.meeting_type_made", by=by, obj=made)
        return made
    raise Refused(Refusal.STALE)


@locking
def change_type(*, by: User, meeting_type: MeetingType, wish: TypeWish, version: int) -> MeetingType:
    """Change a meeting type; talks already booked keep their time. Refuses when somebody changed it meanwhile."""
    row = locked(meeting_type, version)
    for name, value in wish.values().items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    audit.record("counselling.meeting_type_changed", by=by, obj=row)
    return row


@locking
def switch_type(*, by: User, meeting_type: MeetingType, is_active: bool, version: int) -> MeetingType:
    """Take a meeting type out of use or into it again. Refuses when somebody changed it meanwhile."""
    row = locked(meeting_type, version)
    row.is_active = is_active
    row.version += 1
    row.save(update_fields=["is_active", "version"])
    audit.record(f"counselling.meeting_type_{'opened' if is_active else 'closed'}", by=by, obj=row)
    return row


def locked(meeting_type: MeetingType, version: int) -> MeetingType:
    """The row as it is now, locked. Refuses when the page it was judged from is older."""
    row = MeetingType.objects.select_for_update().get(pk=meeting_type.pk)
    if row.version != version:
        raise Refused(Refusal.STALE)
    return row

"""The message that a whole event is called off: one for each party, about every date it had."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import vCalAddress

from groups import announcing_changes as announcing
from groups import kinds, links
from groups.models import Registration
from portal import clock
from portal.outbox import calendar_file
from portal.outbox.kinds import Kind, register
from portal.outbox.models import OutboxMessage


def rows_of(message: OutboxMessage, name: str) -> list[Registration]:
    """The party's sign-ups it is about, the next date first."""
    keys = [UUID(key) for key in message.context.get(name, ())]
    return list(Registration.objects.for_link().filter(pk__in=keys).order_by("pool__occurrence__period"))


def still_holds(message: OutboxMessage) -> bool:
    """A date that was called off stays so."""
    row = kinds.registration_of(message)
    return row is not None and row.state == "cancelled"


def context_of(message: OutboxMessage) -> dict[str, Any]:
    """Every date they had, and a link to the first."""
    row = kinds.registration_of(message)
    if row is None:
        return {}
    with translation.override(message.language):
        path = reverse("groups:sign_up_link", args=[links.sign(row)])
    moments = [one.pool.occurrence.starts_at for one in rows_of(message, "rows")]
    named = kinds.may_name(message, row)
    title = row.pool.occurrence.event.title if named else ""
    return {"starts_at": moments[0], "moments": moments, "title": title, "link": f"{settings.SITE_URL}{path}"}


def calendar_file_of(message: OutboxMessage) -> bytes | None:
    """Takes every date they had a place at out of their calendar."""
    rows = rows_of(message, "had")
    if not rows:
        return None
    with translation.override(message.language):
        neutral = _("Event")
    entries = []
    for row in rows:
        date = row.pool.occurrence
        summary = date.event.title if kinds.may_name(message, row) else neutral
        uid = f"{date.uid}@{settings.MAIL_DOMAIN}"
        entry = calendar_file.event_of(uid, date.sequence, date.starts_at, date.ends_at, summary, clock.zone())
        entry.add("status", "CANCELLED")
        entry.add("organizer", vCalAddress(f"mailto:noreply@{settings.MAIL_DOMAIN}"))
        entries.append(entry)
    return calendar_file.feed(entries, "CANCEL", clock.zone())


def register_kinds() -> None:
    """Make it known to the outbox; called from apps.py."""
    register(
        Kind(
            name=announcing.EVENT_OFF,
            templates="groups/messages/event_called_off",
            still_holds=still_holds,
            context=context_of,
            prepare=kinds.load,
            calendar_file=calendar_file_of,
            on_failed=kinds.ring_instead,
            label=gettext_lazy("A whole event is called off"),
        )
    )

"""The messages about dates that changed, to those signed up, and "you have a message".

Neutral like every message of groups: the title only of an open event, only where the person alone reads.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups import announcing_changes as announcing
from groups import kinds, links
from groups.choices import LIVE
from groups.models import LetterCopy
from portal.outbox import calendar_file
from portal.outbox.kinds import Kind, register
from portal.outbox.models import OutboxMessage

LABELS = {
    announcing.MOVED: gettext_lazy("An evening has another time or place"),
    announcing.POSTPONED: gettext_lazy("An evening is put off"),
    announcing.ONLINE: gettext_lazy("An evening was moved online"),
    announcing.CALLED_OFF: gettext_lazy("An evening is called off"),
}


def still_holds(message: OutboxMessage) -> bool:
    """Only while the date is as it was then; a later change has a message of its own."""
    row = kinds.registration_of(message)
    if row is None or row.pool.occurrence.sequence != message.context.get("sequence"):
        return False
    return row.state == "cancelled" if message.kind == announcing.CALLED_OFF else row.state in LIVE


def context_of(message: OutboxMessage) -> dict[str, Any]:
    """What is said of a sign-up, and a link to nothing where the page is not part of this house."""
    row = kinds.registration_of(message)
    if row is None:
        return {}
    date, named = row.pool.occurrence, kinds.may_name(message, row)
    with translation.override(message.language):
        try:
            path = reverse("groups:sign_up_link", args=[links.sign(row)])
        except NoReverseMatch:
            path = "/"
    return {
        "starts_at": date.starts_at,
        "ends_at": date.ends_at,
        "link": f"{settings.SITE_URL}{path}",
        "title": date.event.title if named else "",
        "place": str(date.venue) if named and kinds.comes_in_person(row) and date.venue else "",
    }


def calendar_file_of(message: OutboxMessage) -> bytes | None:
    """The entry anew with a higher sequence, for who has a place; its cancellation when there is no time any more."""
    row = kinds.registration_of(message)
    if row is None or not message.context.get("had_a_place"):
        return None
    date, named = row.pool.occurrence, kinds.may_name(message, row)
    is_off = message.kind in {announcing.CALLED_OFF, announcing.POSTPONED}
    with translation.override(message.language):
        neutral, location = _("Event"), kinds.location_of(row) if named else ""
    return calendar_file.make(
        uid=f"{date.uid}@{settings.MAIL_DOMAIN}",
        sequence=date.sequence,
        method="CANCEL" if is_off else "REQUEST",
        start=date.starts_at,
        end=date.ends_at,
        summary=date.event.title if named else neutral,
        location=location,
        organizer_email=f"noreply@{settings.MAIL_DOMAIN}",
    )


def copy_of(message: OutboxMessage) -> LetterCopy | None:
    """The letter's copy a message tells of."""
    key = message.context.get("copy")
    return LetterCopy.objects.for_reading().filter(pk=UUID(key)).first() if key else None


def letter_holds(message: OutboxMessage) -> bool:
    """While there is something to read."""
    return copy_of(message) is not None


def letter_context(message: OutboxMessage) -> dict[str, Any]:
    """Where it is read: behind sign-in, or behind the guest's own link."""
    copy = copy_of(message)
    if copy is None:
        return {}
    with translation.override(message.language):
        if copy.registration.person_id:
            path = reverse("groups:letter", args=[copy.pk])
        else:
            path = reverse("groups:letter_link", args=[links.sign_copy(copy)])
    return {"link": f"{settings.SITE_URL}{path}"}


def register_kinds() -> None:
    """Make the messages known to the outbox; called from apps.py."""
    for name, label in LABELS.items():
        register(
            Kind(
                name=name,
                templates=f"groups/messages/{name.removeprefix('groups.')}",
                still_holds=still_holds,
                context=context_of,
                prepare=kinds.load,
                calendar_file=calendar_file_of,
                on_failed=kinds.ring_instead,
                label=label,
            )
        )
    register(
        Kind(
            name=announcing.LETTER,
            templates="groups/messages/letter",
            still_holds=letter_holds,
            context=letter_context,
            label=gettext_lazy("An organiser wrote to those signed up"),
        )
    )

"""An event's picture: put there, described, taken away."""

from groups import pictures
from groups.actions.events import locked_event, save_event, written_by
from groups.models import Event, EventImage
from groups.rules.events import EventRefusal
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking


@locking
def set_picture(
    *, by: User, event: Event, version: int, data: bytes | None, alt: str = "", is_decorative: bool = False
) -> EventImage:
    """Put a picture there, or describe the one that is there (data None).

    Refuses what is no picture or too large, one that is neither described nor decoration, and a stale page.
    """
    row = locked_event(event, version)
    if is_decorative == bool(alt.strip()):
        raise Refused(EventRefusal.PICTURE_NEEDS_WORDS)
    image = EventImage.objects.filter(event=row).first() or EventImage(event=row)
    if data is None and image._state.adding:
        raise Refused(EventRefusal.PICTURE_UNREADABLE)
    if data is not None:
        try:
            made = pictures.rewritten(data)
        except pictures.TooLarge as error:
            raise Refused(EventRefusal.PICTURE_TOO_LARGE) from error
        except pictures.NotAPicture as error:
            raise Refused(EventRefusal.PICTURE_UNREADABLE) from error
        image.content, image.width, image.height = made.content, made.width, made.height
        image.digest = made.digest
    image.alt, image.is_decorative = alt.strip(), is_decorative
    image.save()
    written_by(row, by)
    save_event(row)
    audit.record("groups.picture_set", by=by, obj=row)
    return image


@locking
def remove_picture(*, by: User, event: Event, version: int) -> None:
    """Take the picture away. Refuses a stale page."""
    row = locked_event(event, version)
    EventImage.objects.filter(event=row).delete()
    written_by(row, by)
    save_event(row)
    audit.record("groups.picture_removed", by=by, obj=row)

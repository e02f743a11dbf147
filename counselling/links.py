"""Signed links to one conversation: for one purpose, until it ends, only to its present version, and closable."""

from uuid import UUID

from django.core import signing

from counselling.actions.replying import hash_of
from counselling.models import Appointment
from portal import clock

SALT = "counselling.link"


def sign(appointment: Appointment) -> str:
    """The token that shows, moves and cancels this version of a talk, until its links are closed."""
    named = [str(appointment.pk), appointment.version, appointment.link_version]
    return signing.dumps(named, salt=SALT, compress=True)


def named_by(token: str) -> tuple[UUID, int, int] | None:
    """What a true token names: the talk, its version, its links' version."""
    try:
        key, version, link_version = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return UUID(key), version, link_version


def open_link(token: str) -> Appointment | None:
    """The talk a token opens; None when it is false, closed by the relative, has changed since, or is over.

    A changed talk (moved, cancelled, confirmed) has new links; old ones show the way to sign-in only.
    """
    if (named := named_by(token)) is None:
        return None
    key, version, link_version = named
    appointment = Appointment.objects.for_list().filter(pk=key, version=version, link_version=link_version).first()
    if appointment is None or appointment.ends_at <= clock.now():
        return None
    return appointment


def behind(token: str) -> Appointment | None:
    """The talk a true but outdated link was about: enough to say that it was moved, cancelled or held."""
    named = named_by(token)
    return Appointment.objects.with_id(named[0]) if named else None


def open_code(code: str) -> Appointment | None:
    """The talk a text message's code opens; None when it is unknown, the talk has changed since, or is over."""
    found = Appointment.objects.with_reply_code(hash_of(code))
    return found if found is not None and found.ends_at > clock.now() else None

"""Signed links to one conversation: for one purpose, until it ends, and only to its present version."""

from uuid import UUID

from django.core import signing

from counselling.actions.replying import hash_of
from counselling.models import Appointment
from portal import clock

SALT = "counselling.link"


def sign(appointment: Appointment) -> str:
    """The token that shows, moves and cancels this version of a talk."""
    return signing.dumps([str(appointment.pk), appointment.version], salt=SALT, compress=True)


def open_link(token: str) -> Appointment | None:
    """The talk a token opens; None when it is false, has changed since, or is over.

    A changed talk (moved, cancelled, confirmed) has new links; old ones show the way to sign-in only.
    """
    try:
        key, version = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    appointment = Appointment.objects.for_list().filter(pk=UUID(key), version=version).first()
    if appointment is None or appointment.ends_at <= clock.now():
        return None
    return appointment


def behind(token: str) -> Appointment | None:
    """The talk a true but outdated link was about: enough to say that it was moved, cancelled or held."""
    try:
        key, _version = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Appointment.objects.with_id(UUID(key))


def open_code(code: str) -> Appointment | None:
    """The talk a text message's code opens; None when it is unknown, the talk has changed since, or is over."""
    found = Appointment.objects.with_reply_code(hash_of(code))
    return found if found is not None and found.ends_at > clock.now() else None

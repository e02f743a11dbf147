"""Signed links to one sign-up: the page shows, its buttons act; closed by raising the row's link version."""

from uuid import UUID

from django.core import signing

from groups.models import Registration

SALT = "groups.link"


def sign(registration: Registration) -> str:
    """The token in a message."""
    return signing.dumps([str(registration.pk), registration.link_version], salt=SALT, compress=True)


def open_link(token: str) -> Registration | None:
    """The sign-up a true and unclosed token opens, or None."""
    try:
        key, link_version = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Registration.objects.for_link().filter(pk=UUID(key), link_version=link_version).first()

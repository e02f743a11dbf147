"""Signed links: to one sign-up (the page shows, its buttons act; closed by raising the row's link version), to a letter
written to it, and to a draft that somebody without an account is asked to look at.
"""

from datetime import timedelta
from uuid import UUID

from django.core import signing

from groups.models import Event, LetterCopy, NewsWish, Registration
from portal import clock

SALT = "groups.link"
LETTER_SALT = "groups.letter"
NEWS_SALT = "groups.news"
HANDOUT_SALT = "groups.handouts"
PREVIEW_SALT = "groups.preview"
PREVIEW_FOR = timedelta(days=14)


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


def sign_copy(copy: LetterCopy) -> str:
    """The token with which a guest reads a letter; closed with the sign-up's own links."""
    return signing.dumps([str(copy.pk), copy.registration.link_version], salt=LETTER_SALT, compress=True)


def open_copy(token: str) -> LetterCopy | None:
    """The letter a true and unclosed token opens, or None."""
    try:
        key, link_version = signing.loads(token, salt=LETTER_SALT)
    except (signing.BadSignature, ValueError):
        return None
    rows = LetterCopy.objects.for_reading()
    return rows.filter(pk=UUID(key), registration__link_version=link_version).first()


def sign_handouts(registration: Registration) -> str:
    """The token with which a guest reads what was handed out; closed with the sign-up's own links."""
    return signing.dumps([str(registration.pk), registration.link_version], salt=HANDOUT_SALT, compress=True)


def open_handouts(token: str) -> Registration | None:
    """The sign-up a true and unclosed token opens, once its evening is over, or None."""
    try:
        key, link_version = signing.loads(token, salt=HANDOUT_SALT)
    except (signing.BadSignature, ValueError):
        return None
    rows = Registration.objects.may_have_handouts(clock.now())
    return rows.filter(pk=UUID(key), link_version=link_version).first()


def sign_preview(event: Event) -> str:
    """The token that shows a draft to somebody without an account, for PREVIEW_FOR."""
    return signing.dumps(str(event.pk), salt=PREVIEW_SALT, compress=True)


def open_preview(token: str) -> Event | None:
    """The draft a true and young token shows, or None."""
    try:
        key = signing.loads(token, salt=PREVIEW_SALT, max_age=PREVIEW_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return Event.objects.filter(pk=UUID(key)).first()


def sign_news(wish_id: UUID) -> str:
    """The token with which somebody confirms, changes and stops hearing of new evenings; dead when the row is gone."""
    return signing.dumps(str(wish_id), salt=NEWS_SALT, compress=True)


def open_news(token: str) -> NewsWish | None:
    """The wish a true token opens, or None."""
    try:
        key = signing.loads(token, salt=NEWS_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return NewsWish.objects.for_link().filter(pk=UUID(key)).first()

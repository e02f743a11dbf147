"""How a counsellor is met by relatives, and the secret address of their calendar feed."""

import hashlib
import secrets
from dataclasses import dataclass

from counselling.models import CounsellorProfile
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.models import Resource
from portal.refusals import locking


@dataclass(frozen=True, kw_only=True)
class ProfileWish:
    """What a counsellor tells about themself. photo: new bytes (a decoded and re-made JPEG), or None to keep it."""

    name: str
    about_da: str
    about_nb: str
    about_en: str
    languages: list[str]
    photo_alt: str
    photo: bytes | None = None
    remove_photo: bool = False
    is_public: bool = True


def profile_of_counsellor(resource: Resource) -> CounsellorProfile:
    """The counsellor's profile, made from the calendar's name the first time."""
    return CounsellorProfile.objects.get_or_create(resource=resource, defaults={"name": resource.name})[0]


def locked(resource: Resource) -> CounsellorProfile:
    """The profile row, locked."""
    profile_of_counsellor(resource)
    return CounsellorProfile.objects.select_for_update().get(resource=resource)


@locking
def change_profile(*, by: User, resource: Resource, wish: ProfileWish) -> CounsellorProfile:
    """Change name, words, languages and photo."""
    profile = locked(resource)
    for name in ("name", "about_da", "about_nb", "about_en", "languages", "is_public"):
        setattr(profile, name, getattr(wish, name))
    if wish.photo is not None:
        profile.photo = wish.photo
    if wish.remove_photo:
        profile.photo = None
    profile.photo_alt = wish.photo_alt if profile.photo else ""
    profile.save()
    audit.record("counselling.profile_changed", by=by, obj=profile, subject=resource.user_id)
    return profile


def secret_hash(secret: str) -> str:
    """What is stored of a feed's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@locking
def renew_feed(*, by: User, resource: Resource) -> str:
    """Make a new secret for the calendar feed; the old address is dead at once. Returns the secret, shown once."""
    profile = locked(resource)
    secret = secrets.token_urlsafe(32)
    profile.feed_secret = secret_hash(secret)
    profile.save(update_fields=["feed_secret"])
    audit.record("counselling.feed_renewed", by=by, obj=profile, subject=resource.user_id)
    return secret


@locking
def revoke_feed(*, by: User, resource: Resource) -> None:
    """Close the calendar feed. Nothing happens when there is none."""
    profile = locked(resource)
    profile.feed_secret = ""
    profile.save(update_fields=["feed_secret"])
    audit.record("counselling.feed_revoked", by=by, obj=profile, subject=resource.user_id)

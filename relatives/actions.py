"""What changes a relative's profile: each change is recorded, and a changed number is told to the old one.

A changed e-mail address is proved by a code first (portal.accounts), so it is used at once; a number is not proved.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.conf import settings
from django.db import transaction

from portal import clock
from portal.accounts.merging import Merge
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.outbox import actions as outbox
from portal.refusals import Refused
from portal.vault.keyring import blind_index
from relatives import rules
from relatives.models import CalendarFeed, RelativeProfile
from relatives.rules import Refusal

CONTACT_CHANGED = "relatives.contact_changed"


@dataclass(frozen=True)
class ContactWish:
    """How somebody wants to be reached, as asked for on the settings page."""

    channel: str
    readers: str
    discreet: str
    hours_from: time | None = None
    hours_to: time | None = None
    no_voicemail: bool = False
    shared_phone: bool = False
    shared_email: bool = False


def profile_of(user: User) -> RelativeProfile:
    """The person's profile, made with the careful defaults the first time."""
    profile, made = RelativeProfile.objects.get_or_create(user=user)
    if made:
        audit.record("relatives.profile_made", by=user, obj=profile, subject=user.id)
    return profile


def _locked(user: User) -> RelativeProfile:
    profile_of(user)
    return RelativeProfile.objects.select_for_update().select_related("user").get(user=user)


@transaction.atomic
def change_contact(*, user: User, by: User, wish: ContactWish) -> RelativeProfile:
    """Change how a person is reached.

    Refuses when SMS is wished without a number or to a shared one, letters without an address, half a pair of hours.
    """
    profile = _locked(user)
    for name, value in vars(wish).items():
        setattr(profile, name, value)
    refusal = rules.contact_is_possible(profile)
    if refusal:
        raise Refused(refusal)
    profile.save(update_fields=list(vars(wish)))
    audit.record("relatives.contact_changed", by=by, obj=profile, subject=user.id)
    return profile


@transaction.atomic
def change_phone(*, user: User, by: User, phone: str) -> RelativeProfile:
    """Change or remove the number. The old number is told; for 24 hours messages stay in the inbox.

    Refuses when it is no number, or when SMS is chosen and the number would be gone.
    """
    number = rules.normal_phone(phone, country_prefix())
    if number is None:
        raise Refused(Refusal.PHONE_IS_NO_NUMBER)
    profile = _locked(user)
    old = profile.phone
    if number == old:
        return profile
    profile.phone = number
    profile.phone_index = phone_index(number) if number else ""
    refusal = rules.contact_is_possible(profile)
    if refusal:
        raise Refused(refusal)
    if old:
        profile.contact_changed_at = clock.now()
    profile.save(update_fields=["phone", "phone_index", "contact_changed_at"])
    audit.record("relatives.phone_changed", by=by, obj=profile, subject=user.id)
    if old and not profile.shared_phone and profile.discreet != rules.Discreet.INBOX_ONLY:
        _tell_old(profile, channel="sms", address=old)
    return profile


@transaction.atomic
def change_postal_address(*, user: User, by: User, postal_address: str) -> RelativeProfile:
    """Change where letters go. Refuses when letters are chosen and the address would be gone."""
    profile = _locked(user)
    profile.postal_address = postal_address.strip()
    refusal = rules.contact_is_possible(profile)
    if refusal:
        raise Refused(refusal)
    profile.save(update_fields=["postal_address"])
    audit.record("relatives.postal_address_changed", by=by, obj=profile, subject=user.id)
    return profile


@transaction.atomic
def change_language(*, user: User, by: User, language: str) -> User:
    """Change the language of pages and messages. Refuses a language we don't write."""
    if language not in dict(settings.LANGUAGES):
        raise Refused(Refusal.LANGUAGE_IS_UNKNOWN)
    user.language = language
    user.save(update_fields=["language"])
    audit.record("relatives.language_changed", by=by, obj=user, subject=user.id)
    return user


@transaction.atomic
def change_name(*, user: User, by: User, name: str) -> User:
    """Change what we call the person; an empty name is fine."""
    user.name = " ".join(name.split())
    user.save(update_fields=["name"])
    audit.record("relatives.name_changed", by=by, obj=user, subject=user.id)
    return user


def carry_profile(merge: Merge) -> None:
    """Two rows become one person: numbers and addresses fill what is empty, and of each choice the careful one wins."""
    other = RelativeProfile.objects.select_for_update().filter(user=merge.gone).first()
    if other is None:
        return
    mine = _locked(merge.keep)
    if not mine.phone:
        mine.phone, mine.phone_index = other.phone, other.phone_index
    mine.postal_address = mine.postal_address or other.postal_address
    if mine.hours_from is None:
        mine.hours_from, mine.hours_to = other.hours_from, other.hours_to
    for name, value in rules.careful_of_both(mine, other).items():
        setattr(mine, name, value)
    mine.save()
    other.delete()
    audit.record("relatives.contact_changed", by=merge.by, obj=mine, subject=merge.keep.pk)


def secret_hash(secret: str) -> str:
    """What is stored of a calendar address."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def renew_feed(*, by: User, says_titles: bool) -> str:
    """A new calendar address; the old one is dead at once. Returns its secret, shown once.

    Refuses whoever wants nothing outside this site.
    """
    profile = _locked(by)
    if refusal := rules.may_feed_a_calendar(profile):
        raise Refused(refusal)
    secret = secrets.token_urlsafe(32)
    given = {"secret_hash": secret_hash(secret), "says_titles": says_titles, "made_at": clock.now()}
    feed, _made = CalendarFeed.objects.update_or_create(user=by, defaults=given)
    audit.record("relatives.feed_renewed", by=by, obj=feed, subject=by.id)
    return secret


@transaction.atomic
def close_feed(*, by: User) -> None:
    """The calendar address is dead. Nothing happens when there is none."""
    feed = CalendarFeed.objects.select_for_update().filter(user=by).first()
    if feed is not None:
        audit.record("relatives.feed_closed", by=by, obj=feed, subject=by.id)
        feed.delete()


def carry_feed(merge: Merge) -> None:
    """An address somebody holds never shows another record's talks: the emptied one's is closed."""
    CalendarFeed.objects.filter(user=merge.gone).delete()


def phone_index(number: str) -> str:
    """What a number is looked up by."""
    return blind_index(number, "phone")


def country_prefix() -> str:
    """The municipality's own country code, for numbers typed without one."""
    return "+47" if settings.COUNTRY == "NO" else "+45"


def _tell_old(profile: RelativeProfile, *, channel: str, address: str) -> None:
    changed: UUID = profile.id
    moment = profile.contact_changed_at
    outbox.put(
        CONTACT_CHANGED,
        f"{CONTACT_CHANGED}:{changed}:{channel}:{moment:%Y%m%dT%H%M%S%f}",
        channel=channel,
        to=profile.user,
        address=address,
        about=changed,
        language=profile.user.language,
        context={},
    )

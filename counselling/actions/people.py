"""Somebody on the phone: found by e-mail or number, or written down for the first time."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from counselling.rules.talks import Refusal
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking, violated_constraint
from relatives import actions as relatives
from relatives.models import RelativeProfile
from relatives.rules import normal_phone

ONE_PERSON = "an_address_belongs_to_one_person"


@dataclass(frozen=True, kw_only=True)
class PersonWish:
    """What a counsellor writes down about somebody on the phone."""

    name: str
    phone: str
    email: str
    channel: str
    language: str
    postal_address: str = ""
    shared_phone: bool = False


@transaction.atomic
def look_up(*, by: User, email: str = "", phone: str = "") -> list[User]:
    """The people with this address or number, by exact match; each look-up that finds somebody is recorded."""
    found: dict[UUID, User] = {}
    if email and (user := User.objects.active().by_email(email)):
        found[user.pk] = user
    number = normal_phone(phone, relatives.country_prefix()) if phone else None
    if number:
        for profile in RelativeProfile.objects.with_phone_index(relatives.phone_index(number)):
            if profile.user.is_active:
                found[profile.user.pk] = profile.user
    for user in found.values():
        audit.record_read("counselling.person_looked_up", by=by, obj=user, subject=user.pk)
    return list(found.values())


def lock_who_wishes(person: User) -> None:
    """The person, locked against a merge meanwhile; other wishes of theirs only wait for this one.

    Refuses somebody who was joined with another one: what was wished would stay with the emptied record.
    """
    if not User.objects.active().select_for_update(no_key=True).only("pk").filter(pk=person.pk):
        raise Refused(Refusal.PERSON_GONE)


@locking
def make_person(*, by: User, wish: PersonWish, form_key: UUID) -> User:
    """Write down somebody who rang. Pressed twice, it answers with the same person.

    Refuses when the address belongs to somebody already, or the chosen channel lacks its number or address.
    """
    key = uuid5(by.pk, str(form_key))
    done: User | None = User.objects.active().filter(pk=key).first()
    if done is not None:
        return done
    try:
        with transaction.atomic():
            user = User.objects.create_user(wish.email or None, id=key, name=wish.name, language=wish.language)
    except IntegrityError as error:
        if violated_constraint(error) != ONE_PERSON:
            raise
        raise Refused(Refusal.PERSON_KNOWN) from error
    relatives.profile_of(user)
    relatives.change_phone(user=user, by=by, phone=wish.phone)
    if wish.postal_address:
        relatives.change_postal_address(user=user, by=by, postal_address=wish.postal_address)
    careful = relatives.ContactWish(
        channel=wish.channel, readers="others", discreet="no", shared_phone=wish.shared_phone
    )
    relatives.change_contact(user=user, by=by, wish=careful)
    audit.record("counselling.person_written_down", by=by, obj=user, subject=user.pk)
    return user

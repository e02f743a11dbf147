"""Changing how a relative is reached."""

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from django.db import IntegrityError, connection, transaction

from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused, violated_constraint
from relatives import actions
from relatives.actions import ContactWish
from relatives.models import RelativeProfile
from relatives.rules import Refusal

pytestmark = pytest.mark.django_db
USUAL = ContactWish(channel="email", readers="others", discreet="no")


def test_a_profile_is_made_once_with_careful_defaults(relative: User) -> None:
    first, second = actions.profile_of(relative), actions.profile_of(relative)
    assert first.pk == second.pk
    assert (first.channel, first.readers, first.discreet) == ("email", "others", "no")


def test_somebody_without_a_profile_is_shown_the_defaults_and_nothing_is_written(relative: User) -> None:
    assert RelativeProfile.objects.of(relative).channel == "email"
    assert not RelativeProfile.objects.exists()


def test_a_wish_is_kept_and_recorded(relative: User) -> None:
    wish = ContactWish("inbox", "only_me", "inbox_only", time(9), time(12), True, True, True)
    actions.change_contact(user=relative, by=relative, wish=wish)
    profile = RelativeProfile.objects.of(relative)
    assert profile.hours_to == time(12) and profile.discreet == "inbox_only" and profile.shared_email
    assert AuditEvent.objects.filter(action="relatives.contact_changed", subject=relative.pk).exists()


def test_sms_without_a_number_is_refused_and_changes_nothing(relative: User) -> None:
    with pytest.raises(Refused) as refused:
        actions.change_contact(user=relative, by=relative, wish=ContactWish("sms", "others", "no"))
    assert refused.value.reason == Refusal.PHONE_IS_NEEDED
    assert RelativeProfile.objects.of(relative).channel == "email"


def test_a_first_number_is_used_at_once_and_nobody_is_told(relative: User) -> None:
    profile = actions.change_phone(user=relative, by=relative, phone="00 00 12 34")
    assert profile.phone == "+4500001234" and profile.contact_changed_at is None
    assert not OutboxMessage.objects.exists()


def test_the_old_number_is_told_about_the_new_one(relative: User, at: Callable[[datetime], datetime]) -> None:
    at(datetime(2026, 11, 3, 10, tzinfo=UTC))
    actions.change_phone(user=relative, by=relative, phone="00001234")
    profile = actions.change_phone(user=relative, by=relative, phone="00005678")
    message = OutboxMessage.objects.get()
    assert (message.channel, message.address) == ("sms", "+4500001234")
    assert profile.contact_changed_at == clock.now()


def test_a_discreet_relative_s_old_number_stays_silent(relative: User) -> None:
    actions.change_phone(user=relative, by=relative, phone="00001234")
    actions.change_contact(user=relative, by=relative, wish=ContactWish("email", "others", "inbox_only"))
    actions.change_phone(user=relative, by=relative, phone="00005678")
    assert not OutboxMessage.objects.exists()


def test_the_number_can_not_go_while_sms_is_chosen(relative: User) -> None:
    actions.change_phone(user=relative, by=relative, phone="00001234")
    actions.change_contact(user=relative, by=relative, wish=ContactWish("sms", "others", "no"))
    with pytest.raises(Refused) as refused:
        actions.change_phone(user=relative, by=relative, phone="")
    assert refused.value.reason == Refusal.PHONE_IS_NEEDED


def test_what_is_no_number_is_refused(relative: User) -> None:
    with pytest.raises(Refused) as refused:
        actions.change_phone(user=relative, by=relative, phone="hej")
    assert refused.value.reason == Refusal.PHONE_IS_NO_NUMBER


def test_a_number_is_found_by_its_index_and_never_stored_in_the_open(relative: User) -> None:
    actions.change_phone(user=relative, by=relative, phone="00001234")
    found = RelativeProfile.objects.with_phone_index(actions.phone_index("+4500001234")).get()
    assert found.user == relative
    with connection.cursor() as cursor:
        cursor.execute("SELECT relatives_relativeprofile::text FROM relatives_relativeprofile")
        assert "00001234" not in cursor.fetchone()[0]


def test_letters_need_an_address_and_keep_it(relative: User) -> None:
    with pytest.raises(Refused):
        actions.change_contact(user=relative, by=relative, wish=ContactWish("letter", "others", "no"))
    actions.change_postal_address(user=relative, by=relative, postal_address="Havnegade 3\n0000 Tranevig")
    actions.change_contact(user=relative, by=relative, wish=ContactWish("letter", "others", "no"))
    with pytest.raises(Refused) as refused:
        actions.change_postal_address(user=relative, by=relative, postal_address=" ")
    assert refused.value.reason == Refusal.POSTAL_ADDRESS_IS_NEEDED


def test_language_is_one_of_ours(relative: User) -> None:
    assert actions.change_language(user=relative, by=relative, language="nb").language == "nb"
    with pytest.raises(Refused) as refused:
        actions.change_language(user=relative, by=relative, language="tlh")
    assert refused.value.reason == Refusal.LANGUAGE_IS_UNKNOWN


def test_a_name_is_tidied(relative: User) -> None:
    assert actions.change_name(user=relative, by=relative, name="  Åse   O'Hara ").name == "Åse O'Hara"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"channel": "pigeon"}, "relative_channel_is_known"),
        ({"readers": "cat"}, "relative_readers_are_known"),
        ({"discreet": "very"}, "relative_discreet_is_known"),
        ({"hours_from": time(9)}, "relative_hours_are_a_pair_in_order"),
        ({"hours_from": time(9), "hours_to": time(8)}, "relative_hours_are_a_pair_in_order"),
    ],
)
def test_the_database_refuses_what_no_action_writes(relative: User, fields: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        RelativeProfile.objects.create(user=relative, **fields)
    assert violated_constraint(error.value) == constraint

"""How and when a relative may be reached."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from relatives import rules
from relatives.models import RelativeProfile
from relatives.rules import Channel, Purpose, Refusal

NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def profile(**fields: object) -> RelativeProfile:
    """An unsaved profile; has_phone follows phone_index."""
    return RelativeProfile(**fields)


def test_a_careful_default_writes_neutral_mail() -> None:
    assert rules.channels_for(profile(), NOW, Purpose.RECEIPT) == ["email", "inbox"]
    assert rules.text_level(profile()) == "neutral"


def test_place_is_told_only_to_someone_who_reads_alone() -> None:
    assert rules.text_level(profile(readers="only_me")) == "place"
    assert rules.text_level(profile(readers="only_me", shared_email=True)) == "neutral"
    assert rules.text_level(profile(readers="only_me", shared_phone=True)) == "neutral"
    assert rules.text_level(profile(readers="only_me", discreet="neutral_email")) == "neutral"


def test_inbox_only_leaves_the_house_with_nothing() -> None:
    assert rules.channels_for(profile(discreet="inbox_only"), NOW, Purpose.CHANGE) == [Channel.INBOX]


def test_a_changed_number_rests_for_24_hours() -> None:
    changed = profile(contact_changed_at=NOW - timedelta(hours=23, minutes=59))
    assert rules.channels_for(changed, NOW, Purpose.REMINDER) == ["inbox"]
    assert rules.channels_for(changed, NOW + timedelta(minutes=1), Purpose.REMINDER) == ["email", "inbox"]


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"channel": "sms", "phone_index": "x"}, ["sms", "inbox"]),
        ({"channel": "sms"}, ["email", "inbox"]),
        ({"channel": "sms", "phone_index": "x", "shared_phone": True}, ["email", "inbox"]),
        ({"discreet": "neutral_sms", "phone_index": "x"}, ["sms", "inbox"]),
        ({"discreet": "neutral_sms", "phone_index": "x", "shared_phone": True}, ["inbox"]),
        ({"channel": "inbox"}, ["inbox"]),
        ({"channel": "letter", "discreet": "neutral_email"}, ["email", "inbox"]),
    ],
)
def test_no_sms_reaches_a_shared_or_unknown_phone(fields: dict[str, object], wanted: list[str]) -> None:
    assert rules.channels_for(profile(**fields), NOW, Purpose.RECEIPT) == wanted


def test_a_letter_is_too_slow_for_a_reminder() -> None:
    poul = profile(channel="letter", postal_address="Havnegade 3")
    assert rules.channels_for(poul, NOW, Purpose.RECEIPT) == ["letter", "inbox"]
    assert rules.channels_for(poul, NOW, Purpose.REMINDER) == ["inbox"]


def test_voicemail_is_left_only_where_nothing_speaks_against_it() -> None:
    assert rules.may_leave_voicemail(profile())
    for reason in ({"no_voicemail": True}, {"shared_phone": True}, {"discreet": "neutral_sms"}):
        assert not rules.may_leave_voicemail(profile(**reason))


def test_hours_are_local_also_after_the_clocks_changed() -> None:
    daytime = profile(hours_from=time(9), hours_to=time(16))
    summer, winter = datetime(2026, 7, 1, 7, 30, tzinfo=UTC), datetime(2026, 12, 1, 7, 30, tzinfo=UTC)
    assert rules.may_reach_at(daytime, summer, COPENHAGEN)
    assert not rules.may_reach_at(daytime, winter, COPENHAGEN)


def test_a_message_outside_the_hours_goes_earlier_never_later() -> None:
    daytime = profile(hours_from=time(9), hours_to=time(16))
    early = datetime(2026, 11, 3, 8, tzinfo=COPENHAGEN)
    late = datetime(2026, 11, 3, 20, tzinfo=COPENHAGEN)
    assert rules.latest_welcome(daytime, early, COPENHAGEN) == datetime(2026, 11, 2, 15, 30, tzinfo=COPENHAGEN)
    assert rules.latest_welcome(daytime, late, COPENHAGEN) == datetime(2026, 11, 3, 15, 30, tzinfo=COPENHAGEN)
    assert rules.latest_welcome(profile(), late, COPENHAGEN) == late


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"hours_from": time(9)}, Refusal.HOURS_ARE_A_PAIR),
        ({"hours_from": time(9), "hours_to": time(9)}, Refusal.HOURS_END_BEFORE_THEY_BEGIN),
        ({"channel": "sms"}, Refusal.PHONE_IS_NEEDED),
        ({"discreet": "neutral_sms"}, Refusal.PHONE_IS_NEEDED),
        ({"channel": "sms", "phone_index": "x", "shared_phone": True}, Refusal.SHARED_PHONE_GETS_NO_SMS),
        ({"channel": "letter"}, Refusal.POSTAL_ADDRESS_IS_NEEDED),
        ({"hours_from": time(9), "hours_to": time(12)}, None),
    ],
)
def test_wishes_that_do_not_fit_together_are_refused(fields: dict[str, object], refusal: Refusal | None) -> None:
    assert rules.contact_is_possible(profile(**fields)) == refusal


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("00 00 12 34", "+4500001234"),
        ("+47 400 00 000", "+4740000000"),
        ("0045 20-20-20-20", "+4520202020"),
        ("", ""),
        ("  ", ""),
        ("1234", None),
        ("tolv", None),
        ("١٢٣٤٥٦٧٨", None),
        ("+4512345678901234", None),
    ],
)
def test_numbers_are_written_one_way(typed: str, number: str | None) -> None:
    assert rules.normal_phone(typed) == number

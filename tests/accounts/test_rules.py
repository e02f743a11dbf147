"""What codes, invitations, roles and colours are judged by; and the refusals of actions about people."""

from datetime import timedelta

import pytest

from portal import clock
from portal.accounts import departures, rules
from portal.accounts.actions import invitations, municipality, people, staff
from portal.accounts.models import User
from portal.accounts.rules import CODE_SENDS, CODE_TRIES, Refusal
from portal.refusals import Refused
from tests.factories.people import make_person

NOW = clock.now()
LATER = NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("matches", "tries", "expires_in", "used_ago", "expected"),
    [
        (True, 0, 60, None, None),
        (False, 0, 60, None, Refusal.WRONG_CODE),
        (False, CODE_TRIES - 1, 60, None, Refusal.TOO_MANY_TRIES),
        (True, CODE_TRIES, 60, None, Refusal.TOO_MANY_TRIES),
        (True, 0, 0, None, Refusal.CODE_EXPIRED),
        (True, 0, 60, 5, None),
        (True, 0, 60, 31, Refusal.NO_CODE),
        (False, 0, 60, 5, Refusal.NO_CODE),
    ],
)
def test_a_code_is_good_once_in_time_and_after_few_tries(
    matches: bool, tries: int, expires_in: int, used_ago: int | None, expected: Refusal | None
) -> None:
    used_at = None if used_ago is None else NOW - timedelta(seconds=used_ago)
    expires_at = NOW + timedelta(seconds=expires_in)
    judged = rules.judge_code(matches=matches, tries=tries, expires_at=expires_at, used_at=used_at, now=NOW)
    assert judged == expected


def test_only_so_many_mails_are_sent_for_one_code() -> None:
    assert rules.judge_resend(sends=CODE_SENDS - 1, used_at=None) is None
    assert rules.judge_resend(sends=CODE_SENDS, used_at=None) == Refusal.TOO_MANY_CODES
    assert rules.judge_resend(sends=1, used_at=NOW) == Refusal.NO_CODE


def test_an_invitation_ends_by_being_used_withdrawn_or_old() -> None:
    def judged(**given: object) -> Refusal | None:
        facts = {"expires_at": LATER, "accepted_at": None, "withdrawn_at": None, "now": NOW, **given}
        return rules.judge_invitation(**facts)  # type: ignore[arg-type]

    assert judged() is None
    assert judged(accepted_at=NOW) == Refusal.INVITATION_USED
    assert judged(withdrawn_at=NOW) == Refusal.INVITATION_WITHDRAWN
    assert judged(expires_at=NOW) == Refusal.INVITATION_EXPIRED


@pytest.mark.django_db
def test_an_address_is_not_changed_to_itself_or_to_somebody_elses(relative: User, another_relative: User) -> None:
    for email, reason in ((relative.email, Refusal.SAME_ADDRESS), (another_relative.email, Refusal.ADDRESS_IN_USE)):
        with pytest.raises(Refused) as refused:
            people.change_email(by=relative, email=email or "")
        assert refused.value.reason == reason


@pytest.mark.django_db
def test_who_works_here_is_not_invited_again(administrator: User, counsellor: User) -> None:
    with pytest.raises(Refused) as refused:
        invitations.invite_staff(by=administrator, email=counsellor.email or "", roles=["organiser"])
    assert refused.value.reason == Refusal.ALREADY_STAFF


@pytest.mark.django_db
def test_nobody_leaves_with_talks_ahead(administrator: User, counsellor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(departures, "_questions", [lambda user: "3 samtaler"])
    with pytest.raises(Refused) as refused:
        staff.deactivate(by=administrator, user=counsellor)
    assert (refused.value.reason, refused.value.details["words"]) == (Refusal.FUTURE_TALKS, ["3 samtaler"])


@pytest.mark.django_db
def test_the_first_administrator_is_made_once() -> None:
    make_person("Bent", "administrator")
    with pytest.raises(Refused) as refused:
        people.start_first_administrator(email="nr2@egekoebing.example", language="da")
    assert refused.value.reason == Refusal.ADMINISTRATOR_EXISTS


@pytest.mark.django_db
def test_a_colour_white_words_vanish_on_is_refused(administrator: User) -> None:
    with pytest.raises(Refused) as refused:
        municipality.change_municipality(by=administrator, values={"colour": "#ffee99"})
    assert refused.value.reason == Refusal.TOO_PALE

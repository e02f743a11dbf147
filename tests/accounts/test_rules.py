"""What accounts refuse, on plain values."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.accounts.rules import (
    CODE_LIFE,
    CODE_SENDS,
    CODE_TRIES,
    SAME_CLICK,
    Refusal,
    judge_code,
    judge_colour,
    judge_invitation,
    judge_loss_of_administrator,
    judge_resend,
    judge_roles,
)

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
FRESH: dict[str, Any] = {"matches": True, "tries": 0, "expires_at": NOW + CODE_LIFE, "used_at": None, "now": NOW}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, None),
        ({"matches": False}, Refusal.WRONG_CODE),
        ({"matches": False, "tries": CODE_TRIES - 2}, Refusal.WRONG_CODE),
        ({"matches": False, "tries": CODE_TRIES - 1}, Refusal.TOO_MANY_TRIES),
        ({"tries": CODE_TRIES - 1}, None),
        ({"tries": CODE_TRIES}, Refusal.TOO_MANY_TRIES),
        ({"expires_at": NOW}, Refusal.CODE_EXPIRED),
        ({"expires_at": NOW + A_SECOND}, None),
        ({"used_at": NOW - SAME_CLICK}, None),
        ({"used_at": NOW - SAME_CLICK - A_SECOND}, Refusal.NO_CODE),
        ({"used_at": NOW, "matches": False}, Refusal.NO_CODE),
    ],
)
def test_a_code_is_judged(change: dict[str, Any], verdict: Refusal | None) -> None:
    assert judge_code(**{**FRESH, **change}) is verdict


def test_a_code_is_sent_a_few_times() -> None:
    assert judge_resend(sends=CODE_SENDS - 1, used_at=None) is None
    assert judge_resend(sends=CODE_SENDS, used_at=None) is Refusal.TOO_MANY_CODES
    assert judge_resend(sends=1, used_at=NOW) is Refusal.NO_CODE


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, None),
        ({"expires_at": NOW}, Refusal.INVITATION_EXPIRED),
        ({"accepted_at": NOW}, Refusal.INVITATION_USED),
        ({"withdrawn_at": NOW}, Refusal.INVITATION_WITHDRAWN),
        ({"accepted_at": NOW, "expires_at": NOW}, Refusal.INVITATION_USED),
    ],
)
def test_an_invitation_is_judged(change: dict[str, Any], verdict: Refusal | None) -> None:
    waiting = {"expires_at": NOW + A_SECOND, "accepted_at": None, "withdrawn_at": None, "now": NOW}
    assert judge_invitation(**{**waiting, **change}) is verdict  # type: ignore[arg-type]


def test_roles_are_known_and_at_least_one() -> None:
    assert judge_roles(["a"], ["a", "b"]) is None
    assert judge_roles([], ["a"]) is Refusal.NO_ROLE
    assert judge_roles(["a", "c"], ["a", "b"]) is Refusal.ROLE_UNKNOWN


def test_somebody_stays_administrator() -> None:
    assert judge_loss_of_administrator(loses_it=True, other_administrators=0) is Refusal.LAST_ADMINISTRATOR
    assert judge_loss_of_administrator(loses_it=True, other_administrators=1) is None
    assert judge_loss_of_administrator(loses_it=False, other_administrators=0) is None


def test_white_words_must_be_readable_on_a_colour() -> None:
    assert judge_colour("#767676") is None  # 4.54
    assert judge_colour("#777777") is Refusal.TOO_PALE  # 4.48

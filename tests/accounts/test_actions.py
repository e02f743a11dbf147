"""The actions of accounts say no by name, and the database has the last word."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from portal import clock
from portal.accounts import actions, departures, mail
from portal.accounts.models import EmailCode, Purpose, Role, RoleAssignment, StaffInvitation, User
from portal.accounts.rules import CODE_SENDS, CODE_TRIES, Refusal
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused, violated_constraint
from tests.accounts.reading import token_sent_to
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
ADDRESS = "ny@example.com"


def refusal_of(call, *args, **kwargs) -> Refusal:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return Refusal(refused.value.reason)


@contextmanager
def refused_by(constraint: str) -> Iterator[None]:
    """What stands in the block runs into this constraint."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        yield
    assert violated_constraint(refused.value) == constraint


@pytest.fixture
def code(database: None) -> EmailCode:
    return actions.send_code(purpose=Purpose.SIGN_IN, email=ADDRESS, language="da")


def check(code: EmailCode, typed: str = "") -> EmailCode:
    return actions.check_code(code_id=code.pk, purpose=Purpose.SIGN_IN, typed=typed or code.code)


def test_checking_a_code_refuses(code: EmailCode) -> None:
    assert refusal_of(check, code, "nonsense") is Refusal.WRONG_CODE
    assert refusal_of(actions.check_code, code_id=uuid4(), purpose=Purpose.SIGN_IN, typed="1") is Refusal.NO_CODE
    assert refusal_of(actions.check_code, code_id=code.pk, purpose=Purpose.CONFIRM, typed=code.code) is Refusal.NO_CODE
    with clock.shifted_by(timedelta(minutes=11)):
        assert refusal_of(check, code) is Refusal.CODE_EXPIRED
    for _ in range(CODE_TRIES - 2):
        refusal_of(check, code, "000")
    assert refusal_of(check, code, "000") is Refusal.TOO_MANY_TRIES
    assert refusal_of(check, code) is Refusal.TOO_MANY_TRIES


def test_spaces_in_a_code_do_no_harm(code: EmailCode) -> None:
    assert check(code, f" {code.code[:3]} {code.code[3:]} ").email == ADDRESS


def test_many_tries_at_once_are_all_counted(committed_db: None, threads) -> None:
    code = actions.send_code(purpose=Purpose.SIGN_IN, email=ADDRESS, language="da")
    wrong = f"{(int(code.code) + 1) % 1_000_000:06d}"
    outcomes = threads(20, lambda number: check(code, wrong))
    assert all(isinstance(outcome, Refused) for outcome in outcomes)
    assert [outcome.reason for outcome in outcomes].count(Refusal.WRONG_CODE) == CODE_TRIES - 1
    assert refusal_of(check, code) is Refusal.TOO_MANY_TRIES


def test_sending_a_code_again_refuses(code: EmailCode) -> None:
    assert refusal_of(actions.resend_code, code_id=uuid4()) is Refusal.NO_CODE
    for _ in range(CODE_SENDS - 1):
        actions.resend_code(code_id=code.pk)
    assert refusal_of(actions.resend_code, code_id=code.pk) is Refusal.TOO_MANY_CODES


def test_a_closed_account_can_not_be_joined_again(relative: User) -> None:
    User.objects.filter(pk=relative.pk).update(is_active=False)
    assert refusal_of(actions.join_or_find, email=relative.email, language="da") is Refusal.ACCOUNT_CLOSED


def test_two_who_join_with_one_address_are_one_person(committed_db: None, threads) -> None:
    joined = threads(8, lambda number: actions.join_or_find(email=ADDRESS, language="da").pk)
    assert len(set(joined)) == 1


def test_changing_the_address_refuses(relative: User) -> None:
    other = make_person("En Anden")
    assert refusal_of(actions.change_email, by=relative, email=relative.email.upper()) is Refusal.SAME_ADDRESS
    assert refusal_of(actions.change_email, by=relative, email=other.email) is Refusal.ADDRESS_IN_USE


def test_inviting_refuses_a_colleague(administrator: User, counsellor: User) -> None:
    refusal = refusal_of(actions.invite_staff, by=administrator, email=counsellor.email, roles=[Role.ORGANISER])
    assert refusal is Refusal.ALREADY_STAFF


def test_accepting_refuses(administrator: User) -> None:
    accept = actions.accept_invitation
    assert refusal_of(accept, token="x", name="N", language="da") is Refusal.INVITATION_UNKNOWN
    invitation = actions.invite_staff(by=administrator, email=ADDRESS, roles=[Role.ORGANISER])
    token = token_sent_to(ADDRESS)
    with clock.shifted_by(timedelta(days=8)):
        assert refusal_of(accept, token=token, name="N", language="da") is Refusal.INVITATION_EXPIRED
    actions.withdraw_invitation(by=administrator, invitation=invitation)
    assert refusal_of(accept, token=token, name="N", language="da") is Refusal.INVITATION_WITHDRAWN


def test_a_link_used_by_two_at_once_works_once(committed_db: None, threads) -> None:
    administrator = make_person("Bent", Role.ADMINISTRATOR)
    actions.invite_staff(by=administrator, email=ADDRESS, roles=[Role.ORGANISER])
    token = token_sent_to(ADDRESS)
    outcomes = threads(4, lambda number: actions.accept_invitation(token=token, name="N", language="da"))
    assert sum(isinstance(outcome, User) for outcome in outcomes) == 1
    assert RoleAssignment.objects.filter(role=Role.ORGANISER).count() == 1


def test_closing_an_account_says_what_still_waits(administrator: User) -> None:
    leaver = make_person("Frode Farvel", Role.PLANNER)
    departures.register(lambda user: "En tom stol." if user.pk == leaver.pk else None)
    with pytest.raises(Refused) as refused:
        actions.deactivate(by=administrator, user=leaver)
    assert refused.value.reason is Refusal.FUTURE_TALKS and "En tom stol." in refused.value.details["words"]


def test_there_is_one_first_administrator(administrator: User) -> None:
    refusal = refusal_of(actions.start_first_administrator, email=ADDRESS, language="da")
    assert refusal is Refusal.ADMINISTRATOR_EXISTS


def test_every_action_is_logged_without_names_or_addresses(administrator: User) -> None:
    actions.invite_staff(by=administrator, email=ADDRESS, name="Nora", roles=[Role.ORGANISER])
    user = actions.accept_invitation(token=token_sent_to(ADDRESS), name="Nora", language="da")
    actions.set_roles(by=administrator, user=user, roles=[Role.COUNSELLOR])
    actions.end_sessions(by=administrator, user=user)
    actions.reset_second_factor(by=administrator, user=user)
    actions.set_password(by=user, password="fire gule heste i regn")
    said = str(list(AuditEvent.objects.values()))
    assert ADDRESS not in said and "Nora" not in said
    assert AuditEvent.objects.count() >= 8


def test_a_code_that_was_used_does_not_leave_the_house(code: EmailCode) -> None:
    message = OutboxMessage.objects.get(kind=mail.CODE)
    assert mail.code_still_holds(message)
    check(code)
    assert not mail.code_still_holds(message)


def test_the_database_refuses_what_no_action_would_do(relative: User, administrator: User) -> None:
    now = clock.now()
    values = {"token_hash": "1", "invited_at": now, "expires_at": now}
    with refused_by("an_address_belongs_to_one_person"):
        User.objects.create(email=relative.email)
    with refused_by("an_address_is_written_small"):
        User.objects.create(email="Stor@Example.com")
    with refused_by("a_role_is_given_once"):
        RoleAssignment.objects.create(user=administrator, role=Role.ADMINISTRATOR)
    with refused_by("role_is_known"):
        RoleAssignment.objects.create(user=relative, role="king")
    with refused_by("a_code_expires_later"):
        EmailCode.objects.create(purpose="sign_in", email=ADDRESS, code="1", language="da", sent_at=now, expires_at=now)
    with refused_by("an_invitation_is_accepted_or_withdrawn"):
        StaffInvitation.objects.create(email=ADDRESS, accepted_at=now, withdrawn_at=now, **values)
    StaffInvitation.objects.create(email=ADDRESS, **values)
    with refused_by("one_open_invitation_per_address"):
        StaffInvitation.objects.create(email=ADDRESS, **{**values, "token_hash": "2"})

"""A person's own account: joining, the address, ending sessions elsewhere."""

from uuid import uuid4

from django.db import IntegrityError, transaction

from portal.accounts import mail
from portal.accounts.models import Role, RoleAssignment, User
from portal.accounts.rules import Refusal
from portal.audit import actions as audit
from portal.refusals import Refused, violated_constraint

ONE_PERSON = "an_address_belongs_to_one_person"


def join_or_find(*, email: str, language: str, name: str = "") -> User:
    """The person whose address was just proved; made now when there is none.

    Refuses when the account is closed.
    """
    user: User | None = User.objects.by_email(email)
    if user is None:
        try:
            user = _join(email, language, name)
        except IntegrityError as error:
            if violated_constraint(error) != ONE_PERSON:
                raise
            user = User.objects.get(email=email.strip().lower())  # the other half of a double click was faster
    if not user.is_active:
        raise Refused(Refusal.ACCOUNT_CLOSED)
    return user


@transaction.atomic
def _join(email: str, language: str, name: str) -> User:
    user: User = User.objects.create_user(email.strip(), language=language, name=name)
    audit.record("accounts.person_joined", by=user, obj=user, subject=user.pk)
    return user


@transaction.atomic
def change_email(*, by: User, email: str) -> User:
    """Use a new, just proved address. The old one is told, other sessions end.

    Refuses when the address is the old one or belongs to somebody else.
    """
    user: User = User.objects.select_for_update().get(pk=by.pk)
    email, old = email.strip().lower(), user.email
    if email == old:
        raise Refused(Refusal.SAME_ADDRESS)
    user.email, user.session_stamp = email, uuid4()
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "session_stamp"])
    except IntegrityError as error:
        if violated_constraint(error) != ONE_PERSON:
            raise
        raise Refused(Refusal.ADDRESS_IN_USE) from None
    audit.record("accounts.address_changed", by=by, obj=user, subject=user.pk)
    mail.tell_of_change(user, address=old or "")
    return user


@transaction.atomic
def end_other_sessions(*, by: User) -> User:
    """End every session of one's own; the caller keeps the present one by binding it to the new stamp."""
    user: User = User.objects.select_for_update().get(pk=by.pk)
    user.session_stamp = uuid4()
    user.save(update_fields=["session_stamp"])
    audit.record("accounts.sessions_ended", by=by, obj=user, subject=user.pk)
    return user


@transaction.atomic
def set_password(*, by: User, password: str) -> User:
    """Choose a password; the person is told, other sessions end."""
    user: User = User.objects.select_for_update().get(pk=by.pk)
    user.set_password(password)
    user.session_stamp = uuid4()
    user.save(update_fields=["password", "session_stamp"])
    audit.record("accounts.password_set", by=by, obj=user, subject=user.pk)
    mail.tell_of_change(user, about="password")
    return user


@transaction.atomic
def start_first_administrator(*, email: str, language: str) -> User:
    """Make the first administrator, from the machine's command line.

    Refuses when there is one already.
    """
    if User.objects.with_role(Role.ADMINISTRATOR).exists():
        raise Refused(Refusal.ADMINISTRATOR_EXISTS)
    user = join_or_find(email=email, language=language)
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR)
    audit.record("accounts.first_administrator", by=None, obj=user, subject=user.pk)
    return user

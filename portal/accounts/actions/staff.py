"""What an administrator does with colleagues' accounts."""

from collections.abc import Collection
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.db import transaction

from portal.accounts import departures, mail
from portal.accounts.models import Role, RoleAssignment, User
from portal.accounts.rules import Refusal, judge_loss_of_administrator, judge_roles
from portal.audit import actions as audit
from portal.refusals import Refused


def _lock(user: User) -> tuple[User, int]:
    """The person and everybody who is an administrator, locked in one order; how many others there are."""
    administrators = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR).values_list("user_id", flat=True)
    wanted = sorted({user.pk, *administrators})
    people = {person.pk: person for person in User.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    holders = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
    return people[user.pk], holders.exclude(user=user).count()


@transaction.atomic
def set_roles(*, by: User, user: User, roles: Collection[str]) -> User:
    """Give and take roles so that the person holds exactly these; takes effect on the next request.

    Refuses when a role is unknown or the last administrator would be gone.
    """
    user, others = _lock(user)
    if roles and (refusal := judge_roles(roles, Role.values)):
        raise Refused(refusal)
    wanted, held = set(roles), set(RoleAssignment.objects.filter(user=user).values_list("role", flat=True))
    loses_it = Role.ADMINISTRATOR in held - wanted
    if refusal := judge_loss_of_administrator(loses_it=loses_it, other_administrators=others):
        raise Refused(refusal)
    for role in sorted(held - wanted):
        RoleAssignment.objects.filter(user=user, role=role).delete()
        audit.record("accounts.role_taken", by=by, obj=user, subject=user.pk, reason=role)
    for role in sorted(wanted - held):
        RoleAssignment.objects.create(user=user, role=role, given_by=by)
        audit.record("accounts.role_given", by=by, obj=user, subject=user.pk, reason=role)
    return user


@transaction.atomic
def deactivate(*, by: User, user: User) -> User:
    """Close a colleague's account: nobody signs in with it, its sessions end at once.

    Refuses for oneself, for the last administrator, and while something still waits for the person (future talks).
    """
    user, others = _lock(user)
    if user.pk == by.pk:
        raise Refused(Refusal.NOT_YOURSELF)
    loses_it = user.has_role(Role.ADMINISTRATOR)
    if refusal := judge_loss_of_administrator(loses_it=loses_it, other_administrators=others):
        raise Refused(refusal)
    if waiting := departures.what_waits_for(user):
        raise Refused(Refusal.FUTURE_TALKS, words=waiting)
    user.is_active, user.session_stamp = False, uuid4()
    user.save(update_fields=["is_active", "session_stamp"])
    audit.record("accounts.staff_deactivated", by=by, obj=user, subject=user.pk)
    return user


@transaction.atomic
def reactivate(*, by: User, user: User) -> User:
    """Open a closed account again, with the roles it had; the second factor stays as it was."""
    user, _others = _lock(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("accounts.staff_reactivated", by=by, obj=user, subject=user.pk)
    return user


@transaction.atomic
def reset_second_factor(*, by: User, user: User) -> User:
    """Remove passkeys, app and recovery codes of somebody who lost them; they set up new ones when they sign in.

    The person is told, and every session ends. Refuses for oneself.
    """
    user, _others = _lock(user)
    if user.pk == by.pk:
        raise Refused(Refusal.NOT_YOURSELF)
    Authenticator.objects.filter(user=user).delete()
    user.session_stamp = uuid4()
    user.save(update_fields=["session_stamp"])
    audit.record("accounts.second_factor_reset", by=by, obj=user, subject=user.pk)
    mail.tell_of_change(user)
    return user


@transaction.atomic
def end_sessions(*, by: User, user: User) -> User:
    """Sign a colleague out everywhere (a lost laptop)."""
    user, _others = _lock(user)
    user.session_stamp = uuid4()
    user.save(update_fields=["session_stamp"])
    audit.record("accounts.sessions_ended", by=by, obj=user, subject=user.pk)
    return user

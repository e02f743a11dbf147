"""Colleagues are asked by e-mail to join."""

import secrets
from collections.abc import Collection

from django.db import transaction

from portal import clock
from portal.accounts import mail
from portal.accounts.actions.people import join_or_find
from portal.accounts.models import Role, RoleAssignment, StaffInvitation, User, hash_of
from portal.accounts.rules import INVITATION_LIFE, Refusal, judge_invitation, judge_roles
from portal.audit import actions as audit
from portal.refusals import Refused


@transaction.atomic
def invite_staff(
    *, by: User, email: str, roles: Collection[str], name: str = "", language: str = "da"
) -> StaffInvitation:
    """Ask somebody by e-mail to join with these roles. An earlier open invitation to the address stops working.

    Refuses when no known role is given or the person works here already.
    """
    if refusal := judge_roles(roles, Role.values):
        raise Refused(refusal)
    email, now = email.strip().lower(), clock.now()
    person = User.objects.by_email(email)
    if person is not None and person.is_staff_member:
        raise Refused(Refusal.ALREADY_STAFF)
    for earlier in StaffInvitation.objects.select_for_update().filter(email=email, accepted_at=None, withdrawn_at=None):
        earlier.withdrawn_at = now
        earlier.save(update_fields=["withdrawn_at"])
    token = secrets.token_urlsafe(32)
    invitation = StaffInvitation.objects.create(
        email=email,
        name=name,
        roles=sorted(roles),
        token_hash=hash_of(token),
        invited_at=now,
        invited_by=by,
        expires_at=now + INVITATION_LIFE,
    )
    audit.record("accounts.staff_invited", by=by, obj=invitation)
    mail.send_invitation(invitation, token=token, language=language)
    return invitation


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: StaffInvitation) -> StaffInvitation:
    """Take an invitation back; its link stops working.

    Refuses when it is accepted or withdrawn already.
    """
    invitation = StaffInvitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise Refused(Refusal.INVITATION_USED)
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record("accounts.invitation_withdrawn", by=by, obj=invitation)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, name: str, language: str) -> User:
    """Join with the roles of the invitation; who holds the link has read the mailbox.

    Refuses when the link is unknown, used, withdrawn or older than seven days, or the account is closed.
    """
    invitation = StaffInvitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise Refused(Refusal.INVITATION_UNKNOWN)
    now = clock.now()
    if refusal := judge_invitation(
        expires_at=invitation.expires_at,
        accepted_at=invitation.accepted_at,
        withdrawn_at=invitation.withdrawn_at,
        now=now,
    ):
        raise Refused(refusal)
    user = join_or_find(email=invitation.email, language=language, name=name)
    user.name = name or user.name
    user.save(update_fields=["name"])
    for role in invitation.roles:
        RoleAssignment.objects.get_or_create(user=user, role=role, defaults={"given_by": invitation.invited_by})
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record("accounts.invitation_accepted", by=user, obj=invitation, subject=user.pk)
    return user

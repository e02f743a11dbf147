"""Every write of accounts, one function per intent."""

from portal.accounts.actions.codes import check_code, resend_code, send_code
from portal.accounts.actions.invitations import accept_invitation, invite_staff, withdraw_invitation
from portal.accounts.actions.merging import merge_people
from portal.accounts.actions.municipality import change_municipality
from portal.accounts.actions.people import (
    change_email,
    end_other_sessions,
    join_or_find,
    set_password,
    start_first_administrator,
)
from portal.accounts.actions.staff import deactivate, end_sessions, reactivate, reset_second_factor, set_roles

__all__ = [
    "accept_invitation",
    "change_email",
    "change_municipality",
    "check_code",
    "deactivate",
    "end_other_sessions",
    "end_sessions",
    "invite_staff",
    "join_or_find",
    "merge_people",
    "reactivate",
    "resend_code",
    "reset_second_factor",
    "send_code",
    "set_password",
    "set_roles",
    "start_first_administrator",
    "withdraw_invitation",
]

"""Rows of sign-in, one's own account, and colleagues' accounts."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator

from portal.accounts import actions
from portal.accounts.models import Role, StaffInvitation, User, hash_of
from tests.architecture.url_table import ROLES, Row, Statuses, everyone, only, signed_in

People = Mapping[str, User]
TOKEN = "a" * 43


def visitors_only(status: int = 200) -> Statuses:
    """Who is signed in already goes on."""
    return (status, *(302,) * (len(ROLES) - 1))


def staff_only(status: int = 200) -> Statuses:
    """Relatives are shown their own page instead."""
    return (302, 302, 302, *(status,) * (len(ROLES) - 3))


def a_colleague(people: People) -> dict[str, Any]:
    return {"user_id": people["counsellor"].pk}


def an_invitation(people: People) -> dict[str, Any]:
    made = actions.invite_staff(by=people["administrator"], email="ny@egekoebing.example", roles=[Role.COUNSELLOR])
    return {"invitation_id": made.pk}


def an_invitation_link(people: People) -> dict[str, Any]:
    StaffInvitation.objects.filter(pk=an_invitation(people)["invitation_id"]).update(token_hash=hash_of(TOKEN))
    return {"token": TOKEN}


def a_passkey(people: People) -> dict[str, Any]:
    data = {"name": "Telefon", "credential": {}}
    key = Authenticator.objects.create(user=people["relative"], type=Authenticator.Type.WEBAUTHN, data=data)
    return {"pk": key.pk}


DEEDS = ("deactivate", "end_sessions", "reactivate", "reset_second_factor", "roles")
OBJECTS = {
    "accounts:colleague": a_colleague,
    **{f"accounts:{deed}": a_colleague for deed in DEEDS},
    "accounts:withdraw_invitation": an_invitation,
    "accounts:invitation": an_invitation_link,
    "mfa_edit_webauthn": a_passkey,
    "mfa_remove_webauthn": a_passkey,
}
ROWS: list[Row] = [
    Row("account_change_password", get=signed_in(200), post=signed_in(200)),
    Row("account_confirm_login_code", get=everyone(302), post=visitors_only()),
    Row("account_email", get=signed_in(200), post=signed_in(200)),
    Row("account_inactive", get=everyone(200), post=everyone(405)),
    Row("account_login", get=visitors_only(), post=visitors_only()),
    Row("account_logout", get=signed_in(200), post=everyone(302)),
    Row("account_request_login_code", get=visitors_only(), post=visitors_only()),
    Row("account_reset_password", get=everyone(302), post=everyone(405)),
    Row("account_set_password", get=signed_in(200), post=signed_in(200)),
    Row("account_signup", get=visitors_only(), post=visitors_only()),
    Row("account_signup_by_passkey", get=everyone(302), post=everyone(405)),
    Row("accounts:confirm_by_code", get=signed_in(200), post=everyone(302)),
    Row("accounts:new_address", get=everyone(302), post=signed_in(200)),
    Row("accounts:password_sign_in", get=visitors_only(), post=visitors_only()),
    Row("accounts:second_factor", get=staff_only(), post=signed_in(405)),
    Row("accounts:send_again", get=everyone(405), post=everyone(302)),
    Row("accounts:send_own_again", get=signed_in(405), post=everyone(302)),
    Row("accounts:stay_signed_in", get=signed_in(405), post=everyone(302)),
    Row("accounts:invitation", get=everyone(200), post=everyone(200), unknown=410),
    Row("accounts:invite", get=only("administrator"), post=only("administrator")),
    Row("accounts:municipality", get=only("administrator"), post=only("administrator")),
    Row("accounts:staff", get=only("administrator"), post=signed_in(405)),
    Row("accounts:colleague", get=only("administrator"), post=signed_in(405)),
    Row("accounts:roles", get=signed_in(405), post=only("administrator", status=302)),
    Row("accounts:deactivate", get=signed_in(405), post=only("administrator", status=302)),
    Row("accounts:reactivate", get=signed_in(405), post=only("administrator", status=302)),
    Row("accounts:reset_second_factor", get=signed_in(405), post=only("administrator", status=302)),
    Row("accounts:end_sessions", get=signed_in(405), post=only("administrator", status=302)),
    Row("accounts:withdraw_invitation", get=signed_in(405), post=only("administrator", status=302)),
    Row("mfa_activate_totp", get=signed_in(200), post=signed_in(200)),
    Row("mfa_add_webauthn", get=signed_in(200), post=signed_in(200)),
    Row("mfa_authenticate", get=everyone(302), post=everyone(302)),
    Row("mfa_deactivate_totp", get=signed_in(404), post=signed_in(404)),
    Row("mfa_generate_recovery_codes", get=signed_in(200), post=signed_in(200)),
    Row("mfa_index", get=signed_in(200), post=signed_in(405)),
    Row("mfa_list_webauthn", get=signed_in(200), post=signed_in(405)),
    Row("mfa_login_webauthn", get=everyone(302), post=everyone(302)),
    Row("mfa_reauthenticate", get=everyone(302), post=everyone(302)),
    Row("mfa_reauthenticate_webauthn", get=everyone(302), post=everyone(302)),
    Row("mfa_view_recovery_codes", get=signed_in(404), post=signed_in(405)),
    # The owner shows the key again before changing it (302); to everybody else there is no such key.
    Row("mfa_edit_webauthn", get=(302, 302, *(404,) * 7), post=(302, 302, *(404,) * 7)),
    Row("mfa_remove_webauthn", get=(302, 302, *(404,) * 7), post=(302, 302, *(404,) * 7)),
    Row("usersessions_list", get=signed_in(200), post=everyone(302)),
]

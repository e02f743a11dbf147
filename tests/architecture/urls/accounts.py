"""Rows of accounts and of django-allauth's pages that we route."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator

from portal.accounts.actions.invitations import invite_staff
from portal.accounts.models import StaffInvitation, User, hash_of
from tests.architecture.url_table import Row, everyone, only, signed_in
from tests.factories.people import make_person

People = Mapping[str, User]


def colleague(people: People) -> dict[str, Any]:
    return {"user_id": make_person("Samira Haddad", "counsellor").pk}


def former(people: People) -> dict[str, Any]:
    return {"user_id": make_person("Kirsten Vangsø", "counsellor", is_active=False).pk}


def invited(people: People) -> dict[str, Any]:
    invite_staff(by=people["administrator"], email="emil@egekoebing.example", name="Emil", roles=["counsellor"])
    return {"invitation_id": StaffInvitation.objects.get().pk}


def invitation_link(people: People) -> dict[str, Any]:
    invited(people)
    StaffInvitation.objects.update(token_hash=hash_of("a-secret-of-the-tests"))
    return {"token": "a-secret-of-the-tests"}


def passkey(people: People) -> dict[str, Any]:
    data = {"name": "Min telefon", "credential": {}}
    row = Authenticator.objects.create(user=people["relative"], type=Authenticator.Type.WEBAUTHN, data=data)
    return {"pk": row.pk}


OBJECTS = {
    **dict.fromkeys(
        (f"accounts:{name}" for name in ("colleague", "roles", "reset_second_factor", "deactivate", "end_sessions")),
        colleague,
    ),
    "accounts:reactivate": former,
    "accounts:withdraw_invitation": invited,
    "accounts:invitation": invitation_link,
    "mfa_edit_webauthn": passkey,
    "mfa_remove_webauthn": passkey,
}
ROWS: list[Row] = [
    Row("account_change_password", get=signed_in(200), post=signed_in(200)),
    Row("account_confirm_login_code", get=everyone(302), post=(200, 302, 302, 302, 302, 302, 302, 302, 302)),
    Row("account_email", get=signed_in(200), post=signed_in(200)),
    Row(
        "account_login",
        get=(200, 302, 302, 302, 302, 302, 302, 302, 302),
        post=(200, 302, 302, 302, 302, 302, 302, 302, 302),
    ),
    Row("account_logout", get=signed_in(200), post=everyone(302)),
    Row("account_reset_password", get=everyone(302), post=everyone(405)),
    Row("account_set_password", get=signed_in(200), post=signed_in(200)),
    Row(
        "account_signup",
        get=(200, 302, 302, 302, 302, 302, 302, 302, 302),
        post=(200, 302, 302, 302, 302, 302, 302, 302, 302),
    ),
    Row("account_signup_by_passkey", get=everyone(302), post=everyone(405)),
    Row("accounts:colleague", get=only("administrator"), post=signed_in(405)),
    Row("accounts:confirm_by_code", get=signed_in(200), post=everyone(302)),
    Row("accounts:deactivate", get=signed_in(405), post=only("administrator", status=302)),
    Row("accounts:end_other_sessions", get=signed_in(405), post=everyone(302)),
    Row("accounts:end_sessions", get=signed_in(405), post=only("administrator", status=302)),
    Row("accounts:invite", get=only("administrator"), post=only("administrator")),
    Row("accounts:municipality", get=only("administrator"), post=only("administrator")),
    Row("accounts:new_address", get=everyone(302), post=signed_in(200)),
    Row(
        "accounts:password_sign_in",
        get=(200, 302, 302, 302, 302, 302, 302, 302, 302),
        post=(200, 302, 302, 302, 302, 302, 302, 302, 302),
    ),
    Row("accounts:reactivate", get=signed_in(405), post=only("administrator", status=302)),
    Row("accounts:reset_second_factor", get=signed_in(405), post=only("administrator", status=302)),
    Row("accounts:roles", get=signed_in(405), post=only("administrator", status=302)),
    Row("accounts:second_factor", get=signed_in(200), post=signed_in(405)),
    Row("accounts:send_again", get=everyone(405), post=everyone(302)),
    Row("accounts:send_own_again", get=signed_in(405), post=everyone(302)),
    Row("accounts:staff", get=only("administrator"), post=signed_in(405)),
    Row("accounts:stay_signed_in", get=signed_in(405), post=everyone(302)),
    Row("accounts:withdraw_invitation", get=signed_in(405), post=only("administrator", status=302)),
    Row("mfa_activate_totp", get=signed_in(200), post=signed_in(200)),
    Row("mfa_add_webauthn", get=signed_in(200), post=signed_in(200)),
    Row("mfa_authenticate", get=everyone(302), post=everyone(302)),
    Row("mfa_deactivate_totp", get=signed_in(404), post=signed_in(404)),
    Row(
        "mfa_edit_webauthn", get=only("relative", status=302, others=404), post=only("relative", status=302, others=404)
    ),
    Row("mfa_generate_recovery_codes", get=signed_in(200), post=signed_in(200)),
    Row("mfa_index", get=signed_in(200), post=signed_in(405)),
    Row("mfa_list_webauthn", get=signed_in(200), post=signed_in(405)),
    Row("mfa_login_webauthn", get=everyone(302), post=everyone(302)),
    Row("mfa_reauthenticate", get=everyone(302), post=everyone(302)),
    Row("mfa_reauthenticate_webauthn", get=everyone(302), post=everyone(302)),
    Row(
        "mfa_remove_webauthn",
        get=only("relative", status=302, others=404),
        post=only("relative", status=302, others=404),
    ),
    Row("mfa_view_recovery_codes", get=signed_in(404), post=signed_in(405)),
    Row("usersessions_list", get=signed_in(200), post=everyone(302)),
    Row("accounts:invitation", get=everyone(200), post=everyone(200)),
]

"""The sign-in pages by allauth's own names: the few of its views we show, and ours in the place of others.

Not included: sign-up, login by code, e-mail verification and password reset of allauth, which answer known and new
addresses differently. One box, one code does the work of all four.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.accounts import passkeys
from portal.accounts.views import own_account, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "sign-in/"), sign_in.ask_address, name="account_login"),
    path(pgettext_lazy("url", "sign-in/"), sign_in.ask_address, name="account_request_login_code"),
    path(pgettext_lazy("url", "sign-in/code/"), sign_in.enter_code, name="account_confirm_login_code"),
    path(pgettext_lazy("url", "join/"), sign_in.ask_address, name="account_signup"),
    path(pgettext_lazy("url", "join/passkey/"), own_account.join_with_passkey, name="account_signup_by_passkey"),
    path(pgettext_lazy("url", "forgot-password/"), own_account.forgot_password, name="account_reset_password"),
    path(pgettext_lazy("url", "sign-out/"), account.logout, name="account_logout"),
    path(pgettext_lazy("url", "closed/"), account.account_inactive, name="account_inactive"),
    path(pgettext_lazy("url", "e-mail/"), own_account.change_email, name="account_email"),
    path(pgettext_lazy("url", "password/"), own_account.set_password, name="account_change_password"),
    path(pgettext_lazy("url", "password/new/"), own_account.set_password, name="account_set_password"),
    path(pgettext_lazy("url", "sessions/"), usersessions.list_usersessions, name="usersessions_list"),
    path(pgettext_lazy("url", "second-factor/"), mfa.index, name="mfa_index"),
    path(pgettext_lazy("url", "second-factor/show/"), mfa.authenticate, name="mfa_authenticate"),
    path(pgettext_lazy("url", "second-factor/again/"), mfa.reauthenticate, name="mfa_reauthenticate"),
    path(pgettext_lazy("url", "app/add/"), totp.activate_totp, name="mfa_activate_totp"),
    path(pgettext_lazy("url", "app/remove/"), totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(pgettext_lazy("url", "recovery-codes/"), recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        pgettext_lazy("url", "recovery-codes/new/"),
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(pgettext_lazy("url", "passkeys/"), webauthn.list_webauthn, name="mfa_list_webauthn"),
    path(pgettext_lazy("url", "passkeys/add/"), passkeys.add_passkey, name="mfa_add_webauthn"),
    path(pgettext_lazy("url", "passkeys/sign-in/"), passkeys.sign_in_by_passkey, name="mfa_login_webauthn"),
    path(
        pgettext_lazy("url", "passkeys/again/"),
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(pgettext_lazy("url", "passkeys/<int:pk>/remove/"), webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path(pgettext_lazy("url", "passkeys/<int:pk>/name/"), webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]

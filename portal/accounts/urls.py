"""Addresses of accounts."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.accounts.views import invitation, municipality, own_account, sign_in, staff

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "sign-in/password/"), sign_in.sign_in_by_password, name="password_sign_in"),
    path(pgettext_lazy("url", "sign-in/code/again/"), sign_in.send_again, name="send_again"),
    path(pgettext_lazy("url", "e-mail/code/"), own_account.new_address, name="new_address"),
    path(pgettext_lazy("url", "confirm/"), own_account.confirm_by_code, name="confirm_by_code"),
    path(pgettext_lazy("url", "confirm/again/"), own_account.send_again, name="send_own_again"),
    path(pgettext_lazy("url", "second-factor/choose/"), own_account.second_factor_page, name="second_factor"),
    path(pgettext_lazy("url", "stay/"), own_account.stay_signed_in, name="stay_signed_in"),
    path(pgettext_lazy("url", "invitation/<str:token>/"), invitation.invitation, name="invitation"),
    path(pgettext_lazy("url", "municipality/"), municipality.municipality, name="municipality"),
    path(pgettext_lazy("url", "colleagues/"), staff.staff, name="staff"),
    path(pgettext_lazy("url", "colleagues/invite/"), staff.invite, name="invite"),
    path(pgettext_lazy("url", "colleagues/<uuid:user_id>/"), staff.colleague, name="colleague"),
    path(pgettext_lazy("url", "colleagues/<uuid:user_id>/roles/"), staff.change_roles, name="roles"),
    path(
        pgettext_lazy("url", "colleagues/<uuid:user_id>/reset/"),
        staff.do,
        {"deed": "reset"},
        name="reset_second_factor",
    ),
    path(pgettext_lazy("url", "colleagues/<uuid:user_id>/close/"), staff.do, {"deed": "close"}, name="deactivate"),
    path(pgettext_lazy("url", "colleagues/<uuid:user_id>/open/"), staff.do, {"deed": "open"}, name="reactivate"),
    path(
        pgettext_lazy("url", "colleagues/<uuid:user_id>/sign-out/"),
        staff.do,
        {"deed": "sign_out"},
        name="end_sessions",
    ),
    path(
        pgettext_lazy("url", "invitations/<uuid:invitation_id>/withdraw/"),
        staff.withdraw_invitation,
        name="withdraw_invitation",
    ),
]

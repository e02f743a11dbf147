"""Addresses of accounts."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.accounts.views import own_account, sign_in

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "sign-in/password/"), sign_in.sign_in_by_password, name="password_sign_in"),
    path(pgettext_lazy("url", "sign-in/code/again/"), sign_in.send_again, name="send_again"),
    path(pgettext_lazy("url", "e-mail/code/"), own_account.new_address, name="new_address"),
    path(pgettext_lazy("url", "confirm/"), own_account.confirm_by_code, name="confirm_by_code"),
    path(pgettext_lazy("url", "confirm/again/"), own_account.send_again, name="send_own_again"),
    path(pgettext_lazy("url", "second-factor/choose/"), own_account.second_factor_page, name="second_factor"),
    path(pgettext_lazy("url", "stay/"), own_account.stay_signed_in, name="stay_signed_in"),
    path(pgettext_lazy("url", "sessions/end/"), own_account.end_other_sessions, name="end_other_sessions"),
]

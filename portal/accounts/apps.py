"""People, roles and sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles and sign-in."""

    name = "portal.accounts"
    label = "accounts"

"""People, roles and sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles and sign-in."""

    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register message kinds, menu entries and what follows from allauth's events."""
        from portal.accounts import access, registration
        from portal.accounts.actions.seeds import rekey_seeds
        from portal.privacy import proof
        from portal.vault import actions as vault

        registration.register_kinds()
        registration.register_navigation()
        registration.register_landing()
        registration.register_merging()
        registration.connect()
        vault.register("mfa_authenticator", rekey_seeds)
        proof.register(access.is_strong)

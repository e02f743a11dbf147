"""Encrypted fields and their keys."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Encrypted fields and their keys."""

    name = "portal.vault"
    label = "vault"

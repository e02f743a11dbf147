"""Every message that leaves the house, and its delivery."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Every message that leaves the house, and its delivery."""

    name = "portal.outbox"
    label = "outbox"

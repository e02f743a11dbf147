"""The project package itself, so that its commands and catalogues are found."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The project package: settings, addresses, the clock."""

    name = "portal"
    label = "portal"

"""Det Fælles Designsystem in Django, and how the municipality looks."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Det Fælles Designsystem in Django, and how the municipality looks."""

    name = "portal.design"
    label = "design"

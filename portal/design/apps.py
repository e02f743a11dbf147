"""Det Fælles Designsystem in Django, and how the municipality looks."""

from pathlib import Path

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Det Fælles Designsystem in Django, and how the municipality looks."""

    name = "portal.design"
    label = "design"

    def ready(self) -> None:
        """The folders of static files exist before WhiteNoise and collectstatic look for them."""
        from django.conf import settings

        for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS):
            Path(folder).mkdir(parents=True, exist_ok=True)

"""The front page, My page and the pages that mix apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontConfig(AppConfig):
    """The front page, My page and the pages that mix apps."""

    name = "portal.front"
    label = "front"

    def ready(self) -> None:
        """Put the two pages in the menus."""
        from portal.design import navigation

        navigation.register(area="public", label=_("Front page"), url_name="front:front", order=10)
        navigation.register(area="member", label=_("My page"), url_name="front:my_page", order=10)

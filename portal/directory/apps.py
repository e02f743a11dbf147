"""The one door in: units, organisations and what they offer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Registers the directory's pages in the menus."""

    name = "portal.directory"
    label = "directory"

    def ready(self) -> None:
        """Make the app known to the registries."""
        from portal.design import navigation
        from portal.directory.access import READERS

        navigation.register(area="public", label=_("Offers"), url_name="directory:offers", order=30)
        navigation.register(
            area="staff",
            label=_("Offers"),
            url_name="directory:kept_offers",
            roles=READERS,
            order=65,
            key="å",
            is_seldom=True,
        )

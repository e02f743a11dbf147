"""The relative: language, channel and safe contact."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelativesConfig(AppConfig):
    """Registers the app's message and its line in the relative's menu."""

    name = "relatives"
    label = "relatives"

    def ready(self) -> None:
        """Make the app known to the registries."""
        from portal.accounts import merging
        from portal.design import navigation
        from relatives import kinds
        from relatives.actions import carry_feed, carry_profile

        kinds.register_kinds()
        navigation.register(area="member", label=_("How we reach you"), url_name="relatives:settings", order=90)
        merging.register("relatives", merging.Part(handled=("relatives.RelativeProfile.user",), carry=carry_profile))
        merging.register("calendar_feeds", merging.Part(handled=("relatives.CalendarFeed.user",), carry=carry_feed))

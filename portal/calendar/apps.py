"""All that takes time: resources, rules, absences and occupancies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarConfig(AppConfig):
    """Registers the calendar's pages in the staff menu."""

    name = "portal.calendar"
    label = "calendar"

    def ready(self) -> None:
        """Make the app known to the registries."""
        from portal.accounts import merging
        from portal.design import navigation

        stays = {"calendar.Resource.user": "a calendar is a colleague's, and a colleague's account is never emptied"}
        merging.register("calendar", merging.Part(stays=stays))

        counsellor, lead = "counsellor", "team_lead"
        navigation.register(
            area="staff",
            label=_("My working times"),
            url_name="calendar:availability",
            roles=(counsellor,),
            order=50,
            key="t",
        )
        navigation.register(
            area="staff",
            label=_("Everyone's week"),
            url_name="calendar:everyone",
            roles=(counsellor, lead),
            order=40,
            key="a",
        )
        navigation.register(
            area="staff",
            label=_("Calendars and hours"),
            url_name="calendar:resources",
            roles=(lead,),
            order=60,
            key="k",
            is_seldom=True,
        )

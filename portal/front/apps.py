"""The front page, My page and the pages that mix apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontConfig(AppConfig):
    """The front page, My page and the pages that mix apps."""

    name = "portal.front"
    label = "front"

    def ready(self) -> None:
        """Put the pages in the menus; some roles begin at the staff's start page."""
        from portal.accounts import landing
        from portal.accounts.models import Role
        from portal.design import navigation

        beginners = (Role.ORGANISER, Role.PLANNER, Role.DPO)
        navigation.register(
            area="staff", label=_("Start"), url_name="front:staff_start", roles=beginners, order=5, key="i"
        )
        for role in beginners:
            landing.register(role, "front:staff_start", order=950)

        navigation.register(area="public", label=_("Front page"), url_name="front:front", order=10)
        navigation.register(area="member", label=_("My page"), url_name="front:my_page", order=10)

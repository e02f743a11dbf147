"""What unplanned calls tell the registries: their place in the staff's menu."""

from django.utils.translation import gettext_lazy

from portal.accounts.models import Role
from portal.design import navigation

STAFF = (Role.COUNSELLOR, Role.TEAM_LEAD)


def register() -> None:
    """Called once from registering/__init__.py."""
    navigation.register(
        area="staff", label=gettext_lazy("Log a call"), url_name="counselling:log_call", roles=STAFF, order=14, key="j"
    )

"""Where evenings stand in the menus of those who come."""

from django.utils.translation import gettext_lazy as _

from portal.design import navigation


def register_menus() -> None:
    """The relative's own list; called from apps.py."""
    navigation.register(area="member", label=_("My evenings"), url_name="groups:my_evenings", order=30)

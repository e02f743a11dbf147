"""Where evenings stand in the menus of those who come."""

from django.utils.translation import gettext_lazy as _

from portal.design import navigation


def register_menus() -> None:
    """The public list and the relative's own; called from apps.py."""
    navigation.register(area="public", label=_("Evenings and meetings"), url_name="groups:evenings", order=25)
    navigation.register(area="member", label=_("My evenings"), url_name="groups:my_evenings", order=30)

"""What a service stop reaches here: evenings where people meet, each with a way of its own."""

from django.utils.translation import gettext_lazy as _

from groups.actions.stopping import LATER, OFF, ONLINE, carry_out
from groups.stopped import areas, find
from portal.calendar import stopping
from portal.calendar.stopping import Reach, Way

WAYS = (
    Way(ONLINE, _("Move it online"), needs_link=True),
    Way(LATER, _("Put it off: a new time follows")),
    Way(OFF, _("Call it off")),
)


def register() -> None:
    """Called once from registering."""
    reach = Reach(
        name="groups.evenings",
        label=_("Evenings and meetings"),
        ways=WAYS,
        find=find,
        carry_out=carry_out,
        one_by_one=True,
    )
    stopping.register(reach)
    stopping.register_areas(areas)

"""What a service stop does with evenings: online, put off, or called off, as the organiser would do it one by one."""

from datetime import datetime

from groups.actions.changing_dates import call_off, move_online, postpone
from groups.models import Occurrence
from portal.accounts.models import User
from portal.calendar.stopping import Order

ONLINE, LATER, OFF = "online", "later", "off"


def carry_out(*, by: User, order: Order, now: datetime) -> None:
    """One evening's order. Refuses what those actions refuse: a stale page, an evening that is over or off."""
    date = Occurrence.objects.get(pk=order.touched.key)
    version, says = order.touched.version, order.says
    if order.way == ONLINE:
        move_online(by=by, date=date, version=version, address=order.link, says=says)
    elif order.way == LATER:
        postpone(by=by, date=date, version=version, says=says)
    else:
        call_off(by=by, date=date, version=version, says=says)

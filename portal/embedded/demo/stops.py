"""The storm of five weeks ago: a service stop of two days, long over."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from portal import clock
from portal.accounts.models import User
from portal.calendar.actions.stops import StopPlan, stop_service

KEY = UUID(int=4650, version=4)


def tell(people: Mapping[str, User]) -> None:
    """Before anything stood in the calendar: it only closes its days."""
    day = clock.today() - timedelta(days=35)
    start = datetime.combine(day, time(), clock.zone())
    says = "Storm. Vi taler i telefon i dag og i morgen."
    with clock.frozen_at(start - timedelta(hours=9)):
        plan = StopPlan(
            start=start, end=start + timedelta(days=2), areas=[], says=says, seen="", form_key=KEY, chosen={}
        )
        stop_service(by=people["dorthe.friis@egekoebing.example"], plan=plan)

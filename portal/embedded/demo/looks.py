"""What staff have looked at, some of it odd, and last month's spot check, half done."""

from datetime import datetime, time, timedelta
from random import Random

from counselling.models import Appointment
from portal import clock
from portal.accounts.models import User
from portal.audit.actions import record_read, sealing
from portal.oversight.actions.drawing import draw
from portal.oversight.actions.judging import judge
from portal.oversight.models import Verdict
from portal.oversight.models.spot_checks import month_of

ORDINARY, ODD = 120, ((2, 10), (23, 14), (6, 47))
SAID = "Hun forberedte samtalen."


def tell(people: dict[str, User]) -> None:
    """Reads of the last two months, sealed; the month before this one drawn, and some of it looked at."""
    dice = Random(7)  # noqa: S311 - a story, not a secret
    talks = list(Appointment.objects.select_related("booked_by", "counsellor__user").order_by("starts_at", "id"))
    rasmus = people["rasmus@borger.example"]
    told = dice.sample(talks, min(ORDINARY, len(talks)))
    for talk in [*told, *(talk for talk in talks if talk.booked_by_id == rasmus.pk)]:
        reader = talk.counsellor.user
        if reader is not None and talk.starts_at < clock.now():
            look(talk, reader, talk.starts_at - timedelta(minutes=dice.randint(5, 45)))
    last = month_of(clock.today()) - timedelta(days=1)
    jonas, mette = people["jonas.toft@egekoebing.example"], people["mette.krogh@egekoebing.example"]
    for number, (hour, minute) in enumerate(ODD):
        reader = jonas if number % 2 else mette
        look(talks[number * 7], reader, datetime.combine(last, time(hour, minute), clock.zone()))
    sealing.seal()
    check = draw(month_of(last))
    lead = people["dorthe.friis@egekoebing.example"]
    for item in check.items.exclude(actor=lead.pk).filter(is_sampled=True)[:6]:
        judge(by=lead, item=item, verdict=Verdict.IN_ORDER, said=SAID)


def look(talk: Appointment, reader: User, moment: datetime) -> None:
    """Somebody opened a talk."""
    with clock.frozen_at(moment):
        record_read("counselling.talk_opened", by=reader, obj=talk, subject=talk.booked_by_id)

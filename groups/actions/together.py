"""Making an event together with a co-organiser, going on without it, and what its people see on the evening."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from groups import announcing_partners as announcing
from groups.actions.events import locked_event
from groups.choices import RegistrationState
from groups.models import CoOrganiser, Event, Occurrence, Registration, Together
from groups.models.together import TOGETHER_ONCE
from groups.rules import co_organisers as rules
from groups.rules.answers import takes_part_online
from groups.rules.co_organisers import PartnerRefusal
from groups.rules.events import EventRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import Refused, locking, violated_constraint


@locking
def make_together(*, by: User, event: Event, partner: CoOrganiser) -> Together:
    """From now on the event is made with this partner: it is named on the page, and its people are told.

    Refuses an agreement that doesn't run, a partner who is on it already, and a template.
    """
    row = locked_event(event)
    owner = CoOrganiser.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=partner.pk)
    today = clock.today()
    if row.is_template:
        raise Refused(EventRefusal.IS_A_TEMPLATE)
    if refusal := rules.may_hold_together(has_begun=owner.agreed_on <= today, is_over=owner.is_over(today)):
        raise Refused(refusal)
    made = put_together(row, owner)
    audit.record("groups.partner_together", by=by, obj=row, reason=str(owner))
    announcing.tell_partner(owner, row, announcing.TOGETHER, made.pk)
    return made


def put_together(event: Event, partner: CoOrganiser) -> Together:
    """The row. Refuses a second one."""
    made = Together(id=new_key(), event=event, co_organiser=partner, since=clock.now())
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != TOGETHER_ONCE:
            raise
        raise Refused(PartnerRefusal.TOGETHER_ALREADY) from error
    return made


@locking
def go_on_alone(*, by: User, event: Event, row: UUID) -> None:
    """The partner no longer makes it with us: its name goes, its people see nobody any more. Pressed twice, once."""
    event = locked_event(event)
    found = Together.objects.select_related("co_organiser__organisation").filter(pk=row, event=event).first()
    if found is None:
        return
    partner = found.co_organiser
    found.delete()
    if event.host == str(partner):
        event.host = ""
        event.save(update_fields=["host"])
    audit.record("groups.partner_apart", by=by, obj=event, reason=str(partner))
    announcing.tell_partner(partner, event, announcing.APART, row)


@dataclass(frozen=True)
class WhoComes:
    """Parties with a place in the room, and how many more there are: at home before a screen, waiting."""

    in_room: list[Registration]
    online: int
    waiting: int


@transaction.atomic
def read_who_comes(*, by: User, date: Occurrence) -> WhoComes:
    """Who comes, for a partner's person who holds the evening; noted for each of them before anything is shown.

    Refuses whoever holds it no more: another partner's, an agreement that ended, an evening that is long over.
    """
    held = Together.objects.all().dates_held_by(by, clock.today(), clock.now() - rules.LIST_STAYS)
    if not held.filter(pk=date.pk).exists():
        raise Refused(PartnerRefusal.NOT_YOURS_TO_SEE)
    rows = list(Registration.objects.for_door(date.pk))
    coming = [row for row in rows if row.state == RegistrationState.CONFIRMED]
    in_room = [row for row in coming if not takes_part_online(status=date.status, channel=row.pool.channel)]
    people = dict.fromkeys([None, *(row.person_id for row in in_room)])  # the list itself, then each person once
    audit.record_reads([audit.Look("groups.partner_list_read", date, person) for person in people], by=by)
    waiting = sum(row.seats for row in rows if row.state in {RegistrationState.WAITING, RegistrationState.OFFERED})
    return WhoComes(in_room, sum(row.seats for row in coming) - sum(row.seats for row in in_room), waiting)

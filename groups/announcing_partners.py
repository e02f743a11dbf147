"""What passes between us and a co-organiser, told in the change's own transaction: a task and a message to whoever
answers for the event here, a message to the partner's people. None of them says what it is about.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from groups.models import CoOrganiser, CoOrganiserMember, Event, Together
from groups.models.co_organisers import STAFF
from groups.rules.co_organisers import READ_WITHIN
from portal import clock
from portal.accounts.models import Role, User
from portal.outbox import actions as outbox
from portal.worklist import actions as worklist
from relatives import rules as contact
from relatives.models import RelativeProfile

DRAFT_IN = "groups.partner_draft_in"
NEWS = "groups.partner_news"
READ_TASK = "groups.partner_draft"
TOGETHER, APART, CHANGED = "together", "apart", "changed"


def ask_to_read(event: Event) -> None:
    """A draft came in: a task and a mail for the colleague who answers for it; for all organisers where they left."""
    owner = event.organiser
    is_here = owner.is_active and owner.has_role(*STAFF)
    key = f"{event.pk}:{event.version}"
    worklist.add_task(
        READ_TASK,
        f"{READ_TASK}:{key}",
        about=event.pk,
        due_at=clock.now() + READ_WITHIN,
        assigned_to=owner if is_here else None,
        role=Role.ORGANISER,
    )
    if is_here and owner.email:
        outbox.put(
            DRAFT_IN,
            f"{DRAFT_IN}:{key}",
            channel="email",
            language=owner.language,
            to=owner,
            address=owner.email,
            about=event.pk,
            version=event.version,
        )


def is_read(event: Event) -> None:
    """Nobody has to read it any more."""
    worklist.drop_tasks(event.pk, kinds_of=[READ_TASK])


def tell_where_it_is(event: Event) -> None:
    """It was sent back, published, put off or put away: whoever wrote it or makes it with us hears that."""
    is_read(event)
    partners = set(Together.objects.filter(event=event).values_list("co_organiser_id", flat=True))
    if event.co_organiser_id:
        partners.add(event.co_organiser_id)
    if partners:
        tell(partners, event, event.publication, once=f"{event.pk}:{event.version}")


def tell_of_change(event: Event, *, once: str) -> None:
    """A date moved, is off or goes online: whoever makes it with us hears that there is something to read."""
    partners = set(Together.objects.filter(event=event).values_list("co_organiser_id", flat=True))
    if partners:
        tell(partners, event, CHANGED, once=f"{CHANGED}:{once}")


def tell_partner(partner: CoOrganiser, event: Event, what: str, once: UUID) -> None:
    """One partner hears that it makes an event with us now, or no longer does."""
    tell([partner.pk], event, what, once=f"{what}:{once}")


def tell(partners: Iterable[UUID], event: Event, what: str, *, once: str) -> None:
    """One message to each of the partners' people, in the channels they chose; once for what happened."""
    now = clock.now()
    members = list(CoOrganiserMember.objects.to_tell(partners, clock.today()))
    people = {one.user.pk: one for one in members if one.user is not None}  # somebody of two partners hears it once
    profiles = RelativeProfile.objects.of_people(people)
    drafts: list[outbox.Draft] = []
    for member in people.values():
        assert member.user is not None
        profile = profiles.get(member.user.pk) or RelativeProfile(user=member.user)
        ways = contact.channels_for(profile, now, contact.Purpose.CHANGE)
        drafts += [draft_for(member, member.user, way, profile, event=event, what=what, once=once) for way in ways]
    outbox.put_all(drafts)


def draft_for(
    member: CoOrganiserMember, user: User, way: str, profile: Any, *, event: Event, what: str, once: str
) -> outbox.Draft:
    """One message in one channel."""
    addresses = {contact.Channel.SMS: profile.phone, contact.Channel.EMAIL: user.email or ""}
    return outbox.Draft(
        NEWS,
        f"{NEWS}:{once}:{user.pk}:{way}",
        channel=way,
        to=user,
        address=addresses.get(contact.Channel(way), ""),
        about=event.pk,
        version=event.version,
        language=user.language,
        context={"member": str(member.pk), "partner": str(member.co_organiser_id), "what": what},
    )

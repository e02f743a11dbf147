"""An association that invites together with the municipality, with a draft that waits to be read."""

from datetime import timedelta

from groups.actions.co_organisers import add_co_organiser, invite_member, join_partner
from groups.actions.partner_drafts import send_back, send_draft_in, write_draft
from groups.actions.together import make_together
from groups.models import Event
from portal import clock
from portal.accounts.models import User
from portal.directory.models import Organisation
from portal.embedded.demo.door_evenings import TONIGHT
from portal.embedded.demo.people import Person, add_person
from portal.embedded.demo.talks import mark_as_sent
from portal.embedded.demo.visitor_evenings import OPEN
from portal.keys import new_key

ASSOCIATION = "Nabohånden"
WRITER = Person("Vibeke Holt Krag", "vibeke@nabohaanden.example", says="Medarrangør: skriver kladder og holder aftener")
LAST_ON_THE_PAGE = 99
ASKED = "Skriv gerne, om man skal kunne strikke for at være med."


def tell(people: dict[str, User]) -> None:
    """The agreement, who writes, one draft sent in, one sent back, and an evening of ours they hold with us."""
    organiser = people["lone.vad@egekoebing.example"]
    writer = add_person(WRITER, LAST_ON_THE_PAGE)
    with clock.frozen_at(clock.now() - timedelta(days=9)):
        house = Organisation.objects.get(name=ASSOCIATION)
        agreed = {"organisation": house, "agreed_on": clock.today(), "until": None, "data_role": "processor"}
        partner = add_co_organiser(by=organiser, values=agreed, form_key=new_key())
        join_partner(by=writer, invitation=invite_member(by=organiser, partner=partner, email=WRITER.email))
        invite_member(by=organiser, partner=partner, email="formand@nabohaanden.example")
    told = (
        (
            "Fællesspisning for pårørende",
            "Vi laver mad sammen og spiser den. Tag gerne en med.",
            "Caféen på Havnegade",
            24,
        ),
        ("Strik og snak", "Tag dit strikketøj med. Vi sætter vand over.", "", None),
    )
    for title, summary, place, seats in told:
        wish = {"when": "en onsdag i næste måned, kl. 17.30", "venue": None, "place": place, "seats": seats}
        values = {"title": title, "kind": "cafe", "summary": summary, "body": "", **wish}
        event = write_draft(by=writer, partner=partner, values=values, form_key=new_key())
        sent = send_draft_in(by=writer, event=event, version=event.version)
        if seats is None:
            send_back(by=organiser, event=sent, version=sent.version, asks=ASKED)
    for slug in (OPEN, TONIGHT):
        make_together(by=organiser, event=Event.objects.get(slug=slug), partner=partner)
    mark_as_sent()

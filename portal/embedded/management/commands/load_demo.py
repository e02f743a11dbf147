"""manage.py load_demo: Egekøbing into an empty database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.accounts.models import User
from portal.embedded.demo import (
    contacts,
    courses,
    door,
    door_evenings,
    handovers,
    house,
    journal,
    looks,
    notes,
    numbers,
    numbers_of_evenings,
    offers,
    online_evenings,
    organiser_evenings,
    organiser_tools,
    partners,
    past_evenings,
    people,
    respite_evenings,
    stops,
    visitor_evenings,
    visitor_wishes,
    visits,
    waiting,
)
from portal.embedded.demo.cases import Caseload
from portal.embedded.demo.talks import Storyteller


class Command(BaseCommand):
    """Loads the demo municipality; refuses a database that has people, and a portal that is no demonstration."""

    help = "Load the demo municipality into an empty database (only with DEMO=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing."""
        if not settings.DEMO:
            raise CommandError("The demo municipality is only loaded with DEMO=1.")
        if User.objects.exists():
            raise CommandError("There are people here already; the demo needs an empty database.")
        with transaction.atomic():
            unit = house.add_municipality()
            house.add_hours(unit)
            everybody = people.add_everybody()
            counsellors = house.add_resources(everybody)
            house.add_weeks(counsellors)
            types = house.add_types()
            offers.add_offers(unit, types)
            stops.tell(everybody)
            visits.Visitor(everybody, counsellors, types).tell()
            Storyteller(everybody, counsellors, types).tell()
            Caseload(everybody).tell()
            contacts.add_contacts(everybody)
            handovers.add_handovers(everybody, counsellors)
            waiting.Queue(everybody, counsellors, types).tell()
            notes.tell(everybody)
            numbers.tell(everybody, counsellors, types)
            visitor_evenings.tell(everybody)
            visitor_wishes.tell(everybody)
            journal.tell(everybody)
            organiser_evenings.tell(everybody)
            past_evenings.tell(everybody)
            numbers_of_evenings.tell(everybody)
            courses.tell(everybody)
            organiser_tools.tell(everybody)
            door_evenings.tell(everybody)
            online_evenings.tell(everybody)
            partners.tell(everybody)
            respite_evenings.tell(everybody)
            door.tell()
            looks.tell(everybody)  # last: it seals the log, and what is told of earlier days after it looks forged
        self.stdout.write(f"Loaded {len(everybody)} people.")

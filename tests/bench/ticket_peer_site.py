"""Pretix, the peer of the surge, in an environment of its own: its tables, one event with seats, a key to its API.

Run by ticket_peer.py with the peer's own interpreter; "spread N" makes N events. Prints JSON.
"""

import json
import os
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretix.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils.timezone import now  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402
from pretix.base.models import Event, Organizer, Team, User  # noqa: E402


def an_event(organizer: Organizer, slug: str, seats: int) -> int:
    """An event with so many seats, free of charge; the key of what is ordered."""
    event = Event.objects.create(
        organizer=organizer,
        name="Evening",
        slug=slug,
        live=True,
        currency="DKK",
        date_from=now() + timedelta(days=14),
        plugins="",
    )
    item = event.items.create(name="Seat", default_price=0)
    quota = event.quotas.create(name="Seats", size=seats)
    quota.items.add(item)
    return int(item.pk)


def main(spread: int, seats: int) -> None:
    """Tables, events, and a team's token."""
    call_command("migrate", verbosity=0, interactive=False)
    with scopes_disabled():
        organizer = Organizer.objects.create(name="Bench", slug="bench")
        items = {"hot": an_event(organizer, "hot", seats)}
        for number in range(spread):
            items[f"e{number}"] = an_event(organizer, f"e{number}", seats)
        team = Team.objects.create(organizer=organizer, name="Bench", all_events=True, all_event_permissions=True)
        team.members.add(User.objects.create_user("bench@bench.example", "bench-only-7Qk2"))
        token = team.tokens.create(name="bench")
    print(json.dumps({"token": token.token, "items": items}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

"""Who lives in a house of the fault tests (`python -m tests.faults.house_people OUT` in its environment).

Makes the database ready, fills it with the test factories, and writes down what the visitors need: session cookies
of signed-in people, and free times.
"""

import json
import secrets
import sys
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

if not apps.ready:
    django.setup()
from counselling.models import MeetingType
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import Role, User
from tests.factories.people import make_person, sign_in
from tests.factories.talks import make_counsellor, make_type

COUNSELLORS, RELATIVES = 20, 24


def cookies_of(user: User) -> dict[str, str]:
    """What the person's browser holds."""
    session = sign_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    return {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: secrets.token_hex(16)}


def times_of(kind: MeetingType) -> list[str]:
    """Free times as the page's form sends them, none touching another with the pause after it."""
    today, pause = clock.today(), timedelta(minutes=kind.buffer_after_minutes)
    kept: list[str] = []
    last: dict[UUID, datetime] = {}
    for free in Wish(meeting_type=kind, mode="phone").free_times(today, today + timedelta(days=50), clock.now()):
        if free.resource_id not in last or free.start >= last[free.resource_id]:
            kept.append(f"{free.start.astimezone(clock.zone()).isoformat()}|{free.resource_id}")
            last[free.resource_id] = free.end + pause
    return kept


def main(out: Path) -> None:
    call_command("prepare_database", verbosity=0)
    call_command("make_keyring", verbosity=0)
    kind = make_type(max_open_per_person=10_000)
    staff = [make_person(f"Rådgiver {number}", Role.COUNSELLOR) for number in range(COUNSELLORS)]
    for user in staff:
        make_counsellor(user, start="07:00", end="21:00")
    relatives = [make_person(f"Pårørende {number}") for number in range(RELATIVES)]
    written = {
        "relatives": [cookies_of(user) for user in relatives],
        "counsellor": cookies_of(staff[0]),
        "times": times_of(kind),
    }
    out.write_text(json.dumps(written))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Co-organisers and who writes for them."""

from datetime import date, timedelta
from uuid import uuid4

from django.test import Client

from groups.actions.partner_drafts import write_draft
from groups.models import CoOrganiser, CoOrganiserMember, Event, Together
from portal import clock
from portal.accounts.models import User
from portal.directory.models import Organisation
from portal.keys import new_key
from tests.factories.people import sign_in

WORDS = {
    "title": "Gåtur ved åen",
    "kind": "cafe",
    "summary": "Vi går en tur. Kom, som du er.",
    "body": "Kaffe bagefter.",
    "when": "en tirsdag i marts",
    "venue": None,
    "place": "Ved broen",
    "seats": 12,
}


def make_partner(organiser: User, *, name: str = "", until: date | None = None, data_role: str = "none") -> CoOrganiser:
    """An association with an agreement since last year."""
    house = Organisation.objects.create(name=name or f"Forening {uuid4().hex[:6]}", kind="association")
    since = clock.today() - timedelta(days=365)
    return CoOrganiser.objects.create(
        organisation=house, agreed_on=since, until=until, data_role=data_role, organiser=organiser
    )


def make_member(partner: CoOrganiser, user: User) -> CoOrganiserMember:
    """Somebody who said yes."""
    now = clock.now()
    return CoOrganiserMember.objects.create(
        co_organiser=partner,
        email=user.email or "",
        user=user,
        joined_at=now,
        invited_at=now,
        expires_at=now + timedelta(days=14),
    )


def make_invitation(partner: CoOrganiser, email: str) -> CoOrganiserMember:
    """Somebody who was asked."""
    return CoOrganiserMember.objects.create(
        co_organiser=partner, email=email, invited_at=clock.now(), expires_at=clock.now() + timedelta(days=14)
    )


def make_together(event: Event, partner: CoOrganiser) -> Together:
    """An event the municipality makes with a partner."""
    return Together.objects.create(event=event, co_organiser=partner, since=clock.now())


def make_partner_draft(by: User, partner: CoOrganiser, **values: object) -> Event:
    """A draft somebody of the partner wrote."""
    return write_draft(by=by, partner=partner, values={**WORDS, **values}, form_key=new_key())


def sign_in_strongly(user: User) -> Client:
    """Signed in with a code by e-mail, and with an app on top of it."""
    client = sign_in(user)
    session = client.session
    session["account_authentication_methods"] += [{"method": "mfa", "type": "totp", "at": clock.now().timestamp()}]
    session.save()
    return client

"""Calls nobody planned: half a year of them would be noise, so the last two weeks."""

import random
from datetime import timedelta
from uuid import UUID

from counselling.actions.contacts import ContactWish, log_contact
from counselling.actions.referrals import ReferralWish, note_referral, pass_on
from counselling.case_choices import CaseTopic
from counselling.contact_choices import ContactOutcome
from counselling.models import Case
from counselling.referral_choices import ReferralState, Told
from portal import clock
from portal.accounts.models import User
from portal.directory.models import Offer

CALLS = 36
WRITTEN_DOWN = "Rasmus O. Bøgh"  # Rasmus himself, before he signed in: the two can be joined
NOTES = (
    "Ville høre, om man kan få orlov til at passe sin mor.",
    "Er bekymret for, hvordan det går, når hun selv skal opereres.",
    "Spurgte til aflastning i sommerferien.",
    "Ringer igen, når hun har talt med sin bror.",
    "",
)


def add_contacts(people: dict[str, User]) -> None:
    """Each counsellor took some; every third caller did not say who they were. One was written down by mistake."""
    dice = random.Random(41)  # noqa: S311 - a story, not a secret
    staff = [people[f"{name}@egekoebing.example"] for name in ("mette.krogh", "jonas.toft")]
    relatives = [user for email, user in people.items() if email.startswith(("borger", "rasmus", "yasmin"))]
    for number in range(CALLS):
        at = clock.now() - timedelta(hours=9 * number + 2)
        wish = ContactWish(
            person=None if number % 3 == 2 else dice.choice(relatives),
            new_name="",
            phone="",
            minutes=dice.choice([4, 6, 8, 10, 10, 15, 20]),
            topic=dice.choice(CaseTopic.values),
            outcome=dice.choice(ContactOutcome.values),
            note=dice.choice(NOTES),
            at=at,
        )
        with clock.frozen_at(at):
            log_contact(by=staff[number % 2], wish=wish, form_key=UUID(int=dice.getrandbits(128), version=4))
    twice = ContactWish(
        person=None,
        new_name=WRITTEN_DOWN,
        phone="00 00 77 41",
        minutes=6,
        topic=CaseTopic.WORK,
        outcome=ContactOutcome.GOES_ON,
        note="Arbejder i skiftehold. Vil gerne ringes op først på ugen.",
        at=clock.now() - timedelta(hours=3),
    )
    log_contact(by=staff[0], wish=twice, form_key=UUID(int=dice.getrandbits(128), version=4))
    add_referrals(people)


def add_referrals(people: dict[str, User]) -> None:
    """Some of Mette's relatives are on their way to somebody: waiting, in touch, or it could not be done."""
    worker = people["mette.krogh@egekoebing.example"]
    offers = list(Offer.objects.taking_referrals().for_list())
    answers = (None, ReferralState.RECEIVED, ReferralState.FIRST_CONTACT, ReferralState.DECLINED)
    cases = Case.objects.worked_by(worker).open().order_by("-person__email")[: len(answers)]
    for number, case in enumerate(cases):
        wish = ReferralWish(
            offer=offers[number % len(offers)],
            outside="",
            has_consent=True,
            told=Told.PHONE,
            summary="Vil gerne ringes op sidst på dagen.",
        )
        with clock.frozen_at(clock.now() - timedelta(days=number + 1)):
            key = UUID(int=4100 + number, version=4)
            row = pass_on(by=worker, case=case, wish=wish, form_key=key)
        if answer := answers[number]:
            note_referral(by=worker, referral=row, state=answer, version=row.version)

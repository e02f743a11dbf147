"""Unplanned calls: with the case when there is one, else half a year; codes until two weeks after they end."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from counselling.models import CallDraft, ClaimCode, Contact
from counselling.models.tallies import already_counted
from portal.privacy.registry import Basis, Erase, Field, Period, ordinary, secret, sensitive, technical

CONTACT = "with the case; without one six months after the call"
CASE = "five years after the case is closed"
DRAFT = "until the call is noted, at most 30 days after it was last touched"
CODE = "two weeks after the code ends"

FIELDS: dict[str, dict[str, Field]] = {
    "Contact": {
        **dict.fromkeys(("id", "person", "case", "by", "form_key", "created_at"), technical(CONTACT)),
        **dict.fromkeys(("at", "minutes", "outcome"), ordinary(CONTACT)),
        **dict.fromkeys(("topic", "note"), sensitive(CONTACT)),
    },
    "CallDraft": {
        **dict.fromkeys(("id", "author", "changed_at", "version"), technical(DRAFT)),
        **dict.fromkeys(("text", "rest"), sensitive(DRAFT, export=False, erase=Erase.PERIOD)),
    },
    "Referral": {
        **dict.fromkeys(("id", "case", "by", "follow_up", "form_key", "version"), technical(CASE)),
        **dict.fromkeys(("direction", "state", "told", "sent_at", "answered_at", "response_due_on"), ordinary(CASE)),
        "consented_at": ordinary(CASE, Basis.CONSENT),
        **dict.fromkeys(("offer", "outside", "summary"), sensitive(CASE)),
    },
    "ClaimCode": {
        **dict.fromkeys(("id", "person", "made_by", "used_by", "made_at"), technical(CODE)),
        **dict.fromkeys(("expires_at", "used_at", "replaced_at"), technical(CODE)),
        "code_hash": secret(CODE),
    },
}
OWNERS = {"Referral": ("case__person",), "Contact": ("person",), "ClaimCode": ("person",)}


def old_contacts(before: datetime) -> models.QuerySet[Any]:
    """Calls outside a case, logged before a moment, in a counted month."""
    return already_counted(Contact.objects.filter(case=None), "at", before=before)


def old_codes(before: datetime) -> models.QuerySet[Any]:
    """Codes whose time was over before a moment."""
    return ClaimCode.objects.ended(before)


def old_drafts(before: datetime) -> models.QuerySet[Any]:
    """Drafts nobody touched since a moment."""
    return CallDraft.objects.old(before)


PERIODS = (
    Period("counselling.call_drafts", "Drafts of calls nobody noted", timedelta(days=30), old_drafts),
    Period("counselling.contacts", "Logged calls without a case", timedelta(days=182), old_contacts),
    Period("counselling.claim_codes", "Codes told on the phone", timedelta(days=14), old_codes),
)

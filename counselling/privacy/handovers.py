"""Handovers go with their case; offers of new times go with their talk."""

from counselling.privacy.cases import CASE
from portal.privacy.registry import Field, Period, ordinary, sensitive, technical

TALK = "as long as the talk it is about"

FIELDS: dict[str, dict[str, Field]] = {
    "Handover": {
        **dict.fromkeys(("id", "case", "from_worker", "to_worker", "proposed_by", "batch"), technical(CASE)),
        **dict.fromkeys(("reason", "consent", "state", "proposed_at", "decided_at"), ordinary(CASE)),
        **dict.fromkeys(("summary", "answer"), sensitive(CASE)),
    },
    "NewTimesOffer": {
        **dict.fromkeys(("id", "appointment", "made_by"), technical(TALK)),
        **dict.fromkeys(("state", "made_at", "expires_at", "decided_at"), ordinary(TALK)),
    },
    "NewTime": {
        **dict.fromkeys(("id", "offer", "counsellor", "room", "interpreter"), technical(TALK)),
        **dict.fromkeys(("starts_at", "ends_at"), ordinary(TALK)),
    },
}
OWNERS: dict[str, tuple[str, ...]] = {
    "Handover": ("case__person",),
    "NewTimesOffer": ("appointment__booked_by",),
    "NewTime": ("offer__appointment__booked_by",),
}
PERIODS: tuple[Period, ...] = ()

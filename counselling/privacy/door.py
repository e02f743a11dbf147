"""What came in by the professionals' door: a day until it is confirmed, then a month after it was answered."""

from datetime import timedelta

from counselling.models import IncomingWord
from portal.privacy.registry import Basis, Field, Period, ordinary, sensitive, technical

DOOR = "a month after it is answered; a day when nobody confirms it"

FIELDS: dict[str, dict[str, Field]] = {
    "IncomingWord": {
        **dict.fromkeys(("id", "case", "decided_by", "form_key", "language"), technical(DOOR)),
        **dict.fromkeys(("phone_index", "email_index"), technical(DOOR)),
        **dict.fromkeys(("state", "sent_at", "proven_at", "decided_at", "no", "may_write", "may_tell"), ordinary(DOOR)),
        **dict.fromkeys(("from_name", "from_place", "from_email"), ordinary(DOOR)),
        **dict.fromkeys(("name", "phone", "email"), ordinary(DOOR)),
        "consent_said_at": ordinary(DOOR, Basis.CONSENT),
        **dict.fromkeys(("reach", "words"), sensitive(DOOR)),
    },
}
OWNERS = {"IncomingWord": ("case__person",)}
PERIODS = (
    Period(
        "counselling.door_unproven",
        "What a professional wrote and never confirmed",
        timedelta(days=1),
        IncomingWord.objects.never_proven,
    ),
    Period(
        "counselling.door_answered",
        "What a professional wrote, once it is answered",
        timedelta(days=30),
        IncomingWord.objects.answered,
    ),
)

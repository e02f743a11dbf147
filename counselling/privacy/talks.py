"""What each field of counselling is, why it is kept, how long, and whether its person gets a copy."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

from counselling.models import Appointment, CallRequest, NamelessTalk
from counselling.models.tallies import already_counted
from portal.privacy.registry import Basis, Erase, Field, Period, none, ordinary, secret, sensitive, technical

BOOKING = "six months after a talk without a case"
CALL = "six months after the call"
HOLD = "an hour after the hold ends"
NAMELESS = "six months after the talk; nothing about the person is known"
WORK = "as long as the counsellor works here"

FIELDS: dict[str, dict[str, Field]] = {
    "MeetingType": {
        name: none()
        for name in (
            *("id", "slug", "name_da", "name_nb", "name_en", "summary_da", "summary_nb", "summary_en", "questions"),
            *("modes", "purpose", "duration_minutes", "buffer_after_minutes", "step_minutes", "min_notice_minutes"),
            *("min_notice_phone_minutes", "horizon_days", "move_notice_minutes", "max_open_per_person"),
            *("is_self_bookable", "needs_approval", "decide_within_hours", "weight", "position"),
            *("is_active", "version"),
        )
    },
    "CounsellorProfile": {
        "id": technical(WORK),
        "resource": technical(WORK),
        "name": ordinary(WORK),
        "about_da": ordinary(WORK),
        "about_nb": ordinary(WORK),
        "about_en": ordinary(WORK),
        "languages": ordinary(WORK),
        "ceiling": ordinary(WORK),
        "fte": ordinary(WORK),
        "topics": ordinary(WORK),
        "photo": ordinary(WORK, Basis.CONSENT, export=False),
        "photo_alt": ordinary(WORK, Basis.CONSENT),
        "is_public": ordinary(WORK),
        "most_home_visits": ordinary(WORK),
        "feed_secret": secret(WORK),
    },
    "Hold": {
        **dict.fromkeys(("id", "meeting_type", "counsellor", "room", "interpreter", "held_by"), technical(HOLD)),
        **dict.fromkeys(("extensions", "expires_at", "created_at"), technical(HOLD)),
        "token_hash": secret(HOLD),
        **dict.fromkeys(("mode", "starts_at", "ends_at"), ordinary(HOLD, export=False)),
        **dict.fromkeys(
            ("interpreter_language", "company", "companion_name", "wants_respite"), sensitive(HOLD, export=False)
        ),
    },
    "Appointment": {
        **dict.fromkeys(("id", "uid", "hold_ref", "supersedes", "case", "version"), technical(BOOKING)),
        **dict.fromkeys(("link_version", "ics_sequence", "made_by", "booked_by", "decide_by"), technical(BOOKING)),
        **dict.fromkeys(("meeting_type", "mode", "starts_at", "ends_at", "counsellor"), ordinary(BOOKING)),
        **dict.fromkeys(("room", "interpreter", "status", "place", "video_link", "created_at"), ordinary(BOOKING)),
        **dict.fromkeys(("cancel_actor", "cancelled_at", "is_late_cancel"), ordinary(BOOKING)),
        **dict.fromkeys(("checked_in_at", "outcome_at"), ordinary(BOOKING)),
        **dict.fromkeys(("interpreter_language", "company", "wants_respite"), sensitive(BOOKING)),
        **dict.fromkeys(("decline_reason", "cancel_reason"), sensitive(BOOKING)),
    },
    "Participant": {
        **dict.fromkeys(("id", "appointment", "user"), technical(BOOKING)),
        **dict.fromkeys(("first_name", "role"), sensitive(BOOKING)),
        "came": ordinary(BOOKING),
    },
    "IntakeAnswer": {
        **dict.fromkeys(("id", "appointment", "number"), technical(BOOKING)),
        "text": sensitive(BOOKING),
        "changed_at": ordinary(BOOKING),
    },
    "ReplyCode": {
        **dict.fromkeys(("id", "appointment", "version"), technical(BOOKING)),
        "code_hash": secret(BOOKING),
    },
    "CallRequest": {
        **dict.fromkeys(("id", "person", "done_by", "form_key"), technical(CALL)),
        "phone_index": secret(CALL),
        **dict.fromkeys(("name", "phone", "when", "may_leave_voicemail"), ordinary(CALL)),
        "topic": sensitive(CALL),
        **dict.fromkeys(("status", "due_at", "done_at", "created_at"), ordinary(CALL)),
    },
    "PhoneDuty": {
        **dict.fromkeys(("id", "user"), technical(WORK)),
        **dict.fromkeys(("starts_at", "ends_at"), ordinary(WORK)),
    },
    "NamelessTalk": {
        **dict.fromkeys(("id", "meeting_type", "starts_at", "ends_at", "status"), none(NAMELESS)),
        "counsellor": ordinary(NAMELESS, export=False, erase=Erase.PERIOD),
        "code_hash": secret(NAMELESS),
    },
}
OWNERS = {
    "CounsellorProfile": ("resource__user",),
    "Hold": ("held_by",),
    "Appointment": ("booked_by",),
    "Participant": ("appointment__booked_by",),
    "IntakeAnswer": ("appointment__booked_by",),
    "ReplyCode": ("appointment__booked_by",),
    "CallRequest": ("person",),
    "PhoneDuty": ("user",),
}


def old_talks(before: datetime) -> models.QuerySet[Any]:
    """Talks without a case of counted months that ended before a moment and that no later row grew from."""
    rows = Appointment.objects.filter(ends_at__lt=before, case=None, superseded_by=None)
    return already_counted(rows, "starts_at", before=before)


def old_calls(before: datetime) -> models.QuerySet[Any]:
    """Calls that were done before a moment, in a counted month."""
    return already_counted(CallRequest.objects.all(), "done_at", before=before)


def old_nameless(before: datetime) -> models.QuerySet[Any]:
    """Talks without a name of counted months that ended before a moment."""
    return already_counted(NamelessTalk.objects.filter(ends_at__lt=before), "starts_at", before=before)


HALF_A_YEAR = timedelta(days=182)
PERIODS = (
    Period("counselling.talks", "Talks without a case", HALF_A_YEAR, old_talks),
    Period("counselling.calls", "Wishes for a call", HALF_A_YEAR, old_calls),
    Period("counselling.nameless", "Talks without a name", HALF_A_YEAR, old_nameless),
)

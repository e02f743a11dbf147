"""What a conversation is made of."""

from counselling.models.appointments import Appointment, IntakeAnswer, Participant
from counselling.models.calls import CallRequest, NamelessTalk, PhoneDuty
from counselling.models.holds import Hold
from counselling.models.meeting_types import CounsellorProfile, MeetingType
from counselling.models.replies import ReplyCode

__all__ = [
    "Appointment",
    "CallRequest",
    "CounsellorProfile",
    "Hold",
    "IntakeAnswer",
    "MeetingType",
    "NamelessTalk",
    "Participant",
    "PhoneDuty",
    "ReplyCode",
]

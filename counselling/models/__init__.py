"""What a conversation is made of."""

from counselling.models.appointments import Appointment, IntakeAnswer, Participant
from counselling.models.assignments import CaseAssignment
from counselling.models.call_drafts import CallDraft
from counselling.models.calls import CallRequest, NamelessTalk, PhoneDuty
from counselling.models.case_steps import CaseStep
from counselling.models.cases import Case, CaseParticipant
from counselling.models.conflicts import ConflictOfInterest
from counselling.models.contacts import ClaimCode, Contact
from counselling.models.door import IncomingWord
from counselling.models.emergencies import EmergencyAccess
from counselling.models.handovers import Handover
from counselling.models.holds import Hold
from counselling.models.journal import JournalPackage, UnfiledNote
from counselling.models.meeting_types import CounsellorProfile, MeetingType
from counselling.models.new_times import NewTime, NewTimesOffer
from counselling.models.notes import FollowUp, Note, NoteDraft, Snippet
from counselling.models.referrals import Referral
from counselling.models.replies import ReplyCode
from counselling.models.tallies import Tally, TallyMark
from counselling.models.visits import StaffNumber, TravelTime, VisitAddress, VisitWatch
from counselling.models.waiting import SlotOffer, WaitlistEntry

__all__ = [
    "Appointment",
    "CallDraft",
    "CallRequest",
    "Case",
    "CaseAssignment",
    "CaseParticipant",
    "CaseStep",
    "ClaimCode",
    "ConflictOfInterest",
    "Contact",
    "CounsellorProfile",
    "EmergencyAccess",
    "FollowUp",
    "Handover",
    "Hold",
    "IncomingWord",
    "IntakeAnswer",
    "JournalPackage",
    "MeetingType",
    "NamelessTalk",
    "NewTime",
    "NewTimesOffer",
    "Note",
    "NoteDraft",
    "Participant",
    "PhoneDuty",
    "Referral",
    "ReplyCode",
    "SlotOffer",
    "Snippet",
    "StaffNumber",
    "Tally",
    "TallyMark",
    "TravelTime",
    "UnfiledNote",
    "VisitAddress",
    "VisitWatch",
    "WaitlistEntry",
]

"""What an evening is made of: the event, its dates and places, its seats, and who has one."""

from groups.models.applications import ApplicationAnswer
from groups.models.co_organisers import CoOrganiser, CoOrganiserMember, DraftWish
from groups.models.courses import Completion, Course, CourseNeed, CoursePage, PageRead, Workplace
from groups.models.evaluations import EvaluationAnswer, EvaluationForm, EvaluationTicket
from groups.models.events import Event, Occurrence
from groups.models.handouts import Handout
from groups.models.letters import EventLetter, LetterCopy
from groups.models.news import NewsTold, NewsWish
from groups.models.online import OnlineAccess
from groups.models.pictures import EventImage
from groups.models.questions import EventQuestion
from groups.models.registrations import Attendee, Registration, RegistrationLog
from groups.models.respite import HelpRequest, RespiteDesk, RespiteRequest, TransportRequest
from groups.models.seats import SeatPool
from groups.models.speakers import Speaker
from groups.models.tallies import DateTally
from groups.models.theme_weeks import Campaign
from groups.models.together import Together
from groups.models.venues import Venue

__all__ = [
    "ApplicationAnswer",
    "Attendee",
    "Campaign",
    "CoOrganiser",
    "CoOrganiserMember",
    "Completion",
    "Course",
    "CourseNeed",
    "CoursePage",
    "DateTally",
    "DraftWish",
    "EvaluationAnswer",
    "EvaluationForm",
    "EvaluationTicket",
    "Event",
    "EventImage",
    "EventLetter",
    "EventQuestion",
    "Handout",
    "HelpRequest",
    "LetterCopy",
    "NewsTold",
    "NewsWish",
    "Occurrence",
    "OnlineAccess",
    "PageRead",
    "Registration",
    "RegistrationLog",
    "RespiteDesk",
    "RespiteRequest",
    "SeatPool",
    "Speaker",
    "Together",
    "TransportRequest",
    "Venue",
    "Workplace",
]

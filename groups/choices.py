"""The words an evening and a sign-up may hold, with what people call them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    """What it is."""

    THEME_EVENING = "theme_evening", _("Theme evening")
    AFTER_WORK = "after_work", _("After-work meeting")
    THEME_MEETING = "theme_meeting", _("Theme meeting")
    COURSE = "course", _("Course")
    CAFE = "cafe", _("Café")
    STAFF_TRAINING = "staff_training", _("Training for staff")
    GROUP_INFO = "group_info", _("Meeting about a new group")


class Audience(models.TextChoices):
    """For whom."""

    RELATIVES = "relatives", _("Relatives")
    STAFF = "staff", _("Staff")
    ALL = "all", _("Everybody")


class Publication(models.TextChoices):
    """Where an event is between an idea and the archive."""

    DRAFT = "draft", pgettext_lazy("event", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("event", "Being read by a colleague")
    SCHEDULED = "scheduled", pgettext_lazy("event", "Will be published")
    PUBLISHED = "published", pgettext_lazy("event", "Published")
    ARCHIVED = "archived", pgettext_lazy("event", "Archived")


class Sensitivity(models.TextChoices):
    """How much of it may be said outside the portal."""

    OPEN = "open", _("Open: the title may stand in messages people ask for")
    DISCREET = "discreet", _("Discreet: messages and calendars never say what it is about")
    CLOSED = "closed", _("Closed: only those who take part know of it")


class Attendance(models.TextChoices):
    """How one takes part."""

    IN_PERSON = "in_person", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("On site or online")


class RegistrationMode(models.TextChoices):
    """How one gets in."""

    DROP_IN = "drop_in", _("Just come")
    SIGN_UP = "sign_up", _("Sign up")
    APPLICATION = "application", _("Ask for a place")


class OccurrenceStatus(models.TextChoices):
    """What became of one date. Cancelled is the end, and stays visible."""

    SCHEDULED = "scheduled", pgettext_lazy("date", "Takes place")
    RESCHEDULED = "rescheduled", pgettext_lazy("date", "Moved to another time")
    POSTPONED = "postponed", pgettext_lazy("date", "Postponed: a new date follows")
    MOVED_ONLINE = "moved_online", pgettext_lazy("date", "Moved online")
    CANCELLED = "cancelled", pgettext_lazy("date", "Cancelled")


class YesNoUnknown(models.TextChoices):
    """What we know of a place; never left blank."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("We don't know yet")


class PoolChannel(models.TextChoices):
    """Which seats."""

    IN_PERSON = "in_person", _("On site")
    ONLINE = "online", _("Online")
    STAFF = "staff", _("Kept for staff")


class RegistrationState(models.TextChoices):
    """Where a party is. One row for its whole life; attendance is another matter."""

    APPLIED = "applied", pgettext_lazy("sign-up", "Asked for a place")
    HELD = "held", pgettext_lazy("sign-up", "Place kept until the e-mail is confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("sign-up", "Has a place")
    WAITING = "waiting", pgettext_lazy("sign-up", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("sign-up", "Has been offered a place")
    DECLINED = "declined", pgettext_lazy("sign-up", "Said no thank you")
    EXPIRED = "expired", pgettext_lazy("sign-up", "The time to answer ran out")
    CANCELLED = "cancelled", pgettext_lazy("sign-up", "Cancelled")
    REJECTED = "rejected", pgettext_lazy("sign-up", "Did not get a place")


LIVE = ("applied", "held", "confirmed", "waiting", "offered")  # states of a sign-up that still count


class Source(models.TextChoices):
    """How a sign-up came in."""

    SELF = "self", _("Signed up on the site")
    PHONE = "phone", _("Signed up by staff on the phone")
    WALK_IN = "walk_in", _("Came without signing up")


class LetterTo(models.TextChoices):
    """Whom an organiser writes to."""

    CONFIRMED = "confirmed", _("Those who have a place")
    WAITING = "waiting", _("Those who wait")
    ALL = "all", _("Everybody who is signed up")


class Topic(models.TextChoices):
    """What an evening is about: a need, never a diagnosis."""

    EVERYDAY = "everyday", _("Everyday life at home")
    OWN_LIFE = "own_life", _("Looking after yourself")
    UNDERSTANDING = "understanding", _("Understanding the illness")
    FAMILY = "family", _("Family and living together")
    RIGHTS = "rights", _("Money and rights")
    COOPERATION = "cooperation", _("Talking with staff and doctors")
    WORK = "work", _("A job beside it")
    LOSS = "loss", _("Grief and loss")
    OTHERS = "others", _("Meeting others")


class Whose(models.TextChoices):
    """For whom an evening is: whose relative one is. None named: for all."""

    PARTNER = "partner", _("My partner")
    PARENT = "parent", _("My mother or father")
    CHILD = "child", _("My child")
    SIBLING = "sibling", _("My brother or sister")
    FRIEND = "friend", _("A friend or neighbour")
    YOUNG = "young", _("I am young myself")
    BEREAVED = "bereaved", _("I have lost somebody")


class NewsOften(models.TextChoices):
    """How often somebody is told of new evenings, at most."""

    DAY = "day", _("At most once a day")
    WEEK = "week", _("At most once a week")


class Learned(models.TextChoices):
    """How somebody completed a course."""

    SESSION = "session", _("Came to a session")
    PAGES = "pages", _("Read the pages here")
    ELSEWHERE = "elsewhere", _("Learned elsewhere, as they say themselves")


class NoReason(models.TextChoices):
    """Why somebody who asked gets no place, in the words they read."""

    FULL = "full", _("More people asked than there are places.")
    OTHER_AIM = "other_aim", _("This time it is for people who stand somewhere else.")
    SOMETHING_ELSE = "something_else", _("We think that something else will suit you better.")
    COMES_AGAIN = "comes_again", _("It comes again, and we would like to see you there.")
    TALK_FIRST = "talk_first", _("We would like to talk with you first. Ring us when it suits you.")


class QuestionState(models.TextChoices):
    """What became of a question to whoever speaks."""

    OPEN = "open", pgettext_lazy("question", "Not answered yet")
    ANSWERED = "answered", pgettext_lazy("question", "Answered")
    HIDDEN = "hidden", pgettext_lazy("question", "Hidden")


class DeskKind(models.TextChoices):
    """Who arranges respite and lifts."""

    VISITATION = "visitation", _("The municipality's own")
    VOLUNTEERS = "volunteers", _("Volunteers")


class HelpState(models.TextChoices):
    """Where a wish for respite or a lift is."""

    ASKED = "asked", pgettext_lazy("help", "Asked")
    BEING_ARRANGED = "being_arranged", pgettext_lazy("help", "Somebody is on it")
    CONFIRMED = "confirmed", pgettext_lazy("help", "Arranged")
    NOT_POSSIBLE = "not_possible", pgettext_lazy("help", "Not possible")
    DONE = "done", pgettext_lazy("help", "Done")
    CANCELLED = "cancelled", pgettext_lazy("help", "No longer needed")


class WayOn(models.TextChoices):
    """What a person chose when it was not possible."""

    ONLINE = "online", pgettext_lazy("help", "Takes part online")
    NEXT = "next", pgettext_lazy("help", "Comes to the next date")
    ANYWAY = "anyway", pgettext_lazy("help", "Comes anyway")


class DataRole(models.TextChoices):
    """What a co-organiser is to the data of those who sign up."""

    NONE = "none", _("Nothing of those who sign up")
    PROCESSOR = "processor", _("Who comes: first names, how many, and that somebody has a need (data processor)")
    CONTROLLER = "controller", _("Nothing here: they ask people themselves (controller of their own)")

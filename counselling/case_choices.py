"""The words a case may hold, with what staff call them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseStatus(models.TextChoices):
    """Whether the course goes on."""

    OPEN = "open", pgettext_lazy("case", "Open")
    PAUSED = "paused", pgettext_lazy("case", "Resting")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


class CaseOrigin(models.TextChoices):
    """How the course began."""

    BOOKING = "booking", _("A booked talk")
    CALL = "call", _("A call")
    REFERRAL = "referral", _("Somebody referred them")
    BY_HAND = "by_hand", _("Written down by staff")


class CasePhase(models.TextChoices):
    """Where the course is; the first weeks take most time."""

    START = "start", pgettext_lazy("case", "Beginning")
    UNDER_WAY = "under_way", pgettext_lazy("case", "Under way")
    ENDING = "ending", pgettext_lazy("case", "Coming to its end")


class CaseTopic(models.TextChoices):
    """What the talks are about, for the numbers; never shown outside."""

    RELIEF = "relief", _("Relief and breaks")
    GRIEF = "grief", _("Grief and loss")
    FAMILY = "family", _("Family and couple")
    MONEY_RIGHTS = "money_rights", _("Money and rights")
    WORK = "work", _("Work and being a relative")
    COOPERATION = "cooperation", _("Working with the staff around the person")
    DEMENTIA = "dementia", _("Dementia")
    MIND = "mind", _("Mental illness")
    ADDICTION = "addiction", _("Addiction")
    CHILD = "child", _("A child with special needs")
    OTHER = "other", pgettext_lazy("topic", "Something else")


class CloseReason(models.TextChoices):
    """Why a course was closed."""

    FINISHED = "finished", _("The relative is well on the way")
    REFERRED = "referred", _("Goes on somewhere else")
    WISHED = "wished", _("The relative wished to stop")
    NO_CONTACT = "no_contact", _("We lost touch")
    MOVED_AWAY = "moved_away", _("Moved away")
    MERGED = "merged", _("Joined with another course")


class Complexity(models.IntegerChoices):
    """How much is going on at once."""

    PLAIN = 1, _("One thing at a time")
    SEVERAL = 2, _("Several things at once")
    HEAVY = 3, _("Very heavy")


class StepKind(models.TextChoices):
    """What was done with a whole case."""

    OPENED = "opened", pgettext_lazy("case", "Opened")
    PAUSED = "paused", pgettext_lazy("case", "Put to rest")
    RESUMED = "resumed", pgettext_lazy("case", "Taken up again")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    REOPENED = "reopened", pgettext_lazy("case", "Opened again")


class PauseReason(models.TextChoices):
    """Why a course rests."""

    WISHED = "wished", _("The relative wishes a break")
    WAITS = "waits", _("Waits for an answer from somebody else")
    ILLNESS = "illness", _("Illness or a death in the family")
    AWAY = "away", _("The relative is away")


class ReopenReason(models.TextChoices):
    """Why a closed course goes on."""

    CAME_BACK = "came_back", _("The relative came back")
    NEW_SITUATION = "new_situation", _("Something new happened")
    MISTAKE = "mistake", _("It was closed by mistake")


class Relation(models.TextChoices):
    """Who somebody taking part is to the case's person."""

    PARTNER = "partner", _("Husband, wife or partner")
    SIBLING = "sibling", _("Brother or sister")
    PARENT = "parent", _("Mother or father")
    CHILD = "child", _("Son or daughter")
    FRIEND = "friend", _("Friend or neighbour")
    OTHER = "other", pgettext_lazy("relation", "Somebody else")


class AssignmentRole(models.TextChoices):
    """A worker's part in a case."""

    PRIMARY = "primary", _("Carries the case")
    CO = "co", _("Helps")
    SUBSTITUTE = "substitute", _("Stands in")


class FollowUpKind(models.TextChoices):
    """What is to be done later. A notification of concern has its own legal deadline."""

    CALL = "call", _("Ring")
    WRITE = "write", _("Write")
    CHECK_REFERRAL = "check_referral", _("Hear whether the contact was made")
    NOTIFICATION = "notification", _("Notification of concern (underretning)")
    OTHER = "other", pgettext_lazy("follow-up", "Something else")

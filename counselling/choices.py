"""The words a conversation's fields may hold, with what people call them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.calendar.models import MeetingMode as Mode
from portal.calendar.models import Purpose

__all__ = ["IN_PERSON", "MODE_WORDS", "CallStatus", "CallTopic", "CancelActor", "Company", "Mode", "Purpose", "Status"]

IN_PERSON = frozenset({Mode.IN_PERSON, Mode.HOME_VISIT})

# How the two meet, as said to a relative.
MODE_WORDS = {
    "phone": _("On the phone"),
    "video": _("On video"),
    "in_person": _("At our place"),
    "home_visit": _("At your home"),
}


class Status(models.TextChoices):
    """Where an appointment is in its life."""

    PENDING = "pending", _("Waiting for confirmation")
    BOOKED = "booked", pgettext_lazy("talk", "Booked")
    DECLINED = "declined", _("Not possible")
    CHECKED_IN = "checked_in", _("Arrived")
    FULFILLED = "fulfilled", pgettext_lazy("talk", "Held")
    NOSHOW = "noshow", _("We did not get to talk")
    CANCELLED = "cancelled", _("Cancelled")
    SUPERSEDED = "superseded", _("Moved")


class CancelActor(models.TextChoices):
    """Who called an appointment off."""

    RELATIVE = "relative", _("You")
    COUNSELLOR = "counsellor", _("Your counsellor")
    SERVICE = "service", _("The municipality")


class Company(models.TextChoices):
    """Whom the relative brings."""

    ALONE = "alone", _("I come alone")
    RELATIVE = "relative", _("Together with another relative")
    CARED_FOR = "cared_for", _("Together with the person I care for")


class CallTopic(models.TextChoices):
    """What a call is wanted about: wide enough to tell nobody anything."""

    TALK = "talk", _("I want to talk with somebody")
    RELIEF = "relief", _("I need a break")
    MONEY = "money", _("Money and rights")
    UNSURE = "unsure", _("I don't know yet")


class CallStatus(models.TextChoices):
    """Where a wish for a call is."""

    OPEN = "open", _("Waiting for our call")
    REACHED = "reached", _("We have talked")
    NOT_REACHED = "not_reached", _("We could not reach you")
    WITHDRAWN = "withdrawn", _("Withdrawn")

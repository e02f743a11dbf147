"""The words a place on the waiting list may hold, with what people call them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Priority(models.TextChoices):
    """In which order people are asked; the team decides who is urgent."""

    URGENT = "urgent", pgettext_lazy("waiting list", "Urgent")
    FIRST = "first", pgettext_lazy("waiting list", "First talk")
    FOLLOW_UP = "follow_up", pgettext_lazy("waiting list", "Talk again")


class WaitingStatus(models.TextChoices):
    """Where a place on the waiting list is in its life."""

    WAITING = "waiting", pgettext_lazy("waiting list", "Waiting")
    OFFERED = "offered", pgettext_lazy("waiting list", "Has an offer")
    SERVED = "served", pgettext_lazy("waiting list", "Got a time")
    WITHDRAWN = "withdrawn", pgettext_lazy("waiting list", "Left the list")
    EXHAUSTED = "exhausted", pgettext_lazy("waiting list", "Asked three times")


class OfferState(models.TextChoices):
    """What became of an offered time."""

    OPEN = "open", pgettext_lazy("offer", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("offer", "Taken")
    DECLINED = "declined", pgettext_lazy("offer", "No, thank you")
    EXPIRED = "expired", pgettext_lazy("offer", "No answer in time")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Taken back")
    SKIPPED = "skipped", pgettext_lazy("offer", "Skipped by staff")


class OfferChannel(models.TextChoices):
    """How somebody is asked."""

    MESSAGE = "message", pgettext_lazy("offer", "by message")
    PHONE = "phone", pgettext_lazy("offer", "on the phone")


class DayPart(models.TextChoices):
    """A part of the day."""

    MORNING = "morning", pgettext_lazy("part of the day", "Morning (before 12)")
    AFTERNOON = "afternoon", pgettext_lazy("part of the day", "Afternoon (12–17)")
    EVENING = "evening", pgettext_lazy("part of the day", "Evening (after 17)")


PART_HOURS = {"morning": (0, 12), "afternoon": (12, 17), "evening": (17, 24)}  # local hours [from, to)
WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
]

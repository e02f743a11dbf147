"""The words a professional's word about a relative may hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DoorState(models.TextChoices):
    """How far it has come."""

    UNPROVEN = "unproven", pgettext_lazy("door", "Not confirmed")
    WAITING = "waiting", pgettext_lazy("door", "Waits")
    TAKEN = "taken", pgettext_lazy("door", "Taken in")
    DECLINED = "declined", pgettext_lazy("door", "Not taken in")


class DoorNo(models.TextChoices):
    """Why it was not taken in; the professional is not told."""

    TWICE = "twice", _("We have it already")
    NOT_OURS = "not_ours", _("It is not for us")
    NO_CONSENT = "no_consent", _("The relative has not said yes")
    MISUSE = "misuse", _("It is not meant seriously")

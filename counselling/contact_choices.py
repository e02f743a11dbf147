"""What an unplanned call may be noted with, in the words staff choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactOutcome(models.TextChoices):
    """What became of the call."""

    TALKED = "talked", _("We talked it through")
    INFORMED = "informed", _("They got to know something")
    GOES_ON = "goes_on", _("We agreed what comes next")
    PASSED_ON = "passed_on", _("They were shown the way to somebody else")
    BROKE_OFF = "broke_off", _("The call was cut off")

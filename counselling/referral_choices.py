"""What a referral may be, in staff's words; the relative reads other ones (registering/referrals.py)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Who is passed on to whom."""

    OUT = "out", _("From us to somebody else")
    IN = "in", _("From somebody else to us")


class ReferralState(models.TextChoices):
    """How far it has come."""

    SENT = "sent", _("Sent, not answered yet")
    RECEIVED = "received", _("They have it")
    FIRST_CONTACT = "first_contact", _("They have been in touch")
    DECLINED = "declined", _("They could not help")
    WITHDRAWN = "withdrawn", _("No longer wanted")


class Told(models.TextChoices):
    """How the other place hears of it. Neither way says whom it is about."""

    EMAIL = "email", _("A neutral e-mail: they ring us")
    PHONE = "phone", _("We ring them ourselves")

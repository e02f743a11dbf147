"""The words a handover and an offer of new times may hold, with what staff call them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HandoverState(models.TextChoices):
    """Where a handover is."""

    PROPOSED = "proposed", pgettext_lazy("handover", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("handover", "Taken over")
    DECLINED = "declined", pgettext_lazy("handover", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("handover", "Taken back")


class HandoverReason(models.TextChoices):
    """Why a case changes hands. Wide enough to say nothing about anybody's health."""

    LEAVE = "leave", _("The counsellor is away or stops")
    LOAD = "load", _("The counsellor has too many cases")
    FIT = "fit", _("Somebody else fits the need better")
    WISHED = "wished", _("The relative has asked for it")
    CONFLICT = "conflict", _("A conflict of interest")


class HandoverConsent(models.TextChoices):
    """What the relative knows of it before it happens."""

    AGREED = "agreed", _("The relative has agreed")
    TOLD = "told", _("The relative has been told")


class NewTimesState(models.TextChoices):
    """Where an offer of new times is."""

    OPEN = "open", pgettext_lazy("offer", "Waits for an answer")
    CHOSEN = "chosen", pgettext_lazy("offer", "A time is chosen")
    DECLINED = "declined", pgettext_lazy("offer", "No time suits")
    EXPIRED = "expired", pgettext_lazy("offer", "Ran out")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Taken back")


class OverrideReason(models.TextChoices):
    """Why a case goes to somebody else than the one proposed first. A code: no words about people."""

    KNOWS_FIELD = "override_field", _("Knows the field")
    WISHED = "override_wished", _("The relative has asked for it")
    NEARER = "override_nearer", _("Is nearer to the relative")
    BALANCE = "override_balance", _("Balance in the team")

"""How a relative may safely be reached, in the words staff act on before they ring or write."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.design import words
from portal.design.words import time_words
from relatives.models import RelativeProfile
from relatives.rules import Discreet


def phone_words(number: str | None) -> str | None:
    """A number as it is read aloud, where there is one and it may be shown."""
    return words.phone_words(number) if number else number


@dataclass(frozen=True)
class Warnings:
    """What could harm (red), and what is good to know."""

    red: list[str]
    also: list[str]


def warnings_for(profile: RelativeProfile | None) -> Warnings:
    """What to heed before contacting this person; nothing is known of somebody without a profile."""
    if profile is None:
        return Warnings([], [])
    red, also = [], []
    if profile.shared_phone:
        red.append(_("Shared phone – leave no message."))
    elif profile.no_voicemail:
        red.append(_("Leave no message on the voicemail."))
    if profile.shared_email:
        red.append(_("Shared e-mail – others can read it."))
    if profile.discreet == Discreet.INBOX_ONLY:
        red.append(_("Write nothing outside the site. Say nothing to anybody else who answers."))
    elif profile.discreet != Discreet.NO:
        red.append(_("Neutral messages only. Say nothing to anybody else who answers."))
    if profile.hours_from and profile.hours_to:
        words = {"begin": time_words(profile.hours_from), "end": time_words(profile.hours_to)}
        red.append(_("Ring only between {begin} and {end}.").format(**words))
    if profile.has_phone and not red:
        also.append(_("Others may answer the phone. Ask for the person by name."))
    return Warnings(red, also)

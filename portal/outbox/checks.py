"""Start-up checks: what leaves the house carries the municipality's name only."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from portal.settings import stop

# Stems, without letters that a domain name can't hold; matched anywhere in the name.
TOPIC_WORDS = (
    *(
        "paaroer",
        "paroer",
        "parør",
        "pårør",
        "paror",
        "parorende",
        "relative",
        "carer",
        "caregiver",
        "counsel",
        "raadgiv",
        "rådgiv",
    ),
    *("radgiv", "demens", "dementia", "alzheimer", "sorg", "grief", "bereav", "efterlad", "etterlat", "psyk", "psych"),
    *(
        "misbrug",
        "rusmid",
        "alkohol",
        "alcohol",
        "handicap",
        "disab",
        "omsorg",
        "aflast",
        "avlast",
        "palliat",
        "hospice",
    ),
    *("kraeft", "kræft", "kreft", "cancer", "autis", "selvmord", "suicid", "plejehjem", "sykehjem"),
)


def topic_in(name: str) -> str | None:
    """The first word in a name that would tell a stranger what the message is about, or None."""
    plain = re.sub(r"[^a-zæøåäöü]", "", _readable(name).lower())
    return next((word for word in TOPIC_WORDS if word in plain), None)


def _readable(name: str) -> str:
    """A domain as people read it: xn--prrende-… becomes pårørende-…."""
    labels = []
    for label in name.split("."):
        try:
            labels.append(label.encode("ascii").decode("idna"))
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)


def names_are_neutral(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """MAIL_DOMAIN and SMS_SENDER stand on the outside of every message, so they may not carry a topic."""
    problems: list[CheckMessage] = []
    for setting in ("MAIL_DOMAIN", "SMS_SENDER"):
        value = str(getattr(settings, setting))
        if word := topic_in(value):
            problems.append(
                Error(
                    f"{setting}={value} contains “{word}”: everybody who sees a message would know what it is about.",
                    hint="Use the municipality's name only, such as mit.egekoebing.example.",
                    id="outbox.E001",
                )
            )
    if settings.SMS_SENDER and not re.fullmatch(r"[A-Za-z0-9 ]{1,11}|\d{1,15}", settings.SMS_SENDER):
        problems.append(
            Error(
                f"SMS_SENDER={settings.SMS_SENDER} is not a sender: up to 11 letters and digits, or 15 digits.",
                id="outbox.E002",
            )
        )
    return problems


def stop_unless_neutral() -> None:
    """End the start-up of whatever process this is; called once from apps.py."""
    for problem in names_are_neutral(None):
        stop(str(problem.msg))

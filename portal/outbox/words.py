"""Deliveries in staff's words: who (masked), what, what became of it."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.outbox import kinds, rules
from portal.outbox.models import NIGHT, Channel, OutboxMessage, State
from portal.vault import CannotBeShown

OUR_ACCESS = gettext_lazy("The service that sends does not know us. Tell the administrator.")
REASONS = {
    "late": gettext_lazy("It would have come too late."),
    "no_longer_holds": gettext_lazy("It was no longer true."),
    "withdrawn": gettext_lazy("It was taken back."),
    "number": gettext_lazy("The phone number cannot be right."),
    "address": gettext_lazy("The address cannot be right."),
    "line_broke": gettext_lazy("The line broke while it was being sent."),
    "worker_lost": gettext_lazy("The computer stopped while it was being sent."),
    "mail_server": gettext_lazy("The mail server does not answer."),
    NIGHT: gettext_lazy("It waits until the morning, so that it wakes nobody."),
    "sms_gateway": gettext_lazy("The text message service does not answer."),
    rules.GIVEN_UP: gettext_lazy("The address said no to our mail three times in a row. We stopped writing to it."),
    "smtp_550": gettext_lazy("The address does not exist, or takes no mail from us."),
    "smtp_551": gettext_lazy("The address does not exist, or takes no mail from us."),
    "smtp_553": gettext_lazy("The address does not exist, or takes no mail from us."),
    "smtp_552": gettext_lazy("The mailbox is full."),
    "smtp_452": gettext_lazy("The mailbox is full."),
    **dict.fromkeys(("smtp_530", "smtp_534", "smtp_535", "http_401", "http_403", "http_404"), OUR_ACCESS),
    "http_422": gettext_lazy("The phone number cannot be right."),
    "http_429": gettext_lazy("The service asked us to wait. We try again."),
}
BADGES = {
    State.PLANNED: "badge-info",
    State.SENT: "badge-success",
    State.POSTED: "badge-success",
    State.PRINTED: "badge-info",
    State.FAILED: "badge-error",
    State.PARKED: "badge-error",
    State.UNKNOWN: "badge-warning",
}


@dataclass(frozen=True)
class Delivery:
    """One line of the ledger."""

    message: OutboxMessage
    what: str
    to: str
    state: str
    badge: str
    why: str
    may_be_retried: bool


def delivery_of(message: OutboxMessage) -> Delivery:
    """A message as the ledger shows it: never its content, never a whole address."""
    kind = kinds.registered().get(message.kind)
    return Delivery(
        message=message,
        what=str((kind.label if kind else "") or message.kind),
        to=masked(message),
        state=str(message.get_state_display()),
        badge=BADGES.get(State(message.state), ""),
        why=reason_words(message.reason),
        may_be_retried=rules.may_be_retried(message) is None,
    )


def reason_words(reason: str) -> str:
    """Why, in a sentence; an answer of the other side with its number."""
    if reason in REASONS:
        return str(REASONS[reason])
    if match := re.fullmatch(r"(?:smtp|http)_(\d+)", reason):
        refused = reason.startswith(("smtp_5", "http_4"))
        sentence = (
            _("The other side said no ({number}).") if refused else _("The other side asked us to wait ({number}).")
        )
        return sentence.format(number=match[1])
    return (
        _("Something failed here in the portal. Tell the administrator: {word}.").format(word=reason) if reason else ""
    )


def masked(message: OutboxMessage) -> str:
    """Enough to recognise an address on the telephone, too little to use it."""
    if message.channel not in {Channel.EMAIL, Channel.SMS}:
        return ""
    try:
        address = message.address or (message.to.email if message.to and message.channel == Channel.EMAIL else "")
    except CannotBeShown:
        return "–"
    return mask(address or "")


def kept_text(message: OutboxMessage) -> str | None:
    """What was kept of a message, None when it can't be opened (the log says which)."""
    try:
        return message.text or ""
    except CannotBeShown:
        return None


def mask(address: str) -> str:
    """r…@b….example, or … 34."""
    name, at, domain = address.rpartition("@")
    if at:
        host, dot, top = domain.rpartition(".")
        return f"{name[:1]}…@{host[:1]}…{dot}{top}"
    digits = re.sub(r"\D", "", address)
    return f"… {digits[-2:]}" if len(digits) > 4 else "…"


def letter_parts(text: str | None) -> dict[str, Any]:
    """Subject and paragraphs of a kept text; None when it can't be opened."""
    if text is None:
        return {"subject": _("This message cannot be shown"), "body": ""}
    subject, _newline, body = text.partition("\n")
    return {"subject": subject, "body": body.strip()}

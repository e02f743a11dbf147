"""E-mail: one recipient each, over one connection that is kept for the whole pass."""

import functools
import logging
import smtplib
import time
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from icalendar import Calendar

from portal import clock
from portal.design.models import Municipality
from portal.outbox import kinds
from portal.outbox.channels.plain_mail import PlainMail
from portal.outbox.models import OutboxMessage
from portal.outbox.outcomes import SENT, Outcome, Result
from portal.outbox.rendering import text_of

log = logging.getLogger("portal.outbox")

REST = 30.0  # seconds during which a server that did not answer is not asked again in the same pass
LINE_BROKE = (smtplib.SMTPServerDisconnected, OSError)


def address_of(message: OutboxMessage) -> str:
    """Where it goes: the address it was planned with, else the person's own."""
    return str(message.address or (message.to.email if message.to is not None else ""))


def email_of(message: OutboxMessage) -> EmailMessage:
    """The e-mail: neutral sender, the row's own Message-ID, plain text, the calendar file where the kind has one."""
    text = text_of(message)
    headers = {
        "Message-ID": message.message_id,
        "Date": format_datetime(clock.now()),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": message.language,
    }
    if (more := kinds.get(message.kind).headers) is not None:
        headers |= more(message)
    sender = sender_of(Municipality.objects.current().name)
    make_file = kinds.get(message.kind).calendar_file
    content = make_file(message) if make_file is not None else None
    if content is None:
        return PlainMail(text.subject, text.body, sender, [address_of(message)], headers=headers)
    mail = EmailMessage(text.subject, text.body, sender, [address_of(message)], headers=headers)
    mail.attach(calendar_part(content))
    return mail


@functools.lru_cache(maxsize=8)
def sender_of(name: str) -> str:
    """The municipality, from an address nobody reads."""
    return formataddr((name, settings.DEFAULT_FROM_EMAIL))


def calendar_part(content: bytes) -> MIMEText:
    """A calendar file as mail programs want it: text/calendar that names its method."""
    part = MIMEText(content.decode(), "calendar", "utf-8")
    part.set_param("method", str(Calendar.from_ical(content)["method"]))
    part.add_header("Content-Disposition", "attachment", filename="aftale.ics")
    return part


class Mailer:
    """Sends e-mails over one connection and says what became of each."""

    def __init__(self) -> None:
        self.backend: BaseEmailBackend | None = None
        self.rests_until = 0.0
        self.sent_here = 0

    def send(self, mail: EmailMessage) -> Outcome:
        """One attempt; a kept connection that the server closed meanwhile is opened anew once."""
        if time.monotonic() < self.rests_until:
            return Outcome(Result.UNREACHABLE, "mail_server")
        was_kept = self.sent_here > 0
        outcome = self._attempt(mail)
        if outcome.result == Result.UNREACHABLE and was_kept:
            outcome = self._attempt(mail)
        if outcome.result in {Result.UNREACHABLE, Result.UNCERTAIN}:
            self.rests_until = time.monotonic() + REST
        return outcome

    def close(self) -> None:
        """Let the connection go, whatever state it is in."""
        backend, self.backend, self.sent_here = self.backend, None, 0
        if backend is not None:
            try:
                backend.close()
            except Exception as error:  # noqa: BLE001 - it is being thrown away
                log.debug("outbox.mail_close error=%s", type(error).__name__)

    def _attempt(self, mail: EmailMessage) -> Outcome:
        """Open when needed, send, read what the other side said."""
        try:
            if self.backend is None:
                self.backend = get_connection()
                self.backend.open()
        except Exception as error:  # noqa: BLE001 - whatever a backend raises, nothing has left
            self.close()
            return Outcome(Result.UNREACHABLE, _word(error))
        try:
            self.backend.send_messages([mail])
        except Exception as error:  # noqa: BLE001 - read below, never swallowed
            return self._read(error)
        self.sent_here += 1
        return SENT

    def _read(self, error: Exception) -> Outcome:
        """What an error of a backend means for the message under way."""
        begun = bool(getattr(self.backend, "body_had_begun", bool)())
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            return _by_code(next(iter(error.recipients.values()))[0])
        if isinstance(error, smtplib.SMTPDataError):
            return _by_code(error.smtp_code)
        if isinstance(error, UnicodeError | ValueError):
            return Outcome(Result.REJECTED, "address")
        self.close()
        if isinstance(error, LINE_BROKE) and not isinstance(error, smtplib.SMTPResponseException) and begun:
            return Outcome(Result.UNCERTAIN, "line_broke")
        status = getattr(error, "status_code", None)  # a provider's API (anymail)
        if isinstance(status, int):
            return _by_status(status)
        return Outcome(Result.UNREACHABLE, _word(error))


def _by_code(code: int) -> Outcome:
    """SMTP's answer about one message: 5xx is final, 4xx is for later."""
    return Outcome(Result.REJECTED if code >= 500 else Result.LATER, f"smtp_{code}")


def _by_status(status: int) -> Outcome:
    """A provider's HTTP answer: a refused message is final, a refused sign-in is ours to mend, 5xx may have gone."""
    if status in {401, 403, 404, 429}:
        return Outcome(Result.UNREACHABLE, f"http_{status}")
    return Outcome(Result.REJECTED if status < 500 else Result.UNCERTAIN, f"http_{status}")


def _word(error: Exception) -> str:
    """A short word for the ledger."""
    code = getattr(error, "smtp_code", None)
    return f"smtp_{code}" if code else "mail_server"

"""Django's SMTP backend, with one thing more: it knows whether a message had begun to leave when the line broke."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend as DjangoEmailBackend

from portal.outbox.channels.plain_mail import PlainMail


class _Remembers:
    """smtplib's connection, remembering whether the server had said "go ahead" to the message now under way."""

    body_begun = False

    def mail(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """MAIL FROM: a new message begins, nothing of it has left."""
        self.body_begun = False
        return super().mail(*args, **kwargs)  # type: ignore[misc,no-any-return]

    def getreply(self) -> tuple[int, bytes]:
        """354 is the answer to DATA: from here on the server may have the message whatever happens."""
        code, text = super().getreply()  # type: ignore[misc]
        if code == 354:
            self.body_begun = True
        return code, text

    def send_plain(self, sender: str, recipient: str, wire: bytes) -> None:
        """Like sendmail, for one plain recipient, without parsing addresses we made ourselves; the same exceptions."""
        connection: Any = self
        connection.ehlo_or_helo_if_needed()
        self.body_begun = False
        code, text = connection.docmd(f"MAIL FROM:<{sender}>")
        if code != 250:
            self._give_up(code)
            raise smtplib.SMTPSenderRefused(code, text, sender)
        code, text = connection.docmd(f"RCPT TO:<{recipient}>")
        if code not in {250, 251}:
            self._give_up(code)
            raise smtplib.SMTPRecipientsRefused({recipient: (code, text)})
        code, text = connection.data(wire)
        if code != 250:
            self._give_up(code)
            raise smtplib.SMTPDataError(code, text)

    def _give_up(self, code: int) -> None:
        """Make the connection ready for the next message; 421 says that the server has left."""
        connection: Any = self
        if code == 421:
            connection.close()
        else:
            connection._rset()


class PlainConnection(_Remembers, smtplib.SMTP):
    """Without or with STARTTLS."""


class SslConnection(_Remembers, smtplib.SMTP_SSL):
    """TLS from the first byte."""


class EmailBackend(DjangoEmailBackend):
    """One connection, kept for as many messages as the caller likes."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Ours instead of smtplib's."""
        return SslConnection if self.use_ssl else PlainConnection

    def _send(self, email_message: EmailMessage) -> bool:
        """A plain mail goes as its own bytes; everything else the way Django does it."""
        wire = email_message.wire() if isinstance(email_message, PlainMail) else None
        if wire is None:
            return bool(super()._send(email_message))  # type: ignore[misc]  # Django's own hook
        connection: Any = self.connection
        connection.send_plain(settings.DEFAULT_FROM_EMAIL, email_message.to[0], wire)
        return True

    def body_had_begun(self) -> bool:
        """Whether the message that just failed may have reached the server."""
        return bool(getattr(self.connection, "body_begun", False))

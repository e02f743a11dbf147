"""Django's SMTP backend, with one thing more: it knows whether a message had begun to leave when the line broke."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoEmailBackend


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

    def body_had_begun(self) -> bool:
        """Whether the message that just failed may have reached the server."""
        return bool(getattr(self.connection, "body_begun", False))

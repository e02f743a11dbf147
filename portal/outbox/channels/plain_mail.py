"""A plain-text mail that writes its own bytes: the general way costs several times the conversation itself."""

import binascii
import functools
import re
from email.header import Header

from django.core.mail import EmailMessage

PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")  # no quotes, spaces or line breaks
CONTROL = re.compile(r"[\r\n\x00]")


class PlainMail(EmailMessage):
    """One recipient, plain text, no attachment. Any backend takes it; ours asks for wire()."""

    def wire(self) -> bytes | None:
        """The mail as it travels (RFC 5322, quoted-printable), or None when only the general way is right for it."""
        if len(self.to) != 1 or self.attachments or not PLAIN_ADDRESS.fullmatch(self.to[0]):
            return None
        headers = {"From": self.from_email, "To": self.to[0], **self.extra_headers}
        if CONTROL.search("".join(headers.values())):
            return None
        lines = [f"Subject: {in_words(str(self.subject))}", *(f"{name}: {value}" for name, value in headers.items())]
        lines += [
            "MIME-Version: 1.0",
            'Content-Type: text/plain; charset="utf-8"',
            "Content-Transfer-Encoding: quoted-printable",
            "",
            "",
        ]
        body = binascii.b2a_qp(self.body.encode(), istext=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return "\r\n".join(lines).encode("ascii") + body


@functools.lru_cache(maxsize=512)
def in_words(text: str) -> str:
    """A header's text, encoded and folded where it must be (RFC 2047)."""
    return Header(" ".join(text.split()), "us-ascii" if text.isascii() else "utf-8", header_name="Subject").encode(
        linesep="\r\n"
    )

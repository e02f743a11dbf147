"""Messages in words: one template file per kind, language and (where it differs) channel."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation

from portal.design.models import Municipality
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage

OWN_ENDING = {"sms": (".sms",), "inbox": (".inbox", ""), "letter": (".letter", ""), "email": ("",)}


@dataclass(frozen=True)
class Text:
    """What a person reads. A text message has no subject."""

    subject: str
    body: str


def text_of(message: OutboxMessage) -> Text:
    """The message in its own language. Any exception is a mistake in a template or kind: the row is then put aside."""
    with translation.override(message.language):
        content = _template(message).render(Context(context_of(message), autoescape=False)).strip()
    if message.channel == "sms":
        return Text("", content)
    subject, _, body = content.partition("\n")
    return Text(" ".join(subject.split()), body.strip() + "\n")


def context_of(message: OutboxMessage) -> dict[str, Any]:
    """What a template can use: the municipality, the portal's address, the row's values, what the kind adds."""
    kind = kinds.get(message.kind)
    context = {"municipality": Municipality.objects.current(), "site_url": settings.SITE_URL}
    context |= message.context | (message.secret or {})
    if kind.context is not None:
        context |= kind.context(message)
    return context


def _template(message: OutboxMessage) -> Any:
    """The compiled template: the channel's own where there is one, else the e-mail's."""
    stem = f"{kinds.get(message.kind).templates}.{message.language}"
    for ending in OWN_ENDING[message.channel]:
        try:
            return get_template(f"{stem}{ending}.txt").template  # type: ignore[attr-defined]
        except TemplateDoesNotExist:
            continue
    raise TemplateDoesNotExist(f"{stem}{OWN_ENDING[message.channel][-1]}.txt")

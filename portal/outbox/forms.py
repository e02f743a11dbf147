"""Why the outbox says no, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.outbox.rules import Refusal

REFUSAL_TEXT: dict[Refusal, Any] = {
    Refusal.NOT_RETRYABLE: _("This message cannot be sent again, because nothing went wrong with it."),
    Refusal.MAY_HAVE_ARRIVED: _(
        "The text message may have arrived, so it is not sent again. Ring the person instead; it is on the task list."
    ),
    Refusal.CONTENT_IS_GONE: _("A code is not kept. Ask the person to get a new one."),
    Refusal.NOT_A_LETTER_TO_POST: _("This letter has been dealt with by somebody else. Look at the list again."),
}

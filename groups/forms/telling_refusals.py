"""Why there is no poster, in words that say what to do next."""

from django.utils.translation import gettext_lazy as _

from groups.rules.telling import TellRefusal

REFUSAL_TEXT = {
    TellRefusal.TELL_CLOSED: _("It is closed: only those who take part know of it, so there is nothing to hang up."),
    TellRefusal.TELL_NOT_OUT: _("Publish it first: the address on a poster must lead to its page."),
    TellRefusal.TELL_NO_DATE: _("It has no date ahead. Make one first."),
}

"""Why no file with numbers was made or handed out, in words for those who work here."""

from django.utils.translation import gettext_lazy as _

from counselling.rules.exports import ExportRefusal
from portal.refusals import Refused

REFUSAL_TEXT = {
    ExportRefusal.EXPORT_REASON_SHORT: _("Write what the numbers are for, in at least 10 letters."),
    ExportRefusal.EXPORT_TOO_LONG: _("That is more than {most} rows. Choose a shorter time."),
    ExportRefusal.EXPORT_FETCHED: _("The file was fetched already. Make a new one if you need it again."),
    ExportRefusal.EXPORT_OVER: _("The file is older than 24 hours and is gone. Make a new one."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal."""
    return str(REFUSAL_TEXT[ExportRefusal(refused.reason.value)]).format(**refused.details)

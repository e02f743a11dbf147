"""What the directory's refusals say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.rules import Refusal

REFUSAL_TEXT: dict[Refusal, Promise] = {
    Refusal.ADDRESS_TAKEN: _("Another unit has this address already. Choose another one."),
}

"""Seeds of authenticator apps and recovery codes, sealed anew when the vault gets a new key."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from portal.vault import CannotBeShown
from portal.vault.keyring import is_under_current_key, open_text, seal_text

SEED = "allauth_mfa|seed"
SEALED_PARTS = ("secret", "seed")  # TOTP; recovery codes


@transaction.atomic
def rekey_seeds() -> int:
    """Seal every seed under the current key; a seed that does not open stays as it is. Returns the rows changed."""
    changed = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        older = [part for part in SEALED_PARTS if part in row.data and not is_under_current_key(row.data[part])]
        try:
            row.data = {**row.data, **{part: seal_text(open_text(row.data[part], SEED), SEED) for part in older}}
        except CannotBeShown:
            continue
        if older:
            row.save(update_fields=["data"])
            changed += 1
    return changed

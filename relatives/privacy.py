"""What we keep of how a relative wants to be reached."""

from portal.privacy.registry import Fields, Owners, each, ordinary, technical

FIELDS: Fields = {
    "RelativeProfile": {
        **each(technical(), "id user phone_index"),
        **each(ordinary(), "channel readers discreet phone postal_address hours_from hours_to no_voicemail"),
        **each(ordinary(), "shared_phone shared_email contact_changed_at created_at"),
    }
}
OWNERS: Owners = {"RelativeProfile": ("user",)}

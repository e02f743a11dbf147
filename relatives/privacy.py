"""What relatives keeps about people, why and how long."""

from portal.privacy.registry import WITH_ACCOUNT, each, ordinary, secret, sensitive, technical

FIELDS = {
    "RelativeProfile": {
        **each(technical(), "id user created_at contact_changed_at"),
        **each(ordinary(), "channel phone postal_address hours_from hours_to no_voicemail shared_phone shared_email"),
        **each(sensitive(WITH_ACCOUNT), "readers discreet"),  # tells that somebody at home must not know
        "phone_index": secret(),
    },
    "CalendarFeed": {
        **each(technical(), "id user"),
        **each(ordinary(), "says_titles made_at"),
        "secret_hash": secret(),
    },
}
OWNERS = {"RelativeProfile": ("user",), "CalendarFeed": ("user",)}

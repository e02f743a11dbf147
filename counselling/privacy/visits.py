"""Home visits: the address with its talk; who was inside, as long as the talk; ways and work numbers."""

from portal.privacy.registry import Field, none, ordinary, sensitive, technical

VISIT = "with the talk; a kept time's address goes with it"
WATCH = "with the talk"
WORK = "while the person works here"

FIELDS: dict[str, dict[str, Field]] = {
    "TravelTime": dict.fromkeys(("id", "from_postcode", "to_postcode", "minutes"), none("until changed")),
    "VisitAddress": {
        **dict.fromkeys(("id", "hold", "appointment"), technical(VISIT)),
        **dict.fromkeys(("street", "postcode", "town"), sensitive(VISIT)),
    },
    "VisitWatch": {
        **dict.fromkeys(("id", "appointment", "reached_by", "version"), technical(WATCH)),
        "worker": ordinary(WATCH),
        **dict.fromkeys(("checked_in_at", "expected_end", "checked_out_at", "reached_at"), ordinary(WATCH)),
    },
    "StaffNumber": {
        **dict.fromkeys(("id", "user"), technical(WORK)),
        "phone": ordinary(WORK),
    },
}
OWNERS = {
    "VisitAddress": ("appointment__booked_by",),
    "VisitWatch": ("worker",),
    "StaffNumber": ("user",),
}
PERIODS = ()

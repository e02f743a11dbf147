"""What somebody who got no place was told: gone with their sign-up, 30 days after the event."""

from portal.privacy.registry import Field, Period, each, ordinary, technical

AFTER = "30 days after the event"

FIELDS: dict[str, dict[str, Field]] = {
    "ApplicationAnswer": {
        **each(technical(AFTER), "registration other_event"),
        **each(ordinary(AFTER), "reason says made_at"),
    },
}
OWNERS: dict[str, tuple[str, ...]] = {"ApplicationAnswer": ("registration__person",)}
PERIODS: tuple[Period, ...] = ()

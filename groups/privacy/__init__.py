"""What each field of evenings and sign-ups is, why it is kept and how long; by noun."""

from groups.privacy import (
    after,
    applications,
    courses,
    events,
    letters,
    news,
    partners,
    questions,
    registrations,
    respite,
)
from portal.privacy.registry import Field

NOUNS = (
    after,
    applications,
    courses,
    events,
    letters,
    news,
    partners,
    questions,
    registrations,
    respite,
)
FIELDS: dict[str, dict[str, Field]] = {model: fields for noun in NOUNS for model, fields in noun.FIELDS.items()}
OWNERS: dict[str, tuple[str, ...]] = {model: paths for noun in NOUNS for model, paths in noun.OWNERS.items()}
PERIODS = tuple(period for noun in NOUNS for period in noun.PERIODS)

"""What each field of counselling is, why it is kept, how long, and whether its person gets a copy; by noun."""

from counselling.privacy import (
    cases,
    contacts,
    door,
    handovers,
    journal,
    notes,
    talks,
    tallies,
    visits,
    waiting,
)
from portal.privacy.registry import Field

NOUNS = (talks, cases, contacts, handovers, waiting, notes, visits, journal, tallies, door)
FIELDS: dict[str, dict[str, Field]] = {model: fields for noun in NOUNS for model, fields in noun.FIELDS.items()}
OWNERS: dict[str, tuple[str, ...]] = {model: paths for noun in NOUNS for model, paths in noun.OWNERS.items()}
PERIODS = tuple(period for noun in NOUNS for period in noun.PERIODS)
COPIES = notes.COPIES

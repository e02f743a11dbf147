"""Numbers of what is over: about nobody. The marks of a running year stand for people: they go with the year."""

from counselling.models import Tally, TallyMark
from portal.privacy.registry import Erase, Field, Period, none, ordinary

KEPT = "as long as the numbers are shown"
YEAR = "until the year is counted, in the January or February after it"

FIELDS: dict[str, dict[str, Field]] = {
    Tally.__name__: dict.fromkeys(("id", "grain", "first", "figures", "made_at"), none(KEPT)),
    TallyMark.__name__: {
        "id": none(YEAR),
        **dict.fromkeys(("month", "split", "part"), ordinary(YEAR, export=False, erase=Erase.PERIOD)),
        **dict.fromkeys(("mark", "days"), ordinary(YEAR, export=False, erase=Erase.PERIOD)),
    },
}
OWNERS: dict[str, tuple[str, ...]] = {}
PERIODS: tuple[Period, ...] = ()

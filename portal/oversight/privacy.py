"""What the spot check keeps about people, why and how long."""

from datetime import timedelta

from portal.oversight.models import SpotCheck
from portal.privacy.registry import Basis, Erase, Period, each, none, ordinary, sensitive

KEPT = "24 months, as the log it is about"

FIELDS = {
    "SpotCheck": {
        **each(none(KEPT), "id month seed reads drawn_at completed_at"),
        "completed_by": ordinary(KEPT, Basis.SECURITY, export=False, erase=Erase.PERIOD),
    },
    "SpotCheckItem": {
        **each(
            ordinary(KEPT, Basis.SECURITY, export=False, erase=Erase.PERIOD),
            "id spot_check event_id actor reasons is_sampled verdict judged_at judged_by",
        ),
        "said": sensitive(KEPT, Basis.SECURITY, export=False, erase=Erase.PERIOD),
    },
}
PERIODS = (
    Period(
        "oversight.spot_checks",
        "Spot checks are deleted after 24 months",
        timedelta(days=731),
        SpotCheck.objects.drawn_before,
    ),
)

"""One signed-in client per role, for whatever walks all addresses."""

import pytest

from portal.accounts.models import User
from tests.architecture.url_table import Visitors
from tests.factories.talks import make_counsellor, make_type


@pytest.fixture
def visitors(
    relative: User,
    another_relative: User,
    counsellor: User,
    team_lead: User,
    organiser: User,
    planner: User,
    dpo: User,
    administrator: User,
) -> Visitors:
    make_type()
    make_counsellor(counsellor)
    people = {
        "relative": relative,
        "another_relative": another_relative,
        "counsellor": counsellor,
        "team_lead": team_lead,
        "organiser": organiser,
        "planner": planner,
        "dpo": dpo,
        "administrator": administrator,
    }
    return Visitors(people)

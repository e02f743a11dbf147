"""The database has the last word about home visits: each constraint is tried past every action."""

from datetime import timedelta

import pytest

from counselling.actions import holding
from counselling.models import CounsellorProfile, StaffNumber, TravelTime, VisitAddress, VisitWatch
from counselling.wishes import Wish
from portal import clock
from tests.factories.talks import HOME, make_talk, make_type, next_weekday
from tests.portal.test_constraints import refused_by

pytestmark = pytest.mark.django_db
WAY = {"from_postcode": "4600", "to_postcode": "4621", "minutes": 20}


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"from_postcode": "4622"}, "a_way_has_its_lower_postcode_first"),
        ({"from_postcode": "46"}, "a_way_goes_between_postcodes"),
        ({"to_postcode": "46x1"}, "a_way_goes_between_postcodes"),
        ({"minutes": 0}, "a_way_takes_up_to_three_hours"),
        ({"minutes": 181}, "a_way_takes_up_to_three_hours"),
    ],
)
def test_a_way_is_refused_by_name(database, fields, constraint):
    assert refused_by(lambda: TravelTime.objects.create(**WAY | fields)) == constraint


def test_a_way_is_written_once_and_a_day_holds_up_to_eight_visits(mette):
    TravelTime.objects.create(**WAY)
    assert refused_by(lambda: TravelTime.objects.create(**WAY)) == "a_way_is_written_once"
    said = refused_by(lambda: CounsellorProfile.objects.update(most_home_visits=9))
    assert said == "a_day_holds_up_to_eight_home_visits"


def test_an_address_is_a_holds_or_a_talks_and_a_visit_ends_in_one_way(relative, counsellor, mette):
    kind = make_type("hjemme", modes=["home_visit"])
    talk = make_talk(relative, kind, mode="home_visit")
    wish = Wish(meeting_type=kind, mode="home_visit", address=HOME)
    held, _token = holding.hold_time(by=relative, wish=wish, starts_at=next_weekday(5))
    assert refused_by(VisitAddress.objects.create) == "an_address_is_a_holds_or_a_talks"
    VisitAddress.objects.of_hold(held.pk).delete()
    mine = VisitAddress.objects.filter(appointment=talk)
    assert refused_by(lambda: mine.update(hold=held)) == "an_address_is_a_holds_or_a_talks"
    now = clock.now()
    fields = {"appointment": talk, "worker": counsellor, "checked_in_at": now}
    said = refused_by(lambda: VisitWatch.objects.create(**fields, expected_end=now))
    assert said == "a_visit_is_expected_to_end_later"
    watch = VisitWatch.objects.create(**fields, expected_end=now + timedelta(hours=1))
    both = {"checked_out_at": now, "reached_at": now}
    assert refused_by(lambda: VisitWatch.objects.filter(pk=watch.pk).update(**both)) == "a_visit_ends_in_one_way"
    StaffNumber.objects.create(user=counsellor, phone="+4500001111")
    assert refused_by(lambda: StaffNumber.objects.create(user=counsellor)) == "counselling_staffnumber_user_id_key"

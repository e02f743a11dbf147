"""Numbers of evenings: counted once before the names go, never small, never to be subtracted; and files of them."""

import io
import itertools
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from groups.actions import signing_up
from groups.actions.seats import cancel_sign_up
from groups.actions.signing_up import Guest, Party
from groups.actions.taking_along import take_numbers, take_sign_ups
from groups.actions.tallies import count_dates
from groups.models import Attendee, DateTally, Occurrence, Registration, SeatPool
from groups.models.tallies import PARTS
from groups.numbers_page import read_numbers, sign_up_lines
from groups.rules.statistics import Held, Quarter, is_covered, of_date, of_quarter, of_year
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent, ExportFile
from portal.audit.rules import FileRefusal
from portal.refusals import Refused
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Copenhagen")
STARTS = datetime(2026, 2, 3, 17, tzinfo=ZONE)
FINAL = STARTS + timedelta(days=15)
Q1_IS_FINAL = datetime(2026, 4, 20, tzinfo=ZONE)


def people(count: int) -> list[User]:
    return [make_person("Pårørende", email=f"{uuid4().hex}@borger.example") for _number in range(count)]


def evening(
    organiser: User, *, came: int = 0, away: int = 0, cancelled: int = 0, starts: datetime = STARTS
) -> SeatPool:
    with clock.frozen_at(starts - timedelta(days=3)):
        pool = make_pool(organiser, 60, starts_in=timedelta(days=3))
        rows = [sign_up(pool, person) for person in people(came + away + cancelled)]
        for row in rows[came + away :]:
            cancel_sign_up(by=None, registration=row)
    Attendee.objects.filter(registration__in=rows[:came]).update(came_at=starts)
    Attendee.objects.filter(registration__in=rows[came : came + away]).update(stayed_away=True)
    return pool


def counted() -> dict[str, int]:
    row = DateTally.objects.get()
    return {name: getattr(row, name) for name in PARTS}


def test_a_date_is_counted_once_two_weeks_after_and_never_changes(organiser: User) -> None:
    evening(organiser, came=6, away=5, cancelled=7)
    with clock.frozen_at(STARTS + timedelta(days=13)):
        assert count_dates() == 0
    with clock.frozen_at(FINAL):
        assert count_dates() == 1 and count_dates() == 0
    assert counted() == {"came": 6, "stayed_away": 5, "cancelled": 7, "waited": 0, "unsaid": 0}
    Registration.objects.all().delete()
    with clock.frozen_at(FINAL + timedelta(days=60)):
        count_dates()
    assert counted()["came"] == 6, "the numbers outlive the names"


def test_an_evening_that_is_off_is_no_number_and_a_cafe_counts_heads(organiser: User) -> None:
    evening(organiser, came=6)
    Occurrence.objects.update(status="cancelled")
    with clock.frozen_at(FINAL):
        assert count_dates() == 0
        Occurrence.objects.update(status="scheduled", head_count=23)
        Occurrence.objects.get().event.__class__.objects.update(registration="drop_in")
        assert count_dates() == 1
    assert counted()["came"] == 23


def test_a_small_number_is_hidden_with_what_would_give_it_away(organiser: User) -> None:
    evening(organiser, came=8, away=2)
    with clock.frozen_at(FINAL):
        count_dates()
        (row,) = read_numbers(2026).dates
    assert row.words == ["10", "skjult", "skjult", "0", "0", "0"]
    with clock.frozen_at(Q1_IS_FINAL):
        quarter = read_numbers(2026).sums[0]
    assert quarter.whole == 10 and quarter.came is None, "one date alone: its quarter would tell"


def test_a_quarter_is_shown_when_it_is_final_and_its_hidden_numbers_tell_of_nobody(organiser: User) -> None:
    for week, away in enumerate((3, 4, 4)):
        evening(organiser, came=9, away=away, starts=STARTS + timedelta(days=7 * week))
    with clock.frozen_at(STARTS + timedelta(days=40)):
        assert count_dates() == 3
        assert read_numbers(2026).sums[0].whole is None, "not over"
    with clock.frozen_at(Q1_IS_FINAL):
        quarter = read_numbers(2026).sums[0]
    assert quarter.words == ["38", "27", "11", "0", "0", "0"]


def test_hidden_numbers_at_their_most_or_least_give_themselves_away() -> None:
    assert not is_covered([4, 4, 4]), "only four each makes twelve"
    assert not is_covered([3]) and not is_covered([4, 4]) and not is_covered([1] * 12)
    assert is_covered([]) and is_covered([3, 4, 4]) and is_covered([2, 30])


def quarter_of(*dates: tuple[int, ...]) -> Quarter:
    """A quarter of events with one date each."""
    return of_quarter([Held(number, parts) for number, parts in enumerate(dates)])


def test_no_small_number_follows_from_what_is_shown_whatever_the_dates() -> None:
    """Random quarters of two small parts and a large one: for each hidden small number another one fits as well."""
    random = Random(7)
    for _round in range(300):
        dates = [(random.randint(0, 6), 0, 0, 0, random.randint(0, 30)) for _date in range(random.randint(1, 4))]
        shown = quarter_of(*dates).shown
        if not shown.parts:
            continue
        hidden = [parts[0] for parts in dates if not of_date(parts).shown[0]]
        fits = [
            one
            for one in itertools.product(range(1, 31), repeat=len(hidden))
            if len(hidden) <= 3 and sum(one) == sum(hidden)
        ]
        for place in range(len(hidden) if len(hidden) <= 3 else 0):
            assert len({one[place] for one in fits}) > 1


def test_a_year_is_not_shown_when_it_would_give_one_hidden_quarter_away() -> None:
    fine, thin = quarter_of((0, 0, 0, 0, 20)), quarter_of((2, 0, 0, 0, 20))
    assert of_year([fine, fine, fine, fine]).parts
    assert not of_year([fine, thin, fine, fine]).parts and of_year([fine, thin, fine, fine]).whole
    assert not of_year([quarter_of((0, 0, 0, 0, 3)), fine, fine, fine]).whole


def file_of(client: Any, name: str, *args: Any, **given: str) -> Any:
    made = client.post(reverse(f"groups:{name}", args=args), {"file_format": "xlsx", **given})
    return client.post(made["Location"]) if made.status_code == 302 and "/filer/" in made["Location"] else made


def test_sign_ups_leave_as_a_file_without_formulas_addresses_or_needs_and_with_a_reason(organiser: User) -> None:
    pool = make_pool(organiser, 5)
    guest = Guest(name="=HYPERLINK(1)", phone="+4500001234")
    party = Party(names=["Åse"], needs={0: "Kørestol"})
    signing_up.sign_up(by=organiser, guest=guest, pool=pool, party=party, form_key=uuid4(), source="phone")
    desk, date = sign_in(organiser), pool.occurrence
    assert file_of(desk, "sign_ups_file", date.pk, reason="kort").status_code == 422
    answer = file_of(desk, "sign_ups_file", date.pk, reason="Liste til vagten i receptionen")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert str(organiser) in rows[0][0] and rows[0][2] == "Liste til vagten i receptionen"
    assert rows[2][0] == "'=HYPERLINK(1)" and "1234" not in str(rows) and "Kørestol" not in str(rows)
    taken = AuditEvent.objects.get(action="groups.sign_ups_taken")
    assert taken.kind == "read" and taken.object_id == str(date.pk)


def test_who_has_not_just_shown_who_they_are_gets_no_file(organiser: User) -> None:
    date, desk = make_pool(organiser, 5).occurrence, sign_in(organiser)
    with clock.frozen_at(clock.now()):
        session = desk.session
        session["account_authentication_methods"] = [{"method": "code", "at": 0}]
        session.save()
        answer = file_of(desk, "sign_ups_file", date.pk, reason="Liste til vagten i receptionen")
    assert answer.status_code == 302 and not AuditEvent.objects.filter(action="groups.sign_ups_taken").exists()


def test_numbers_leave_with_the_small_ones_hidden(organiser: User) -> None:
    evening(organiser, came=8, away=2)
    with clock.frozen_at(FINAL):
        count_dates()
    desk = sign_in(organiser)
    made = desk.post(
        reverse("groups:numbers_file") + "?year=2026", {"file_format": "csv", "reason": "Til udvalgets møde i marts"}
    )
    text = desk.post(made["Location"]).content.decode()
    assert "skjult" in text and ";8;" not in text and ";2;" not in text
    assert AuditEvent.objects.filter(action="groups.numbers_taken").count() == 1


def test_a_file_needs_a_reason_and_an_end(organiser: User) -> None:
    date = make_pool(organiser, 5).occurrence
    with pytest.raises(Refused) as said:
        take_sign_ups(by=organiser, date=date, lines=lambda: sign_up_lines([]), file_format="csv", reason="  kort  ")
    assert said.value.reason == FileRefusal.FILE_REASON_SHORT
    long, why = [[1]] * 2_001, "Til udvalgets møde"
    with pytest.raises(Refused) as said:
        take_numbers(by=organiser, year=2026, lines=lambda: long, file_format="csv", reason=why)
    assert said.value.reason == FileRefusal.FILE_TOO_LONG
    assert not ExportFile.objects.exists()


def test_the_database_refuses_a_tally_of_more_people_than_there_are(organiser: User) -> None:
    evening(organiser, came=6)
    with clock.frozen_at(FINAL):
        count_dates()
    with pytest.raises(IntegrityError, match="a_tally_counts_people"), transaction.atomic():
        DateTally.objects.update(came=200_000)

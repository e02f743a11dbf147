"""Numbers of events: added up over their dates, and never so that a hidden number follows from all that is shown."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.actions.tallies import count_dates
from groups.models import DateTally, Event, Occurrence
from groups.models.tallies import PARTS
from groups.numbers_page import SHOWN_ORDER, lines_of, page_of, read_numbers
from groups.rules.statistics import HIDDEN, Held, Shown, of_event, of_quarter
from portal import clock
from portal.accounts.models import User
from portal.small_numbers import Hidden, none_follows
from tests.factories.evenings import make_event
from tests.factories.people import sign_in

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2027, 2, 1, 12, tzinfo=ZONE)
QUARTERS = {month: (month - 1) // 3 for month in range(1, 13)}
Vector = dict[Any, Fraction]


def tally(number: int, event: int, month: int, numbers: Sequence[int]) -> DateTally:
    """A counted date, of no database."""
    starts = datetime(2026, month, 1 + number, 17, tzinfo=ZONE)
    made = Event(id=UUID(int=event + 1), title=f"Aften {event}", kind="theme_evening")
    date = Occurrence(id=UUID(int=number + 1), event=made, period=DateTimeTZRange(starts, starts + timedelta(hours=2)))
    return DateTally(occurrence=date, counted_at=starts, **dict(zip(PARTS, numbers, strict=True)))


# One month of each of two quarters, three events, small and large numbers in up to three parts.
dates = st.tuples(st.integers(0, 2), st.sampled_from([1, 5]), st.tuples(*[st.integers(0, 9)] * 3))
years = st.lists(dates, min_size=1, max_size=7)


def tallies_of(year: Sequence[tuple[int, int, tuple[int, ...]]]) -> list[DateTally]:
    ordered = sorted(enumerate(year), key=lambda one: (one[1][1], one[0]))
    return [tally(number, event, month, (*few, 0, 0)) for number, (event, month, few) in ordered]


class Reader:
    """Somebody with the file and a pencil: every shown number is an equation, and hidden ones are unknowns."""

    def __init__(self, tallies: Sequence[DateTally]) -> None:
        with clock.frozen_at(NOW):
            page = page_of(2026, tallies)
            lines = lines_of(page)[1:]
        self.tallies, self.equations = tallies, []
        self.true: dict[Any, int] = {}
        dated, summed = lines[: len(tallies)], lines[len(tallies) :]
        for line, one in zip(dated, tallies, strict=True):
            self.read(line, [one])
        self.hidden_cells = [cells[0] for cells in self.true if len(cells) == 1]
        events: dict[UUID, list[DateTally]] = {}
        for one in tallies:
            events.setdefault(one.occurrence.event_id, []).append(one)
        several = [found for found in events.values() if len(found) > 1]
        quarters = [[one for one in tallies if QUARTERS[one.occurrence.starts_at.month] == place] for place in range(4)]
        for line, found in zip(summed, [*several, *quarters, list(tallies)], strict=True):
            self.read(line, found)

    def read(self, line: Sequence[str], of: Sequence[DateTally]) -> None:
        """A line of the file: signed up, then the parts."""
        for column, word in enumerate(line[2:]):
            names = PARTS if column == 0 else [SHOWN_ORDER[column - 1]]
            count = sum(getattr(one, name) for one in of for name in names)
            cells = {(one.pk, name): Fraction(1) for one in of for name in names}
            if word == "skjult":
                self.true[tuple(sorted(cells, key=str))] = count
            else:
                assert int(word) == count and not 0 < count < 5, "what is shown is true and not small"
                self.equations.append(cells)

    def follows(self, cells: tuple[Any, ...]) -> bool:
        """Whether a sum of cells is a sum of shown numbers, added and taken away."""
        rows: list[tuple[Any, Vector]] = []
        for equation in self.equations:
            self.put(rows, dict(equation))
        return not self.reduced(rows, dict.fromkeys(cells, Fraction(1)))

    def put(self, rows: list[tuple[Any, Vector]], vector: Vector) -> None:
        rest = self.reduced(rows, vector)
        if rest:
            pivot = min(rest, key=str)
            rows.append((pivot, {key: value / rest[pivot] for key, value in rest.items()}))

    def reduced(self, rows: list[tuple[Any, Vector]], vector: Vector) -> Vector:
        for pivot, row in rows:
            if factor := vector.get(pivot):
                for key, value in row.items():
                    vector[key] = vector.get(key, Fraction(0)) - factor * value
        return {key: value for key, value in vector.items() if value}


@given(years)
@settings(max_examples=200, deadline=None)
def test_no_hidden_number_can_be_computed_from_the_file(year: list[Any]) -> None:
    """Neither a part, nor who signed up, nor a sum, by adding and taking away whatever is shown anywhere."""
    reader = Reader(tallies_of(year))
    for cells, count in reader.true.items():
        if 0 < count < 5:
            assert not reader.follows(cells), (cells, count)


def has_another(reader: Reader, cell: Any, *, most: int) -> bool:
    """Whether other numbers, none of them nought, fit all that is shown and this one is another than it is."""
    cells = [cell, *(one for one in reader.hidden_cells if one != cell)]
    values = {one: getattr(by_key(reader, one[0]), one[1]) for one in all_cells(reader)}
    sums = [set(one) for one in reader.equations]
    left = [(one & set(cells), sum(values[name] for name in one & set(cells))) for one in sums]

    def fits(given: dict[Any, int]) -> bool:
        for names, total in left:
            here, waits = sum(given.get(name, 0) for name in names), sum(name not in given for name in names)
            if here + waits > total or (not waits and here != total):
                return False
        return True

    def go(given: dict[Any, int]) -> bool:
        if not fits(given) or len(given) == len(cells):
            return len(given) == len(cells) and fits(given)
        name = cells[len(given)]
        wanted = (value for value in range(1, most + 1) if given or value != values[cell])
        return any(go({**given, name: value}) for value in wanted)

    return go({})


def by_key(reader: Reader, key: Any) -> DateTally:
    return next(one for one in reader.tallies if one.pk == key)


def all_cells(reader: Reader) -> list[Any]:
    return [(one.pk, name) for one in reader.tallies for name in PARTS]


few_dates = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([1, 5]), st.tuples(st.integers(0, 8), st.just(0), st.integers(0, 8))),
    min_size=2,
    max_size=4,
)


@given(few_dates)
@settings(max_examples=250, deadline=None)
def test_every_hidden_number_could_be_another_one_that_is_not_nought(year: list[Any]) -> None:
    """Numbers can't be less than one where they are hidden: that tells no more. Tried number by number."""
    reader = Reader(tallies_of(year))
    for cell in reader.hidden_cells:
        assert has_another(reader, cell, most=12), cell


def test_a_number_on_a_bridge_between_two_rings_is_found() -> None:
    """Each date hides two numbers and each part is hidden twice, and still one number follows: it stands alone."""
    ring = [Hidden("a", 1, 3), Hidden("a", 2, 3), Hidden("b", 1, 3), Hidden("b", 2, 3)]
    other = [Hidden("c", 3, 3), Hidden("c", 4, 3), Hidden("d", 3, 3), Hidden("d", 4, 3)]
    assert none_follows(ring) and none_follows([*ring, *other])
    assert not none_follows([*ring, *other, Hidden("a", 3, 3)])
    assert none_follows([*ring, *other, Hidden("a", 3, 3), Hidden("b", 4, 3)])


def test_what_can_neither_grow_nor_shrink_is_found() -> None:
    """Two dates, two parts, one person each where it is hidden: the one could only be two if the other were none."""
    assert not none_follows([Hidden("a", 1, 1), Hidden("a", 2, 1)])
    ones = [Hidden("a", 1, 1), Hidden("a", 2, 4), Hidden("b", 1, 4), Hidden("b", 2, 1)]
    assert none_follows(ones)
    assert not none_follows([Hidden(one.start, one.end, 1) for one in ones])


def dates_of(*rows: tuple[Any, tuple[int, ...]]) -> list[Held]:
    return [Held(event, parts) for event, parts in rows]


def test_an_event_is_shown_when_its_own_dates_cover_each_other_and_the_rest_of_the_quarter_still_does() -> None:
    mine = [("a", (3, 0, 0, 0, 20)), ("a", (4, 0, 0, 0, 18)), ("a", (4, 0, 0, 0, 9))]
    alone = of_quarter(dates_of(*mine, ("b", (0, 0, 0, 0, 9))))
    assert alone.of_event("a") == alone.of_event("b") == alone.shown == Shown(True, True)
    thin = of_quarter(dates_of(*mine, ("b", (2, 0, 0, 0, 9))))
    assert thin.shown == Shown(True, True), "the quarter comes first"
    assert thin.of_event("a") == Shown(True, False), "else the quarter without it would tell of the other one"
    assert thin.of_event("b") == Shown(True, False)


def test_an_event_over_two_quarters_is_shown_when_each_quarter_may_know_its_share() -> None:
    first = of_quarter(dates_of(("a", (0, 0, 0, 0, 20)), ("b", (0, 0, 0, 0, 3))))
    second = of_quarter(dates_of(("a", (2, 0, 0, 0, 20))))
    assert of_event("a", [first]) == Shown(True, True)
    assert of_event("a", [first, second]) == Shown(True, False)
    assert of_event("b", [first, second]) == HIDDEN


def counted(event: Event, moment: datetime, came: int, away: int = 0) -> None:
    date = Occurrence.objects.create(
        event=event, period=DateTimeTZRange(moment, moment + timedelta(hours=2)), zone="Europe/Copenhagen"
    )
    zeros = dict.fromkeys(PARTS, 0)
    DateTally.objects.create(occurrence=date, counted_at=moment, **{**zeros, "came": came, "stayed_away": away})


@pytest.mark.django_db
def test_an_organiser_sees_and_takes_along_what_an_events_dates_come_to(organiser: User) -> None:
    course = make_event(organiser, title="=SUM(A1) O'Haras kursus på Ærø")
    for week, away in enumerate((3, 4, 4)):
        counted(course, datetime(2026, 2, 3 + 7 * week, 17, tzinfo=ZONE), 9, away)
    counted(make_event(organiser, title="Alene"), datetime(2026, 3, 3, 17, tzinfo=ZONE), 30)
    quarter = datetime(2026, 3, 31, tzinfo=ZONE) + timedelta(days=10)
    with clock.frozen_at(quarter):
        assert not read_numbers(2026).events, "not before the quarter is final"
    with clock.frozen_at(quarter + timedelta(days=10)):
        (row,) = read_numbers(2026).events
        assert (row.words, row.about) == (["38", "27", "11", "0", "0", "0"], "3 datoer")
        desk = sign_in(organiser)
        page = desk.get(reverse("groups:evening_numbers")).content.decode()
        assert (
            "Tallene for hvert arrangement" in page
            and "bars-svg" in page
            and "Alle deres datoer er lagt sammen" in page
        )
    assert count_dates() == 0

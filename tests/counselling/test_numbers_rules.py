"""No hidden number can be computed from what is shown: tried with every other year that would look the same."""

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.small_numbers import (
    ENOUGH,
    LIMIT,
    Year,
    columns,
    covers,
    in_order,
    is_safe,
    is_small,
    of_year,
    with_sum,
)

counts = st.integers(0, 14)
Published = tuple[object, ...]


def published_line(numbers: Sequence[int]) -> Published:
    """What a reader of parts and their sum gets to know."""
    line = with_sum(numbers)
    parts = tuple(n if shown else None for n, shown in zip(numbers, line.shown, strict=True))
    return (*parts, sum(numbers) if line.has_sum else None)


def published_year(months: Sequence[int]) -> Published:
    """What a reader of months, quarters and the year gets to know."""
    year = of_year(months)
    quarters = [sum(months[first : first + 3]) for first in range(0, len(months) // 3 * 3, 3)]
    return (
        tuple(n if shown else None for n, shown in zip(months, year.months, strict=True)),
        tuple(n if shown else None for n, shown in zip(quarters, year.quarters, strict=True)),
        sum(months) if year.year else None,
    )


def others_like(numbers: Sequence[int], place: int) -> set[int]:
    """What could stand at a place so that, with others changed too, the same is published (O(n² × 15) neighbours)."""
    wanted = published_line(numbers)
    found = set()
    for other, third, value in product(range(len(numbers)), range(len(numbers)), range(20)):
        if place in (other, third) or other == third:
            continue
        for moved in range(20):
            changed = list(numbers)
            changed[third] = moved
            changed[place] = value
            changed[other] += sum(numbers) - sum(changed)
            if changed[other] >= 0 and published_line(changed) == wanted:
                found.add(value)
                break
    return found


def years_like(months: Sequence[int], place: int) -> set[int]:
    """What could stand in a month so that the same year is published; the difference lies in one or two others."""
    wanted = published_year(months)
    found = set()
    for value in range(20):
        for other in range(len(months)):
            if other == place:
                continue
            changed = list(months)
            changed[place] = value
            changed[other] += months[place] - value
            if changed[other] >= 0 and published_year(changed) == wanted:
                found.add(value)
        alone = [*months[:place], value, *months[place + 1 :]]
        if published_year(alone) == wanted:
            found.add(value)
    return found if len(found) > 1 else found | years_further_off(months, place)


def years_further_off(months: Sequence[int], place: int) -> set[int]:
    """The same where no year so near is published alike: another month may hold anything too."""
    wanted = published_year(months)
    found = set()
    for other, value, rest in product(range(len(months)), range(20), range(20)):
        changed = list(months)
        changed[place], changed[other] = value, rest
        if other != place and published_year(changed) == wanted:
            found.add(value)
    return found


@given(st.lists(counts, min_size=1, max_size=12))
@settings(max_examples=400, deadline=None)
def test_no_small_month_is_ever_shown_in_any_step_of_time(months: list[int]) -> None:
    year = of_year(months)
    assert not any(is_small(n) and shown for n, shown in zip(months, year.months, strict=True))
    quarters = [sum(months[first : first + 3]) for first in range(0, len(months) // 3 * 3, 3)]
    assert not any(is_small(n) and shown for n, shown in zip(quarters, year.quarters, strict=True))
    assert not (year.year and is_small(sum(months)))


@given(st.lists(counts, min_size=12, max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_hidden_month_could_always_have_been_another_number(months: list[int]) -> None:
    """Whoever knows these rules and sees all that is shown still can't tell a hidden month."""
    year = of_year(months)
    for place, shown in enumerate(year.months):
        if not shown:
            assert len(years_like(months, place)) > 1, (months, place)


@given(st.lists(counts, min_size=2, max_size=5))
@settings(max_examples=100, deadline=None)
def test_a_hidden_part_of_a_whole_could_always_have_been_another_number(parts: list[int]) -> None:
    line = with_sum(parts)
    assert not any(is_small(n) and shown for n, shown in zip(parts, line.shown, strict=True))
    for place, shown in enumerate(line.shown):
        if not shown and line.has_sum:
            assert len(others_like(parts, place) | pairs_like(parts, place)) > 1, (parts, place)


def pairs_like(parts: Sequence[int], place: int) -> set[int]:
    """The same with one other part changed."""
    wanted, found = published_line(parts), set()
    for other in range(len(parts)):
        for value in range(20):
            changed = list(parts)
            changed[place] = value
            if other != place:
                changed[other] += parts[place] - value
            if changed[other] >= 0 and published_line(changed) == wanted:
                found.add(value)
    return found


@given(st.lists(counts, min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_what_was_shown_once_stays_shown_when_later_months_come(months: list[int]) -> None:
    """Else two pages kept from two months would tell the difference."""
    for length in range(1, len(months)):
        earlier, later = of_year(months[:length]), of_year(months)
        assert later.months[:length] == earlier.months
        assert later.quarters[: len(earlier.quarters)] == earlier.quarters


@given(st.lists(counts, min_size=12, max_size=12))
@settings(max_examples=200, deadline=None)
def test_every_shown_sum_covers_whole_groups_of_hidden_months(months: list[int]) -> None:
    year = of_year(months)
    for number, shown in enumerate(year.quarters):
        span = slice(3 * number, 3 * number + 3)
        hidden = [n for n, seen in zip(months[span], year.months[span], strict=True) if not seen]
        assert not shown or is_safe(hidden)
    if year.year:
        left = [n for place, n in enumerate(months) if not year.months[place] and not year.quarters[place // 3]]
        assert not left or (len(left) >= 2 and sum(left) >= ENOUGH)


@given(st.lists(st.fixed_dictionaries({"a": counts, "b": counts, "c": counts, "d": counts}), min_size=1, max_size=6))
@settings(max_examples=300, deadline=None)
def test_a_hidden_column_is_never_what_is_left_when_the_others_are_taken_off(rows: list[dict[str, int]]) -> None:
    names = ("a", "b", "c", "d")
    shown = columns(rows, names, among=frozenset(names))
    hidden = set(names) - shown
    assert not any(is_small(row[name]) for row in rows for name in shown)
    if hidden and shown:
        assert covers(rows, hidden)


@given(st.lists(st.fixed_dictionaries({"a": counts, "b": counts, "c": counts}), min_size=3, max_size=3))
@settings(max_examples=300, deadline=None)
def test_a_column_shown_by_month_is_shown_by_quarter_too_and_the_rest_stays_covered(rows: list[dict[str, int]]) -> None:
    names = ("a", "b", "c")
    by_month = columns(rows, names, among=frozenset(names))
    quarter = [{name: sum(row[name] for row in rows) for name in names}]
    by_quarter = columns(quarter, names, among=frozenset(names) - by_month)
    assert by_month <= by_quarter
    hidden = set(names) - by_quarter
    if hidden and by_quarter:
        assert covers(quarter, hidden)


def test_words_of_the_rules_hold_for_plain_cases() -> None:
    """Five is shown, four is not, nought is; the month after a hidden one is hidden until both are ten."""
    assert LIMIT == 5
    assert in_order([5, 0, 4]).shown == (True, True, False)
    assert in_order([3, 20, 20]).shown == (False, False, True)
    assert in_order([3, 20, 20]).has_sum
    assert not in_order([20, 20, 3]).has_sum
    assert of_year([9] * 12) == Year((True,) * 12, (True,) * 4, year=True)
    assert not of_year([9] * 11 + [3]).year
    assert with_sum([20, 3, 30]).shown == (True, False, False)

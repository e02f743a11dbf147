"""Seeded snoops of every kind among five hundred ordinary reads all appear in the spot check."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from counselling.actions.cases import open_case
from counselling.models import Appointment, CallRequest
from counselling.registering.relations import by_call, by_case, by_talk
from portal import clock
from portal.accounts.models import User
from portal.audit.actions import record, record_read
from portal.keys import new_key
from portal.oversight import relations
from portal.oversight.actions.drawing import draw
from portal.oversight.models import SpotCheck, SpotCheckItem, Why
from portal.oversight.relations import Relation
from portal.oversight.unusual import SAMPLE, sample
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
ORDINARY = 500


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=clock.zone())


def read(at: datetime, by: User, person: User, action: str = "counselling.talk_opened", **rest: str) -> int:
    """One read at a moment; the id of its event."""
    with clock.frozen_at(at):
        return record_read(action, by=by, obj=person, subject=person.pk, **rest).pk


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Relation]]:
    """Who works with whom; the test fills it."""
    rows: list[Relation] = []
    monkeypatch.setattr(relations, "_questions", [lambda pairs: rows])
    yield rows


@pytest.fixture
def people() -> list[User]:
    return [make_person(f"Person {name}") for name in ordinal(40)]


def ordinal(count: int) -> list[str]:
    """Surnames nobody shares."""
    return [f"Navn{number:02d}" for number in range(count)]


@pytest.fixture
def ordinary(counsellor: User, colleague: User, people: list[User], known: list[Relation]) -> set[int]:
    """Two counsellors at work for a month with the people they have: nothing to find."""
    chance = random.Random(20261001)
    mine = {counsellor: people[:20], colleague: people[20:]}
    for reader, own in mine.items():
        known += [Relation(reader.pk, person.pk, moment(1, 0), None) for person in own[:15]]
        known += [Relation(reader.pk, person.pk, moment(6, 9), moment(10, 9)) for person in own[15:]]
    found = set()
    for number in range(ORDINARY):
        reader = chance.choice(list(mine))
        at = moment(1 + number % 31, chance.randrange(7, 19), chance.randrange(60))
        lasting = at.day > 20
        found.add(read(at, reader, chance.choice(mine[reader][:15] if lasting else mine[reader])))
    return found


def reasons_of(event: int) -> set[str]:
    item = SpotCheckItem.objects.filter(event_id=event).first()
    return set(item.reasons) if item else set()


def test_seeded_snoops_all_appear_in_the_spot_check(
    ordinary: set[int],
    counsellor: User,
    colleague: User,
    team_lead: User,
    people: list[User],
    known: list[Relation],
    record_property: Callable[[str, object], None],
) -> None:
    ex, cousin = make_person("Tobias Forhen"), make_person("Else Krogh")
    namesake_known = make_person("Kirsten Krogh")
    known.append(Relation(counsellor.pk, namesake_known.pk, moment(1, 0), None))
    late = make_person("Sidsel Aften")
    known.append(Relation(counsellor.pk, late.pk, moment(1, 0), None))
    known.append(Relation(colleague.pk, ex.pk, moment(1, 0), moment(3, 12)))
    old = make_person("Gerda Tidligere")
    known.append(
        Relation(colleague.pk, old.pk, datetime(2026, 1, 2, tzinfo=clock.zone()), moment(1, 0) - timedelta(60))
    )
    crowd = [make_person(f"Mange {name}") for name in ordinal(18)]
    known += [Relation(colleague.pk, one.pk, moment(1, 0), None) for one in crowd]
    seeded: list[tuple[int, Why]] = [
        (read(moment(5, 10), colleague, cousin), Why.NO_RELATION),
        (read(moment(5, 11), counsellor, namesake_known), Why.SAME_SURNAME),
        (read(moment(6, 19), counsellor, late), Why.OUTSIDE_HOURS),
        (read(moment(7, 6, 59), counsellor, late), Why.OUTSIDE_HOURS),
        (read(moment(8, 2), counsellor, late), Why.OUTSIDE_HOURS),
        (read(moment(9, 10), counsellor, counsellor), Why.OWN_RECORD),
        (read(moment(9, 11), counsellor, team_lead), Why.COLLEAGUE),
        (read(moment(12, 11), colleague, old), Why.NO_RELATION),
        (read(moment(24, 9), colleague, ex), Why.AFTER_THE_END),
        (read(moment(26, 9), colleague, ex), Why.AFTER_THE_END),
    ]
    with clock.frozen_at(moment(13, 10)):
        glass = record("counselling.emergency_opened", by=counsellor, obj=late, subject=late.pk, reason="Hun ringede.")
    seeded.append((glass.pk, Why.BREAK_GLASS))
    seeded += [(read(moment(14, 9, 2 * at), colleague, one), Why.MANY) for at, one in enumerate(crowd)]
    with clock.frozen_at(moment(31, 23) + timedelta(days=3)):
        check = draw(OCTOBER)
    missed = [(event, why) for event, why in seeded if why not in reasons_of(event)]
    assert missed == [], "a snoop the check does not show"
    flagged = SpotCheckItem.objects.filter(spot_check=check, event_id__in=ordinary, is_sampled=False).count()
    record_property("ordinary reads flagged", f"{flagged} of {ORDINARY}")
    assert flagged <= ORDINARY // 100, f"{flagged} of {ORDINARY} ordinary reads are flagged: nobody would look"
    assert check.reads == ORDINARY + len(seeded)
    assert SpotCheckItem.objects.filter(is_sampled=True).count() == SAMPLE


def test_reads_that_are_part_of_the_work_are_not_unusual(
    counsellor: User, dpo: User, people: list[User], known: list[Relation]
) -> None:
    first, later, *_rest = people
    known.append(Relation(counsellor.pk, first.pk, moment(10, 9), moment(10, 10)))
    ids = [
        read(moment(5, 9), counsellor, first),  # looked up to book for them
        read(moment(20, 9), counsellor, first),  # the notes, some days after
        read(moment(29, 9), counsellor, first),  # once more, long after: one look is no habit
        read(moment(9, 9), counsellor, later, "outbox.letter_opened"),
        read(moment(9, 9), dpo, later, "audit.log_read"),
    ]
    with clock.frozen_at(moment(31, 23) + timedelta(days=3)):
        draw(OCTOBER)
    assert {event: reasons_of(event) for event in ids} == {event: set() for event in ids}


def test_without_anybody_who_knows_of_work_together_nothing_is_said_about_it(
    counsellor: User, people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relations, "_questions", [])
    event = read(moment(5, 9), counsellor, people[0])
    with clock.frozen_at(moment(31, 23) + timedelta(days=3)):
        draw(OCTOBER)
    assert reasons_of(event) == set()


def test_what_relatives_read_and_copies_of_own_data_are_not_staff_reads(
    relative: User, counsellor: User, known: list[Relation]
) -> None:
    read(moment(5, 9), relative, relative)
    read(moment(5, 9), counsellor, counsellor, "privacy.copy_downloaded")
    with clock.frozen_at(moment(31, 23) + timedelta(days=3)):
        check = draw(OCTOBER)
    assert (check.reads, check.items.count()) == (0, 0) and check.completed_at


def test_the_sample_can_be_drawn_again_by_anybody_with_the_seed(ordinary: set[int]) -> None:
    with clock.frozen_at(moment(31, 23) + timedelta(days=3)):
        check = draw(OCTOBER)
    drawn = set(SpotCheckItem.objects.filter(is_sampled=True).values_list("event_id", flat=True))
    odd = set(SpotCheckItem.objects.filter(is_sampled=False).values_list("event_id", flat=True))
    assert set(sample(sorted(ordinary - odd, reverse=True), check.seed)) == drawn
    assert set(sample(ordinary - odd, "another seed")) != drawn
    assert SpotCheck.objects.get().seed == check.seed != "0" * 64


def test_real_talks_cases_and_waiting_calls_are_asked_for(
    counsellor: User, colleague: User, relative: User, talk: Appointment
) -> None:
    pair = (counsellor.pk, relative.pk)
    assert [one.ends_at for one in by_talk([pair])] == [talk.ends_at]
    assert list(by_talk([(colleague.pk, relative.pk)])) == []
    open_case(by=counsellor, person=relative, worker=counsellor)
    assert [(one.reader, one.person, one.ends_at) for one in by_case([pair])] == [(*pair, None)]
    assert list(by_case([(colleague.pk, relative.pk)])) == []
    assert list(by_call([pair])) == []
    CallRequest.objects.create(
        id=new_key(), person=relative, phone_index="x", due_at=clock.now(), form_key=uuid4(), created_at=clock.now()
    )
    assert [one.reader for one in by_call([pair])] == [counsellor.pk]

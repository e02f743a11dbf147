"""What the pages of service stops show: kinds with their things and fields, and what a stop did."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, Form

from portal.calendar import stopping
from portal.calendar.models import ServiceStop
from portal.calendar.stopping import Reach, Touched


@dataclass(frozen=True)
class ThingRow:
    """One thing with its fields."""

    one: Touched
    fields: list[BoundField]


@dataclass(frozen=True)
class KindRow:
    """One kind with its things, how many people are told, and the field for all of them (or None)."""

    reach: Reach
    things: list[ThingRow]
    people: int
    way: BoundField | None


def kind_rows(found: Any, form: Form) -> list[KindRow]:
    """The kinds that have anything in the stop."""
    rows = []
    for reach, touched in found:
        names = ("way-", "link-") if reach.one_by_one else ("keep-",)
        things = [ThingRow(one, [form[f"{name}{one.key}"] for name in names]) for one in touched]
        way = form[f"way-{reach.name}"] if touched and not reach.one_by_one else None
        if touched:
            rows.append(KindRow(reach, things, sum(one.people for one in touched), way))
    return rows


def done_words(stop: ServiceStop) -> list[tuple[Any, Any, int]]:
    """What became of what: the kind, the way, how many."""
    return [
        (reach.label, way.label, number)
        for reach in stopping.reaches()
        for way in reach.ways
        if (number := stop.counts.get(f"{reach.name}.{way.value}"))
    ]

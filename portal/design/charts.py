"""Pictures drawn by the server as SVG: a week of one or several people, and bars.

Positions are computed here, in whole units of the picture, so that templates only print them. Every picture has a
title, a sentence that says what it shows, and the same as a table behind a fold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.design.words import local, time_words

HOUR = 60  # height of an hour: 20 minutes hold a line of words
DAY = 190  # width of a day
LEFT = 52  # room for the hours
TOP = 44  # room for the days' names
FIRST_HOUR, LAST_HOUR = 8, 17  # shown even when nothing happens then
MINUTES = 60
BACKGROUND = {"free", "working", "closed"}  # drawn across the whole day, behind what happens
KIND_WORDS = {
    "talk": _("Talk"),
    "held": pgettext_lazy("time", "Held"),
    "free": _("Can be booked"),
    "working": _("Working time"),
    "absence": _("Away"),
    "closed": _("Closed"),
    "travel": _("On the way"),
    "busy": _("Busy"),
}


@dataclass(frozen=True)
class Block:
    """A stretch of time in a day. kind: talk, held, free, working, absence, closed, travel or busy."""

    start: datetime | time
    end: datetime | time
    kind: str
    label: str = ""
    url: str = ""

    @property
    def kind_words(self) -> Any:
        """What the block is, for one without a label."""
        return KIND_WORDS[self.kind]

    @property
    def says_its_hours(self) -> bool:
        """Whether its hours are written in it; what only lies behind says nothing."""
        return self.kind not in {"free", "working"}


@dataclass(frozen=True)
class WeekDay:
    """A day of the picture; name stands in place of the date (a colleague, say) where it is given."""

    date: date
    blocks: Sequence[Block] = field(default_factory=list)
    name: str = ""


@dataclass(frozen=True)
class Drawn:
    """A block with its place."""

    block: Block
    x: int
    y: int
    width: int
    height: int
    hours: str

    @property
    def is_tall(self) -> bool:
        """Whether there is room for a second line of words."""
        return self.height >= 34 and self.width >= 96

    @property
    def baseline(self) -> int:
        """Where the words of a low block stand: in its middle."""
        return self.y + self.height // 2 + 4

    @property
    def words(self) -> str:
        """The label as far as it fits: a letter is about seven units wide."""
        room = max(3, (self.width - 16) // 7)
        label = self.block.label
        return label if len(label) <= room else f"{label[: room - 1]}…"


@dataclass(frozen=True)
class Picture:
    """The whole week, ready to print."""

    width: int
    height: int
    columns: list[tuple[int, WeekDay]]
    lines: list[tuple[int, str]]
    drawn: list[Drawn]


def minutes(moment: datetime | time, *, is_end: bool = False) -> int:
    """Minutes since local midnight; midnight as an end is the day's last minute."""
    at = local(moment).time() if isinstance(moment, datetime) else moment
    count = at.hour * MINUTES + at.minute
    return 24 * MINUTES if is_end and count == 0 else count


def week(days: Sequence[WeekDay]) -> Picture:
    """Place every block: O(blocks × depth of overlap). Overlapping blocks share the width of their day."""
    edges = [(minutes(b.start), minutes(b.end, is_end=True)) for day in days for b in day.blocks]
    first = min([FIRST_HOUR * MINUTES, *(edge[0] for edge in edges)]) // MINUTES
    last = -(-max([LAST_HOUR * MINUTES, *(edge[1] for edge in edges)]) // MINUTES)
    drawn: list[Drawn] = []
    for column, day in enumerate(days):
        x = LEFT + column * DAY
        background = [block for block in day.blocks if block.kind in BACKGROUND]
        foreground = [block for block in day.blocks if block.kind not in BACKGROUND]
        drawn += [_placed(block, x, DAY, first) for block in background]
        drawn += _side_by_side(foreground, x, first)
    return Picture(
        width=LEFT + len(days) * DAY,
        height=TOP + (last - first) * HOUR + 1,
        columns=[(LEFT + column * DAY, day) for column, day in enumerate(days)],
        lines=[(TOP + (hour - first) * HOUR, time_words(time(hour % 24))) for hour in range(first, last + 1)],
        drawn=drawn,
    )


def _side_by_side(blocks: Sequence[Block], x: int, first: int) -> list[Drawn]:
    """Each block in the first lane that is free when it begins; the lanes share the day's width."""
    lanes: list[int] = []
    placed: list[tuple[Block, int]] = []
    for block in sorted(blocks, key=lambda one: (minutes(one.start), minutes(one.end, is_end=True))):
        lane = next((i for i, ends in enumerate(lanes) if ends <= minutes(block.start)), len(lanes))
        lanes[lane : lane + 1] = [minutes(block.end, is_end=True)]
        placed.append((block, lane))
    width = DAY // max(1, len(lanes))
    return [_placed(block, x + lane * width, width, first) for block, lane in placed]


def _placed(block: Block, x: int, width: int, first: int) -> Drawn:
    start, end = minutes(block.start), minutes(block.end, is_end=True)
    y = TOP + (start - first * MINUTES) * HOUR // MINUTES
    height = max(16, (end - start) * HOUR // MINUTES)
    return Drawn(block, x + 2, y + 1, width - 4, height - 2, f"{time_words(block.start)}–{time_words(block.end)}")


@dataclass(frozen=True)
class Bar:
    """One bar: a name, a number, how it is said, and where its ceiling is (if it has one)."""

    label: str
    value: float
    words: str = ""
    ceiling: float | None = None
    url: str = ""
    is_hidden: bool = False  # too small to be shown: words say so, there is no bar


def bars(rows: Sequence[Bar]) -> list[dict[str, Any]]:
    """The bars with their lengths, 0 to 100 of the longest (bar or ceiling)."""
    longest = max([1.0, *(row.value for row in rows), *(row.ceiling or 0 for row in rows)])
    return [
        {
            "row": row,
            "length": round(100 * row.value / longest, 1),
            "ceiling": min(99.4, round(100 * row.ceiling / longest, 1)) if row.ceiling else None,
            "is_over": row.ceiling is not None and row.value > row.ceiling,
        }
        for row in rows
    ]


COLUMN, COLUMN_GAP, COLUMNS_HEIGHT, COLUMNS_TOP, COLUMNS_FOOT = 44, 8, 120, 18, 30


@dataclass(frozen=True)
class Column:
    """One step of time: its name, its number (None: hidden), and how it is said."""

    label: str
    value: float | None
    words: str
    short: str = ""  # under the column, where there is little room


@dataclass(frozen=True)
class DrawnColumn:
    """A column with its place; a hidden one is a dashed box of one height, which tells nothing."""

    column: Column
    x: int
    y: int
    width: int
    height: int
    number: str

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.x + self.width // 2

    @property
    def above(self) -> int:
        """Where its number stands."""
        return self.y - 5


def columns(steps: Sequence[Column]) -> dict[str, Any]:
    """The columns side by side, the tallest as high as the picture; whole units. O(columns)."""
    tallest = max([1.0, *(step.value for step in steps if step.value is not None)])
    drawn = []
    for place, step in enumerate(steps):
        height = COLUMNS_HEIGHT // 4 if step.value is None else round(COLUMNS_HEIGHT * step.value / tallest)
        x = place * (COLUMN + COLUMN_GAP) + COLUMN_GAP
        y = COLUMNS_TOP + COLUMNS_HEIGHT - height
        number = "" if step.value is None else number_format(step.value, 0 if step.value == int(step.value) else 1)
        drawn.append(DrawnColumn(step, x, y, COLUMN, height, number))
    return {
        "drawn": drawn,
        "width": max(1, len(steps)) * (COLUMN + COLUMN_GAP) + COLUMN_GAP,
        "height": COLUMNS_TOP + COLUMNS_HEIGHT + COLUMNS_FOOT,
        "ground": COLUMNS_TOP + COLUMNS_HEIGHT,
        "foot": COLUMNS_TOP + COLUMNS_HEIGHT + 18,
    }

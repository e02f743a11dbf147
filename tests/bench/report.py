"""What was measured, against its bars, written for people and for machines."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.booking import Race

DOCS = Path(__file__).resolve().parents[2] / "docs"


@dataclass(frozen=True)
class Bar:
    """One figure's bar: at most or at least."""

    key: str
    words: str
    limit: float
    is_ceiling: bool = True
    is_exact: bool = False

    @property
    def sign(self) -> str:
        """How the figure must stand to the bar."""
        return "=" if self.is_exact else "≤" if self.is_ceiling else "≥"

    def holds(self, value: float) -> bool:
        """Whether the figure meets it."""
        if self.is_exact:
            return value == self.limit
        return value <= self.limit if self.is_ceiling else value >= self.limit


BARS = (
    Bar("free_times_20x8_p95_ratio", "free-times page / its SQL, 20 counsellors x 8 weeks (p95)", 5),
    Bar("free_times_1x4_p95_ratio", "free-times page / its SQL, 1 counsellor x 4 weeks (p95)", 8),
    Bar("free_times_growth_ratio", "the page at 1,000,000 bookings / at 10,000 (p95, 20 x 8)", 1.5),
    Bar("booking_double_bookings", "double bookings, 50, 100 and 200 clients for one time", 0),
    Bar("booking_server_errors", "answers of 5xx in those races", 0),
    Bar(
        "booking_control_double_bookings", "double bookings of the control without the constraint", 1, is_ceiling=False
    ),
    Bar("booking_vs_minimal_ratio", "bookings a second / a minimal view with one INSERT", 0.30, is_ceiling=False),
    Bar("booking_burst_p95_ratio", "200 bookings at once: p95 / the minimal view's", 3),
    Bar("surge_confirmed", "places given, 1,000 people for 40 seats, all others in order and told", 40, is_exact=True),
    Bar("surge_vs_minimal_ratio", "sign-ups a second / a minimal view's", 0.5, is_ceiling=False),
    Bar("surge_vs_pretix_ratio", "sign-ups a second / pretix's orders", 8, is_ceiling=False),
    Bar("outbox_claim_rows_per_second", "messages claimed a second, 2 workers", 20_000, is_ceiling=False),
    Bar("outbox_mail_vs_plain_ratio", "mails a second / a plain loop over one connection", 0.80, is_ceiling=False),
)


@dataclass(frozen=True)
class Flow:
    """Bookings a second of ours, of the minimal view, and of the same without Django's models, in one round."""

    ours: float
    minimal: float
    bare: float


@dataclass(frozen=True)
class Rates:
    """Sign-ups a second of ours, of the minimal view, and of the same without Django's models, in one round."""

    ours: float
    minimal: float
    bare: float
    p95_ms: float
    minimal_p95_ms: float


@dataclass
class Figures:
    """The figures of one run, by the keys the issue names."""

    values: dict[str, float] = field(default_factory=dict)
    beside: dict[str, float] = field(default_factory=dict)

    def add_free_times(self, small: Mapping[str, float], large: Mapping[str, float]) -> None:
        """Ratios at 10,000 and growth to 1,000,000 (the worse of the two shapes)."""
        self.values["free_times_20x8_p95_ratio"] = small["page_20x8_ms"] / small["sql_20x8_ms"]
        self.values["free_times_1x4_p95_ratio"] = small["page_1x4_ms"] / small["sql_1x4_ms"]
        self.values["free_times_growth_ratio"] = max(
            large[name] / small[name] for name in ("page_20x8_ms", "page_1x4_ms")
        )
        for name, value in small.items():
            self.beside[f"{name} at 10,000"] = value
        for name, value in large.items():
            self.beside[f"{name} at 1,000,000"] = value

    def add_peer(self, peer: Mapping[str, float] | None) -> None:
        """Django-appointment's times for the same questions."""
        if peer is None:
            return
        for name in ("1x4", "20x8"):
            self.beside[f"django-appointment_{name}_ms"] = peer[f"{name}_ms"]
            self.values[f"peer_vs_page_{name}_ratio"] = peer[f"{name}_ms"] / self.beside[f"page_{name}_ms at 10,000"]
        self.beside["django-appointment queries 1x4"] = peer["queries_1x4"]

    def add_race(self, race: Race, control: int) -> None:
        """Doubles over all races, and the control's."""
        self.values["booking_double_bookings"] = race.double
        self.values["booking_server_errors"] = race.server_errors
        self.values["booking_control_double_bookings"] = control
        self.beside["races"] = race.races
        self.beside["times booked in them"] = race.winners

    def add_booking(self, flows: Sequence[Flow], burst: list[float]) -> None:
        """The median of the flows, and the burst's p95."""
        middle = sorted(flows, key=lambda flow: flow.ours / flow.minimal)[len(flows) // 2]
        self.values["booking_vs_minimal_ratio"] = middle.ours / middle.minimal
        self.beside["bookings a second"], self.beside["minimal INSERTs a second"] = middle.ours, middle.minimal
        self.beside["INSERTs a second by a bare cursor"] = middle.bare
        self.values["booking_burst_p95_ratio"] = burst[0] / burst[1]
        self.beside["burst p95 ms"], self.beside["minimal burst p95 ms"] = burst[0] * 1000, burst[1] * 1000

    def add_surge(self, confirmed: int, hot: Sequence[Rates], spread: Rates) -> None:
        """The median of the surges upon one evening, and one spread over many."""
        middle = sorted(hot, key=lambda rates: rates.ours / rates.minimal)[len(hot) // 2]
        self.values["surge_confirmed"] = confirmed
        self.values["surge_vs_minimal_ratio"] = middle.ours / middle.minimal
        self.values["hot_vs_spread_ratio"] = middle.ours / spread.ours
        self.beside["sign-ups a second, one evening"] = middle.ours
        self.beside["minimal sign-ups a second, one evening"] = middle.minimal
        self.beside["the same by a bare cursor, one evening"] = middle.bare
        self.beside["sign-ups a second, 100 evenings"] = spread.ours
        self.beside["minimal sign-ups a second, 100 evenings"] = spread.minimal
        self.beside["sign-up p95 ms, 100 in flight"], self.beside["minimal p95 ms"] = (
            middle.p95_ms,
            middle.minimal_p95_ms,
        )

    def add_pretix(self, hot: float, spread: float, sold: int) -> None:
        """Pretix's orders a second for the same seats."""
        self.values["surge_vs_pretix_ratio"] = self.beside["sign-ups a second, one evening"] / hot
        self.beside["pretix orders a second, one event"] = hot
        self.beside["pretix orders a second, many events"] = spread
        self.beside["pretix orders sold of 40 seats"] = sold

    def add_load(self, load: float) -> None:
        """How busy the machine was otherwise when the surge began."""
        self.beside["load of the machine before the surge"] = load

    def add_claims(self, rows_per_second: float) -> None:
        """Claims."""
        self.values["outbox_claim_rows_per_second"] = rows_per_second

    def add_mail(self, ratio: float, drained: float, plain: float) -> None:
        """Mail."""
        self.values["outbox_mail_vs_plain_ratio"] = ratio
        self.beside["mails a second, drain"], self.beside["mails a second, plain loop"] = drained, plain


def write(found: Figures) -> int:
    """Print, write both files; 1 when a bar is not met."""
    machine = f"{platform.machine()}, {cores()} cores, {platform.system()} {platform.release()}"
    moment = datetime.now(UTC)  # the run's own date: nothing in the portal depends on it
    rows = rows_of(found)
    figures = {key: round(value, 3) for key, value in found.values.items()}
    beside = {key: round(value, 2) for key, value in found.beside.items()}
    document = {"date": moment.isoformat(timespec="seconds"), "machine": machine, **figures, "beside": beside}
    (DOCS / "benchmarks.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    (DOCS / "benchmarks.md").write_text(as_page(rows, beside, figures, machine, moment))
    return tell(found)


def rows_of(found: Figures) -> "list[tuple[Bar, float]]":
    """The bars that were measured, with their figures."""
    return [(bar, found.values[bar.key]) for bar in BARS if bar.key in found.values]


def tell(found: Figures) -> int:
    """Print; 1 when a bar is not met."""
    rows = rows_of(found)
    for bar, value in rows:
        print(f"{'ok  ' if bar.holds(value) else 'MISS'} {bar.key} = {value:.3f} (bar {bar.limit})")
    for name, value in found.beside.items():
        print(f"     {name}: {value:,.2f}")
    return 0 if all(bar.holds(value) for bar, value in rows) else 1


def cores() -> int:
    """Processors of this machine."""
    return len(os.sched_getaffinity(0))


def as_page(
    rows: list[tuple[Bar, float]], beside: Mapping[str, float], figures: Mapping[str, float], machine: str, at: datetime
) -> str:
    """docs/benchmarks.md."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`: ratios measured in one run, medians of five or p95 where named. The absolute figures",
        "below them only mean something beside each other.",
        "",
        f"{at:%Y-%m-%d %H:%M} UTC, {machine}.",
        "",
        "| what | figure | bar | |",
        "|---|---:|---:|---|",
    ]
    for bar, value in rows:
        met = "met" if bar.holds(value) else "**missed**"
        lines.append(f"| {bar.words} | {value:,.2f} | {bar.sign} {bar.limit:,g} | {met} |")
    for name in ("1x4", "20x8"):
        if f"peer_vs_page_{name}_ratio" in figures:
            value = figures[f"peer_vs_page_{name}_ratio"]
            lines.append(f"| django-appointment's time for the same free times / ours, {name} | {value:,.0f} | | |")
    lines += ["", "| beside | figure |", "|---|---:|"]
    lines += [f"| {name} | {value:,.2f} |" for name, value in beside.items()]
    return "\n".join(lines) + "\n"

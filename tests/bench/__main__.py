"""Runs every measurement in one go and writes docs/benchmarks.md and docs/benchmarks.json.

With names of measurements (`python -m tests.bench booking`) only those, printed and not written: while working on one.
"""

import os
import sys

from tests.bench import rig

started = rig.start()

import django  # noqa: E402 - the servers are named in the environment first

django.setup()

from django.core.management import call_command  # noqa: E402

from portal.accounts.models import User  # noqa: E402
from portal.outbox.models import OutboxMessage  # noqa: E402
from tests.bench import booking, free_times, outbox, peer, report, seeding, surge, ticket_peer  # noqa: E402
from tests.bench.minimal.tables import MAKE_TABLES  # noqa: E402

BENCH_KIND = "outbox.trial"


def say(words: str) -> None:
    """Progress, at once."""
    print(words, flush=True)


def measure_free_times(found: report.Figures) -> None:
    """Bar 1 at 10,000 and at 1,000,000 bookings, the peer beside it."""
    meeting_type, counsellors = seeding.seed_house()
    sizes = {}
    written = 0
    with rig.web("portal.wsgi:application") as port:
        for seed, total in ((1, free_times.SMALL), (2, free_times.LARGE)):
            written += seeding.seed_bookings(counsellors, total - written, seed)
            say(f"free times at {written:,} bookings …")
            sizes[total] = free_times.measure(port, meeting_type, counsellors)
            say(f"  {sizes[total]}")
    small, large = sizes[free_times.SMALL], sizes[free_times.LARGE]
    found.add_free_times(small, large)
    say("the peer's free times …")
    found.add_peer(peer.free_times_ms(started))


def measure_booking(found: report.Figures) -> None:
    """Bar 2: races, the control, the booking POST beside the minimal one."""
    meeting_type = free_times.MeetingType.objects.get(slug="bench")
    counsellors = list(free_times.Resource.objects.of_kind("counsellor"))
    with rig.web("portal.wsgi:application") as port, rig.web("tests.bench.minimal.wsgi:application") as minimal:
        say("races for one time …")
        race = booking.race_for_one_time(port, meeting_type, counsellors)
        found.add_race(race, booking.control_doubles(minimal))
        ratios: list[report.Flow] = []
        for number in range(5):
            say(f"booking beside the minimal view, {number + 1} of 5 …")
            times = booking.distinct_times(meeting_type, counsellors, booking.FLOWING)
            ours = booking.posts_per_second(booking.confirming(port, meeting_type, times, f"flow{number}-"))
            least = booking.posts_per_second(booking.inserting(minimal, booking.FLOWING, 2031 + number))
            bare = booking.posts_per_second(booking.inserting(minimal, booking.FLOWING, 2051 + number, "/book-bare"))
            ratios.append(report.Flow(ours, least, bare))
        times = booking.distinct_times(meeting_type, counsellors, booking.BURST)
        ours_burst = booking.burst_seconds(booking.confirming(port, meeting_type, times, "burst"))
        least_burst = booking.burst_seconds(booking.inserting(minimal, booking.BURST, 2040))
        bursts = [rig.p95(ours_burst), rig.p95(least_burst)]
    found.add_booking(ratios, bursts)


def measure_outbox(found: report.Figures) -> None:
    """Bar 4: claims a second, mails beside a plain loop."""
    OutboxMessage.objects.all().delete()  # the receipts of what was booked before
    person = User.objects.create_user("mailed@bench.example", name="Bench")
    say("claiming messages …")
    found.add_claims(outbox.claimed_per_second(BENCH_KIND, person))
    sink = outbox.start_sink()
    say("mail beside a plain loop …")
    with rig.mail_to(sink.server_address[1]):
        found.add_mail(*outbox.mail_ratio(BENCH_KIND, person, sink.server_address[1]))
    sink.shutdown()


def measure_surge(found: report.Figures) -> None:
    """Bar 3: one evening that everybody wants, and a hundred."""
    found.add_load(os.getloadavg()[0])
    organiser = User.objects.create_user("organiser@bench.example", name="Bench")
    rates, confirmed = [], []
    with rig.web("portal.wsgi:application") as port, rig.web("tests.bench.minimal.wsgi:application") as minimal:
        people = surge.browsers(port, surge.PEOPLE)
        for number in range(surge.ROUNDS + 1):
            is_spread = number == surge.ROUNDS
            say(f"surge {number + 1} of {surge.ROUNDS + 1}{', spread over many evenings' if is_spread else ''} …")
            pools = surge.open_pools(organiser, surge.SPREAD if is_spread else 1)
            ours = surge.ours(port, people, pools)
            least = surge.minimal(minimal, 1000 * number, len(pools), surge.PEOPLE)
            bare = surge.minimal(minimal, 1000 * number + 500, len(pools), surge.PEOPLE, "/sign-up-bare")
            rates.append(report.Rates(ours.per_second, least.per_second, bare.per_second, ours.p95_ms, least.p95_ms))
            say(f"  {rates[-1]}")
            if not is_spread:
                confirmed.append(surge.judged(pools[0], surge.PEOPLE).confirmed)
    found.add_surge(max(confirmed, key=lambda seats: abs(seats - surge.SEATS)), rates[:-1], rates[-1])
    measure_pretix(found)


def measure_pretix(found: report.Figures) -> None:
    """The peer of the surge, when it could be installed."""
    say("pretix makes its tables …")
    with ticket_peer.running(started, surge.SPREAD_OF_PEER, surge.SEATS) as site:
        if site is None:
            say("  pretix is not installed (PRETIX_PYTHON names no interpreter): it is left out.")
            return
        hot, sold = surge.of_pretix(site, ["hot"])
        spread, _ = surge.of_pretix(site, [name for name in site.items if name != "hot"])
    found.add_pretix(hot.per_second, spread.per_second, sold)


MEASUREMENTS = {
    "free_times": measure_free_times,
    "booking": measure_booking,
    "surge": measure_surge,
    "outbox": measure_outbox,
}


def main(names: list[str]) -> int:
    """All of it, or what is named; 1 when a bar is not met."""
    if unknown := set(names) - set(MEASUREMENTS):
        raise SystemExit(f"Unknown: {', '.join(sorted(unknown))}. There are {', '.join(MEASUREMENTS)}.")
    say("preparing …")
    call_command("make_keyring", verbosity=0)
    call_command("prepare_database", verbosity=0)
    with started.postgres_admin("portal") as connection:
        connection.execute(MAKE_TABLES)
    found = report.Figures()
    if "booking" in names and "free_times" not in names:
        seeding.seed_bookings(seeding.seed_house()[1], free_times.SMALL, 1)
    for name, measure in MEASUREMENTS.items():
        if not names or name in names:
            measure(found)
    return report.tell(found) if names else report.write(found)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    finally:
        started.stop()

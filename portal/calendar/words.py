"""Weekly rules and stretches of time as sentences, in the reader's language."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from psycopg.types.range import Range

from portal import clock
from portal.calendar.models.availability import Absence, AvailabilityRule, MeetingMode, Purpose, WeekPattern
from portal.design.words import date_words, day_words, language, local, period_words, weekday_words


def hour_words(moment: time) -> str:
    """9, 9.30; in English 9:00, 9:30."""
    if language() == "en":
        return f"{moment.hour}:{moment.minute:02d}"
    return f"{moment.hour}.{moment.minute:02d}" if moment.minute else str(moment.hour)


def hours_words(start: time | datetime, end: time | datetime) -> str:
    """9–12."""
    edges = [local(edge).time() if isinstance(edge, datetime) else edge for edge in (start, end)]
    return f"{hour_words(edges[0])}–{hour_words(edges[1])}"


def weekday_name(iso_weekday: int) -> str:
    """Tirsdag."""
    return weekday_words(date(2024, 1, iso_weekday))  # 1 January 2024 was a Monday


def listed(words: Sequence[str]) -> str:
    """phone, video and in person."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def mode_word(mode: str) -> str:
    """The mode as it stands inside a sentence."""
    return {
        MeetingMode.PHONE: pgettext("in a sentence", "phone"),
        MeetingMode.IN_PERSON: pgettext("in a sentence", "in person"),
        MeetingMode.VIDEO: pgettext("in a sentence", "video"),
        MeetingMode.HOME_VISIT: pgettext("in a sentence", "home visit"),
    }[MeetingMode(mode)]


def stretch_words(period: Range[datetime]) -> str:
    """Mandag 7. december – fredag 11. december for whole days; with times when they matter."""
    assert period.lower is not None and period.upper is not None
    first, end = (edge.astimezone(clock.zone()) for edge in (period.lower, period.upper))
    if not (is_midnight(first) and is_midnight(end)):
        return period_words(period)
    last = end - timedelta(days=1)
    return day_words(first) if last.date() == first.date() else f"{day_words(first)} – {day_words(last)}"


def absence_words(absence: Absence) -> str:
    """When somebody is away; without an end where nobody knows it."""
    if not absence.is_open_ended:
        return stretch_words(absence.period)
    assert absence.period.lower is not None
    return _("from {day} until further notice").format(day=day_words(absence.period.lower.astimezone(clock.zone())))


def is_midnight(moment: datetime) -> bool:
    """Whether a local moment is the beginning of a day."""
    return moment.time() == time()


def purpose_words(purposes: Iterable[str]) -> str:
    """What a time is kept for; nothing when it serves everybody."""
    words = {
        Purpose.FIRST: _("only first talks"),
        Purpose.FOLLOW_UP: _("only follow-up talks"),
        Purpose.URGENT: _("only urgent talks"),
    }
    kept = [Purpose(purpose) for purpose in purposes]
    return "" if not kept or Purpose.ANY in kept else listed([words[purpose] for purpose in kept])


def week_words(rule: AvailabilityRule) -> str:
    """Which weeks, when not every week."""
    if rule.week_pattern == WeekPattern.EVERY_N and rule.counted_from is not None:
        return _("every {number} weeks counted from {day}").format(
            number=rule.every_weeks, day=date_words(rule.counted_from)
        )
    return {WeekPattern.ODD: _("odd weeks"), WeekPattern.EVEN: _("even weeks")}.get(WeekPattern(rule.week_pattern), "")


def validity_words(rule: AvailabilityRule, today: date) -> str:
    """From when, until when: only what lies ahead is said."""
    first, end = rule.valid.lower, rule.valid.upper
    said = []
    if first is not None and first > today:
        said.append(_("from {day}").format(day=date_words(first)))
    if end is not None:
        said.append(_("until {day}").format(day=date_words(date.fromordinal(end.toordinal() - 1))))
    return " ".join(said)


def rule_sentence(rule: AvailabilityRule, today: date) -> str:
    """Every Tuesday 9–12, phone and in person, odd weeks."""
    lead = _("Every {weekday} {hours}").format(
        weekday=weekday_name(rule.iso_weekday), hours=hours_words(rule.start_time, rule.end_time)
    )
    is_every_mode = not rule.modes or set(rule.modes) == set(MeetingMode.values)
    modes = _("every kind of talk") if is_every_mode else listed([mode_word(mode) for mode in rule.modes])
    purpose = purpose_words(rule.purposes)
    released = ""
    if purpose and rule.release_days_before is not None:
        released = ngettext(
            "open to everybody {number} day before", "open to everybody {number} days before", rule.release_days_before
        ).format(number=rule.release_days_before)
    within = _("within opening hours") if rule.is_within_opening_hours else ""
    parts = [lead, modes, week_words(rule), purpose, released, within, validity_words(rule, today)]
    return ", ".join(part for part in parts if part)

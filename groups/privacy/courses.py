"""Courses for staff: what colleagues learn is about their work; it goes with their account."""

from portal.privacy.registry import Field, Period, each, none, ordinary, technical

WHILE_HERE = "as long as they work here"

FIELDS: dict[str, dict[str, Field]] = {
    "Course": each(
        none(),
        "id slug title summary has_relatives_topic elearning_url months_valid is_active events created_at version",
    ),
    "Course_events": each(none(), "id course event"),
    "CoursePage": each(none(), "id course position title body version"),
    "CourseNeed": each(none(), "id course unit staff counted version"),
    "PageRead": {**each(technical(WHILE_HERE), "id page person"), "at": ordinary(WHILE_HERE)},
    "Workplace": {"person": technical(WHILE_HERE), **each(ordinary(WHILE_HERE), "unit said_at")},
    "Completion": {
        **each(technical(WHILE_HERE), "id course person occurrence"),
        **each(ordinary(WHILE_HERE), "unit how on valid_until"),
    },
}
OWNERS = {
    "PageRead": ("person",),
    "Workplace": ("person",),
    "Completion": ("person",),
}
PERIODS: tuple[Period, ...] = ()

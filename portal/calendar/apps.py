"""All that takes time: resources, rules, absences and occupancies."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """All that takes time: resources, rules, absences and occupancies."""

    name = "portal.calendar"
    label = "calendar"

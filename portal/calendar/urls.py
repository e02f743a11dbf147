"""Addresses of the calendar."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.calendar.views import availability, opening, own_calendar, resources, stops, week
from portal.design.addresses import register_words

app_name = "calendar"
register_words(
    "resource_kind",
    {
        "counsellor": pgettext_lazy("url", "counsellor"),
        "facilitator": pgettext_lazy("url", "facilitator"),
        "interpreter": pgettext_lazy("url", "interpreter"),
        "room": pgettext_lazy("url", "room"),
    },
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "working-times/"), availability.availability, name="availability"),
    path(
        pgettext_lazy("url", "working-times/<uuid:resource_id>/"),
        availability.resource_availability,
        name="resource_availability",
    ),
    path(pgettext_lazy("url", "working-times/<uuid:resource_id>/add/"), availability.add_rule, name="add_rule"),
    path(
        pgettext_lazy("url", "working-times/rule/<uuid:rule_id>/change/"), availability.change_rule, name="change_rule"
    ),
    path(pgettext_lazy("url", "working-times/rule/<uuid:rule_id>/end/"), availability.end_rule, name="end_rule"),
    path(
        pgettext_lazy("url", "working-times/<uuid:resource_id>/exception/"),
        availability.add_exception,
        name="add_exception",
    ),
    path(
        pgettext_lazy("url", "working-times/exception/<uuid:exception_id>/remove/"),
        availability.remove_exception,
        name="remove_exception",
    ),
    path(
        pgettext_lazy("url", "working-times/<uuid:resource_id>/absence/"), availability.add_absence, name="add_absence"
    ),
    path(
        pgettext_lazy("url", "working-times/absence/<uuid:absence_id>/remove/"),
        availability.remove_absence,
        name="remove_absence",
    ),
    path(
        pgettext_lazy("url", "working-times/<uuid:resource_id>/other-calendar/"),
        own_calendar.own_calendar,
        name="own_calendar",
    ),
    path(
        pgettext_lazy("url", "working-times/<uuid:resource_id>/other-calendar/read/"),
        own_calendar.own_calendar_again,
        name="own_calendar_again",
    ),
    path(
        pgettext_lazy("url", "working-times/<uuid:resource_id>/other-calendar/remove/"),
        own_calendar.own_calendar_remove,
        name="own_calendar_remove",
    ),
    path(pgettext_lazy("url", "everyone/"), week.everyone, name="everyone"),
    path(pgettext_lazy("url", "resources/"), resources.resources, name="resources"),
    path(pgettext_lazy("url", "resources/add/<resource_kind:kind>/"), resources.add_resource, name="add_resource"),
    path(
        pgettext_lazy("url", "resources/<uuid:resource_id>/change/"), resources.change_resource, name="change_resource"
    ),
    path(
        pgettext_lazy("url", "resources/<uuid:resource_id>/out-of-use/"),
        resources.deactivate_resource,
        name="deactivate_resource",
    ),
    path(
        pgettext_lazy("url", "resources/<uuid:resource_id>/in-use/"),
        resources.activate_resource,
        name="activate_resource",
    ),
    path(pgettext_lazy("url", "resources/opening-hours/"), opening.opening_hours, name="opening_hours"),
    path(pgettext_lazy("url", "resources/opening-hours/add/"), opening.add_opening, name="add_opening"),
    path(
        pgettext_lazy("url", "resources/opening-hours/<uuid:opening_id>/remove/"),
        opening.remove_opening,
        name="remove_opening",
    ),
    path(pgettext_lazy("url", "resources/service-stops/"), stops.stops, name="stops"),
    path(pgettext_lazy("url", "resources/service-stops/new/"), stops.stop_new, name="stop_new"),
    path(pgettext_lazy("url", "resources/service-stops/<uuid:pk>/lift/"), stops.stop_lift, name="stop_lift"),
    path(pgettext_lazy("url", "resources/closing-days/"), opening.closing_days, name="closing_days"),
    path(pgettext_lazy("url", "resources/closing-days/add/"), opening.add_closing_day, name="add_closing_day"),
    path(
        pgettext_lazy("url", "resources/closing-days/holidays/"),
        opening.add_public_holidays,
        name="add_public_holidays",
    ),
    path(
        pgettext_lazy("url", "resources/closing-days/<uuid:closing_day_id>/remove/"),
        opening.remove_closing_day,
        name="remove_closing_day",
    ),
]

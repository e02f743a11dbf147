"""Addresses of those who organise evenings, and of what they send out."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from groups.views import dates, deciding, events, letters, party, programme, questions, telling, venues, whole_event
from portal.design.addresses import register_words

register_words(
    "date_change",
    {
        "move": pgettext_lazy("url", "move"),
        "put-off": pgettext_lazy("url", "put-off"),
        "online": pgettext_lazy("url", "online"),
        "call-off": pgettext_lazy("url", "call-off"),
    },
)
register_words(
    "event_step",
    {
        "read": pgettext_lazy("url", "ask-for-a-reader"),
        "fine": pgettext_lazy("url", "it-is-fine"),
        "draft": pgettext_lazy("url", "back-to-draft"),
        "away": pgettext_lazy("url", "put-away"),
    },
)
register_words(
    "question_state",
    {
        "open": pgettext_lazy("url", "open-again"),
        "answered": pgettext_lazy("url", "answered"),
        "hidden": pgettext_lazy("url", "hidden"),
    },
)
register_words(
    "seat_kind",
    {
        "in_person": pgettext_lazy("url", "on-site"),
        "online": pgettext_lazy("url", "online"),
        "staff": pgettext_lazy("url", "for-staff"),
    },
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "organise/"), events.board, name="board"),
    path(pgettext_lazy("url", "organise/new/"), events.event_new, name="event_new"),
    path(pgettext_lazy("url", "organise/places/"), venues.venues, name="venues"),
    path(pgettext_lazy("url", "organise/places/new/"), venues.venue_new, name="venue_new"),
    path(pgettext_lazy("url", "organise/places/<uuid:pk>/"), venues.venue_change, name="venue_change"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/"), events.organised, name="organised"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/words/"), events.event_words, name="event_words"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/sign-up/"), events.event_sign_up, name="event_sign_up"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/publish/"), events.event_publish, name="event_publish"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/copy/"), events.event_copy, name="event_copy"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/step/<event_step:step>/"), events.event_step, name="event_step"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/asks/"), whole_event.event_asks, name="event_asks"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/call-off/"), whole_event.event_call_off, name="event_call_off"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/template/"), whole_event.event_template, name="event_template"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/picture/"), programme.event_picture, name="event_picture"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/speakers/"), programme.speaker_new, name="speaker_new"),
    path(
        pgettext_lazy("url", "organise/<uuid:pk>/speakers/<uuid:speaker>/off/"),
        programme.speaker_off,
        name="speaker_off",
    ),
    path(pgettext_lazy("url", "organise/<uuid:pk>/preview/"), programme.organised_preview, name="organised_preview"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/tell/"), telling.event_tell, name="event_tell"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/poster/"), telling.event_poster, name="event_poster"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/dates/"), dates.dates_new, name="dates_new"),
    path(pgettext_lazy("url", "organise/<uuid:pk>/questions/"), questions.event_questions, name="event_questions"),
    path(
        pgettext_lazy("url", "organise/question/<uuid:pk>/<question_state:state>/"),
        questions.question_put,
        name="question_put",
    ),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/"), dates.organised_date, name="organised_date"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/phone/"), dates.date_phone, name="date_phone"),
    path(
        pgettext_lazy("url", "organise/date/<uuid:pk>/sign-up/<uuid:party>/"),
        party.organised_party,
        name="organised_party",
    ),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/asked/"), deciding.applications, name="applications"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/write/"), dates.date_letter, name="date_letter"),
    path(
        pgettext_lazy("url", "organise/date/<uuid:pk>/seats/<seat_kind:channel>/"), dates.date_seats, name="date_seats"
    ),
    path(
        pgettext_lazy("url", "organise/date/<uuid:pk>/change/<date_change:how>/"), dates.date_change, name="date_change"
    ),
    path(pgettext_lazy("url", "preview/<str:token>/"), programme.preview, name="preview"),
    path(pgettext_lazy("url", "picture/<slug:digest>/"), programme.picture, name="picture"),
    path(pgettext_lazy("url", "message/<uuid:pk>/"), letters.letter, name="letter"),
    path(pgettext_lazy("url", "message-link/<str:token>/"), letters.letter_link, name="letter_link"),
]

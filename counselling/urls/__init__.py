"""Addresses of counselling: for relatives first, then for staff."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from counselling.urls import cases, contacts, door, handovers, journal, notes, numbers, staff, visits, waiting
from counselling.views import appointments, book, call_me, hold, links, nameless
from portal.first_words import FirstWordResolver

app_name = "counselling"

relatives_urls: list[URLPattern | URLResolver] = [
    # The way to a time
    path(pgettext_lazy("url", "book/"), book.book, name="book"),
    path(pgettext_lazy("url", "book/how/"), book.book_how, name="book_how"),
    path(pgettext_lazy("url", "book/together/"), book.book_together, name="book_together"),
    path(pgettext_lazy("url", "book/with-whom/"), book.book_who, name="book_who"),
    path(pgettext_lazy("url", "book/when/"), book.book_when, name="book_when"),
    path(pgettext_lazy("url", "book/hold/"), hold.hold_time, name="hold_time"),
    path(pgettext_lazy("url", "book/who-are-you/"), hold.held, name="held"),
    path(pgettext_lazy("url", "book/more-time/"), hold.extend, name="extend_hold"),
    path(pgettext_lazy("url", "book/another-time/"), hold.let_go, name="let_go"),
    path(pgettext_lazy("url", "book/confirm/"), hold.confirm, name="confirm"),
    # One's own talks
    path(pgettext_lazy("url", "mine/"), appointments.appointments, name="appointments"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/"), appointments.appointment, name="appointment"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/receipt/"), appointments.receipt, name="receipt"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/number/"), appointments.ring_number, name="ring_number"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/calendar/"), appointments.calendar_file, name="calendar_file"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/tell/"), appointments.questions, name="questions"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/cancel/"), appointments.cancel, name="cancel"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/move/"), appointments.move, name="move"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/close-links/"), appointments.renew_link, name="renew_link"),
    # The link in a message
    path(pgettext_lazy("url", "link/<str:token>/"), links.link, name="link"),
    path(pgettext_lazy("url", "link/<str:token>/calendar/"), links.link_file, name="link_file"),
    path(pgettext_lazy("url", "link/<str:token>/cancel/"), links.link_cancel, name="link_cancel"),
    path(pgettext_lazy("url", "link/<str:token>/move/"), links.link_move, name="link_move"),
    path(pgettext_lazy("url", "reply/"), links.reply, name="reply"),
    path(pgettext_lazy("url", "done/"), links.link_done, name="link_done"),
    # Without booking, without a name
    path(pgettext_lazy("url", "call-me/"), call_me.call_me, name="call_me"),
    path(pgettext_lazy("url", "call-me/thanks/"), call_me.call_me_thanks, name="call_me_thanks"),
    path(pgettext_lazy("url", "without-name/"), nameless.nameless, name="nameless"),
    path(pgettext_lazy("url", "without-name/cancel/"), nameless.nameless_cancel, name="nameless_cancel"),
]

pages: list[URLPattern | URLResolver] = [
    *relatives_urls,
    *staff.urlpatterns,
    *contacts.urlpatterns,
    *door.urlpatterns,
    *handovers.urlpatterns,
    *waiting.urlpatterns,
    *notes.urlpatterns,
    *journal.urlpatterns,
    *cases.urlpatterns,
    *numbers.urlpatterns,
    *visits.urlpatterns,
]

urlpatterns = [FirstWordResolver(pages)]

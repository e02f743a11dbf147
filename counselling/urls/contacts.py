"""Addresses of unplanned calls, of people staff wrote down, and of the code that gives them an account."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from counselling.views import call_drafts, contacts, people, referrals

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "log-a-call/"), contacts.log_call, name="log_call"),
    path(pgettext_lazy("url", "log-a-call/draft/"), call_drafts.call_draft, name="call_draft"),
    path(pgettext_lazy("url", "logged-calls/<uuid:pk>/"), contacts.contact, name="contact"),
    path(pgettext_lazy("url", "logged-calls/<uuid:pk>/case/"), contacts.contact_case, name="contact_case"),
    path(pgettext_lazy("url", "people/<uuid:pk>/"), people.person, name="person"),
    path(pgettext_lazy("url", "people/<uuid:pk>/code/"), people.person_code, name="person_code"),
    path(pgettext_lazy("url", "people/<uuid:pk>/join/"), people.person_other, name="person_other"),
    path(pgettext_lazy("url", "people/<uuid:pk>/join/<uuid:other>/"), people.person_join, name="person_join"),
    path(pgettext_lazy("url", "people/<uuid:pk>/sent-to-us/"), referrals.referral_in, name="referral_in"),
    path(pgettext_lazy("url", "case/<uuid:pk>/pass-on/"), referrals.referral_new, name="referral_new"),
    path(pgettext_lazy("url", "passed-on/<uuid:pk>/"), referrals.referral_state, name="referral_state"),
    path(pgettext_lazy("url", "your-code/"), people.claim, name="claim"),
]

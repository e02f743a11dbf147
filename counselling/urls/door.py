"""Addresses of the professionals' door, and of those who answer it."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from counselling.views import door

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "tell-us-of-a-relative/"), door.tell_us, name="door"),
    path(pgettext_lazy("url", "tell-us-of-a-relative/not-asked-yet/"), door.not_asked, name="door_not_asked"),
    path(pgettext_lazy("url", "tell-us-of-a-relative/code/"), door.code, name="door_code"),
    path(pgettext_lazy("url", "tell-us-of-a-relative/code/again/"), door.code_again, name="door_code_again"),
    path(pgettext_lazy("url", "tell-us-of-a-relative/thanks/"), door.thanks, name="door_thanks"),
    path(pgettext_lazy("url", "from-professionals/<uuid:pk>/"), door.word, name="incoming_word"),
]

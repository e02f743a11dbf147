"""Addresses of one's own sign-ups: those of somebody signed in, and the link in a message."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from groups.views import another_way, asking_later, changing, sign_ups, why_not

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "mine/"), sign_ups.my_evenings, name="my_evenings"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/"), sign_ups.my_sign_up, name="my_sign_up"),
    path(pgettext_lazy("url", "link/<str:token>/"), sign_ups.sign_up_link, name="sign_up_link"),
    path(pgettext_lazy("url", "link/<str:token>/online/"), sign_ups.online_link, name="online_link"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/change/"), changing.my_change, name="my_sign_up_change"),
    path(pgettext_lazy("url", "link/<str:token>/change/"), changing.link_change, name="sign_up_link_change"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/instead/"), another_way.my_way, name="my_sign_up_instead"),
    path(pgettext_lazy("url", "link/<str:token>/instead/"), another_way.link_way, name="sign_up_link_instead"),
    path("link/<str:token>/i-stedet/", another_way.link_way, name="link_instead_as_mailed"),  # in older Norwegian mails
    path(pgettext_lazy("url", "mine/<uuid:pk>/help/<help_kind:kind>/"), asking_later.my_help, name="my_sign_up_help"),
    path(
        pgettext_lazy("url", "link/<str:token>/help/<help_kind:kind>/"),
        asking_later.link_help,
        name="sign_up_link_help",
    ),
    path(pgettext_lazy("url", "mine/<uuid:pk>/why/"), why_not.my_why, name="my_sign_up_why"),
    path(pgettext_lazy("url", "link/<str:token>/why/"), why_not.link_why, name="sign_up_link_why"),
]

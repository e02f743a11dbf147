"""Addresses of evenings, by noun."""

from django.urls import URLPattern, URLResolver

from groups.urls import (
    after,
    co_organisers,
    courses,
    door,
    organise,
    public,
    respite,
    sign_ups,
    theme_weeks,
)
from portal.first_words import FirstWordResolver

app_name = "groups"

pages: list[URLPattern | URLResolver] = [
    *after.urlpatterns,
    *respite.urlpatterns,
    *courses.urlpatterns,
    *door.urlpatterns,
    *theme_weeks.urlpatterns,
    *co_organisers.urlpatterns,
    *organise.urlpatterns,  # before the events' own words, which could be any
    *public.urlpatterns,
    *sign_ups.urlpatterns,
]

urlpatterns = [FirstWordResolver(pages)]

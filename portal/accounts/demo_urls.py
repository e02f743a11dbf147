"""The demonstration's sign-in, under /demo/; portal.urls includes it only when DEMO is on."""

from django.urls import URLPattern, URLResolver, path

from portal.accounts.views import demo

app_name = "demo_sign_in"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", demo.people, name="people"),
    path("<uuid:user_id>/", demo.enter_as, name="enter_as"),
]

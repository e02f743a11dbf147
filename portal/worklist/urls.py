"""Addresses of the to-do list."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.worklist import views

app_name = "worklist"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.tasks, name="tasks"),
    path(pgettext_lazy("url", "<uuid:task_id>/done/"), views.finish, name="finish"),
]

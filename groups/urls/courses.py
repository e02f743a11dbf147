"""Addresses of courses for staff."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from groups.views import courses, keeping_courses

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "courses/"), courses.courses, name="courses"),
    path(pgettext_lazy("url", "courses/workplace/"), courses.workplace, name="workplace"),
    path(pgettext_lazy("url", "courses/keep/"), keeping_courses.courses_kept, name="courses_kept"),
    path(pgettext_lazy("url", "courses/keep/new/"), keeping_courses.course_new, name="course_new"),
    path(pgettext_lazy("url", "courses/keep/<uuid:pk>/"), keeping_courses.course_kept, name="course_kept"),
    path(pgettext_lazy("url", "courses/keep/<uuid:pk>/change/"), keeping_courses.course_change, name="course_change"),
    path(
        pgettext_lazy("url", "courses/keep/<uuid:pk>/sessions/"),
        keeping_courses.course_sessions,
        name="course_sessions",
    ),
    path(pgettext_lazy("url", "courses/keep/<uuid:pk>/page/"), keeping_courses.course_page_new, name="course_page_new"),
    path(pgettext_lazy("url", "courses/keep/<uuid:pk>/unit/"), keeping_courses.course_need, name="course_need_new"),
    path(
        pgettext_lazy("url", "courses/keep/<uuid:pk>/unit/<uuid:need>/"),
        keeping_courses.course_need,
        name="course_need",
    ),
    path(
        pgettext_lazy("url", "courses/keep/<uuid:pk>/came/<uuid:date>/"),
        keeping_courses.course_came,
        name="course_came",
    ),
    path(
        pgettext_lazy("url", "courses/page/<uuid:pk>/change/"),
        keeping_courses.course_page_change,
        name="course_page_change",
    ),
    path(
        pgettext_lazy("url", "courses/page/<uuid:pk>/drop/"), keeping_courses.course_page_drop, name="course_page_drop"
    ),
    path(pgettext_lazy("url", "courses/<slug:slug>/"), courses.course, name="course"),
    path(pgettext_lazy("url", "courses/<slug:slug>/<int:position>/"), courses.course_page, name="course_page"),
]

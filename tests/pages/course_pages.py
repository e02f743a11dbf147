"""The pages of courses for staff."""

from typing import Any

from groups.models import Course, CourseNeed, CoursePage
from tests.pages.look import Look
from tests.pages.organiser_pages import ORGANISER

COUNSELLOR = "mette.krogh@egekoebing.example"


def pk() -> dict[str, Any]:
    """The course of the demo."""
    return {"pk": Course.objects.get().pk}


def slug() -> dict[str, Any]:
    """Its address."""
    return {"slug": Course.objects.get().slug}


def page() -> dict[str, Any]:
    """Its first page, as organisers keep it."""
    return {"pk": CoursePage.objects.get(position=1).pk}


def need() -> dict[str, Any]:
    """A unit that needs it."""
    return {**pk(), "need": CourseNeed.objects.order_by("unit__name")[0].pk}


COURSE_PAGES = [
    Look("groups:courses", COUNSELLOR),
    Look("groups:course", COUNSELLOR, slug),
    Look("groups:course_page", COUNSELLOR, lambda: {**slug(), "position": 1}),
    Look("groups:workplace", COUNSELLOR),
    Look("groups:courses_kept", ORGANISER),
    Look("groups:course_kept", ORGANISER, pk),
    Look("groups:course_new", ORGANISER),
    Look("groups:course_change", ORGANISER, pk),
    Look("groups:course_sessions", ORGANISER, pk),
    Look("groups:course_page_new", ORGANISER, pk),
    Look("groups:course_page_change", ORGANISER, page),
    Look("groups:course_need_new", ORGANISER, pk),
    Look("groups:course_need", ORGANISER, need),
]

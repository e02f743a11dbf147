"""Rows of courses for staff: every colleague takes them, organisers keep them."""

from collections.abc import Mapping
from typing import Any

from groups.actions.courses import keep_need, start_course, write_page
from groups.models import Course, CoursePage
from portal.accounts.models import User
from portal.directory.models import Unit
from portal.keys import new_key
from tests.architecture.url_table import Row, only, signed_in
from tests.factories.evenings import make_pool

People = Mapping[str, User]
STAFF = ("team_lead", "organiser", "planner")
HERE = ("counsellor", "team_lead", "organiser", "planner", "dpo", "administrator")


def made(people: People) -> Course:
    values = {"title": "Den svære samtale", "summary": "Sådan taler du med pårørende."}
    return start_course(by=people["organiser"], values=values)


def course(people: People) -> dict[str, Any]:
    return {"pk": made(people).pk}


def slug(people: People) -> dict[str, Any]:
    return {"slug": made(people).slug}


def written(people: People) -> CoursePage:
    return write_page(by=people["organiser"], course=made(people), page=None, title="Side", body="Læs.")


def page(people: People) -> dict[str, Any]:
    return {"pk": written(people).pk}


def position(people: People) -> dict[str, Any]:
    return {"slug": written(people).course.slug, "position": 1}


def need(people: People) -> dict[str, Any]:
    unit = Unit.objects.create(slug=f"nord-{new_key().hex[-6:]}", name="Hjemmeplejen Nord", kind="home_care")
    found = made(people)
    row = keep_need(by=people["organiser"], course=found, unit=unit, staff=9, counted=0, need=None)
    return {"pk": found.pk, "need": row.pk}


def came(people: People) -> dict[str, Any]:
    return {"pk": made(people).pk, "date": make_pool(people["organiser"], 5).occurrence_id}


OBJECTS = {
    **dict.fromkeys(
        (f"groups:course_{name}" for name in ("kept", "change", "sessions", "page_new", "need_new")), course
    ),
    **dict.fromkeys(("groups:course_page_change", "groups:course_page_drop"), page),
    "groups:course": slug,
    "groups:course_page": position,
    "groups:course_need": need,
    "groups:course_came": came,
}
LOOK: dict[str, Any] = {"get": only(*STAFF), "post": signed_in(405)}
FORM: dict[str, Any] = {"get": only(*STAFF), "post": only(*STAFF, status=422)}
DO: dict[str, Any] = {"get": signed_in(405), "post": only(*STAFF, status=302)}
ROWS = [
    Row("groups:course", get=only(*HERE), post=only(*HERE, status=302)),
    Row("groups:course_came", **DO),
    Row("groups:course_change", **FORM),
    Row("groups:course_kept", **LOOK),
    Row("groups:course_need", **FORM),
    Row("groups:course_need_new", **FORM),
    Row("groups:course_new", **FORM),
    Row("groups:course_page", get=only(*HERE), post=only(*HERE, status=302)),
    Row("groups:course_page_change", **FORM),
    Row("groups:course_page_drop", **DO),
    Row("groups:course_page_new", **FORM),
    Row("groups:course_sessions", **FORM),
    Row("groups:courses", get=only(*HERE), post=signed_in(405)),
    Row("groups:courses_kept", **LOOK),
    Row("groups:workplace", get=only(*HERE), post=only(*HERE, status=422)),
]

"""Courses for staff: any session will do, pages count when all are read, each unit sees how far it has come."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from groups.actions import courses as actions
from groups.course_pages import coverage_of, taken_by
from groups.forms.course_refusals import REFUSAL_TEXT
from groups.models import Attendee, Completion, Course, CourseNeed, CoursePage, PageRead
from groups.rules.courses import CourseRefusal, Coverage, valid_until
from portal import clock
from portal.directory.models import Unit
from portal.keys import new_key
from portal.refusals import Refused
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Den svære samtale",
    "summary": "Sådan taler du med pårørende, når det er svært.",
    "has_relatives_topic": True,
    "elearning_url": "",
    "months_valid": 24,
    "is_active": True,
}


@pytest.fixture
def nord(database):
    return Unit.objects.create(slug="hjemmeplejen-nord", name="Hjemmeplejen Nord", kind="home_care")


@pytest.fixture
def course(organiser):
    return actions.start_course(by=organiser, values=WORDS)


@pytest.fixture
def session(organiser, course):
    """A day for staff in two weeks that counts for the course."""
    pool = make_pool(organiser, 10, kind="staff_training", audience="staff", title="Fagdag")
    actions.choose_sessions(by=organiser, course=course, version=1, events=[pool.occurrence.event])
    return pool


def refusal_of(action, **values):
    with pytest.raises(Refused) as error, transaction.atomic():
        action(**values)
    assert REFUSAL_TEXT[error.value.reason]
    return error.value.reason


def came(pool, person):
    row = sign_up(pool, person)
    Attendee.objects.filter(registration=row).update(came_at=clock.now())
    return row


@pytest.mark.parametrize(
    ("on", "months", "until"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 22), 24, date(2028, 11, 22)),
        (date(2026, 11, 22), None, None),
    ],
)
def test_a_completion_holds_to_the_same_day_of_the_month(on, months, until):
    assert valid_until(on, months) == until


def test_two_courses_of_one_name_have_two_addresses(organiser, course):
    assert actions.start_course(by=organiser, values=WORDS).slug != course.slug


def test_who_came_has_completed_it_once_and_who_stayed_away_has_not(organiser, counsellor, course, session, at):
    came(session, counsellor)
    sign_up(session, make_person("Åse O'Connor"))
    at((session.occurrence.starts_at + timedelta(hours=3)).replace(tzinfo=None))
    assert actions.note_session(by=organiser, course=course, date_=session.occurrence) == 1
    assert actions.note_session(by=organiser, course=course, date_=session.occurrence) == 1
    row = Completion.objects.get()
    assert (row.person, row.how) == (counsellor, "session")
    assert row.valid_until == valid_until(row.on, 24)


def test_a_day_ahead_and_another_courses_day_are_refused(organiser, course, session, at):
    given = {"by": organiser, "course": course, "date_": session.occurrence}
    assert refusal_of(actions.note_session, **given) == CourseRefusal.SESSION_AHEAD
    at((session.occurrence.starts_at + timedelta(hours=3)).replace(tzinfo=None))
    other = actions.start_course(by=organiser, values=WORDS)
    assert refusal_of(actions.note_session, **{**given, "course": other}) == CourseRefusal.NOT_A_SESSION


def test_an_evening_for_relatives_is_no_session(organiser, course):
    event = make_pool(organiser, 3).occurrence.event
    given = {"by": organiser, "course": course, "version": course.version, "events": [event]}
    assert refusal_of(actions.choose_sessions, **given) == CourseRefusal.NOT_A_SESSION


def test_the_course_is_completed_when_the_last_page_is_read_in_any_order(organiser, counsellor, course):
    pages = [
        actions.write_page(by=organiser, course=course, page=None, title=f"Side {n}", body="Læs.") for n in range(3)
    ]
    assert [page.position for page in pages] == [1, 2, 3]
    assert actions.read_page(by=counsellor, page=pages[2]) is None
    assert actions.read_page(by=counsellor, page=pages[0]) is None
    assert actions.read_page(by=counsellor, page=pages[0]) is None, "read twice is read once"
    assert actions.read_page(by=counsellor, page=pages[1]).how == "pages"
    assert PageRead.objects.count() == 3


def test_a_page_taken_away_closes_the_gap(organiser, course):
    pages = [actions.write_page(by=organiser, course=course, page=None, title=str(n), body="x") for n in range(3)]
    actions.drop_page(by=organiser, page=pages[0])
    assert list(course.pages.values_list("title", "position")) == [("1", 1), ("2", 2)]


def test_learned_elsewhere_needs_a_link_and_a_course_in_use(organiser, counsellor, course):
    given = {"by": counsellor, "course": course}
    assert refusal_of(actions.learned_elsewhere, **given) == CourseRefusal.NOTHING_ELSEWHERE
    values = {**WORDS, "elearning_url": "https://laering.example/kursus"}
    row = actions.change_course(by=organiser, course=course, version=1, values=values)
    assert actions.learned_elsewhere(**given).how == "elsewhere"
    page = actions.write_page(by=organiser, course=course, page=None, title="Side", body="x")
    actions.change_course(by=organiser, course=row, version=2, values={**values, "is_active": False})
    assert refusal_of(actions.learned_elsewhere, **given) == CourseRefusal.COURSE_OUT_OF_USE
    assert refusal_of(actions.read_page, by=counsellor, page=page) == CourseRefusal.COURSE_OUT_OF_USE


def test_a_later_completion_renews_an_earlier_one_does_not(counsellor, course):
    with transaction.atomic():
        actions.complete(course, counsellor, by=counsellor, how="pages", on=date(2026, 5, 1))
        actions.complete(course, counsellor, by=counsellor, how="pages", on=date(2026, 3, 1))
        assert Completion.objects.get().on == date(2026, 5, 1)
        actions.complete(course, counsellor, by=counsellor, how="elsewhere", on=date(2026, 6, 1))
    assert Completion.objects.get().valid_until == date(2028, 6, 1)


def test_a_completion_that_ran_out_no_longer_holds(counsellor, course):
    with transaction.atomic():
        actions.complete(course, counsellor, by=counsellor, how="pages", on=date(2020, 1, 1))
    taken = taken_by(counsellor, [course], clock.today())[0]
    assert taken.completion is not None and not taken.holds


def test_a_unit_sees_how_many_of_all_who_work_there(organiser, counsellor, course, nord):
    need = actions.keep_need(by=organiser, course=course, unit=nord, staff=118, counted=40, need=None)
    with transaction.atomic():
        actions.complete(course, counsellor, by=counsellor, how="pages", on=clock.today())
    assert coverage_of([course], clock.today())[course][0].coverage == Coverage("Hjemmeplejen Nord", 118, 40)
    actions.say_workplace(by=counsellor, unit=nord)
    assert coverage_of([course], clock.today())[course][0].coverage.done == 41, "said afterwards, it counts too"
    actions.keep_need(by=organiser, course=course, unit=nord, staff=40, counted=40, need=need)
    row = coverage_of([course], clock.today())[course][0].coverage
    assert row.is_out_of_step and row.share == 100


def test_a_units_numbers_must_fit(organiser, course, nord):
    given = {"by": organiser, "course": course, "unit": nord, "staff": 5, "counted": 0, "need": None}
    actions.keep_need(**given)
    assert refusal_of(actions.keep_need, **given) == CourseRefusal.UNIT_COUNTED_TWICE
    need = CourseNeed.objects.get()
    assert refusal_of(actions.keep_need, **{**given, "counted": 6, "need": need}) == CourseRefusal.MORE_THAN_WORK_THERE


def test_a_stale_page_is_refused_and_what_was_typed_stays(client_for, organiser, course):
    client, url = client_for(organiser), reverse("groups:course_change", args=[course.pk])
    actions.change_course(by=organiser, course=course, version=1, values={**WORDS, "title": "Et andet navn"})
    assert (
        refusal_of(actions.change_course, by=organiser, course=course, version=1, values=WORDS)
        == CourseRefusal.COURSE_STALE
    )
    answer = client.post(url, {**WORDS, "title": "Mit navn", "version": 1})
    assert answer.status_code == 422 and "Mit navn" in answer.content.decode()
    assert Course.objects.get().title == "Et andet navn"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("course_says_what_it_is", lambda: Course.objects.update(title="")),
        ("course_is_valid_for_a_month_at_least", lambda: Course.objects.update(months_valid=0)),
        ("person_completes_a_course_once", lambda: copy_of(Completion)),
        ("completion_says_how", lambda: Completion.objects.update(how="dreamt")),
        ("completion_holds_for_a_time", lambda: Completion.objects.update(valid_until=date(2020, 1, 1))),
        ("unit_needs_a_course_once", lambda: copy_of(CourseNeed)),
        ("unit_has_staff", lambda: CourseNeed.objects.update(staff=0, counted=0)),
        ("nobody_is_counted_who_does_not_work_there", lambda: CourseNeed.objects.update(counted=99)),
        ("page_is_read_once", lambda: copy_of(PageRead)),
        ("course_page_has_a_place", lambda: two_pages_in_one_place()),  # noqa: PLW0108 - defined below,
    ],
)
def test_what_the_database_refuses_of_courses(organiser, counsellor, course, nord, name, change):
    page = actions.write_page(by=organiser, course=course, page=None, title="Side", body="x")
    actions.read_page(by=counsellor, page=page)
    actions.keep_need(by=organiser, course=course, unit=nord, staff=5, counted=0, need=None)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        change()


def copy_of(model):
    row = model.objects.get()
    row.pk = new_key()
    row.save(force_insert=True)


def two_pages_in_one_place():
    page = CoursePage.objects.get()
    CoursePage.objects.create(course=page.course, position=page.position, title="To", body="x")
    connection.check_constraints()


def test_a_colleague_reads_a_course_to_its_end(client_for, organiser, counsellor, course):
    for number, body in enumerate(("## Hør\n\nLyt", "<p>Læs</p><script>alert(1)</script>"), 1):
        actions.write_page(by=organiser, course=course, page=None, title=f"Side {number}", body=body)
    client = client_for(counsellor)
    first = reverse("groups:course_page", args=[course.slug, 1])
    html = client.get(first).content.decode()
    assert "<h3>Hør</h3>" in html
    second = client.post(first)
    assert second.url == reverse("groups:course_page", args=[course.slug, 2])
    assert "alert(1)" not in client.get(second.url).content.decode()
    client.post(second.url)
    assert Completion.objects.get().person == counsellor


def test_relatives_find_no_courses(client_for, relative, course):
    assert client_for(relative).get(reverse("groups:courses")).status_code == 403
    assert client_for(relative).get(reverse("groups:course", args=[course.slug])).status_code == 403


def test_an_address_keeps_the_danish_letters_as_they_are_said(organiser):
    row = actions.start_course(by=organiser, values={**WORDS, "title": "Den svære samtale på gården"})
    assert row.slug == "den-svaere-samtale-paa-gaarden"

"""The numbers of the service: counted in SQL, small ones hidden, taken along as a file."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from counselling.actions.exports import take_numbers
from counselling.forms.numbers import NumbersWish
from counselling.models import Case, MeetingType
from counselling.numbers_page import NumbersPage, read_numbers
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent, ExportFile
from portal.audit.rules import FileRefusal
from portal.calendar.models import Resource
from portal.refusals import Refused
from tests.factories.numbers import past_talks
from tests.factories.people import make_person

At = Callable[[datetime], datetime]
NOW = datetime(2027, 2, 10, 9)
REASON = "Til udvalgets møde i marts"


@pytest.fixture
def crowd(database: None) -> list[User]:
    """Thirty relatives."""
    return [make_person(f"Pårørende {number}", email=f"p{number}@borger.example") for number in range(30)]


@pytest.fixture
def year(at: At, crowd: list[User], talk_type: MeetingType, mette: Resource) -> list[User]:
    """2026: ten talks a month, but three in May; in June six by phone and eight on video."""
    at(NOW)
    fill(crowd, talk_type, mette, [10, 10, 10, 10, 3, 14, 10, 10, 10, 10, 10, 10])
    return crowd


def fill(people: Sequence[User], kind: MeetingType, counsellor: Resource, months: Sequence[int]) -> None:
    """So many talks in each month of 2026."""
    for number, count in enumerate(months):
        past_talks(count, on=date(2026, number + 1, 12), kind=kind, counsellor=counsellor, people=people)


def shown(page: NumbersPage, key: str) -> list[float | None]:
    """One series' numbers."""
    return [cell.value for cell in next(one for one in page.series if one.key == key).cells]


@pytest.mark.django_db
def test_a_small_month_is_hidden_with_the_next_and_the_year_is_still_known(year: list[User]) -> None:
    assert shown(read_numbers(NumbersWish(2026)), "talks") == [10, 10, 10, 10, None, None, 10, 10, 10, 10, 10, 10]
    assert shown(read_numbers(NumbersWish(2026, "quarter")), "talks") == [30, 27, 30, 30]
    assert shown(read_numbers(NumbersWish(2026, "year")), "talks")[-1] == 117


@pytest.mark.django_db
def test_a_relative_with_many_talks_counts_once_a_period(at: At, talk_type: MeetingType, mette: Resource) -> None:
    at(NOW)
    six = [make_person(f"P{number}") for number in range(6)]
    fill(six, talk_type, mette, [12] * 12)
    assert shown(read_numbers(NumbersWish(2026)), "relatives") == [6] * 12
    assert shown(read_numbers(NumbersWish(2026, "year")), "relatives")[-1] == 6


@pytest.mark.django_db
def test_waiting_is_the_middle_and_the_ninth_of_ten(
    at: At, crowd: list[User], talk_type: MeetingType, mette: Resource
) -> None:
    at(NOW)
    for number in range(10):
        past_talks(1, on=date(2026, 3, 9), kind=talk_type, counsellor=mette, people=crowd[number:], waited=number + 1)
    page = read_numbers(NumbersWish(2026))
    assert shown(page, "waiting")[2] == 5.5
    assert "9 dage" in next(one for one in page.series if one.key == "waiting").cells[2].words


@pytest.mark.django_db
def test_missed_and_late_cancelled_talks_are_counted_apart(
    at: At, crowd: list[User], talk_type: MeetingType, mette: Resource
) -> None:
    at(NOW)
    given = {"on": date(2026, 3, 9), "kind": talk_type, "counsellor": mette, "people": crowd}
    past_talks(7, status="noshow", **given)  # type: ignore[arg-type]
    past_talks(6, status="cancelled", late=True, **given)  # type: ignore[arg-type]
    past_talks(9, status="cancelled", **given)  # type: ignore[arg-type]
    page = read_numbers(NumbersWish(2026))
    assert (shown(page, "noshow")[2], shown(page, "late")[2], shown(page, "talks")[2]) == (7, 6, 0)


@pytest.mark.django_db
def test_one_way_to_meet_is_shown_only_when_the_rest_tells_nothing(
    at: At, crowd: list[User], talk_type: MeetingType, mette: Resource
) -> None:
    """10 by phone, 2 on video: the phone's ten would give the two away."""
    at(NOW)
    for month in range(1, 13):
        given = {"on": date(2026, month, 12), "kind": talk_type, "counsellor": mette, "people": crowd}
        past_talks(10, **given)  # type: ignore[arg-type]
        past_talks(2, mode="video", **given)  # type: ignore[arg-type]
    assert shown(read_numbers(NumbersWish(2026, "month", "mode", "video")), "talks") == [None] * 12
    assert shown(read_numbers(NumbersWish(2026, "month", "mode", "phone")), "talks") == [None] * 12
    assert shown(read_numbers(NumbersWish(2026, "quarter", "mode", "phone")), "talks") == [30] * 4


@pytest.mark.django_db
def test_why_cases_closed_is_shown_by_reason_and_a_small_one_hides_another(at: At, crowd: list[User]) -> None:
    at(NOW)
    moment = at(datetime(2026, 5, 5, 12))
    for number, person in enumerate(crowd):
        reason = "finished" if number < 18 else "referred" if number < 28 else "wished"
        Case.objects.create(
            person=person, origin="booking", status="closed", opened_at=moment - timedelta(days=40), closed_at=moment,
            close_reason=reason, topics=["grief"],
        )  # fmt: skip
    at(NOW)
    reasons, topics = read_numbers(NumbersWish(2026)).parts
    numbers = {bar.label: bar.words for bar in reasons.bars}
    assert sorted(numbers.values()).count("skjult") == 2
    assert reasons.total == "30"
    assert [bar.words for bar in topics.bars if bar.value] == ["30"]


@pytest.mark.django_db
def test_a_hundred_thousand_talks_cost_no_more_questions(
    client_for: Callable[[User], Client], team_lead: User, year: list[User], talk_type: MeetingType, mette: Resource
) -> None:
    """The whole page, the frame with its menu among it."""
    client, path = client_for(team_lead), reverse("counselling:numbers") + "?year=2026"
    client.get(path)
    few = queries(client, path)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO counselling_appointment (id, uid, hold_ref, meeting_type_id, mode, starts_at, ends_at,
                   counsellor_id, interpreter_language, company, wants_respite, status, version, ics_sequence,
                   booked_by_id, place, video_link, decline_reason, cancel_actor, cancel_reason, is_late_cancel,
                   outcome_at, created_at, link_version)
               SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), meeting_type_id, mode,
                      starts_at + n * interval '1 minute', ends_at + n * interval '1 minute', counsellor_id,
                      interpreter_language, company, wants_respite, status, version, ics_sequence, booked_by_id,
                      place, video_link, decline_reason, cancel_actor, cancel_reason, is_late_cancel, outcome_at,
                      created_at, 1
               FROM (SELECT * FROM counselling_appointment LIMIT 100) AS few, generate_series(1, 1000) AS n"""
        )
    client.get(path)  # the municipality's name is remembered for some seconds only
    assert queries(client, path) == few <= 12


def queries(client: Client, path: str) -> int:
    """How many questions one look asks."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len([one for one in captured.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.django_db
def test_the_page_says_hidden_and_holds_no_small_number(
    client_for: Callable[[User], Client], planner: User, year: list[User]
) -> None:
    page = BeautifulSoup(client_for(planner).get(reverse("counselling:numbers") + "?year=2026").content, "html.parser")
    cells = [cell.get_text(strip=True) for cell in page.select("#talks-title ~ * td, figure td")]
    assert "skjult" in cells
    assert not {"1", "2", "3", "4"} & set(cells)
    assert not page.select(f"a[href^='{reverse('counselling:numbers_export')}']")


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_file_says_who_took_it_and_why(
    client_for: Callable[[User], Client], team_lead: User, year: list[User], file_format: str
) -> None:
    client = client_for(team_lead)
    made = client.post(
        reverse("counselling:numbers_export") + "?year=2026", {"file_format": file_format, "reason": REASON}
    )
    assert made.status_code == 302
    answer = client.post(made["Location"])
    rows = rows_in(answer.content, file_format)
    assert answer["Content-Disposition"] == f'attachment; filename="tal-{clock.today():%Y-%m-%d}.{file_format}"'
    assert team_lead.name in str(rows[0][0])
    assert rows[0][2] == REASON
    may = next(row for row in rows if row[0] == "Holdte samtaler" and "maj" in str(row[1]))
    assert may[2] == "skjult"
    event = AuditEvent.objects.get(action="counselling.numbers_exported")
    assert (event.actor, event.reason) == (team_lead.pk, REASON)
    assert AuditEvent.objects.filter(action="audit.file_fetched").count() == 1


def rows_in(content: bytes, file_format: str) -> list[list[object]]:
    """The file as a real reader reads it."""
    if file_format == "csv":
        return [list(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")]
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.django_db
def test_an_old_sign_in_makes_no_file(at: At, client_for: Callable[[User], Client], team_lead: User) -> None:
    at(NOW)
    client = client_for(team_lead)
    at(NOW + timedelta(minutes=6))
    answer = client.post(reverse("counselling:numbers_export"), {"file_format": "csv", "reason": REASON})
    assert answer.status_code == 302
    assert not ExportFile.objects.exists()


@pytest.mark.django_db
def test_no_file_of_more_rows_than_a_person_reads(team_lead: User) -> None:
    with pytest.raises(Refused) as refused:
        take_numbers(by=team_lead, lines=lambda: [["x"]] * 5_001, file_format="csv", reason=REASON)
    assert refused.value.reason is FileRefusal.FILE_TOO_LONG

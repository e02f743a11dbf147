"""Files people take along: sealed for a day, their maker's alone, every time in the log, and nothing in them runs."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from counselling.actions.exports import take_numbers
from groups.actions.taking_along import take_sign_ups
from portal.accounts.models import RoleAssignment, User
from portal.audit.actions.files import delete_ended_files, fetch_file
from portal.audit.forms import REFUSAL_TEXT
from portal.audit.models import AuditEvent, ExportFile
from portal.audit.rules import FileRefusal
from portal.outbox import chores
from portal.privacy.actions import keep_and_delete
from portal.refusals import Refused
from tests.factories.evenings import make_pool
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db
REASON = "Til udvalgets møde i marts"
NOW = datetime(2026, 11, 3, 10)
NAMES = [
    "=cmd|' /C calc'!A0",
    "O'Hara",
    "Åse Ærø-Bøgh",
    'Anna "Nan"; DROP',
    "−5",
    "@SUM(1)",
    "\t=1+1",
    "＝1",
    "李雷 🌱",
]


def made(by: User, lines: list[list[Any]] | None = None, file_format: str = "csv", reason: str = REASON) -> ExportFile:
    found = lines if lines is not None else [["Samtaler", 12]]
    return take_numbers(by=by, lines=lambda: found, file_format=file_format, reason=reason)


def address(file: ExportFile) -> str:
    return reverse("audit:file", args=[file.pk])


def rows_in(content: bytes, file_format: str) -> list[list[Any]]:
    """The file as a real reader reads it."""
    if file_format == "csv":
        return [list(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")]
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_names_come_out_as_they_are_and_none_of_them_runs(team_lead: User, file_format: str) -> None:
    file = made(team_lead, [[name, 7] for name in NAMES], file_format, reason="=SUM(1;1) og mere")
    content = fetch_file(by=team_lead, file=file)
    rows = rows_in(content, file_format)
    assert str(team_lead.name) in rows[0][0] and rows[0][2] == "'=SUM(1;1) og mere"
    for name, row in zip(NAMES, rows[1:], strict=True):
        runs = name.strip(" ")[:1] in set("=+-@\t\r\n＝＋－＠")
        assert row[0] == (f"'{name}" if runs else name) and str(row[1]) == "7"
    if file_format == "xlsx":
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_runs_as_a_formula(team_lead: User, start: str) -> None:
    for file_format in ("csv", "xlsx"):
        file = made(team_lead, [[f"{start}HYPERLINK(1)", 7]], file_format)
        assert str(rows_in(fetch_file(by=team_lead, file=file), file_format)[1][0]).startswith("'")


def test_its_maker_fetches_it_for_a_day_as_often_as_needed_and_each_time_is_in_the_log(
    at: Callable[[datetime], datetime], team_lead: User
) -> None:
    at(NOW)
    file = made(team_lead)
    for hour in (1, 23):
        at(NOW + timedelta(hours=hour))
        desk = sign_in(team_lead)
        assert "Hent filen" in desk.get(address(file)).content.decode()
        answer = desk.post(address(file))
        assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
        assert "no-store" in answer["Cache-Control"]
    reads = AuditEvent.objects.filter(action="audit.file_fetched", object_id=str(file.pk))
    assert [(one.actor, one.kind) for one in reads] == [(team_lead.pk, "read")] * 2
    file.refresh_from_db()
    assert file.fetches == 2 and file.fetched_at is not None
    listed = sign_in(team_lead).get(reverse("audit:files")).content.decode()
    assert file.file_name in listed
    at(NOW + timedelta(hours=24))
    answer = sign_in(team_lead).post(address(file))
    assert answer.status_code == 409 and "24 timer" in answer.content.decode()
    assert file.file_name not in sign_in(team_lead).get(reverse("audit:files")).content.decode()
    with pytest.raises(Refused) as said:
        fetch_file(by=team_lead, file=file)
    assert said.value.reason == FileRefusal.FILE_OVER and said.value.reason in REFUSAL_TEXT


def test_nobody_else_fetches_it_and_nobody_who_lost_the_right(team_lead: User, organiser: User) -> None:
    file = made(team_lead)
    another = make_person("En anden leder", "team_lead", email="leder2@egekoebing.example")
    for person in (another, organiser):
        assert sign_in(person).get(address(file)).status_code == 404
        assert sign_in(person).post(address(file)).status_code == 404
    with pytest.raises(ExportFile.DoesNotExist):
        fetch_file(by=another, file=file)
    desk = sign_in(team_lead)
    RoleAssignment.objects.filter(user=team_lead).update(role="counsellor")
    assert desk.post(address(file)).status_code == 404
    assert file.file_name not in desk.get(reverse("audit:files")).content.decode()


def test_who_proved_who_they_are_long_ago_is_asked_again(at: Callable[[datetime], datetime], team_lead: User) -> None:
    at(NOW)
    file, desk = made(team_lead), sign_in(team_lead)
    at(NOW + timedelta(minutes=6))
    assert desk.get(address(file)).status_code == 200
    assert desk.post(address(file)).status_code == 302
    assert not AuditEvent.objects.filter(action="audit.file_fetched").exists()


def test_it_is_gone_after_its_day_whether_the_hour_or_the_night_takes_it(
    at: Callable[[datetime], datetime], team_lead: User
) -> None:
    at(NOW)
    made(team_lead)
    at(NOW + timedelta(hours=23))
    assert delete_ended_files() == 0
    keep_and_delete()
    kept = made(team_lead)
    at(NOW + timedelta(hours=25))
    assert delete_ended_files() == 1 and ExportFile.objects.get() == kept
    at(NOW + timedelta(hours=48))
    keep_and_delete()
    assert not ExportFile.objects.exists()
    assert "audit.ended_files" in chores._chores


def test_what_is_in_it_stands_nowhere_in_clear(team_lead: User) -> None:
    file = made(team_lead, [["Hemmelighed", 7]])
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM audit_exportfile t")
        row = str(cursor.fetchone())
    for word in ("Hemmelighed", "SGVtbWVsaWdoZWQ", REASON, REASON.encode().hex()):
        assert word not in row
    assert b"Hemmelighed" in fetch_file(by=team_lead, file=file)


def test_a_file_that_fails_half_way_leaves_nothing_and_names_are_read_after_it_is_in_the_log(
    organiser: User,
) -> None:
    date = make_pool(organiser, 3).occurrence
    seen = []

    def breaks() -> list[list[Any]]:
        seen.append(AuditEvent.objects.filter(action="groups.sign_ups_taken", kind="read").count())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_sign_ups(by=organiser, date=date, lines=breaks, file_format="csv", reason=REASON)
    assert seen == [1] and not ExportFile.objects.exists()


def test_no_file_without_a_reason(team_lead: User) -> None:
    with pytest.raises(Refused) as said:
        made(team_lead, reason="  fordi  ")
    assert said.value.reason == FileRefusal.FILE_REASON_SHORT and not ExportFile.objects.exists()


def test_who_does_not_work_here_has_no_files(relative: User) -> None:
    assert sign_in(relative).get(reverse("audit:files")).status_code == 403
    assert Client().get(reverse("audit:files")).status_code == 302


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("a_file_ends_later", {"expires_at": NOW.astimezone()}),
        ("a_fetched_file_says_when", {"fetches": 1}),
        ("file_format_is_known", {"file_format": "pdf"}),
    ],
)
def test_the_database_holds_what_a_file_must_hold(team_lead: User, name: str, change: dict[str, Any]) -> None:
    made(team_lead)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ExportFile.objects.update(**change)

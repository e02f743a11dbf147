"""Who checks what, what a verdict does, and what happens when nobody checks."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.accounts.models import User
from portal.audit import anchors
from portal.audit.actions import record_read
from portal.audit.models import AuditEvent, AuditSeal
from portal.keys import new_key
from portal.outbox.models import OutboxMessage
from portal.oversight.actions import drawing, judging, watching
from portal.oversight.models import SpotCheck, SpotCheckItem, Verdict
from portal.oversight.rules import Refusal
from portal.refusals import Refused
from portal.worklist import kinds
from portal.worklist.models import Task
from tests.audit.chains import owner
from tests.factories.people import make_person

OCTOBER = date(2026, 10, 1)
NOVEMBER = datetime(2026, 11, 2, 8)
At = Callable[[datetime], datetime]
ClientFor = Callable[..., Client]


@pytest.fixture(autouse=True)
def anchor_file(settings: Any, tmp_path: Path) -> Path:
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors.txt"
    return settings.AUDIT_ANCHOR_FILE


@pytest.fixture
def check(relative: User, counsellor: User, team_lead: User, at: At) -> SpotCheck:
    """October: two reads at night, one of them the team lead's own, and one ordinary."""
    for reader, hour in ((counsellor, 2), (team_lead, 3), (counsellor, 10)):
        at(datetime(2026, 10, 7, hour))
        record_read("counselling.talk_opened", by=reader, obj=relative, subject=relative.pk)
    at(NOVEMBER)
    return drawing.draw(OCTOBER)


def item_of(check: SpotCheck, reader: User) -> SpotCheckItem:
    return check.items.filter(actor=reader.pk, is_sampled=False)[0]


@pytest.mark.django_db
def test_a_verdict_stands_with_its_sentence_and_is_in_the_log(
    check: SpotCheck, counsellor: User, team_lead: User, relative: User
) -> None:
    item = item_of(check, counsellor)
    judging.judge(by=team_lead, item=item, verdict=Verdict.IN_ORDER, said="Hun havde vagt den nat.")
    kept = SpotCheckItem.objects.get(pk=item.pk)
    assert (kept.verdict, kept.judged_by, kept.said) == ("in_order", team_lead, "Hun havde vagt den nat.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM oversight_spotcheckitem WHERE id = %s", [item.pk])
        assert b"vagt" not in bytes(cursor.fetchone()[0])
    event = AuditEvent.objects.get(action="oversight.read_judged")
    assert (event.actor, event.subject, event.reason) == (team_lead.pk, relative.pk, "in_order")
    with pytest.raises(Refused) as refused:
        judging.judge(by=team_lead, item=item, verdict=Verdict.REPORT, said="Nej.")
    assert refused.value.reason is Refusal.ALREADY_JUDGED


@pytest.mark.django_db
def test_nobody_judges_their_own_read(check: SpotCheck, team_lead: User, client_for: ClientFor) -> None:
    own = item_of(check, team_lead)
    with pytest.raises(Refused) as refused:
        judging.judge(by=team_lead, item=own, verdict=Verdict.IN_ORDER, said="Det var mig.")
    assert refused.value.reason is Refusal.OWN_READ
    page = reverse("oversight:item", args=[own.pk])
    said = {"verdict": "in_order", "said": "Det var mig."}
    assert "Det gjorde du selv" in client_for(team_lead).post(page, said).content.decode()
    assert "<textarea" not in client_for(team_lead).get(page).content.decode()


@pytest.mark.django_db
def test_the_last_verdict_finishes_the_month_and_its_tasks(
    check: SpotCheck, counsellor: User, team_lead: User, dpo: User, at: At
) -> None:
    at(datetime(2026, 11, 16, 9))
    drawing.remind()
    assert {task.kind for task in Task.objects.open()} == {drawing.TO_CHECK, drawing.UNCHECKED}
    for item in check.items.exclude(actor=team_lead.pk):
        judging.judge(by=team_lead, item=item, verdict=Verdict.IN_ORDER, said="Ja.")
    assert not SpotCheck.objects.get().completed_at
    judging.judge(by=dpo, item=item_of(check, team_lead), verdict=Verdict.ASK, said="Hvorfor om natten?")
    check.refresh_from_db()
    assert (check.completed_by, check.completed_at) == (dpo, clock.now())
    assert not Task.objects.open().exists()


@pytest.mark.django_db
def test_a_report_is_a_task_for_the_data_protection_officer(
    check: SpotCheck, counsellor: User, team_lead: User, dpo: User
) -> None:
    item = item_of(check, counsellor)
    judging.judge(by=team_lead, item=item, verdict=Verdict.REPORT, said="Hun kender ham privat.")
    task = Task.objects.get(kind=judging.REPORTED)
    assert task in Task.objects.visible_to(dpo) and task not in Task.objects.visible_to(team_lead)
    assert kinds.url_of(task) == reverse("oversight:item", args=[item.pk]) and kinds.sentence_of(task)


@pytest.mark.django_db
def test_a_month_nobody_checked_is_a_task_once_for_the_data_protection_officer(check: SpotCheck, at: At) -> None:
    at(datetime(2026, 11, 15, 9))
    assert drawing.remind() == []
    at(datetime(2026, 11, 15, 17))
    (task,) = drawing.remind()
    drawing.remind()
    assert Task.objects.filter(kind=drawing.UNCHECKED).count() == 1 and task.role == "dpo"
    assert "oktober 2026" in kinds.sentence_of(task) and str(check.pk) in kinds.url_of(task)


@pytest.mark.django_db
def test_the_chore_draws_the_month_that_is_over_once(relative: User, counsellor: User, at: At) -> None:
    at(datetime(2026, 10, 31, 22))
    record_read("counselling.talk_opened", by=counsellor, obj=relative, subject=relative.pk)
    at(datetime(2026, 11, 1, 0, 10))
    first = drawing.draw_due()
    assert first is not None and (first.month, first.reads) == (OCTOBER, 1)
    assert drawing.draw_due() is None
    task = Task.objects.get(kind=drawing.TO_CHECK)
    assert task.role == "team_lead" and task.due_at == datetime(2026, 11, 15, 16, tzinfo=clock.zone())


@pytest.mark.django_db
def test_the_pages_show_who_has_finished_which_month_and_record_each_look(
    check: SpotCheck, counsellor: User, relative: User, dpo: User, client_for: ClientFor
) -> None:
    client = client_for(dpo)
    months = client.get(reverse("oversight:spot_checks")).content.decode()
    assert "oktober 2026" in months and "Ikke færdig" in months
    listed = client.get(reverse("oversight:spot_check", args=[check.pk])).content.decode()
    assert str(counsellor) in listed and "Connor" not in listed
    item = item_of(check, counsellor)
    page = reverse("oversight:item", args=[item.pk])
    assert "Connor-Bøgh" in client.get(page).content.decode()
    event = AuditEvent.objects.get(action="oversight.read_opened")
    assert (event.actor, event.subject, event.kind) == (dpo.pk, relative.pk, "read")
    answer = client.post(page, {"verdict": "in_order", "said": ""})
    assert answer.status_code == 200 and not SpotCheckItem.objects.exclude(verdict="").exists()
    answer = client.post(page, {"verdict": "in_order", "said": "Vagt."})
    following = SpotCheckItem.objects.open().exclude(actor=dpo.pk)
    assert answer["Location"] in {reverse("oversight:item", args=[one.pk]) for one in following}
    done = client.get(reverse("oversight:spot_check", args=[check.pk]) + "?show=in_order").content.decode()
    assert str(dpo) in done


@pytest.mark.django_db
def test_the_database_refuses_what_a_spot_check_must_not_be(check: SpotCheck, counsellor: User) -> None:
    item = item_of(check, counsellor)
    for name, change in (
        ("a_verdict_has_a_time_and_a_sentence", {"verdict": "ask"}),
        ("a_verdict_is_known", {"verdict": "fine", "judged_at": clock.now()}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row = SpotCheckItem.objects.get(pk=item.pk)
            row.said = "x" if name == "a_verdict_is_known" else None
            for field, value in change.items():
                setattr(row, field, value)
            row.save()
    with pytest.raises(IntegrityError, match="a_read_is_checked_once"), transaction.atomic():
        SpotCheckItem.objects.create(spot_check=check, event_id=item.event_id, actor=counsellor.pk)
    for name, month in (
        ("a_month_is_drawn_once", OCTOBER),
        ("a_spot_check_is_about_a_whole_month", date(2026, 9, 2)),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            SpotCheck.objects.create(id=new_key(), month=month, seed="x", reads=0, drawn_at=clock.now())


def test_each_day_the_chain_is_walked_anchored_and_mailed(
    committed_db: None, settings: Any, anchor_file: Path, at: At
) -> None:
    settings.DPO_EMAIL = "dpo@egekoebing.example"
    at(NOVEMBER)
    person = make_person("Sandra Bøg")
    record_read("counselling.talk_opened", by=None, obj=person)
    made = watching.watch()
    assert made is not None and anchors.read(anchor_file) == [made]
    message = OutboxMessage.objects.get(kind="oversight.anchored")
    assert message.context == {"line": made.line} and message.address == "dpo@egekoebing.example"
    with owner() as connection:
        connection.execute("DELETE FROM audit_auditevent WHERE id IN (SELECT min(id) FROM audit_auditevent)")
    at(NOVEMBER + timedelta(days=1))
    assert watching.watch() is None, "a broken chain is not anchored over"
    task = Task.objects.get(kind=watching.BROKEN)
    assert task.role == "dpo" and kinds.url_of(task) == reverse("audit:events")
    assert "audit_verify" in kinds.sentence_of(task) and len(anchors.read(anchor_file)) == 1
    watching.watch()
    assert Task.objects.filter(kind=watching.BROKEN).count() == 1
    assert AuditSeal.objects.exists()


def test_each_minute_the_end_is_marked_and_a_tail_that_was_cut_off_is_a_task_at_once(
    committed_db: None, anchor_file: Path, at: At
) -> None:
    at(NOVEMBER)
    first, second = (make_person(name) for name in ("Sandra Bøg", "Rasmus Bøgh"))
    for person in (first, second):
        record_read("counselling.talk_opened", by=None, obj=person)
        watching.seal()
    mark = anchors.read_mark(anchor_file)
    assert mark is not None and mark.number == 2 and not Task.objects.filter(kind=watching.BROKEN).exists()
    with owner() as connection:
        connection.execute("DELETE FROM audit_auditseal WHERE number = 2")
        connection.execute("DELETE FROM audit_auditevent WHERE object_id = %s", [str(second.pk)])
    watching.seal()
    assert Task.objects.filter(kind=watching.BROKEN, role="dpo").count() == 1
    assert anchors.read_mark(anchor_file) == mark


@pytest.mark.django_db
def test_a_mark_somebody_wrote_into_is_a_task_too(anchor_file: Path) -> None:
    anchors.mark_file(anchor_file).parent.mkdir(parents=True, exist_ok=True)
    anchors.mark_file(anchor_file).write_text("nonsense\n")
    watching.seal()
    assert Task.objects.filter(kind=watching.BROKEN).exists()


@pytest.mark.django_db
def test_an_anchor_file_somebody_wrote_into_is_a_task_too(anchor_file: Path) -> None:
    anchor_file.write_text("nonsense\n")
    assert watching.watch() is None and Task.objects.filter(kind=watching.BROKEN).exists()

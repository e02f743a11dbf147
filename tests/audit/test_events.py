"""The log of who did and read what."""

import json
import logging
from io import StringIO
from uuid import uuid4

import psycopg
import pytest
import structlog
from django.core import signing
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from portal.accounts.models import User
from portal.audit import actions, request_id
from portal.audit.log_lines import formatter, scrubbed
from portal.audit.models import AuditEvent
from tests.factories.database import as_superuser
from tests.factories.people import make_person


@pytest.mark.django_db
def test_an_event_says_who_in_which_role_did_what_to_whose_data(counsellor: User, relative: User) -> None:
    actions.record("counselling.appointment_booked", by=counsellor, obj=relative, subject=relative.pk, reason="phone")
    event = AuditEvent.objects.get()
    assert (event.actor, event.role, event.kind) == (counsellor.pk, "counsellor", "change")
    assert (event.object_kind, event.object_id) == ("accounts.user", str(relative.pk))
    assert (event.subject, event.reason) == (relative.pk, "phone")
    assert AuditEvent.objects.about(relative.pk).count() == 1


@pytest.mark.django_db
def test_roles_are_named_for_relatives_for_several_roles_and_for_nobody(relative: User) -> None:
    both = make_person("Birthe Lykke Sand", "organiser", "counsellor")
    assert actions.record("a.b", by=both, obj=relative).role == "counsellor,organiser"
    assert actions.record("a.b", by=relative, obj=relative).role == "relative"
    assert actions.record("a.b", by=None, obj=relative).role == "house"
    token = request_id.current.set("r-1")
    assert actions.record("a.b", by=None, obj=relative).role == "anonymous"
    request_id.current.reset(token)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditevent SET role = 'x'", "DELETE FROM audit_auditevent", "TRUNCATE audit_auditevent"],
)
def test_the_runtime_role_may_not_change_or_remove_events(statement: str, relative: User) -> None:
    actions.record("a.b", by=relative, obj=relative)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditevent SET role = 'x'", "DELETE FROM audit_auditevent", "TRUNCATE audit_auditevent"],
)
def test_triggers_refuse_even_the_owner(statement: str, committed_db: None, relative: User) -> None:
    actions.record("a.b", by=relative, obj=relative)
    with as_superuser() as owner:
        owner.execute("SET ROLE portal_owner")
        with pytest.raises(psycopg.errors.RestrictViolation, match="only added"):
            owner.execute(statement)
    assert AuditEvent.objects.get().role == "relative"


@pytest.mark.django_db
def test_an_action_that_fails_leaves_no_event(relative: User) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.record("a.b", by=relative, obj=relative)
        _ = 1 / 0
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_unnamed_actions_and_unknown_kinds_are_refused(relative: User) -> None:
    for action, kind in (("Booked it", "change"), ("a.b", "peek")):
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.record(action, by=relative, obj=relative, kind=kind)


@pytest.mark.django_db
def test_a_read_that_can_not_be_recorded_says_so(relative: User) -> None:
    assert actions.record_read("a.b", by=relative, obj=relative).kind == "read"
    with pytest.raises(actions.CannotRecord), transaction.atomic():
        actions.record_read("not a name", by=relative, obj=relative)


@pytest.mark.django_db
def test_every_answer_carries_a_request_id_and_a_browser_can_not_choose_it(client: Client) -> None:
    first = client.get("/nowhere-at-all/", headers={"X-Request-ID": "chosen-by-me"})["X-Request-ID"]
    second = client.get("/nowhere-at-all/")["X-Request-ID"]
    assert len({first, second, "chosen-by-me"}) == 3


@pytest.mark.django_db
def test_behind_a_trusted_proxy_its_id_is_kept(client: Client, settings) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    assert client.get("/nowhere-at-all/", headers={"X-Request-ID": "proxy-4711"})["X-Request-ID"] == "proxy-4711"
    odd = client.get("/nowhere-at-all/", headers={"X-Request-ID": "bad id\\nforged"})["X-Request-ID"]
    assert "forged" not in odd


def test_log_lines_are_data_without_addresses_numbers_or_row_values() -> None:
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter())
    plain = logging.getLogger("portal.tests.lines")
    plain.addHandler(handler)
    plain.setLevel(logging.INFO)
    structlog.get_logger("portal.tests.lines").info("sent", to="inge-lise@borger.example", body=["hemmeligt"], tries=2)
    plain.warning("call %s or %s", "+45 00 00 12 34", "mette@x.example")
    try:
        raise ValueError("Key exists\nDETAIL:  Key (email)=(poul@x.example) already exists.")
    except ValueError:
        plain.exception("failed")
    plain.removeHandler(handler)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines[0]["event"] == "sent" and lines[0]["tries"] == 2 and lines[0]["body"] == "<list>"
    assert "[number]" in lines[1]["event"]
    for secret in ("@", "12 34", "hemmeligt", "poul"):
        assert secret not in out.getvalue()


def test_scrubbing_keeps_dates_times_and_ids() -> None:
    kept = "2026-11-03T14:00:00Z 0199f0b2-7c3a-7000-8000-000000001234 took 1234 ms"
    assert scrubbed(kept) == kept


@pytest.mark.django_db
def test_the_address_somebody_asked_for_never_stands_in_the_log(client: Client) -> None:
    """It may say what an evening was about, or hold a secret that is no signed token."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter())
    django = logging.getLogger("django")
    django.addHandler(handler)
    client.get("/arrangementer/vis/naar-nogen-drikker/?q=drikker")
    client.post("/arrangementer/vis/naar-nogen-drikker/")
    logging.getLogger("django.server").warning('"GET /arrangementer/d/7Q2K9P HTTP/1.1" 404')
    django.removeHandler(handler)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert "Not Found: [path]" in {line["event"] for line in lines}
    assert "drikker" not in out.getvalue() and "7Q2K9P" not in out.getvalue()
    assert '"GET [path] HTTP/1.1" 404' in {line["event"] for line in lines}


def test_a_signed_link_never_stands_in_the_log() -> None:
    token = signing.dumps([str(uuid4()), 1], salt="groups.link", compress=True)
    assert scrubbed(f"Gone: /arrangementer/link/{token}/") == "Gone: /arrangementer/link/[token]/"

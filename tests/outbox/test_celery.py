from io import StringIO
from typing import Any

import pytest
from celery.beat import Service
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from portal import celery
from portal.outbox import checks
from portal.outbox.nudge import TASKS
from tests.outbox.sink import Sink


def test_beat_finds_what_every_app_wants_done() -> None:
    service = Service(celery.app, scheduler_cls="celery.beat:Scheduler")
    celery.collect_schedules(service)
    entries = service.scheduler.schedule.values()
    assert {entry.task for entry in entries} <= set(celery.app.tasks)
    wanted = {e.task: e.schedule.run_every.total_seconds() for e in entries if hasattr(e.schedule, "run_every")}
    assert wanted["portal.outbox.tasks.drain_messages"] == wanted["portal.outbox.tasks.drain_codes"] == 20
    assert wanted["portal.outbox.tasks.heartbeat_messages"] == 15
    assert wanted["portal.outbox.tasks.do_chores"] == 60


def test_codes_have_their_own_queue() -> None:
    route = celery.app.amqp.router.route
    queues = {task: route({}, task)["queue"].name for task in TASKS.values()}
    assert queues == {TASKS["codes"]: "codes", TASKS["messages"]: "messages"}
    assert route({}, "portal.outbox.tasks.heartbeat_codes")["queue"].name == "codes"


def test_the_worker_is_set_as_the_faults_taught_us() -> None:
    conf = celery.app.conf
    assert (conf.task_acks_late, conf.worker_prefetch_multiplier, conf.task_ignore_result) == (True, 1, True)
    assert conf.broker_connection_max_retries is None
    assert conf.beat_scheduler == "celery.beat:Scheduler"


@pytest.mark.parametrize(
    "name",
    ["paaroerende.example", "pårørende.example", "xn--prrende-exa6o.example", "relatives.example", "Sorgkontor"],
)
def test_the_portal_does_not_start_under_a_name_that_tells(settings: Settings, name: str) -> None:
    settings.MAIL_DOMAIN = name
    (problem,) = checks.names_are_neutral(None)
    assert name in problem.msg
    with pytest.raises(SystemExit, match="did not start"):
        checks.stop_unless_neutral()


@pytest.mark.parametrize("sender", ["Pårørende", "EgekøbingKommune", "Egekoebing Kommune", ""])
def test_a_sender_a_phone_can_not_show_is_refused(settings: Settings, sender: str) -> None:
    settings.SMS_SENDER = sender
    assert bool(checks.names_are_neutral(None)) == bool(sender)


@pytest.mark.parametrize("domain", ["mit.egekoebing.example", "soroe.dk", "mit.aarhus.dk", "min.sor-varanger.no"])
def test_the_municipalitys_own_name_is_welcome(settings: Settings, domain: str) -> None:
    settings.MAIL_DOMAIN = domain
    assert checks.names_are_neutral(None) == []


@pytest.mark.django_db
def test_a_trial_message_says_whether_it_left(sink: Sink) -> None:
    said = StringIO()
    call_command("trial_message", "driften@egekoebing.example", stdout=said)
    assert "has left" in said.getvalue()
    sink.refuse_containing = "nobody"
    with pytest.raises(CommandError, match="smtp_550"):
        call_command("trial_message", "nobody@egekoebing.example")


@pytest.mark.django_db
def test_one_pass_by_hand_says_what_it_did(plan: Any, sink: Sink) -> None:
    plan()
    said = StringIO()
    call_command("drain", stdout=said)
    assert "messages: 1 claimed, 1 sent" in said.getvalue()

"""Celery carries hints, the outbox carries truth: losing every queued task loses nothing.

An app's tasks.py may name a SCHEDULE (beat entries by name); beat finds them here, so that no app is listed twice.
"""

import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from celery import Celery
from celery.signals import beat_init
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")  # the broker's address
# Hints only (spec/trust.md): small prefetch, late acknowledgement, no results, no ETA tasks.
app.conf.update(
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_default_queue="messages",
    task_routes={"portal.outbox.tasks.*_codes": {"queue": "codes"}},
    task_serializer="json",
    accept_content=["json"],
    task_time_limit=180,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={"visibility_timeout": 600, "socket_connect_timeout": 5, "socket_keepalive": True},
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    beat_scheduler="celery.beat:Scheduler",  # in memory: nothing that a kill could spoil
    beat_max_loop_interval=5,
    timezone="UTC",
)
app.autodiscover_tasks()


@beat_init.connect
def collect_schedules(sender: Any, **kwargs: Any) -> None:
    """What each installed app wants done regularly."""
    for config in apps.get_app_configs():
        name = f"{config.name}.tasks"
        if find_spec(name) is not None:
            sender.scheduler.update_from_dict(getattr(import_module(name), "SCHEDULE", {}))

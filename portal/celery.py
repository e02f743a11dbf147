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
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def collect_schedules(sender: Any, **kwargs: Any) -> None:
    """What each installed app wants done regularly."""
    for config in apps.get_app_configs():
        name = f"{config.name}.tasks"
        if find_spec(name) is not None:
            sender.scheduler.update_from_dict(getattr(import_module(name), "SCHEDULE", {}))

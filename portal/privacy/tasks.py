"""Every night, what has been kept long enough goes."""

from celery import shared_task
from celery.schedules import crontab

from portal.privacy import actions


@shared_task(name="privacy.keep_and_delete", ignore_result=True)
def keep_and_delete() -> None:
    """Run every period."""
    actions.keep_and_delete()


SCHEDULE = {"keep and delete": {"task": "privacy.keep_and_delete", "schedule": crontab(hour=3, minute=17)}}

"""The project package: what every app stands on, and the front door."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]

"""Conversations with a counsellor: finding, holding, booking, keeping."""

from django.apps import AppConfig


class CounsellingConfig(AppConfig):
    """Conversations with a counsellor: finding, holding, booking, keeping."""

    name = "counselling"
    label = "counselling"

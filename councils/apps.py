"""Councils, policies and action plans (arrives with its issue)."""

from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    """Councils, policies and action plans (arrives with its issue)."""

    name = "councils"
    label = "councils"

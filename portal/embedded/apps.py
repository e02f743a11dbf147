"""PostgreSQL and Valkey from wheels, the supervisor and the demo municipality."""

from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    """PostgreSQL and Valkey from wheels, the supervisor and the demo municipality."""

    name = "portal.embedded"
    label = "embedded"

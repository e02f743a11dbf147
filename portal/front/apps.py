"""The front page, My page and the pages that mix apps."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    """The front page, My page and the pages that mix apps."""

    name = "portal.front"
    label = "front"
